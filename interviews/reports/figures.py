"""A study in figures: how much there is, how far the work has come, what is left to do."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from interviews.fingerprints import reading_key
from interviews.models import Coding, CodingPass, Interview, Participant, Replacement, Segment, SegmentReview, Study
from interviews.safe import is_reviewed

Kind = CodingPass.Kind


@dataclass(frozen=True)
class InterviewFigures:
    """One interview. `words` counts runs between white space; `reviewed_turns` those whose de-identification
    somebody reviewed as it stands now; `turns_without_code` those a coder marked "nothing applies"."""

    number: int
    language: str
    import_state: str
    coding_state: str
    turns: int
    words: int
    reviewed_turns: int
    turns_without_code: int
    suggested_replacements: int
    accepted_replacements: int
    warnings: int


@dataclass(frozen=True)
class CodeFigures:
    """One code, read through merges: how often it is applied, and in how many interviews."""

    code: str
    kind: str
    independent: int
    moderated: int
    interviews: int


@dataclass(frozen=True)
class StudyFigures:
    """A study. Passes are counted by kind and status, "independent submitted": 3."""

    study: str
    participants: int
    participants_who_may_be_quoted: int
    interviews: tuple[InterviewFigures, ...]
    passes: dict[str, int]
    codes: tuple[CodeFigures, ...]

    def total(self, figure: str) -> int:
        """The sum of one figure of the interviews."""
        return sum(getattr(interview, figure) for interview in self.interviews)


def study_figures(study: Study, *, passes: Any = None) -> StudyFigures:
    """The figures of `study`; `passes` limits codings to those somebody may see, by default they are all."""
    seen = (CodingPass.objects.all() if passes is None else passes).filter(interview__study=study)
    participants = Participant.objects.filter(study=study).prefetch_related("consents")
    counted = Counter(f"{kind} {status}" for kind, status in seen.values_list("kind", "status"))
    return StudyFigures(
        study=study.slug,
        participants=len(participants),
        participants_who_may_be_quoted=sum(participant.may_be_quoted() for participant in participants),
        interviews=tuple(interview_figures(interview) for interview in study.interviews.order_by("number")),
        passes=dict(sorted(counted.items())),
        codes=code_figures(seen),
    )


def interview_figures(interview: Interview) -> InterviewFigures:
    """One interview's figures: three queries, and its words decrypted once."""
    key = reading_key()
    segments = list(Segment.objects.with_replacements().filter(interview=interview).prefetch_related("reviews"))
    statuses = Counter(replacement.status for segment in segments for replacement in segment.replacements.all())
    return InterviewFigures(
        number=interview.number,
        language=interview.language,
        import_state=interview.import_state,
        coding_state=interview.coding_state,
        turns=len(segments),
        words=sum(len(segment.text.split()) for segment in segments),
        reviewed_turns=sum(is_reviewed(segment, key=key) for segment in segments),
        turns_without_code=sum(nothing_applies(segment) for segment in segments),
        suggested_replacements=statuses[Replacement.Status.SUGGESTED],
        accepted_replacements=statuses[Replacement.Status.ACCEPTED],
        warnings=len(interview.warnings),
    )


def nothing_applies(segment: Segment) -> bool:
    """Whether a coder read the turn and found that no code applies."""
    return any(review.kind == SegmentReview.Kind.NOTHING_APPLIES for review in segment.reviews.all())


def code_figures(passes: Any) -> tuple[CodeFigures, ...]:
    """Every code in use in `passes`, the most applied first."""
    applied: Counter[tuple[str, str, str]] = Counter()
    heard_in: dict[tuple[str, str], set[int]] = {}
    codings = Coding.objects.filter(coding_pass__in=passes).select_related("code__merged_into", "coding_pass")
    for coding in codings:
        code = coding.code.effective()
        applied[code.name, code.kind, coding.coding_pass.kind] += 1
        heard_in.setdefault((code.name, code.kind), set()).add(coding.coding_pass.interview_id)
    figures = [
        CodeFigures(
            code=name,
            kind=kind,
            independent=applied[name, kind, Kind.INDEPENDENT],
            moderated=applied[name, kind, Kind.MODERATED],
            interviews=len(interviews),
        )
        for (name, kind), interviews in heard_in.items()
    ]
    return tuple(sorted(figures, key=lambda figure: (-figure.independent - figure.moderated, figure.code)))
