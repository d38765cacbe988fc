"""Showing what a search found in a text: escaped, the words that match marked."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalog.analysis import folded_words, terms_asked, words

EXCERPT_WIDTH = 220
Groups = tuple[frozenset[str], ...]
"""Sets of index terms, of each of which one must stand in a text."""


@dataclass(frozen=True)
class Marks:
    """What to mark: the parts of a query, each with what may stand for it. Empty marks nothing.

    The words of a synonym are marked only where all of them stand: "stale model" doesn't mark every "model".
    """

    parts: tuple[tuple[Groups, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    @classmethod
    def of(cls, terms: Iterable[str]) -> "Marks":
        """Marks of single terms."""
        return cls(tuple(((frozenset([term]),),) for term in terms))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term that may be marked."""
        return frozenset(term for part in self.parts for groups in part for group in groups for term in group)

    def standing(self, text: str) -> set[str]:
        """Those of the terms that stand in `text`."""
        asked = self.terms
        return {term for word in set(folded_words(text)) for term in terms_asked(word) if term in asked}

    def in_text(self, text: str) -> set[str]:
        """The terms to mark in `text`."""
        standing = self.standing(text)
        held = (groups for part in self.parts for groups in part if all(group & standing for group in groups))
        return {term for groups in held for group in groups for term in group & standing}

    def count(self, text: str) -> int:
        """How many parts stand in `text`."""
        return self.held(self.standing(text))

    def held(self, standing: Set[str]) -> int:
        """How many parts hold where these terms stand."""
        if not standing:
            return 0
        return sum(any(all(group & standing for group in groups) for groups in part) for part in self.parts)


def highlight(text: str, marks: Marks, *, width: int = 0) -> SafeString:
    """`text` escaped, the words that `marks` asks for marked; cut around the first of them to about `width`.

    A word is marked as it stands: inflected, with its accents, in whichever language.
    """
    wanted = marks.in_text(text) if marks else set()
    spans = [(w.start, w.end) for w in words(text) if not wanted.isdisjoint(terms_asked(w.folded))] if wanted else []
    start, end = window(text, spans[0][0] if spans else 0, width)
    pieces, place = ["… " if start else ""], start
    for left, right in spans:
        if start <= left and right <= end:
            pieces += [escape(text[place:left]), "<mark>", escape(text[left:right]), "</mark>"]
            place = right
    pieces += [escape(text[place:end]), " …" if end < len(text) else ""]
    # Every piece of `text` went through escape() above.
    return mark_safe("".join(pieces))  # nosec B308 B703


def window(text: str, around: int, width: int) -> tuple[int, int]:
    """Where to cut `text` so that `around` is inside, at white space; all of it where `width` is 0."""
    if not width or len(text) <= width:
        return 0, len(text)
    start = max(0, around - width // 3)
    start = text.find(" ", start) + 1 if start else 0
    end = text.find(" ", start + width)
    return start, end if end != -1 else len(text)
