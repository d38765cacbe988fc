"""The turns of an interview as its page shows them.

Everybody reads safe text, with the codings of the passes they may see. Raw text is shown in one mode only,
`Mode.DEIDENTIFY`, for which the caller has checked `Act.SEE_RAW_TEXT`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from interviews.admin.pages.stretches import Mark, Stretch, cut, tone
from interviews.deidentification.safe_text import SafeText
from interviews.fingerprints import reading_key
from interviews.models import Code, Coding, CodingPass, Interview, Replacement, Segment, SegmentReview
from interviews.safe import is_reviewed, safe_text

Status = Replacement.Status


class Mode(StrEnum):
    """What the page is for: reading, coding (and moderating), or de-identifying."""

    READ = "read"
    CODE = "code"
    DEIDENTIFY = "deidentify"


@dataclass(frozen=True)
class Chip:
    """A line under a turn: a coding or a replacement, with the number that its words carry."""

    number: int
    row: Any
    name: str
    tone: int = 1


@dataclass
class Turn:
    """A turn as it is shown: its words in stretches, and what was done with it."""

    segment: Segment
    stretches: list[Stretch]
    reviewed: bool
    codings: list[Chip] = field(default_factory=list)
    replacements: list[Chip] = field(default_factory=list)
    nothing_applies: bool = False

    @property
    def position(self) -> int:
        return self.segment.position

    @property
    def undecided(self) -> bool:
        return any(chip.row.status == Status.SUGGESTED for chip in self.replacements)


def turns_of(interview: Interview, passes: QuerySet[CodingPass], mode: Mode) -> list[Turn]:
    """Every turn of the interview, with codings of `passes`. A fixed number of queries, whatever the length."""
    segments = Segment.objects.with_replacements().prefetch_related("reviews").filter(interview=interview)
    codings = codings_by_segment(interview, passes)
    shown, key = {coding_pass.pk for coding_pass in passes}, reading_key()
    turns = []
    for segment in segments.order_by("position"):
        turn = raw_turn(segment) if mode == Mode.DEIDENTIFY else coded_turn(segment, codings[segment.pk])
        turn.reviewed = is_reviewed(segment, key=key)
        turn.nothing_applies = any(
            review.kind == SegmentReview.Kind.NOTHING_APPLIES and review.coding_pass_id in shown
            for review in segment.reviews.all()
        )
        turns.append(turn)
    return turns


def codings_by_segment(
    interview: Interview, passes: QuerySet[CodingPass], only: Collection[Segment] | None = None
) -> dict[int, list[Coding]]:
    """Codings of these passes by segment id, in all turns or `only` some, each as the code its own was merged into."""
    codes = {code.pk: code for code in Code.objects.filter(study=interview.study_id)}
    found: dict[int, list[Coding]] = defaultdict(list)
    rows = Coding.objects.filter(coding_pass__in=passes).select_related("coding_pass__coder")
    if only is not None:
        rows = rows.filter(segment__in=only)
    for coding in rows.order_by("start", "end", "coding_pass__kind", "coding_pass", "code", "pk"):
        coding.code = effective(coding.code_id, codes)
        found[coding.segment_id].append(coding)
    return found


def effective(code: int, codes: dict[int, Code]) -> Code:
    """`Code.effective` over codes that were read at once."""
    while (onward := codes[code].merged_into_id) is not None:
        code = onward
    return codes[code]


def coded_turn(segment: Segment, codings: list[Coding]) -> Turn:
    """The turn as safe text; a coding of deleted words has a line but nothing to lie on."""
    safe = safe_text(segment)
    chips = [Chip(n, coding, coding.code.name, tone(coding.code.pk)) for n, coding in enumerate(codings, start=1)]
    marks = [Mark(chip.number, *safe.safe_span(chip.row.start, chip.row.end), tone=chip.tone) for chip in chips]
    visible = [mark for mark in marks if mark.start < mark.end]
    return Turn(segment, cut(safe.text, [*visible, *placeholders(safe)]), False, codings=chips)


def passage(segment: Segment, spans: Iterable[tuple[int, int]], code: Code) -> list[Stretch]:
    """The turn's safe words with these spans of its raw text marked in the code's tone; deleted words have no mark."""
    safe = safe_text(segment)
    marks = [Mark(n, *safe.safe_span(*span), tone=tone(code.pk)) for n, span in enumerate(spans, start=1)]
    return cut(safe.text, [*(mark for mark in marks if mark.start < mark.end), *placeholders(safe)])


def placeholders(safe: SafeText) -> list[Mark]:
    """What stands instead of raw words, marked as such; it has no number, for there is nothing to do with it."""
    replaced = [piece for piece in safe.pieces if piece.replaced and piece.safe_start < piece.safe_end]
    return [Mark(0, piece.safe_start, piece.safe_end, look="placeholder") for piece in replaced]


def raw_turn(segment: Segment) -> Turn:
    """The turn as raw text with its replacements, decided and not; a rejected one has a line but no mark."""
    rows = sorted(segment.replacements.all(), key=lambda each: (each.start, each.end, each.pk))
    chips = [Chip(number, row, row.text or _("nothing")) for number, row in enumerate(rows, start=1)]
    marks = [
        Mark(chip.number, chip.row.start, chip.row.end, look=chip.row.status, after=f"→ {chip.name}")
        for chip in chips
        if chip.row.status != Status.REJECTED
    ]
    return Turn(segment, cut(segment.text, marks), False, replacements=chips)
