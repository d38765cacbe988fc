"""A quote that is ready to be published: every rule of the gate is kept. Tests then break one.

ready = make_ready()
ready.participant.consents.all().delete()
assert held_rules(ready) == {"participant_consents_to_quotes"}
"""

from dataclasses import dataclass
from typing import Any

from catalog.models import Claim, Evidence, Issue, Source
from interviews.actions import publish, redact
from interviews.actions.publish import PublicationReport
from interviews.models import Coding, EvidenceDraft, Identifier, Interview, Participant, Segment, Study
from interviews.models.publication import DraftStatus
from tests.factories import (
    give_consent,
    make_claim,
    make_code,
    make_interview,
    make_issue,
    make_participant,
    make_source,
    make_study,
    moderated_coding,
    span_of,
)
from tests.people import People, team

COMPANY = "Zephyrine Labs"
QUOTE = "Half of the fields are empty and nobody at [company] knows why."


@dataclass
class Ready:
    """The study, who works on it, and one approved draft with all that it rests on."""

    study: Study
    source: Source
    people: People
    participant: Participant
    interview: Interview
    segment: Segment
    issue: Issue
    claim: Claim
    coding: Coding
    identifier: Identifier
    draft: EvidenceDraft

    def publish(self) -> PublicationReport:
        """Pia publishes the study."""
        return publish.publish(by=self.people.pia, study=Study.objects.get(pk=self.study.pk))

    def evidence(self) -> Evidence:
        """The published quote."""
        self.draft.refresh_from_db()
        return Evidence.objects.get(public_id=self.draft.public_id)


def make_ready(slug: str = "invented", *, approve: bool = True) -> Ready:
    """An invented study of two participants; one said the quote, agreed to be quoted, and was de-identified."""
    source = make_source(slug=f"{slug}-source", k=1)
    study = make_study(slug, source=source)
    people = team(study)
    participant = make_participant(study)
    make_participant(study)
    give_consent(participant)
    interview = make_interview(study, participant=participant)
    segment = interview.segments.get(position=1)
    identifier = redact.add_identifier(by=people.dele, study=study, type="company", name=COMPANY)
    start, end = span_of(segment, COMPANY)
    redact.make_replacement(
        by=people.dele, segment=segment, start=start, end=end, text="[company]", identifier=identifier
    )
    redact.review_deidentification(by=people.dele, interview=interview)
    issue = Issue.objects.first() or make_issue()
    claim = issue.claims.first() or make_claim(issue)
    coding = moderated_coding(segment, segment.text, by=people.mona, code=make_code(study, issue=issue))
    draft = publish.propose_evidence(by=people.mona, coding=coding, claim=claim)
    if approve:
        publish.approve_evidence(by=people.pia, draft=draft)
    return Ready(study, source, people, participant, interview, segment, issue, claim, coding, identifier, draft)


def held_rules(ready: Ready) -> set[str]:
    """Publish, and say which rules held the draft back; it may not have become public then."""
    report = ready.publish()
    held: dict[int, Any] = {held.draft: held.findings for held in report.held}
    ready.draft.refresh_from_db()
    assert (ready.draft.pk in held) != (ready.draft.status == DraftStatus.PUBLISHED)
    return {finding.rule for finding in held.get(ready.draft.pk, ())}
