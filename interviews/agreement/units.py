"""From two coders' readings to two tables of yes and no: units (or characters) by codes.

**Units of coders who cut the talk differently.** The common refinement: each non-empty intersection of a unit
of one with a unit of the other is a unit. Cut alike, that is each turn itself; where one coder's turn covers
two of the other's, it is two units, and the coder has a code in each of them that their coded words touch.
What only one coder's units cover (a word that one print lacks) is left out: the other never saw it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviews.agreement.reading import CodedSpans, Reading, Unit

NO_UNIT = -1


@dataclass(frozen=True)
class CodeMatrices:
    """Rows are units, columns codes, True where the coder has the code in the unit; one matrix per coder."""

    codes: tuple[str, ...]
    first: NDArray[np.bool_]
    second: NDArray[np.bool_]


def matrices(first: Reading, second: Reading, unit: str) -> CodeMatrices:
    """Both coders' yes and no for each unit and each code that either used.

    `unit` is "turn" (the readings' units, refined where they differ) or "character" (every code point of
    them). Codes are sorted. Raises `ValueError` for any other unit.
    """
    if unit not in {"turn", "character"}:
        raise ValueError(f'unit "{unit}" is neither "turn" nor "character"')
    codes = tuple(sorted({coding.code for reading in (first, second) for coding in reading.codings}))
    talk = _Talk.of(first, second)
    shared = talk.refine(first.units, second.units)
    both = (talk.covered(reading.codings, codes) for reading in (first, second))
    if unit == "character":
        a, b = (covered[shared != NO_UNIT] for covered in both)
    else:
        a, b = (_touched(covered, shared) for covered in both)
    return CodeMatrices(codes, a, b)


@dataclass(frozen=True)
class _Talk:
    """The segments laid end to end, so that a span is a slice. `offsets[segment]` is where one begins."""

    offsets: dict[int, int]
    length: int

    @classmethod
    def of(cls, *readings: Reading) -> "_Talk":
        lengths: dict[int, int] = {}
        for reading in readings:
            for spans in (*reading.units, *(coding.spans for coding in reading.codings)):
                for segment, _, end in spans:
                    lengths[segment] = max(lengths.get(segment, 0), end)
        offsets, length = {}, 0
        for segment in sorted(lengths):
            offsets[segment] = length
            length += lengths[segment]
        return cls(offsets, length)

    def slices(self, spans: Unit) -> list[slice]:
        return [slice(self.offsets[segment] + start, self.offsets[segment] + end) for segment, start, end in spans]

    def refine(self, first: Sequence[Unit], second: Sequence[Unit]) -> NDArray[Any]:
        """For each code point the number of its common unit, `NO_UNIT` where not both coders have one."""
        a, b = self._numbered(first), self._numbered(second)
        pairs = np.where((a == NO_UNIT) | (b == NO_UNIT), NO_UNIT, a * (len(second) + 1) + b)
        kept, numbers = np.unique(pairs, return_inverse=True)
        return numbers - 1 if len(kept) and kept[0] == NO_UNIT else numbers

    def _numbered(self, units: Sequence[Unit]) -> NDArray[np.int64]:
        numbers = np.full(self.length, NO_UNIT, dtype=np.int64)
        for number, unit in enumerate(units):
            for part in self.slices(unit):
                numbers[part] = number
        return numbers

    def covered(self, codings: Sequence[CodedSpans], codes: Sequence[str]) -> NDArray[np.bool_]:
        """Code points by codes: where the coder has which code."""
        columns = {code: column for column, code in enumerate(codes)}
        table = np.zeros((self.length, len(codes)), dtype=np.bool_)
        for coding in codings:
            for part in self.slices(coding.spans):
                table[part, columns[coding.code]] = True
        return table


def _touched(covered: NDArray[np.bool_], shared: NDArray[Any]) -> NDArray[np.bool_]:
    """Units by codes: a unit has a code when one of its code points has it."""
    count = int(shared.max()) + 1 if len(shared) else 0
    table = np.zeros((count, covered.shape[1]), dtype=np.bool_)
    points, columns = np.nonzero(covered & (shared != NO_UNIT)[:, None])
    table[shared[points], columns] = True
    return table
