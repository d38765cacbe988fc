"""Where the coders of an interview differ, and what the moderator decided about it.

A difference is a code in a turn that not every coder has there, or that they have on words without a letter in common.
A part of a split code counts as the code that it was given for. What they agree on is in the moderated pass from its
start (`moderate.agreed_selections`).
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from interviews.actions.moderate import (
    KEPT,
    LEFT_OUT,
    SETTLED,
    agreed_on,
    independent_passes,
    read_as,
    readings_by_place,
)
from interviews.agreement.compare import AgreementResult, compare
from interviews.models import Code, Coding, CodingPass, Event, Interview, Memo, Segment
from interviews.reports.agreement import names_read_as, reading_of_segments

OPEN = "open"
Place = tuple[int, int]
"""A segment's id, and the id of a code as it is read today."""


@dataclass(frozen=True)
class Reading:
    """What one coder has in the turn: with the code in question, and which other codes."""

    coding_pass: CodingPass
    codings: list[Coding]
    others: list[Code]


@dataclass(frozen=True)
class Difference:
    """A code in a turn on which the coders differ; `verdict` is "open", "kept" or "left out".

    `why` is the reason that was given for it.
    """

    segment: Segment
    code: Code
    readings: list[Reading]
    verdict: str
    why: Memo | None

    @property
    def example(self) -> Coding:
        """A coding that it is about: what is decided of it holds for all of the code in the turn."""
        return next(coding for reading in self.readings for coding in reading.codings)


def differences(interview: Interview, moderated: CodingPass) -> list[Difference]:
    """All differences in the order of the talk. A fixed number of queries."""
    passes = independent_passes(interview)
    by_place = readings_by_place(passes)
    differing = {place: found for place, found in by_place.items() if not agreed_on(found, passes)}
    # Which codes each pass has in a turn, by segment and pass.
    in_turn: dict[tuple[int, int], dict[int, Code]] = defaultdict(dict)
    for (segment, code), found in by_place.items():
        for coding_pass, codings in found.items():
            in_turn[segment, coding_pass][code] = read_as(codings[0])
    segments = Segment.objects.with_replacements().select_related("speaker", "interview__study")
    turns = segments.in_bulk({segment for segment, _ in differing})
    decided = decisions_of(moderated)
    kept = {
        (coding.segment_id, code)
        for coding in moderated.codings.select_related("code__merged_into")
        # A part of a split code is what the coders called by the split one.
        for code in (coding.code.effective().pk, coding.split_from_id)
    }

    def difference(place: Place, found: dict[int, list[Coding]]) -> Difference:
        segment, code = place
        verdict, why = decided.get(place, (OPEN, None))
        example = read_as(next(iter(found.values()))[0])
        readings = [
            Reading(each, found.get(each.pk, []), [c for pk, c in in_turn[segment, each.pk].items() if pk != code])
            for each in passes
        ]
        # What was coded or taken away since, by hand, counts as well.
        now = KEPT if place in kept else LEFT_OUT if verdict == LEFT_OUT else OPEN
        return Difference(turns[segment], example, readings, now, why if now == verdict else None)

    unordered = [difference(place, readings) for place, readings in differing.items()]
    return sorted(unordered, key=lambda each: (each.segment.position, each.code.name))


def decisions_of(moderated: CodingPass) -> dict[Place, tuple[str, Memo | None]]:
    """The latest decision on each place, from the log, with its reason."""
    events = list(
        Event.objects.filter(coding_pass=moderated, action=SETTLED).order_by("pk").values_list("data", flat=True)
    )
    memos = Memo.objects.select_related("study", "author").in_bulk({data["memo"] for data in events})
    return {(data["segment"], data["code"]): (data["verdict"], memos.get(data["memo"])) for data in events}


@dataclass(frozen=True)
class Pair:
    """How far two passes agree, on the transcript's turns."""

    names: tuple[str, str]
    result: AgreementResult


def agreement_before_and_after(interview: Interview, moderated: CodingPass) -> tuple[list[Pair], list[Pair]]:
    """Agreement of every two coders, and of each coder with the moderated pass as it is now."""
    passes = independent_passes(interview)
    names = names_read_as(interview.study)
    readings = {each.pk: reading_of_segments(each, names) for each in [*passes, moderated]}

    def pair(one: CodingPass, other: CodingPass, name: str) -> Pair:
        return Pair((one.coder.get_username(), name), compare(readings[one.pk], readings[other.pk], "turn"))

    before = [pair(one, other, other.coder.get_username()) for one, other in combinations(passes, 2)]
    return before, [pair(each, moderated, _("moderated")) for each in passes]
