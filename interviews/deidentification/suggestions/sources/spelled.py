"""Letters that are said one by one: "I work at A. Q. T.", "it's b d q dot com"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.vocabulary import is_technology

# Three or more; "a" and "i" begin and end nothing in small letters, since they are words, and "k" is often a thousand.
SPELLED = re.compile(
    r"(?<![\w'’.])(?:[A-Z](?:\. ?| |-)){2,6}[A-Z]\b|(?<![\w'’.])(?:[b-hj-z](?: |-)){2,6}[b-hj-z](?![\w'’])"
)


class Spelled:
    name = "spelled out"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for found in SPELLED.finditer(turn.text):
                letters = re.sub(r"\W", "", found[0]).casefold()
                if not is_technology(letters) and len(set(letters)) > 1:
                    yield Suggestion(turn.position, *found.span(), "company", self.name, 0.35, True)
