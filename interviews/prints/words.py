"""Words of a list of texts, with the place of each: what two readings of one talk are compared by."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Words:
    """All words of some texts in a row. Word n is `texts[text[n]][start[n]:end[n]]`, compared as `key[n]`."""

    texts: Sequence[str]
    key: list[str]
    text: list[int]
    start: list[int]
    end: list[int]
    first: list[int]
    """For each text the number of its first word, and at the end the number of all words."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Words":
        """Words are runs of letters and digits. Case, ligatures and typographic variants don't tell them apart."""
        words = cls(texts, [], [], [], [], [])
        for number, text in enumerate(texts):
            words.first.append(len(words.key))
            for found in _WORD.finditer(text):
                words.text.append(number)
                words.start.append(found.start())
                words.end.append(found.end())
            keys = _WORD.findall(text.casefold())
            if len(keys) != len(words.text) - len(words.key) or not text.isascii():
                keys = [_key(found.group()) for found in _WORD.finditer(text)]
            words.key.extend(keys)
        words.first.append(len(words.key))
        return words

    def between(self, text: int, start: int, end: int) -> tuple[int, int]:
        """The numbers (end exclusive) of the words of a text that touch a span of it."""
        low, high = self.first[text], self.first[text + 1]
        return bisect_right(self.end, start, low, high), bisect_left(self.start, end, low, high)


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()
