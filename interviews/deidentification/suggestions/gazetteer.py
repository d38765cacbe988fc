"""Names that are known beforehand, found in a text wherever they stand: the longest first."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from interviews.deidentification.suggestions.tokens import Token, tokens_of


class Known(NamedTuple):
    """A known name where it stands: its first word, its end without a genitive, the name folded, and its kind."""

    first: Token
    end: int
    name: str
    kind: str


class Gazetteer:
    """Folded names, each with its kind.

    >>> [known.name for known in Gazetteer({"port quill": "place"}).found_in("We met in Port Quill.")]
    ['port quill']
    """

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = kinds
        # How many words the names that begin with a word have, the most first: most words begin none.
        lengths: dict[str, set[int]] = {}
        for name in kinds:
            words = name.split()
            lengths.setdefault(words[0], set()).add(len(words))
        self.lengths = {word: sorted(counts, reverse=True) for word, counts in lengths.items()}

    def found_in(self, text: str) -> Iterator[Known]:
        tokens = tokens_of(text)
        for at, token in enumerate(tokens):
            # A genitive stands behind a name of one word only: "Quill's".
            for count in self.lengths.get(token.base, ()) or self.lengths.get(token.lower, ()):
                if at + count > len(tokens):
                    continue
                last = tokens[at + count - 1]
                end = last.base_end
                name = text[token.start : end].casefold().replace("’", "'")
                if kind := self.kinds.get(name):
                    yield Known(token, end, name, kind)
