"""Publication: the copying act. The only code that makes a public quote out of private words.

Each approved draft goes through the gate (`interviews/gate.py`); what passes is copied, what does not is reported with
reasons and remedies, and the rest goes on. All of a run is one transaction.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog import takedown
from catalog.models import Evidence, Revision
from interviews.actions.change_issue import change_issue
from interviews.actions.draft import (
    acknowledge_single_participant,
    approve_evidence,
    approve_issue,
    clear_occurrence,
    propose_evidence,
    propose_issue,
    reject_evidence,
    reject_issue,
)
from interviews.actions.hide import hide_evidence
from interviews.actions.log import record
from interviews.actions.publish_issue import copy_issue
from interviews.actions.recompute import recompute, recompute_labels
from interviews.errors import HeldBack
from interviews.gate import check_evidence, check_issue, let_through
from interviews.gate_rules.base import EvidenceCandidate, Finding
from interviews.issue_changes import is_change
from interviews.labels import ANYBODY
from interviews.ledger import told_in_one_line
from interviews.models import EvidenceDraft, IssueDraft, Publication, Study
from interviews.models.publication import DraftStatus
from interviews.permissions import Act, check
from interviews.registry import Registry, hold_registry

__all__ = [
    "acknowledge_single_participant",
    "approve_evidence",
    "approve_issue",
    "clear_occurrence",
    "hide_evidence",
    "propose_evidence",
    "propose_issue",
    "publish",
    "reject_evidence",
    "reject_issue",
]
WAITING = [DraftStatus.PROPOSED, DraftStatus.APPROVED]


@dataclass(frozen=True)
class HeldDraft:
    """A draft that did not pass, by id and place, and everything that holds it."""

    kind: str
    draft: int
    interview: int | None
    segment: int | None
    start: int | None
    end: int | None
    findings: tuple[Finding, ...]


@dataclass
class PublicationReport:
    """What a run did: public ids of new quotes, codes of issues, drafts held back, drafts published before."""

    evidence: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    held: list[HeldDraft] = field(default_factory=list)
    already_published: int = 0


@told_in_one_line()
@transaction.atomic
def publish(*, by: Any, study: Study, on: date | None = None) -> PublicationReport:
    """Publish everything of `study` that passes the gate: issues first, then the quotes that stand under them.

    `on` is the day of publication, today unless given. Drafts that are published already are left as they are, so
    a second run changes nothing.
    """
    check(by, Act.PUBLISH, study)
    hold_registry()
    # As it is now, not as the caller loaded it: linking may have been turned off while we queued.
    study = Study.objects.get(pk=study.pk)
    report, registry, day = PublicationReport(), Registry(), on or timezone.localdate()
    for issue_draft in study.issue_drafts.filter(status__in=WAITING).order_by("pk"):
        publish_issue_draft(by, issue_draft, registry, day, report)
    for draft in evidence_drafts(study):
        publish_evidence_draft(by, draft, registry, on, report)
    report.already_published = published_drafts(study) - len(report.evidence) - len(report.issues)
    relabelled: dict[str, str] = {}
    if study.source is not None:
        # Without a new quote a label or a question may still have changed: what is known of people, or of the guide.
        relabelled = recompute(study.source) if report.evidence else recompute_labels(study.source)
    if report.evidence or report.issues or relabelled:
        Revision.objects.bump()
    record(
        by=by,
        action="published",
        study=study,
        evidence=list(report.evidence),
        issues=list(report.issues),
        held=[held.draft for held in report.held],
    )
    return report


def evidence_drafts(study: Study) -> list[EvidenceDraft]:
    """The study's waiting drafts in the order of its talks."""
    drafts = EvidenceDraft.objects.filter(segment__interview__study=study, status__in=WAITING)
    related = ("coding__coding_pass", "issue__primary_phase", "question__phase", "phase", "claim", "mitigation")
    return list(
        drafts.select_related(*related).order_by("segment__interview__number", "segment__position", "start", "pk")
    )


def published_drafts(study: Study) -> int:
    quotes = EvidenceDraft.objects.filter(segment__interview__study=study, status=DraftStatus.PUBLISHED)
    return quotes.count() + study.issue_drafts.filter(status=DraftStatus.PUBLISHED).count()


def publish_evidence_draft(
    by: Any, draft: EvidenceDraft, registry: Registry, on: date | None, report: PublicationReport
) -> None:
    """Copy one quote if it passes, else report why it does not."""
    try:
        notes = let_through(findings := check_evidence(draft, registry))
    except HeldBack:
        segment = draft.segment
        where = (segment.interview.number, segment.position, draft.start, draft.end)
        report.held.append(HeldDraft("evidence", draft.pk, *where, tuple(f for f in findings if f.holds)))
        return
    candidate = EvidenceCandidate(draft, registry)
    evidence = copy_quote(candidate, on)
    draft.public_id, draft.status = evidence.public_id, DraftStatus.PUBLISHED
    draft.save(update_fields=["public_id", "status"])
    person = candidate.participant
    Publication.objects.create(
        study=candidate.study,
        draft=draft,
        evidence_id=evidence.public_id,
        participant_code=person.code if person else "",
        published_by=by,
        findings=[{"rule": note.rule, "reason": note.reason} for note in notes],
    )
    report.evidence.append(evidence.public_id)


def copy_quote(candidate: EvidenceCandidate, on: date | None) -> Evidence:
    """Write the finished quote into the catalog, under the id it had before, if it had one."""
    draft = candidate.draft
    before = Evidence.objects.filter(public_id=draft.public_id).first() if draft.public_id else None
    evidence = before or Evidence()
    evidence.public_id = draft.public_id or evidence.public_id
    evidence.source, evidence.issue = candidate.study.source, draft.issue
    evidence.claim, evidence.mitigation = draft.claim, draft.mitigation
    asked_about = draft.question.phase if draft.question else None
    evidence.phase = draft.phase or asked_about or draft.issue.primary_phase
    evidence.stance, evidence.status = draft.stance, Evidence.Status.PUBLISHED
    evidence.text, evidence.language = candidate.quote, candidate.segment.interview.language
    # Label and question are given with everybody else's, once it is known who is quoted (recompute_labels).
    evidence.speaker_label, evidence.question = ANYBODY, None
    evidence.published_on = on or (before.published_on if before else timezone.localdate())
    evidence.save()
    takedown.lift(evidence.public_id, evidence.text)
    return evidence


def publish_issue_draft(by: Any, draft: IssueDraft, registry: Registry, day: date, report: PublicationReport) -> None:
    """Copy one issue's words, or make of it what it becomes, if the draft passes; else report why it does not."""
    try:
        notes = let_through(findings := check_issue(draft, registry))
    except HeldBack:
        holding = tuple(f for f in findings if f.holds)
        report.held.append(HeldDraft("issue", draft.pk, None, None, None, None, holding))
        return
    issue = change_issue(by, draft, day) if is_change(draft.content) else copy_issue(draft, day)
    draft.issue, draft.status = issue, DraftStatus.PUBLISHED
    draft.save(update_fields=["issue", "status"])
    Publication.objects.create(
        study=draft.study,
        issue_draft=draft,
        published_by=by,
        findings=[{"rule": note.rule, "reason": note.reason} for note in notes],
    )
    report.issues.append(issue.code)
