"""Something is said to be called so: "our platform is called X", "we named it X", "X they call it", "the name is X"."""

import re
from collections.abc import Callable, Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.heard import may_be_called
from interviews.deidentification.suggestions.names import name_after
from interviews.deidentification.suggestions.tokens import Token
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology

THING = (
    r"(?:product|platform|tool|app|application|library|framework|project|system|solution|chatbot|assistant|service"
    r"|software|team|group|program|produit|plateforme|outil|projet|système|logiciel|équipe)"
)
MADE = re.compile(
    rf"\b(?:our|my|their|the|an?|this|notre|mon|leur|une?|le)(?: [\w-]+){{0,2}} {THING}"
    r"(?:,| is| was|,? (?:that|which)(?: is| was)?|,? (?:qui|que))?"
    r" (?:called|named|known as|code-?named|we call|they call|s['’]appelle|nommée?|appelée?)(?=[\s,])",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"\b(?:(?:named|call(?:ed)?|nicknamed|baptized) (?:it|her|him|them)"
    r"|(?:I|we|they|he|she) (?:named|nicknamed)(?! (?:it|her|him|them)\b)"
    r"|(?:internal|code|product|project|public|brand) ?name (?:is|was)"
    r"|name (?:is|was|of (?:it|the \w+) (?:is|was))|code-?named?"
    r"|(?:it|they|which|that|he|she|we)(?:['’]re| are|['’]s| is| was| were) called"
    r"|(?:l['’]|on l['’]|nous l['’])(?:a|ai|avons|avait|ont) (?:appelé|nommé|baptisé)e?s?"
    r"|appelle(?: ça| cela)?|baptisé|renamed (?:it )?(?:to )?|rebranded (?:as|to)|founded|co-?founded|launched"
    r"|(?:ceo|cto|cfo|coo|vp|head|director|founder|owner|president|chief \w+ officer)(?: of \w+)? (?:of|at|for))"
    r"(?=[\s,])",
    re.IGNORECASE,
)
# "a place called X", but not "what is it called"; "so-called" is one word.
CALLED = re.compile(r"(?<=\w )(?P<called>called)(?=[\s,])", re.IGNORECASE)
NO_NOUN = re.compile(r"\b(?:so|what|is|are|was|were|it|we|they|you|I|he|she|be|been|gets?|got) $", re.IGNORECASE)
# "a system that is called track.": whatever ends the sentence is what it is called.
SO_CALLED = re.compile(
    rf"\b{THING}s?,? (?:that|which|and)?,? ?(?:(?:uh|um|er),? )?(?:(?:it|that|which) )?(?:is|was|['’]s) called"
    r",? (?P<name>[^\W\d_]{3,}(?:[ -][^\W\d_]{3,})?)(?=[.;!?]|,? (?:uh|um)\b|$)",
    re.IGNORECASE,
)
BESIDE = re.compile(
    r"\b(?:our|my) (?:product|platform|tool|app|library|framework|project|chatbot|solution)(?=[, ])", re.IGNORECASE
)
# "a tool, claim kettle they call it"
THEY_CALL = re.compile(
    r"(?:(?<=, )|(?<=\. ))(?P<name>[^\W\d_]{3,}(?: [^\W\d_]{2,}){0,2}),?"
    r" (?:(?:we|they|I) call(?:ed)? (?:it|him|her|them)|(?:it|he|she)['’]s called|(?:it|that) was called"
    r"|on l['’]appelle|(?:ça|il|elle) s['’]appelle)\b",
    re.IGNORECASE,
)
CERTAIN, LIKELY, HARDLY_A_WORD = 5.3, 4.4, 3.0
"""Zipf frequencies below which a small word is taken for a name after each kind of cue."""


class Callings:
    name = "calling"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for cue, below, confidence in (
                (MADE, CERTAIN, 0.6),
                (GIVEN, CERTAIN, 0.4),
                (CALLED, LIKELY, 0.35),
                (BESIDE, HARDLY_A_WORD, 0.5),
            ):
                yield from self.cued(turn.position, turn.text, cue, rarer_than(below), confidence)
            for found in SO_CALLED.finditer(turn.text):
                word = found["name"].split()[0].casefold()
                if word not in TALK and not is_technology(found["name"].casefold()):
                    yield Suggestion(turn.position, *found.span("name"), "product", self.name, 0.4, True)
            for found in THEY_CALL.finditer(turn.text):
                if found["name"].split()[0].casefold() not in TALK:
                    yield Suggestion(turn.position, *found.span("name"), "product", self.name, 0.45, True)

    def cued(
        self, position: int, text: str, cue: re.Pattern[str], small: Callable[[Token], bool], confidence: float
    ) -> Iterator[Suggestion]:
        for found in cue.finditer(text):
            if cue is CALLED and NO_NOUN.search(text, max(0, found.start() - 8), found.start()):
                continue
            span = name_after(text, found.end(), small=small)
            if span and not is_technology(text[slice(*span)].casefold()):
                yield Suggestion(position, *span, "product", self.name, confidence, True)


def rarer_than(zipf: float) -> Callable[[Token], bool]:
    return lambda token: may_be_called(token, below=zipf)
