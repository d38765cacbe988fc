"""What somebody looks for in a talk: words in any inflection, phrases, beginnings of words. Knows no database.

    Wanted.of('empty "nobody knew" annot*').spans("The fields were empty; nobody knew.", "en")

A word is found as the catalog's search finds it, folded and by its stem (catalog/analysis.py), here in the language of
the talk. All of what is asked for must stand in one turn.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from catalog.analysis import COMMON, LETTERS, OTHER, fold, term
from catalog.search.query import QUOTED

# Runs of letters and digits, with accents that were typed as characters of their own; and what is one without such.
TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
PLAIN, ODD = re.compile(r"\w+"), re.compile(r"[_\u0300-\u036f]")
ASKED = re.compile(rf"({TOKEN.pattern})(\*?)")
MOST_WORDS = 12
Span = tuple[int, int]
"""Code points of a text, end exclusive."""


@dataclass(frozen=True)
class Word:
    """A folded word of a query; with `begins`, any word that begins so."""

    folded: str
    begins: bool = False

    def fits(self, written: str, letter: str) -> bool:
        """Whether a word of a talk is this one: it begins with the same letter, folded, and has the same stem."""
        folded = fold(written)
        if self.begins or folded == self.folded:
            return folded.startswith(self.folded)
        # The first letter tells most words apart, and a stem costs more than all else.
        return folded[:1] == self.folded[:1] and term(folded, letter) == term(self.folded, letter)


NONE: frozenset[Word] = frozenset()


@dataclass
class Wanted:
    """The parts of a query: each a word, or the words of a phrase in their order."""

    parts: tuple[tuple[Word, ...], ...]
    # By language the words of talks that were met, and which of them are which of the query: talks repeat themselves.
    _met: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _fit: dict[str, dict[str, frozenset[Word]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, query: str) -> "Wanted":
        """The query's phrases and words. Common words count within a phrase, and where nothing else is asked for."""
        phrases = [tuple(words_in(" ".join(match.groups("")))) for match in QUOTED.finditer(query)]
        single = list(words_in(QUOTED.sub(" ", query)))
        telling = [word for word in single if word.folded not in COMMON] or ([] if any(phrases) else single)
        parts: list[tuple[Word, ...]] = []
        for part in dict.fromkeys(filter(None, [*phrases, *((word,) for word in telling)])):
            if sum(map(len, parts)) + len(part) <= MOST_WORDS:
                parts.append(part)
        return cls(tuple(parts))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def holds(self, text: str, language: str) -> bool:
        """Whether every part stands in `text`. Of most talk a set of words says no."""
        written = (TOKEN if ODD.search(text) else PLAIN).findall(text)
        fit = self.fitting(written, language)
        standing = {one for word in fit.keys() & set(written) for one in fit[word]}
        if not all(word in standing for part in self.parts for word in part):
            return False
        return all(
            len(part) == 1 or any(places(part, [fit.get(word, NONE) for word in written])) for part in self.parts
        )

    def spans(self, text: str, language: str) -> list[Span]:
        """Where the parts stand in `text`, in order."""
        tokens = list(TOKEN.finditer(text))
        written = [token[0] for token in tokens]
        fit = self.fitting(written, language)
        words = [fit.get(word, NONE) for word in written]
        ends = ((at, at + len(part) - 1) for part in self.parts for at in places(part, words))
        return sorted({(tokens[first].start(), tokens[last].end()) for first, last in ends})

    def fitting(self, written: Iterable[str], language: str) -> dict[str, frozenset[Word]]:
        """The words of talks in this language that are words of the query, once these were looked at, too."""
        met, fit = self._met.setdefault(language, set()), self._fit.setdefault(language, {})
        letter = LETTERS.get(language, OTHER)
        for word in set(written) - met:
            met.add(word)
            if found := frozenset(one for part in self.parts for one in part if one.fits(word, letter)):
                fit[word] = found
        return fit


def words_in(query: str) -> Iterator[Word]:
    for match in ASKED.finditer(query):
        yield Word(fold(match[1]), bool(match[2]))


def places(part: tuple[Word, ...], words: Sequence[frozenset[Word]]) -> Iterator[int]:
    """At which word each occurrence of a part begins: its words follow each other, with only signs between them."""
    for at in range(len(words) - len(part) + 1):
        if all(word in words[at + n] for n, word in enumerate(part)):
            yield at
