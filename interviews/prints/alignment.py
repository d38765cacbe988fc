"""Puts the printed turns of a coder's print onto the segments of the transcript, by words.

Transcript segments are the only anchors of codings. A print says the same words, but may cut them into turns
elsewhere, label them otherwise, and differ in a word here and there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from interviews.prints.document import CodedPrint, PrintedTurn, PrintWarning, Span
from interviews.prints.matching import matching_blocks
from interviews.prints.words import Words

Piece = tuple[int, int, int]
"""(segment, start, end): code points of the segment's raw text, end exclusive; segments count from 0."""

# Reworded words are put on those between the same neighbours, unless these are far more.
_REWORDED = 3


@dataclass(frozen=True)
class AlignedTurn:
    """Where a printed turn's words stand in the transcript. `spans` has the pieces of each span, in order.

    No pieces: none of its words is in the transcript (or it has none).
    """

    position: int
    pieces: tuple[Piece, ...]
    spans: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class Alignment:
    """A print on a transcript. Words are counted, not told: `unmatched` in the print, `missing` from it.

    `printed_words` and `transcript_words` count all words of either.
    """

    turns: tuple[AlignedTurn, ...]
    printed_words: int
    unmatched: int
    transcript_words: int
    missing: int
    warnings: tuple[PrintWarning, ...]

    @property
    def matched_share(self) -> float:
        """Share of the print's words that the transcript has too, 0 to 1; under 0.5 it is another talk."""
        return 1 - self.unmatched / self.printed_words if self.printed_words else 0.0


def align(reading: CodedPrint, segments: Sequence[str]) -> Alignment:
    """Map every printed turn and every underlined span onto segments.

    `segments` are the raw texts of the transcript's segments in order. A span that falls over several segments
    becomes several pieces. Unmatched words are counted and warned of; a span or turn of which no word is in
    the transcript has no pieces, and a warning.

    >>> align(reading, ["Rye, mostly.", "The scale was off."]).turns[1].pieces  # doctest: +SKIP
    ((0, 0, 12), (1, 0, 18))
    """
    printed = Words.of([turn.text for turn in reading.turns])
    spoken = Words.of(segments)
    blocks = matching_blocks(printed.key, spoken.key)
    places = _places(blocks, len(printed.key), len(spoken.key))
    turns = []
    for turn in reading.turns:
        whole = _pieces(printed, spoken, places, turn.position, (0, len(turn.text)))
        spans = tuple(_pieces(printed, spoken, places, turn.position, span) for span in turn.spans)
        turns.append(AlignedTurn(turn.position, whole, spans))
    matched = sum(size for _, _, size in blocks)
    unmatched, missing = len(printed.key) - matched, len(spoken.key) - matched
    return Alignment(
        turns=tuple(turns),
        printed_words=len(printed.key),
        unmatched=unmatched,
        transcript_words=len(spoken.key),
        missing=missing,
        warnings=(*_warn_of_words(unmatched, missing), *_warn_of_turns(reading.turns, turns)),
    )


def _places(blocks: list[tuple[int, int, int]], printed: int, spoken: int) -> list[tuple[int, int] | None]:
    """For each printed word the first and last transcript word it stands for, None for a word of its own.

    An equal word stands for one. Reworded words stand for all that the transcript has in their place.
    """
    places: list[tuple[int, int] | None] = [None] * printed
    i = j = 0
    for next_i, next_j, size in [*blocks, (printed, spoken, 0)]:
        here, there = next_i - i, next_j - j
        if here == there:
            for offset in range(here):
                places[i + offset] = (j + offset, j + offset)
        elif here and there and there <= here * _REWORDED:
            for offset in range(here):
                places[i + offset] = (j, next_j - 1)
        for offset in range(size):
            places[next_i + offset] = (next_j + offset, next_j + offset)
        i, j = next_i + size, next_j + size
    return places


def _pieces(
    printed: Words, spoken: Words, places: list[tuple[int, int] | None], turn: int, span: Span
) -> tuple[Piece, ...]:
    """The pieces of one span of one printed turn."""
    numbers = [number for number in range(*printed.between(turn, *span)) if places[number] is not None]
    if not numbers:
        return ()
    ranges: dict[int, list[int]] = {}
    for number in numbers:
        for word in places[number] or ():
            ranges.setdefault(spoken.text[word], [word, word])
            bounds = ranges[spoken.text[word]]
            bounds[0], bounds[1] = min(bounds[0], word), max(bounds[1], word)
    pieces = []
    for segment, (first, last) in sorted(ranges.items()):
        start, end = spoken.start[first], spoken.end[last]
        # Words that open or close a segment take the signs before and after them along.
        if first == spoken.first[segment] and segment != min(ranges):
            start = 0
        if last == spoken.first[segment + 1] - 1 and segment != max(ranges):
            end = len(spoken.texts[segment])
        pieces.append((segment, start, end))
    segment, start, end = pieces[0]
    pieces[0] = (segment, _start(printed, spoken, numbers[0], span[0], ranges[segment][0]), end)
    segment, start, end = pieces[-1]
    pieces[-1] = (segment, start, _end(printed, spoken, numbers[-1], span[1], ranges[segment][1]))
    return tuple(pieces)


def _start(printed: Words, spoken: Words, number: int, edge: int, word: int) -> int:
    """Where a span that begins at `edge` begins in the transcript: inside its first word, or at signs before it."""
    start = spoken.start[word]
    if edge > printed.start[number]:
        inside = edge - printed.start[number]
        return start + inside if printed.key[number] == spoken.key[word] else start
    here, there = printed.texts[printed.text[number]], spoken.texts[spoken.text[word]]
    i, j = printed.start[number], start
    while i > edge and j > 0:
        if here[i - 1] == there[j - 1]:
            i, j = i - 1, j - 1
            start = start if here[i].isspace() else j
        elif here[i - 1].isspace():
            i -= 1
        elif there[j - 1].isspace():
            j -= 1
        else:
            break
    return start


def _end(printed: Words, spoken: Words, number: int, edge: int, word: int) -> int:
    """Where a span that ends at `edge` ends in the transcript: inside its last word, or after signs behind it."""
    end = spoken.end[word]
    if edge < printed.end[number]:
        inside = printed.end[number] - edge
        return end - inside if printed.key[number] == spoken.key[word] else end
    here, there = printed.texts[printed.text[number]], spoken.texts[spoken.text[word]]
    i, j = printed.end[number], end
    while i < edge and j < len(there):
        if here[i] == there[j]:
            i, j = i + 1, j + 1
            end = end if here[i - 1].isspace() else j
        elif here[i].isspace():
            i += 1
        elif there[j].isspace():
            j += 1
        else:
            break
    return end


def _warn_of_words(unmatched: int, missing: int) -> list[PrintWarning]:
    warnings = []
    if unmatched:
        message = f"{unmatched} printed word(s) are not in the transcript"
        warnings.append(PrintWarning(0, "words-not-in-transcript", message))
    if missing:
        message = f"{missing} word(s) of the transcript are not in the print"
        warnings.append(PrintWarning(0, "words-not-in-print", message))
    return warnings


def _warn_of_turns(printed: Sequence[PrintedTurn], aligned: Sequence[AlignedTurn]) -> list[PrintWarning]:
    """What has a code and no place is a coding lost: each is told."""
    warnings = []
    for turn, place in zip(printed, aligned, strict=True):
        lost = sum(1 for pieces in place.spans if not pieces)
        if lost:
            message = f"{lost} underlined span(s) of turn {turn.position} have no place in the transcript"
            warnings.append(PrintWarning(turn.page, "span-without-place", message))
        elif turn.codes and not place.pieces:
            message = f"coded turn {turn.position} has no place in the transcript"
            warnings.append(PrintWarning(turn.page, "turn-without-place", message))
    return warnings
