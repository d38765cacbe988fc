"""What one coder did to one interview, as plain numbers: units of talk and coded spans of it.

Positions are those of codings: (segment, start, end), segments from 0, code points of the segment's raw text,
end exclusive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int, int]
Unit = tuple[Span, ...]


@dataclass(frozen=True)
class CodedSpans:
    """A code and where it was put, once."""

    code: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Reading:
    """One coder's units, each of one span or several, and codings. Units don't overlap."""

    units: tuple[Unit, ...]
    codings: tuple[CodedSpans, ...]

    @classmethod
    def of_segments(cls, lengths: Sequence[int], rows: Iterable[tuple[int, int, int, str]]) -> "Reading":
        """The transcript's segments as units.

        `lengths` are the segments' lengths in code points, `rows` the codings: segment, start, end, code.

        >>> Reading.of_segments([12, 30], [(1, 0, 30, "MM-drift")]).units
        (((0, 0, 12),), ((1, 0, 30),))
        """
        units = tuple(((segment, 0, length),) for segment, length in enumerate(lengths))
        codings = tuple(CodedSpans(code, ((segment, start, end),)) for segment, start, end, code in rows)
        return cls(units, codings)

    @classmethod
    def of_printed_turns(cls, turns: Iterable[Mapping[str, Any]]) -> "Reading":
        """The turns of a coder's print as units, as kept on a coding pass.

        A turn is `{"position": 3, "pieces": [[segment, start, end], ...], "codes": [...], "spans": [[[segment,
        start, end], ...], ...]}`. Its codes stand where its underlined `spans` do; without the key "spans",
        on the whole turn. A turn with no place in the transcript (no pieces) is no unit.
        """
        units: list[Unit] = []
        codings: list[CodedSpans] = []
        for turn in turns:
            unit = _spans(turn["pieces"])
            if not unit:
                continue
            units.append(unit)
            marked = _spans(piece for span in turn["spans"] for piece in span) if "spans" in turn else unit
            codings.extend(CodedSpans(code, marked) for code in turn["codes"])
        return cls(tuple(units), tuple(codings))


def _spans(pieces: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple((segment, start, end) for segment, start, end in pieces)
