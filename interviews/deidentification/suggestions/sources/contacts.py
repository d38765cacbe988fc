"""E-mail addresses, telephone numbers, web addresses and handles."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk

PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # "ottoline at quill dot com", as people say it
    re.compile(r"\b[\w.-]+ (?:at|arobase) [\w-]+ (?:dot|point) (?:com|org|net|ca|fr|io|ai|edu|co)\b", re.IGNORECASE),
    re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE),
    re.compile(r"\b[a-z0-9-]+(?:\.| dot )(?:com|org|net|io|ai|edu|gov)\b(?:/[\w/-]*)?", re.IGNORECASE),
    re.compile(r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){2,4}(?![\w.])"),
    re.compile(r"(?<!\w)@[A-Za-z]\w{2,}"),
    re.compile(r"\bpatent (?:number |no\.? )?[A-Z]{0,2} ?\d[\d, ]{4,}\d\b", re.IGNORECASE),
)


class Contacts:
    name = "contact"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for pattern in PATTERNS:
                for found in pattern.finditer(turn.text):
                    yield Suggestion(turn.position, *found.span(), "other", self.name, 0.8, True)
