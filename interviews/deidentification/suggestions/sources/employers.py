"""Somebody says where they work: "I work at X", "at my company, X", "X is a startup", "our client, X".

Speech recognition writes a firm as it sounds and small: "at move". After "at" such a word is conspicuous, because
people work at the bank and at a startup but at no bare noun, save for a few.
"""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import name_after
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

JOB = (
    r"(?:work(?:s|ed|ing)?|jobs?|role|position|intern(?:ship|ed|ing)?|consultants?|scientists?|engineers?|developers?"
    r"|managers?|lead|leader|director|head|analysts?|architects?|joined|started|employed|hired|career|years?|months?|now)"
)
FIRM = r"(?:company|startup|start-up|firm|consultancy|client|customer|employer|bank|provider|partner)"
CUES = (
    rf"{JOB}(?: [\w']+){{0,3}}? (?:at|for)",
    r"join(?:ed|ing)?",
    r"work(?:ed|ing|s)? (?:at|for|with)",
    r"(?:we|us|here|people|team|colleagues) at",
    rf"(?:a|the|my|our|this) {FIRM}(?:,| is| was)?(?: called| named| like)?",
    rf"{FIRM}s? (?:called|named|which is|such as)",
    r"travaill\w+ (?:à|chez|pour|avec)",
    r"chez",
    r"(?:compagnie|entreprise|boîte|client|société) (?:qui s['’]appelle|qui est|nommée?)",
)
STRONG = re.compile(rf"\b(?:{'|'.join(CUES)})(?=[\s,])", re.IGNORECASE)
# After these a firm is heard even where it is written small.
HEARD_SMALL = (" at", "chez", "work for", "working for", "worked for", "works for", " called", " named")
CALLED = re.compile(
    r"\b(?:(?:that['’]s|is|it['’]s|are|was|product|project|tool|platform|system|app|team) called(?=[\s,])"
    r"|qui s['’]appelle(?=\s))"
)
IS_FIRM = re.compile(
    r"^\W*(?:is|was|are) (?:an?|one of the|the) (?:[\w-]+ ){0,3}?(?:company|startup|start-up|firm|consultancy|agency)\b"
)
AT = re.compile(
    r"(?<!look )(?<!looks )(?<!looked )(?<!looking )(?<!good )(?<!bad )(?<!better )(?<!best )(?<!arrive )(?<!aim )"
    r"\b(?:at|chez)(?=\s)",
    re.IGNORECASE,
)
MOST_COMMON = 5.6
"""Zipf frequency of words so common that no firm is heard as one."""
# Bare nouns at which people are, and what else follows "at" without an article.
AFTER_AT = words("after_at")


class Employers:
    name = "employer"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            yield from self.cued(turn.position, turn.text)

    def cued(self, position: int, text: str) -> Iterator[Suggestion]:
        for cue in STRONG.finditer(text):
            span = name_after(text, cue.end(), small=after_at if cue[0].casefold().endswith(HEARD_SMALL) else None)
            if span and (suggestion := self.judged(position, text, span)):
                yield suggestion
        for cue in CALLED.finditer(text):
            if (span := name_after(text, cue.end(), small=None)) and (suggestion := self.judged(position, text, span)):
                yield suggestion
        for cue in AT.finditer(text):
            span = name_after(text, cue.end(), small=after_at)
            if span and (suggestion := self.judged(position, text, span)):
                yield suggestion
        for token in tokens_of(text):
            if token.capital and token.base not in TALK and IS_FIRM.match(text[token.end :]):
                yield Suggestion(position, token.start, token.end, "company", self.name, 0.6, True)

    def judged(self, position: int, text: str, span: tuple[int, int]) -> Suggestion | None:
        """The suggestion for a span after a cue; a tool that everybody uses ranks low."""
        words = [token.base for token in tokens_of(text) if span[0] <= token.start < span[1]]
        if all(word in TALK for word in words):
            return None
        known_tool = all(is_technology(word) for word in words)
        confidence = 0.2 if known_tool else 0.6 if text[span[0]].isupper() else 0.4
        return Suggestion(position, *span, "company", self.name, confidence, not known_tool)


def after_at(token: Token) -> bool:
    """Whether a small word after "at" may be a firm: one that hardly ever stands there."""
    word = token.base
    if word in TALK or word in AFTER_AT or not word.isalpha() or len(word) < 3 or zipf(word) >= MOST_COMMON:
        return False
    return len(word) <= 6 or not word.endswith(("ing", "tion", "ly", "ment", "ness"))
