"""Cutting a turn's words at the edges of everything that is marked in them, so that marks may overlap.

>>> [(s.text, s.numbers) for s in cut("empty fields", [Mark(1, 0, 12), Mark(2, 6, 12)])]
[('empty ', (1,)), ('fields', (1, 2))]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

TONES = 6


@dataclass(frozen=True)
class Mark:
    """Something marked between two code points of a text: its number in the turn, how it looks, what follows it.

    Number 0 is a mark without a number.
    """

    number: int
    start: int
    end: int
    look: str = "coded"
    after: str = ""
    tone: int = 1


@dataclass(frozen=True)
class Stretch:
    """Words with the same marks from end to end; `starting` are those that begin here, `after` what ends here."""

    text: str
    marks: tuple[Mark, ...] = ()
    starting: tuple[int, ...] = ()
    after: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(mark.number for mark in self.marks if mark.number)

    @property
    def top(self) -> Mark:
        """The numbered mark that began last: its tone shows."""
        return max((mark for mark in self.marks if mark.number), key=lambda mark: mark.number)

    @property
    def classes(self) -> str:
        """CSS classes: the look, a tone by the innermost number, and how many marks lie on each other."""
        if not self.marks:
            return ""
        looks = " ".join(dict.fromkeys(mark.look for mark in self.marks))
        if not self.numbers:
            return looks
        return f"{looks} tone-{self.top.tone} depth-{min(len(self.numbers), 3)}"

    @property
    def label(self) -> str:
        """The numbers that begin here, as they stand before the words."""
        return " ".join(map(str, self.starting))


def tone(key: int) -> int:
    """One of a few colours for a code's id, the same wherever it stands; what tells marks apart is their number."""
    return key % TONES + 1


def cut(text: str, marks: Iterable[Mark]) -> list[Stretch]:
    """`text` in stretches, each with the marks that lie on it, in the order of their numbers."""
    ordered = sorted(marks, key=lambda mark: mark.number)
    edges = sorted({0, len(text), *(mark.start for mark in ordered), *(mark.end for mark in ordered)})
    stretches = []
    for start, end in pairwise(edges):
        lying = tuple(mark for mark in ordered if mark.start <= start and end <= mark.end)
        starting = tuple(mark.number for mark in lying if mark.start == start and mark.number)
        after = " ".join(mark.after for mark in lying if mark.end == end and mark.after)
        stretches.append(Stretch(text[start:end], lying, starting, after))
    return stretches
