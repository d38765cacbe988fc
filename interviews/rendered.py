"""An interview as one plain text for other tools, in safe words, and the way back to its turns.

Both the export and the import of other tools' projects go through here, so that a text that went out is known when it
comes back.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.deidentification.safe_text import SafeText
from interviews.models import Interview, Segment
from interviews.refi.turns import SpokenTurn, render
from interviews.safe import safe_text

Spans = list[tuple[int, int, int]]
"""A turn's position in the list of turns, start and end in its words."""


@dataclass(frozen=True)
class Rendered:
    """The safe text of all turns, under labels of role and number that name nobody.

    `begins` is where each turn's words start in it.
    """

    text: str
    begins: Sequence[int]
    segments: Sequence[Segment]
    safe: Sequence[SafeText]

    def placed(self, index: int, start: int, end: int) -> tuple[int, int]:
        """Where a raw span of the turn stands in the text, snapped outward; empty where all of it was deleted."""
        first, last = self.safe[index].safe_span(start, end)
        return self.begins[index] + first, self.begins[index] + last

    def spans(self, start: int, end: int) -> Spans:
        """What of the turns' safe words a span of the text covers; labels between them are nobody's words."""
        found = []
        for index in range(max(bisect_right(self.begins, start) - 1, 0), bisect_left(self.begins, end)):
            begin, length = self.begins[index], len(self.safe[index].text)
            first, last = max(start - begin, 0), min(end - begin, length)
            if first < last:
                found.append((index, first, last))
        return found


def rendered(interview: Interview) -> Rendered:
    """The interview as it goes out today: with every replacement that is accepted now."""
    segments = list(interview.segments.with_replacements().prefetch_related("reviews").order_by("position"))
    for segment in segments:
        # One object for all, so that the data key is unwrapped once.
        segment.interview = interview
    safe = [safe_text(segment) for segment in segments]
    turns = [SpokenTurn(s.speaker.role, s.speaker.number, words.text) for s, words in zip(segments, safe, strict=True)]
    text, begins = render(turns)
    return Rendered(text, begins, segments, safe)
