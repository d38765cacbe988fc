"""The codings of an interview as selections of its text."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from interviews.known_guids import Span, coder_guid, coding_guid, selection_guid
from interviews.models import Code, Coding, Interview, Study
from interviews.refi.document import UNCERTAIN, Selection
from interviews.refi.document import Coding as Given
from interviews.refi.positions import shortened
from interviews.refi.remarks import Counts
from interviews.rendered import Rendered

DELETED = "coding whose words are all deleted: left out"
GROWN = "coding cuts a replacement: it covers all of that there"
OPEN = "coding whose place in its turn is not certain: said in a comment that other tools don't understand"

Key = tuple[int, int, str, bool, Span, Span]
"""Start and end in the text, the coder's GUID, whether the place is certain, the first and the last raw span."""


@dataclass
class Selections:
    """Makes the selections of one interview; `counts` says what could not be carried as it was."""

    study: Study
    interview: Interview
    text: Rendered
    read_as: dict[int, Code]
    counts: Counts

    def made(self, codings: Iterable[Coding]) -> list[Selection]:
        """One selection for each stretch of text and coder, with all its codes, in order of the text."""
        found: dict[Key, list[Coding]] = {}
        for pieces in whole_selections(codings):
            for run in self.runs(pieces):
                key = self.key(run)
                found.setdefault(key, []).append(run[0])
        return [self.selection(key, found[key]) for key in sorted(found)]

    def runs(self, pieces: list[Coding]) -> Iterator[list[Coding]]:
        """The pieces of a selection across turns: those that follow each other in the text without a gap, together."""
        run: list[Coding] = []
        for piece in pieces:
            start, end = self.place(piece)
            if start == end:
                self.counts.add(DELETED)
                continue
            if run and not self.follows(self.place(run[-1])[1], start):
                yield run
                run = []
            run.append(piece)
        if run:
            yield run

    def follows(self, end: int, start: int) -> bool:
        """Whether nothing but labels stands between two places of the text."""
        return not self.text.spans(end, start)

    def place(self, coding: Coding) -> tuple[int, int]:
        return self.text.placed(self.index(coding), coding.start, coding.end)

    def index(self, coding: Coding) -> int:
        return self.indices[coding.segment_id]

    @cached_property
    def indices(self) -> dict[int, int]:
        """Each turn's place in the list of turns."""
        return {segment.pk: index for index, segment in enumerate(self.text.segments)}

    def key(self, run: list[Coding]) -> Key:
        first, last = run[0], run[-1]
        made_by = first.coding_pass
        coder = coder_guid(self.study, made_by.coder.get_username(), made_by.kind)
        for piece in run:
            safe = self.text.safe[self.index(piece)]
            self.counts.add(GROWN, safe.snap(piece.start, piece.end) != (piece.start, piece.end))
            self.counts.add(OPEN, not piece.span_certain)
        return self.place(first)[0], self.place(last)[1], coder, first.span_certain, span_of(first), span_of(last)

    def selection(self, key: Key, codings: list[Coding]) -> Selection:
        start, end, coder, certain, first, last = key
        codes = {str(self.read_as[coding.code_id].guid): coding for coding in reversed(codings)}
        return Selection(
            guid=selection_guid(self.interview, coder, first, last, certain),
            start=start,
            end=end,
            name=shortened(self.text.text[start:end]),
            description="" if certain else UNCERTAIN,
            user=coder,
            created=min(coding.created_at for coding in codings),
            codings=tuple(
                Given(coding_guid(self.interview, coder, first, code), code, coder, codes[code].created_at)
                for code in sorted(codes)
            ),
        )


def whole_selections(codings: Iterable[Coding]) -> Iterable[list[Coding]]:
    """Codings that one selection across turns made, together and in order; any other by itself."""
    groups: dict[tuple[int, int, uuid.UUID | int], list[Coding]] = {}
    for coding in sorted(codings, key=lambda coding: (coding.segment.position, coding.start, coding.end, coding.pk)):
        groups.setdefault((coding.coding_pass_id, coding.code_id, coding.group or coding.pk), []).append(coding)
    return groups.values()


def span_of(coding: Coding) -> Span:
    return coding.segment.position, coding.start, coding.end
