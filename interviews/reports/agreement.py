"""How far the coders of a study agree: every pair of submitted independent passes on an interview; and, once that is
moderated, how far each of them agrees with what was settled.

Two readings are given. On **segments**, a coder has a code in a turn of the transcript where a coding of theirs
touches it. On **printed turns**, the units are those that the coders' prints show; where two prints cut the talk
differently, their common refinement (`interviews/agreement/units.py`). Codes are read through merges, as today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models.functions import Coalesce

from interviews.agreement.compare import AgreementResult, compare, pooled
from interviews.agreement.reading import Reading
from interviews.models import Code, CodingPass, Interview, Study

UNITS = ("turn", "character")
MODERATED = "moderated"


@dataclass(frozen=True)
class PairAgreement:
    """Two coders of one interview, or a coder and the moderated pass, "moderated".

    `printed_turns` is None where a pass did not come from a print.
    """

    interview: int
    coders: tuple[str, str]
    segments: AgreementResult
    printed_turns: AgreementResult | None


@dataclass(frozen=True)
class StudyAgreement:
    """All pairs of a study, and their counts pooled; `alone` lists interviews with one submitted pass only.

    `after` has each coder beside the moderated pass, where that is submitted; `settled` pools it.
    """

    unit: str
    pairs: tuple[PairAgreement, ...]
    segments: AgreementResult
    printed_turns: AgreementResult
    alone: tuple[int, ...]
    after: tuple[PairAgreement, ...]
    settled: AgreementResult


def study_agreement(study: Study, *, unit: str = "turn", passes: Any = None) -> StudyAgreement:
    """Agreement in `study`; `unit` is "turn" or "character".

    `passes` limits it to those that somebody may see (`visibility.visible_passes`); by default it is all of them.
    Open passes never count: their coders are not done, and must not be compared behind their backs.
    """
    wanted = CodingPass.objects.all() if passes is None else passes
    by_interview: dict[int, list[CodingPass]] = {}
    moderated: dict[int, CodingPass] = {}
    submitted = wanted.filter(interview__study=study, status=CodingPass.Status.SUBMITTED)
    for coding_pass in submitted.select_related("interview", "coder"):
        if coding_pass.kind == CodingPass.Kind.MODERATED:
            moderated[coding_pass.interview.number] = coding_pass
        else:
            by_interview.setdefault(coding_pass.interview.number, []).append(coding_pass)
    names = names_read_as(study)
    pairs = [pair for number in sorted(by_interview) for pair in pairs_of(by_interview[number], unit, names)]
    after = [
        pair
        for number, found in sorted(by_interview.items())
        # What was adopted is its coder's own.
        if number in moderated and len(found) > 1
        for pair in pairs_with(moderated[number], found, unit, names)
    ]
    return StudyAgreement(
        unit=unit,
        pairs=tuple(pairs),
        segments=pooled(pair.segments for pair in pairs),
        printed_turns=pooled(pair.printed_turns for pair in pairs if pair.printed_turns),
        alone=tuple(sorted(number for number, found in by_interview.items() if len(found) == 1)),
        after=tuple(after),
        settled=pooled(pair.segments for pair in after),
    )


def names_read_as(study: Study) -> dict[str, str]:
    """For each code's name the name of the code it is read as."""
    codes = Code.objects.filter(study=study).select_related("merged_into")
    return {code.name: code.effective().name for code in codes}


def pairs_of(passes: Iterable[CodingPass], unit: str, names: dict[str, str]) -> Iterable[PairAgreement]:
    """Every two of an interview's passes, in the order of the coders' names."""
    ordered = sorted(passes, key=lambda coding_pass: coding_pass.coder.get_username())
    on_segments = {coding_pass.pk: reading_of_segments(coding_pass, names) for coding_pass in ordered}
    for first, second in combinations(ordered, 2):
        printed = None
        if first.printed_turns and second.printed_turns:
            printed = compare(reading_of_print(first, names), reading_of_print(second, names), unit)
        yield PairAgreement(
            interview=first.interview.number,
            coders=(first.coder.get_username(), second.coder.get_username()),
            segments=compare(on_segments[first.pk], on_segments[second.pk], unit),
            printed_turns=printed,
        )


def pairs_with(
    moderated: CodingPass, passes: Iterable[CodingPass], unit: str, names: dict[str, str]
) -> Iterable[PairAgreement]:
    """Each of an interview's passes beside the moderated one, in the order of the coders' names."""
    settled = reading_of_segments(moderated, names)
    for coding_pass in sorted(passes, key=lambda coding_pass: coding_pass.coder.get_username()):
        result = compare(reading_of_segments(coding_pass, names), settled, unit)
        yield PairAgreement(moderated.interview.number, (coding_pass.coder.get_username(), MODERATED), result, None)


def reading_of_segments(coding_pass: CodingPass, names: dict[str, str]) -> Reading:
    """A pass as codings on the transcript's segments.

    What was given a part of a split code is read as the split code, as its coder applied it: of two passes only one may
    have been given parts (interviews/actions/split.py).
    """
    applied = Coalesce("split_from__name", "code__name")
    rows = coding_pass.codings.annotate(applied=applied).values_list("segment__position", "start", "end", "applied")
    return Reading.of_segments(
        segment_lengths(coding_pass.interview),
        [(position, start, end, names[name]) for position, start, end, name in rows],
    )


def segment_lengths(interview: Interview) -> list[int]:
    """The segments' lengths in code points, by position."""
    return list(interview.segments.order_by("position").values_list("length", flat=True))


def reading_of_print(coding_pass: CodingPass, names: dict[str, str]) -> Reading:
    """A pass as the turns that its print shows. A code renamed since the print keeps its printed name."""
    turns = coding_pass.printed_turns or []
    return Reading.of_printed_turns(
        {**turn, "codes": sorted({names.get(name, name) for name in turn["codes"]})} for turn in turns
    )
