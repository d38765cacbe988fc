"""Safe text: raw text with the accepted replacements applied, and the way back from one to the other.

Offsets are Unicode code points, end exclusive. Raw text is never changed: safe text is computed anew each time, and
remembers which of its pieces came from where, so that a selection made on it leads back to raw offsets.

    >>> safe = apply("We ask Ottoline twice.", [Substitution(7, 15, "[person]")])
    >>> safe.text
    'We ask [person] twice.'
    >>> safe.raw_span(9, 12)      # inside the placeholder: snaps outward to all that it stands for
    (7, 15)
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Substitution:
    """A span of raw text and what stands there instead; an empty `text` deletes."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A stretch of raw text and the stretch of safe text it became: the same words, or a replacement of them."""

    raw_start: int
    raw_end: int
    safe_start: int
    safe_end: int
    replaced: bool


@dataclass(frozen=True)
class SafeText:
    """The safe words, and the pieces they were put together from, in order and without gaps."""

    text: str
    pieces: tuple[Piece, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind the selection `start` to `end` of safe text, snapped outward to replacement edges.

        A deletion inside the selection belongs to it; one at its edge does not. Raises ValueError for a selection
        that is empty or outside the text.
        """
        check_span(start, end, len(self.text))
        touched = [p for p in self.pieces if p.safe_start < end and start < p.safe_end]
        first, last = touched[0], touched[-1]
        raw_start = first.raw_start if first.replaced else first.raw_start + start - first.safe_start
        raw_end = last.raw_end if last.replaced else last.raw_end - (last.safe_end - end)
        return raw_start, raw_end

    def safe_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the raw span stands in safe text, snapped outward; empty where all of it was deleted.

        Raises ValueError for a span that is empty or outside the raw text.
        """
        check_span(start, end, self.pieces[-1].raw_end if self.pieces else 0)
        touched = [p for p in self.pieces if p.raw_start < end and start < p.raw_end]
        first, last = touched[0], touched[-1]
        safe_start = first.safe_start if first.replaced else first.safe_start + start - first.raw_start
        safe_end = last.safe_end if last.replaced else last.safe_end - (last.raw_end - end)
        return safe_start, safe_end

    def snap(self, start: int, end: int) -> tuple[int, int]:
        """The raw span grown to the edges of every replacement it cuts."""
        check_span(start, end, self.pieces[-1].raw_end if self.pieces else 0)
        cut = [p for p in self.pieces if p.replaced and p.raw_start < end and start < p.raw_end]
        return min([start, *(p.raw_start for p in cut)]), max([end, *(p.raw_end for p in cut)])

    def quote(self, start: int, end: int) -> str:
        """The safe words of a raw span, snapped outward."""
        safe_start, safe_end = self.safe_span(start, end)
        return self.text[safe_start:safe_end]


def check_span(start: int, end: int, length: int) -> None:
    """Raise ValueError unless the span is inside a text of `length` code points and holds at least one."""
    if not 0 <= start < end <= length:
        raise ValueError(f"span {start}-{end} is empty or outside the text of {length} characters")


def apply(raw: str, substitutions: Iterable[Substitution]) -> SafeText:
    """Safe text of `raw`. Raises ValueError where two substitutions overlap or one lies outside the text."""
    words: list[str] = []
    pieces: list[Piece] = []
    raw_at = safe_at = 0

    def add(raw_end: int, text: str, replaced: bool) -> None:
        nonlocal raw_at, safe_at
        pieces.append(Piece(raw_at, raw_end, safe_at, safe_at + len(text), replaced))
        words.append(text)
        raw_at, safe_at = raw_end, safe_at + len(text)

    for one in sorted(substitutions):
        check_span(one.start, one.end, len(raw))
        if one.start < raw_at:
            raise ValueError(f"the replacement at {one.start}-{one.end} overlaps the one before it")
        if one.start > raw_at:
            add(one.start, raw[raw_at : one.start], replaced=False)
        add(one.end, one.text, replaced=True)
    if raw_at < len(raw):
        add(len(raw), raw[raw_at:], replaced=False)
    return SafeText("".join(words), tuple(pieces))


def state_hash(raw: str, substitutions: Iterable[Substitution], *, key: bytes) -> str:
    """What a de-identification review is recorded for: HMAC-SHA256, in hex, of the raw text and its replacements.

    Keyed, because next to a published quote a plain hash of the raw text would let anybody who holds a copy of the
    database try names until one fits.
    """
    state = [raw, [[one.start, one.end, one.text] for one in sorted(substitutions)]]
    return hmac.new(key, json.dumps(state, ensure_ascii=True).encode(), hashlib.sha256).hexdigest()
