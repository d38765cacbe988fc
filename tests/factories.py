"""An invented study, piece by piece: small functions that make one row, or one usual arrangement of rows.

    study = make_study()
    interview = make_interview(study, turns=[("interviewer", "What hurts?"), ("interviewee", "The data does.")])
    coding = moderated_coding(interview.segments.get(position=1), "data does", by=people.mona)

Everything that a call leaves out gets a plain default. Nobody and nothing here exists.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from catalog.models import (
    Claim,
    ClaimText,
    Issue,
    IssueText,
    Mitigation,
    MitigationText,
    Source,
    SourceText,
    Strategy,
    StrategyText,
    WorkflowPhase,
    WorkflowPhaseText,
)
from interviews.fingerprints import fingerprint_key
from interviews.models import (
    Code,
    Coding,
    CodingPass,
    Consent,
    GuideQuestion,
    Interview,
    InterviewGuide,
    Participant,
    Segment,
    SegmentReview,
    Speaker,
    Study,
)
from interviews.safe import state_hash

TURNS = [
    ("interviewer", "What is hardest about your data?"),
    ("interviewee", "Half of the fields are empty and nobody at Zephyrine Labs knows why."),
    ("interviewer", "And what do you do then?"),
    ("interviewee", "We ask Ottoline, who wrote the export, and we wait for a week."),
]


# --- the public side


def make_phase(slug: str = "data-preparation", name: str = "Data preparation") -> WorkflowPhase:
    """The phase called `slug`, made after the existing ones when there is none."""
    phase = WorkflowPhase.objects.filter(slug=slug).first()
    if phase is None:
        phase = WorkflowPhase.objects.create(slug=slug, position=WorkflowPhase.objects.count() + 1)
        WorkflowPhaseText.objects.create(phase=phase, language="en", name=name, summary="Making data fit for use.")
    return phase


def make_issue(number: int = 1, title: str = "Fields are empty", phase: WorkflowPhase | None = None) -> Issue:
    """A published issue with English words."""
    day = date(2026, 1, 15)
    issue = Issue.objects.create(
        number=number,
        slug=title.lower().replace(" ", "-"),
        primary_phase=phase or make_phase(),
        first_published=day,
        last_changed=day,
    )
    issue.phases.add(issue.primary_phase)
    IssueText.objects.create(issue=issue, language="en", title=title, summary=f"{title}, and nobody knows why.")
    return issue


def make_claim(
    issue: Issue, aspect: str = Claim.Aspect.SYMPTOM, statement: str = "Rows lack the values models need."
) -> Claim:
    """One more statement of `issue`."""
    position = issue.claims.filter(aspect=aspect).count() + 1
    claim = Claim.objects.create(issue=issue, aspect=aspect, position=position)
    ClaimText.objects.create(claim=claim, language="en", statement=statement)
    return claim


def make_strategy(number: int = 1, title: str = "Measure completeness") -> Strategy:
    strategy = Strategy.objects.create(
        number=number, slug=title.lower().replace(" ", "-"), kind=Strategy.Kind.PREVENTIVE
    )
    StrategyText.objects.create(strategy=strategy, language="en", title=title, summary="Know what is missing.")
    return strategy


def make_mitigation(issue: Issue, strategy: Strategy | None = None) -> Mitigation:
    """That a strategy helps against `issue`."""
    mitigation = Mitigation.objects.create(
        issue=issue, strategy=strategy or make_strategy(), position=issue.mitigations.count() + 1
    )
    MitigationText.objects.create(mitigation=mitigation, language="en", how="Gaps are seen before training.")
    return mitigation


def make_source(slug: str = "invented-study", **fields: Any) -> Source:
    """What an invented study is cited as."""
    source = Source.objects.create(slug=slug, citation="Quill and Reed, An invented study, 2026.", year=2026, **fields)
    SourceText.objects.create(source=source, language="en", title="An invented study", method="We asked people.")
    return source


# --- a study and its people


def make_study(slug: str = "invented", *, source: Source | None = None, **fields: Any) -> Study:
    """A study that may publish labels of single people (k = 1) unless told otherwise."""
    return Study.objects.create(slug=slug, title="An invented study", source=source, **{"k": 1, **fields})


def make_participant(study: Study, code: str | None = None, **fields: Any) -> Participant:
    """The study's next participant: P01, P02, ..."""
    return Participant.objects.create(
        study=study, code=code or f"P{study.participants.count() + 1:02d}", **{"role": "data scientist", **fields}
    )


def give_consent(participant: Participant, scope: str = Consent.Scope.QUOTE, **fields: Any) -> Consent:
    """The participant's consent, given on a signed form."""
    return Consent.objects.create(
        participant=participant,
        scope=scope,
        **{"granted_on": date(2025, 3, 1), "evidence": "signed form", **fields},
    )


def make_question(study: Study, key: str = "Q2.1", phase: WorkflowPhase | None = None) -> GuideQuestion:
    """A question of the study's first guide."""
    guide, _ = InterviewGuide.objects.get_or_create(study=study, version="1")
    return GuideQuestion.objects.create(
        guide=guide, key=key, position=guide.questions.count() + 1, text="What is hardest?", phase=phase
    )


# --- interviews


def make_interview(
    study: Study,
    *,
    turns: Iterable[tuple[str, str]] = TURNS,
    participant: Participant | None = None,
    number: int | None = None,
    **fields: Any,
) -> Interview:
    """An interview with these turns of `(role, words)`; the interviewee is `participant`, if one is given."""
    turns = list(turns)
    number = number or study.interviews.count() + 1
    digest = hashlib.sha256(f"{study.slug} {number} {turns}".encode()).hexdigest()
    interview = Interview.objects.create(
        study=study, number=number, **{"source_sha256": digest, "source_format": "text", **fields}
    )
    for role, text in turns:
        add_turn(interview, role, text, participant=participant)
    return interview


def add_turn(interview: Interview, role: str, text: str, *, participant: Participant | None = None) -> Segment:
    """The interview's next turn, by its speaker of that role."""
    who = participant if role == Speaker.Role.INTERVIEWEE else None
    speaker, _ = Speaker.objects.get_or_create(interview=interview, role=role, number=1, defaults={"participant": who})
    segment = Segment.written(interview=interview, position=interview.segments.count(), text=text, speaker=speaker)
    segment.save()
    return segment


def span_of(segment: Segment, words: str) -> tuple[int, int]:
    """Where `words` stand in the segment's raw text, in code points."""
    start = segment.text.index(words)
    return start, start + len(words)


# --- codes and codings


def make_code(study: Study, name: str = "Data-empty-fields", *, kind: str = Code.Kind.ISSUE, **fields: Any) -> Code:
    """The study's code called `name`, made when there is none yet."""
    code, _ = Code.objects.get_or_create(study=study, name=name, defaults={"kind": kind, **fields})
    return code


def make_pass(interview: Interview, coder: Any, *, kind: str = CodingPass.Kind.INDEPENDENT) -> CodingPass:
    """The coder's open pass of that kind on the interview."""
    return CodingPass.objects.create(interview=interview, coder=coder, kind=kind)


def code_words(coding_pass: CodingPass, segment: Segment, words: str, code: Code) -> Coding:
    """A coding of `words`, where they first stand in the segment."""
    start, end = span_of(segment, words)
    return Coding.objects.create(coding_pass=coding_pass, segment=segment, start=start, end=end, code=code)


def submit(coding_pass: CodingPass) -> CodingPass:
    """Submit a pass, as its coder does when done."""
    coding_pass.status, coding_pass.submitted_at = CodingPass.Status.SUBMITTED, timezone.now()
    coding_pass.save()
    return coding_pass


def moderated_coding(segment: Segment, words: str, *, by: Any, code: Code | None = None) -> Coding:
    """A coding of `words` in the interview's submitted moderated pass."""
    interview = segment.interview
    coding_pass = CodingPass.objects.filter(interview=interview, kind=CodingPass.Kind.MODERATED).first()
    if coding_pass is None:
        coding_pass = make_pass(interview, by, kind=CodingPass.Kind.MODERATED)
    CodingPass.objects.filter(pk=coding_pass.pk).update(status=CodingPass.Status.OPEN, submitted_at=None)
    coding_pass.refresh_from_db()
    coding = code_words(coding_pass, segment, words, code or make_code(interview.study))
    submit(coding_pass)
    coding.coding_pass = coding_pass
    return coding


def review_turns(study: Study, *, by: Any) -> None:
    """Have the de-identification of all turns of the study reviewed as they are now."""
    key = fingerprint_key()
    turns = Segment.objects.with_replacements().filter(interview__study=study, interview__data_key__isnull=False)
    kind = SegmentReview.Kind.DEIDENTIFICATION
    reviews = [
        SegmentReview(segment=turn, kind=kind, reviewer=by, state_sha256=state_hash(turn, key=key)) for turn in turns
    ]
    SegmentReview.objects.bulk_create(reviews, ignore_conflicts=True)
