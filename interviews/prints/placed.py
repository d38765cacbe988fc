"""What of a print is kept: codings on segments, and the printed turns as numbers without words."""

from dataclasses import dataclass
from typing import Any

from interviews.prints.alignment import Alignment, Piece
from interviews.prints.document import CodedPrint


@dataclass(frozen=True)
class PlacedCoding:
    """A code on an underlined span of a printed turn; several pieces where the span crosses segments.

    `certain` is False where the turn has several codes and the print does not say which words have which.
    """

    turn: int
    code: str
    pieces: tuple[Piece, ...]
    certain: bool


def placed_codings(reading: CodedPrint, alignment: Alignment) -> list[PlacedCoding]:
    """One coding for each underlined span and each code of its turn, in printed order.

    A code without an underlined word makes none: its selection ended before the turn's first letter. A span
    without a place makes none either; both are among the warnings of the print and of the alignment.
    """
    return [
        PlacedCoding(turn.position, code, pieces, turn.is_certain)
        for turn, place in zip(reading.turns, alignment.turns, strict=True)
        for pieces in place.spans
        if pieces
        for code in turn.codes
    ]


def printed_turns(reading: CodedPrint, alignment: Alignment) -> list[dict[str, Any]]:
    """The printed turns for a coding pass: JSON-ready, positions and codes, no word of the talk.

    Prints may still name people whom the transcript no longer names, so their words are not kept.
    """
    return [
        {
            "position": turn.position,
            "pieces": [list(piece) for piece in place.pieces],
            "spans": [[list(piece) for piece in pieces] for pieces in place.spans],
            "codes": list(turn.codes),
        }
        for turn, place in zip(reading.turns, alignment.turns, strict=True)
    ]
