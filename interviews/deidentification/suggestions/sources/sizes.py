"""Counts that single an employer or a system out: "250 employees", "three thousand stores in the country"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk

SPELLED = r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|thousand|million|billion)"
LARGE = r"(?:hundred|thousand|million|billion|mille|millions|milliards)"
COUNTED = (
    r"(?:employees|people in the company|stores|branches|hospitals|clinics|factories|plants|offices|warehouses|stations"
    r"|employés|magasins|succursales|hôpitaux|usines|bureaux)"
)
SIZE = re.compile(rf"\b(?P<size>(?:\d[\d,. ]*\d|\d|{SPELLED})\+?(?: {LARGE})*) {COUNTED}\b", re.IGNORECASE)


class Sizes:
    name = "size"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for found in SIZE.finditer(turn.text):
                yield Suggestion(turn.position, found.start("size"), found.end(), "other", self.name, 0.4, False)
