"""Somebody is given the floor, asked or quoted, mostly by name: "go ahead, X", "I'll let X ask", "as X said"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import is_first_name
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

NAME = r"(?P<name>[^\W\d_]{3,})"
PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:let|as|like|maybe|perhaps|ask|go ahead,?|over to|up to|with me (?:is|are)|I think|sorry,?|comme"
        rf"|laisse\w*) {NAME}"
        r"(?= (?:ask|start|go|answer|said|says|mentioned|explained|already|can|could|will|continue|take|do|disait"
        r"|a dit|dit|expliquait|I)\b|[.,]|$)",
        rf"(?:^|(?<=[.?!] ))(?:so|okay|ok|and|well|yeah|perfect|great|alors|donc)?,? ?{NAME},? "
        r"(?:do|did|can|could|would|will|are|have) you\b",
        rf"\b(?:okay|ok|perfect|great|alright|right|d['’]accord),? {NAME}(?=\.)",
    )
)
MOSTLY_A_WORD = 5.3
"""Zipf frequency from which a first name is too common a word to be heard as one, even where names stand."""
NOBODY = words("addressed")


class Floor:
    name = "floor"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for pattern in PATTERNS:
                for found in pattern.finditer(turn.text):
                    if could_be_called(found["name"].casefold()):
                        yield Suggestion(turn.position, *found.span("name"), "person", self.name, 0.45, True)


def could_be_called(word: str) -> bool:
    """Whether somebody may be called so: a first name, even one that is also a word."""
    known = word in TALK or word in NOBODY or is_technology(word)
    return not known and is_first_name(word) and zipf(word) < MOSTLY_A_WORD
