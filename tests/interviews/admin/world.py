"""One row of everything, in a study with its whole team, and a second study whose rows nobody of the first may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from catalog.models import (
    Evidence,
    ExternalMapping,
    FormerAttributeSlug,
    FormerPhaseSlug,
    IssueAttribute,
    IssueCooccurrence,
    IssueRelation,
    IssueStatistics,
    IssueVersion,
    QualityAttribute,
    QualityAttributeText,
    Question,
    QuestionText,
    Release,
    ReleaseFile,
    Revision,
)
from interviews.actions.log import record
from interviews.models import (
    AuthorPlaceholder,
    CodeVersion,
    CodingPass,
    CountedCode,
    EvidenceDraft,
    HeldText,
    Identifier,
    IdentifierClearance,
    IdentifierVariant,
    Interview,
    IssueDraft,
    KeyRing,
    Memo,
    Publication,
    Replacement,
    SegmentReview,
    StandingDecision,
    Study,
)
from tests import factories as make
from tests.people import People, team


@dataclass
class World:
    """A study that has come all the way to a published quote."""

    study: Study
    people: People
    interview: Interview
    coras: CodingPass
    colins: CodingPass


def a_study_with_everything(slug: str = "invented", *, number: int = 1) -> World:
    """A study with at least one row of every private model. `number` keeps two studies' issues apart."""
    study = make.make_study(slug, source=make.make_source(f"source-of-{slug}"))
    people = team(study)
    interview = make.make_interview(study, participant=make.make_participant(study))
    make.give_consent(study.participants.get())
    question = make.make_question(study, phase=make.make_phase())
    turn, other = interview.segments.filter(speaker__role="interviewee")
    code = make.make_code(study)
    CodeVersion.written(code, by=people.cora).save()
    CountedCode.objects.create(code=code, issue=make.make_issue(number + 900))
    passes = []
    for coder in (people.cora, people.colin):
        passes.append(make.make_pass(interview, coder))
        make.code_words(passes[-1], turn, "fields are empty", code)
        make.submit(passes[-1])
    coding = make.moderated_coding(turn, "Half of the fields", by=people.mona)
    review(turn, people.dele)
    review(other, people.cora, coding_pass=passes[0])
    identifier = an_identifier(study, people.dele)
    Replacement.written(
        segment=turn, text="[company]", start=47, end=61, kind="pseudonym", identifier=identifier
    ).save()
    issue = make.make_issue(number)
    draft = a_draft(coding, issue, question, people)
    issue_draft = IssueDraft.written(study=study, content={"title": "Fields"}, proposed_by=people.mona)
    issue_draft.save()
    IdentifierClearance.objects.create(
        identifier=identifier, evidence_draft=draft, start=0, end=4, cleared_by=people.pia, reason="a common word"
    )
    StandingDecision.objects.create(
        study=study, verdict="no-identifier", words_fingerprint="0" * 64, decided_by=people.dele
    )
    AuthorPlaceholder.objects.create(interview=interview, type="company", key="X", spellings=["Company X"])
    HeldText.objects.create(
        study=study,
        identifier=identifier,
        model="catalog.issuetext",
        row=[101, "en"],
        field="title",
        held_by=people.dele,
    )
    Publication.objects.create(study=study, draft=draft, evidence_id="0123456789ab", published_by=people.pia)
    Memo.written(study=study, text="A note to oneself.", author=people.cora, interview=interview).save()
    record(by=people.imani, action="interview imported", interview=interview)
    return World(study, people, interview, passes[0], passes[1])


def review(turn: Any, by: Any, *, coding_pass: CodingPass | None = None) -> None:
    kind = SegmentReview.Kind.NOTHING_APPLIES if coding_pass else SegmentReview.Kind.DEIDENTIFICATION
    SegmentReview.objects.create(segment=turn, kind=kind, reviewer=by, coding_pass=coding_pass, state_sha256="0" * 64)


def an_identifier(study: Study, by: Any) -> Identifier:
    identifier = Identifier.objects.create(
        study=study, type="company", placeholder="[company]", fingerprint=f"{study.pk:064}", added_by=by
    )
    IdentifierVariant.objects.create(identifier=identifier, fingerprint=f"{study.pk:064}", word_count=2)
    KeyRing.objects.get_or_create(purpose="fingerprints of the test")
    return identifier


def a_draft(coding: Any, issue: Any, question: Any, people: People) -> EvidenceDraft:
    return EvidenceDraft.objects.create(
        coding=coding,
        segment=coding.segment,
        start=coding.start,
        end=coding.end,
        issue=issue,
        question=question,
        safe_text_sha256="0" * 64,
        proposed_by=people.mona,
        approved_by=people.pia,
        approved_at=timezone.now(),
        status="approved",
    )


def a_whole_catalog() -> None:
    """One row of every public model."""
    day = date(2026, 1, 15)
    issue, other = make.make_issue(101), make.make_issue(102, "Labels are wrong")
    claim = make.make_claim(issue)
    make.make_mitigation(issue)
    source = make.make_source("public-source")
    attribute = QualityAttribute.objects.create(slug="reliability", position=1)
    QualityAttributeText.objects.create(attribute=attribute, language="en", name="Reliability")
    FormerAttributeSlug.objects.create(taxon=attribute, slug="dependability")
    FormerPhaseSlug.objects.create(taxon=issue.primary_phase, slug="data-wrangling")
    question = Question.objects.create(source=source, guide="1", key="Q1", position=1, phase=issue.primary_phase)
    QuestionText.objects.create(question=question, language="en", text="What is hardest?")
    IssueAttribute.objects.create(issue=issue, attribute=attribute)
    IssueRelation.objects.create(issue=issue, kind="causes", other=other)
    ExternalMapping.objects.create(
        issue=issue, scheme="Other", identifier="1", title="T", url="https://e.org", match="close"
    )
    Evidence.objects.create(
        source=source, issue=issue, claim=claim, phase=issue.primary_phase, text="Rows lack values.", published_on=day
    )
    IssueStatistics.objects.create(issue=issue, source=source, participants=3)
    IssueCooccurrence.objects.create(source=source, issue=issue, other=other, interviews=2)
    IssueVersion.objects.create(issue=issue, version=1, changed_on=day, note="First", snapshot={})
    release = Release.objects.create(version="2026.1", released_on=day, root_hash="0" * 64)
    ReleaseFile.objects.create(release=release, name="issues.json", content="[]", sha256="0" * 64)
    Revision.objects.bump()
