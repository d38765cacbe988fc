"""What is left of a name at the edge of a placeholder: "Company X AI", "[company] Labs", "Zeph Company X"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import looks_named
from interviews.deidentification.suggestions.tokens import tokens_of

AFTER = re.compile(r"(?:[ \u00a0]|-|\.)?(?=\w)")
BEFORE = re.compile(r"(?:[ \u00a0]|-)?$")


class Residues:
    name = "residue"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            tokens = tokens_of(turn.text)
            for start, end in talk.placeholders.get(turn.position, ()):
                for token in tokens:
                    if (
                        self.hangs_on(turn.text, token.start, token.end, start, end)
                        and looks_named(token)
                        and not token.first
                    ):
                        yield Suggestion(turn.position, token.start, token.end, "company", self.name, 0.6, True)

    @staticmethod
    def hangs_on(text: str, word_start: int, word_end: int, start: int, end: int) -> bool:
        """Whether nothing but a space or a hyphen stands between the word and the span."""
        if word_start >= end:
            return word_start - end <= 1 and text[end:word_start] in {"", " ", "-", "."}
        return word_end <= start and text[word_end:start] in {"", " ", "-"}
