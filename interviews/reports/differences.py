"""Where the coders of an interview differ, and what the moderator decided about it.

A difference is a code in a turn that not every coder has there, or that they have on words without a letter in common.
A part of a split code counts as the code that it was given for. What they agree on is in the moderated pass from its
start (`moderate.agreed_selections`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from interviews.actions.moderate import agreed_on, independent_passes, read_as, readings_by_place
from interviews.actions.settled import KEPT, LEFT_OUT, Decision, Place, standing_decisions
from interviews.agreement.compare import AgreementResult, compare
from interviews.agreement.reading import Reading as CodedReading
from interviews.models import Code, Coding, CodingPass, Interview, Memo, Segment
from interviews.reports.agreement import names_read_as, reading_of_segments

OPEN = "open"
Codings = dict[int, list[Coding]]
"""The codings of one code in one turn, by the pass that they are of."""


@dataclass(frozen=True)
class Reading:
    """What one coder has in the turn: with the code in question, and which other codes."""

    coding_pass: CodingPass
    codings: list[Coding]
    others: list[Code]


@dataclass(frozen=True)
class Verdict:
    """What became of a difference: "open", "kept" or "left out", and the decision that made it so, if one did.

    `seen` is that of the latest decision, by its id in the log, 0 for none: what whoever decides next has looked at.
    """

    verdict: str = OPEN
    decision: Decision | None = None
    seen: int = 0


@dataclass(frozen=True)
class Difference:
    """A code in a turn on which the coders differ, and what became of it; `why` is the reason that was given for it."""

    segment: Segment
    code: Code
    readings: list[Reading]
    settled: Verdict
    why: Memo | None

    @property
    def verdict(self) -> str:
        return self.settled.verdict

    @property
    def example(self) -> Coding:
        """A coding that it is about: what is decided of it holds for all of the code in the turn."""
        return next(coding for reading in self.readings for coding in reading.codings)


def differences(interview: Interview, moderated: CodingPass) -> list[Difference]:
    """All differences in the order of the talk. A fixed number of queries."""
    passes = independent_passes(interview)
    by_place = readings_by_place(passes)
    differing = differing_of(by_place, passes)
    # Which codes each pass has in a turn, by segment and pass.
    in_turn: dict[tuple[int, int], dict[int, Code]] = defaultdict(dict)
    for (segment, code), found in by_place.items():
        for coding_pass, codings in found.items():
            in_turn[segment, coding_pass][code] = read_as(codings[0])
    segments = Segment.objects.with_replacements().select_related("speaker", "interview__study")
    turns = segments.in_bulk({segment for segment, _ in differing})
    settled = verdicts_on(moderated, differing)
    reasons = reasons_of(settled.values())

    def difference(place: Place, found: Codings) -> Difference:
        segment, code = place
        example = read_as(next(iter(found.values()))[0])
        readings = [
            Reading(each, found.get(each.pk, []), [c for pk, c in in_turn[segment, each.pk].items() if pk != code])
            for each in passes
        ]
        decision = settled[place].decision
        return Difference(
            turns[segment], example, readings, settled[place], reasons.get(decision.memo) if decision else None
        )

    unordered = [difference(place, readings) for place, readings in differing.items()]
    return sorted(unordered, key=lambda each: (each.segment.position, each.code.name))


def verdicts(interview: Interview, moderated: CodingPass) -> dict[Place, Verdict]:
    """What became of each difference, without a word of any turn. A fixed number of queries."""
    passes = independent_passes(interview)
    return verdicts_on(moderated, differing_of(readings_by_place(passes), passes))


def differing_of(by_place: dict[Place, Codings], passes: list[CodingPass]) -> dict[Place, Codings]:
    """The places where not every pass has the code on words that they share."""
    return {place: found for place, found in by_place.items() if not agreed_on(found, passes)}


def verdicts_on(moderated: CodingPass, places: Iterable[Place]) -> dict[Place, Verdict]:
    decided = standing_decisions(moderated)
    kept = {
        (coding.segment_id, code)
        for coding in moderated.codings.select_related("code__merged_into")
        # A part of a split code is what the coders called by the split one.
        for code in (coding.code.effective().pk, coding.split_from_id)
    }

    def verdict(place: Place) -> Verdict:
        decision = decided.get(place)
        # What was coded or taken away since, by hand, counts as well.
        left_out = decision is not None and decision.verdict == LEFT_OUT
        now = KEPT if place in kept else LEFT_OUT if left_out else OPEN
        holds = decision is not None and decision.verdict == now
        return Verdict(now, decision if holds else None, decision.event if decision else 0)

    return {place: verdict(place) for place in places}


def reasons_of(settled: Iterable[Verdict]) -> dict[int, Memo]:
    """The memos that say why, by their ids. One query."""
    wanted = {each.decision.memo for each in settled if each.decision}
    found: dict[int, Memo] = Memo.objects.select_related("study", "author").in_bulk(wanted)
    return found


@dataclass(frozen=True)
class Pair:
    """How far two passes agree, on the transcript's turns."""

    names: tuple[str, str]
    result: AgreementResult


def agreement_before_and_after(interview: Interview, moderated: CodingPass) -> tuple[list[Pair], list[Pair]]:
    """Agreement of every two coders, and of each coder with the moderated pass as it is now."""
    passes = independent_passes(interview)
    read = readings(interview, [*passes, moderated])
    before = [pair(one, other, other.coder.get_username(), read) for one, other in combinations(passes, 2)]
    return before, [pair(each, moderated, _("moderated"), read) for each in passes]


def agreement_after(interview: Interview, moderated: CodingPass) -> list[Pair]:
    """Agreement of each coder with the moderated pass as it is now."""
    passes = independent_passes(interview)
    read = readings(interview, [*passes, moderated])
    return [pair(each, moderated, _("moderated"), read) for each in passes]


def readings(interview: Interview, passes: Iterable[CodingPass]) -> dict[int, CodedReading]:
    names = names_read_as(interview.study)
    return {each.pk: reading_of_segments(each, names) for each in passes}


def pair(one: CodingPass, other: CodingPass, name: str, read: dict[int, CodedReading]) -> Pair:
    return Pair((one.coder.get_username(), name), compare(read[one.pk], read[other.pk], "turn"))
