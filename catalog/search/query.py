"""What is asked for: the words and phrases of a query, and the expression of terms that an index is asked with."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from catalog.analysis import LETTERS, OTHER, term, words

QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»')
# Words of a query that count; what comes after is ignored.
MOST_WORDS = 12


@dataclass(frozen=True)
class Part:
    """A word of a query, or the words of a phrase in quotation marks; folded."""

    words: tuple[str, ...]

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True)
class AnyOf:
    """Holds where one of these terms stands: the same word in several languages, or several words that begin alike."""

    terms: tuple[str, ...]


@dataclass(frozen=True)
class InOrder:
    """Holds where these terms follow each other."""

    terms: tuple[str, ...]


@dataclass(frozen=True)
class Either:
    """Holds where one of these does."""

    options: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Both:
    """Holds where all of these do."""

    options: "tuple[Expression, ...]"


Expression = AnyOf | InOrder | Either | Both


def parse(query: str) -> tuple[Part, ...]:
    """The phrases and words of `query`, each once, common words left out."""
    phrases = [" ".join(match.groups("")) for match in QUOTED.finditer(query)]
    quoted = [tuple(word.folded for word in words(phrase)) for phrase in phrases]
    single = [(word.folded,) for word in words(QUOTED.sub(" ", query))]
    parts: list[Part] = []
    for each in dict.fromkeys(filter(None, [*quoted, *single])):
        if sum(len(part.words) for part in parts) + len(each) <= MOST_WORDS:
            parts.append(Part(each))
    return tuple(parts)


def in_each_language(folded: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The terms of these words in each language that an entry may be in."""
    for letter in (*LETTERS.values(), OTHER):
        yield tuple(term(word, letter) for word in folded)
