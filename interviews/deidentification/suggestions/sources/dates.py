"""Days, months with a year, and years in which something of somebody's life happened."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
DAY_OR_MONTH = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th|er)?,? (?:of )?{MONTH}(?:,? (?:19|20)\d\d)?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?|{MONTH},? (?:of )?(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})\b",
    re.IGNORECASE,
)
YEAR = re.compile(
    r"\b(?:in|since|until|from|between|and|en|depuis|jusqu['’]en|de|à) (?P<year>(?:19[5-9]|20[0-3])\d)\b", re.IGNORECASE
)


class Dates:
    name = "date"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for found in DAY_OR_MONTH.finditer(turn.text):
                yield Suggestion(turn.position, *found.span(), "date", self.name, 0.4, False)
            for found in YEAR.finditer(turn.text):
                yield Suggestion(turn.position, *found.span("year"), "date", self.name, 0.4, False)
