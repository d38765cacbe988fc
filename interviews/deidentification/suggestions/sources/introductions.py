"""Somebody says their own name, or introduces somebody: "my name is X", "I'm X from", "under the supervision of X"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import is_first_name, name_after
from interviews.deidentification.suggestions.tokens import Token
from interviews.deidentification.suggestions.vocabulary import COMMON, TALK, zipf

# What follows these is a name, however it is written.
SAID = re.compile(
    r"\b(?:my name(?:['’]s| is)|my colleagues? (?:is |are )?(?:called|named)|call me|je m['’]appelle|mon nom est"
    r"|supervision of|supervised by|sous la (?:direction|supervision) de|encadrée? par)\b",
    re.IGNORECASE,
)
# What follows these is a name only where it looks like one.
MAYBE = re.compile(
    r"\b(?:I['’]m|I am|this is|here is|it['’]s|with me(?: is)?|moi c['’]est|je suis|c['’]est|working with|and also"
    r"|(?:my|our) (?:colleague|boss|manager|supervisor|professor|friend)s?(?: is)?"
    r"|mon (?:collègue|patron|superviseur|directeur|ami))(?=[\s,])",
    re.IGNORECASE,
)
# "X and Y", "X, and also a Y": who is named beside somebody.
BESIDE = re.compile(r",?\s*(?:\w+\s+)?(?:and|et)(?: also| aussi)?(?:,? (?:and|et|a))?(?=[\s,])", re.IGNORECASE)
# A turn that begins "X, and I'm also doing": a name whose cue was lost.
BEGINS = re.compile(r"\s*(?P<name>[^\W\d_]{3,})(?=,? (?:and|here)[ ,](?:I['’]m|I am)\b)")
INTRODUCED_WITHIN = 12
"""So many turns of a talk are its beginning, where people say who they are."""


class Introductions:
    name = "introduction"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for cue in SAID.finditer(turn.text):
                span = name_after(turn.text, cue.end(), small=could_be_a_name)
                while span:
                    yield Suggestion(turn.position, *span, "person", self.name, 0.9, True)
                    beside = BESIDE.match(turn.text, span[1])
                    span = name_after(turn.text, beside.end(), small=hardly_a_word) if beside else None
            begins = BEGINS.match(turn.text) if turn.position < 4 else None
            if begins and could_be_called(begins["name"]):
                yield Suggestion(turn.position, *begins.span("name"), "person", self.name, 0.5, True)
            for cue in MAYBE.finditer(turn.text):
                early = turn.position < INTRODUCED_WITHIN
                span = name_after(turn.text, cue.end(), small=is_small_name if early else None)
                if span and is_first_name(first_word(turn.text[span[0] : span[1]])):
                    yield Suggestion(turn.position, *span, "person", self.name, 0.7 if early else 0.5, True)


def could_be_a_name(token: Token) -> bool:
    """Whether a small word after "my name is" may be one: any that is not of talk."""
    return token.base not in TALK and len(token.base) > 2


def hardly_a_word(token: Token) -> bool:
    """Whether a small word beside a name may be another: a first name, or no word of the language."""
    return could_be_a_name(token) and (is_first_name(token.base) or zipf(token.base) < COMMON)


def could_be_called(word: str) -> bool:
    return word.casefold() not in TALK and zipf(word.casefold()) < 4.6


def is_small_name(token: Token) -> bool:
    """Whether a word without a capital is a first name and hardly ever anything else."""
    return is_first_name(token.base) and zipf(token.base) < 4.3 and token.base not in TALK


def first_word(name: str) -> str:
    return re.split(r"[\s'’-]", name.casefold())[0]
