"""That the draft is what somebody approved, and fits what was coded."""

from collections.abc import Iterator

from catalog import takedown
from catalog.models import Evidence, Issue
from catalog.withdrawn_issues import is_taken
from interviews.gate_rules.base import EvidenceCandidate, Finding, IssueCandidate
from interviews.models import CodingPass, EvidenceDraft
from interviews.models.publication import DraftStatus
from interviews.payload import payload_hash


def draft_is_approved(candidate: EvidenceCandidate | IssueCandidate) -> Iterator[Finding]:
    """A publisher approved the draft."""
    draft = candidate.draft
    if draft.status != DraftStatus.APPROVED or draft.approved_by_id is None:
        yield Finding("draft_is_approved", f"the draft is {draft.status}", "have a publisher approve it")


def words_are_as_approved(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """The safe words of the span are those that were approved."""
    if payload_hash(candidate.quote) != candidate.draft.safe_text_sha256:
        yield Finding(
            "words_are_as_approved",
            "the safe words of its span changed since they were proposed",
            "propose and approve the quote anew",
        )


def moderation_is_submitted(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """The quote's coding is of a moderated pass, and that pass is submitted."""
    coding_pass = candidate.draft.coding.coding_pass
    if (coding_pass.kind, coding_pass.status) != (CodingPass.Kind.MODERATED, CodingPass.Status.SUBMITTED):
        yield Finding(
            "moderation_is_submitted",
            f"its coding is in the {coding_pass.status} {coding_pass.kind} pass {coding_pass.pk}",
            "submit the interview's moderated pass, or quote a coding of it",
        )


def span_is_coded(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """The quote lies within the coding that it is evidence of, grown to the replacements that this cuts."""
    draft, coding = candidate.draft, candidate.draft.coding
    start, end = candidate.safe.snap(coding.start, coding.end)
    if coding.segment_id != draft.segment_id or not start <= draft.start < draft.end <= end:
        yield Finding(
            "span_is_coded",
            f"the span {draft.start}-{draft.end} reaches beyond coding {coding.pk}",
            "trim the quote to what was coded",
        )


def issue_is_published(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """The issue is one that readers find."""
    issue = candidate.draft.issue
    if issue.status != Issue.Status.PUBLISHED:
        yield Finding("issue_is_published", f"{issue.code} is {issue.status}", "move the quote to a published issue")


def issue_number_is_free(candidate: IssueCandidate) -> Iterator[Finding]:
    """A new issue's number was given to no other: numbers are never reused."""
    number = None if candidate.draft.issue_id else candidate.draft.content.get("number")
    if number is not None and is_taken(number):
        yield Finding(
            "issue_number_is_free", f"there is or was an issue of number {number}", "propose it without a number"
        )


def public_id_is_free(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """An id given before is this quote's alone: not a withdrawn quote's, another source's or another draft's."""
    draft = candidate.draft
    if not draft.public_id:
        return
    remedy = "propose the quote without an id"
    quote = Evidence.objects.filter(public_id=draft.public_id).first()
    said = takedown.known().get(draft.public_id)
    # A quote that this database, restored, knows nothing of may have been withdrawn all the same.
    if Evidence.Status.WITHDRAWN in (quote and quote.status, said and said.status):
        yield Finding("public_id_is_free", f"quote {draft.public_id} was withdrawn", "leave it withdrawn")
    elif quote and quote.source != candidate.study.source:
        yield Finding("public_id_is_free", f"quote {draft.public_id} is of another source", remedy)
    others = EvidenceDraft.objects.filter(public_id=draft.public_id, status=DraftStatus.PUBLISHED)
    if others.exclude(pk=draft.pk).exists():
        yield Finding("public_id_is_free", f"another draft is published as {draft.public_id}", remedy)
