"""Drafts of quotes and issues: proposed, approved, and what a person acknowledges or clears for the gate."""

import re
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from catalog.models import Claim, Evidence, Issue, Mitigation, WorkflowPhase
from catalog.models.evidence import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH
from interviews.actions.log import record
from interviews.deidentification.safe_text import check_span
from interviews.errors import BadDraft, BadSpan, NotPermitted, WrongState
from interviews.gate_rules.base import EvidenceCandidate, IssueCandidate
from interviews.issue_changes import is_change, obstacles, stamped
from interviews.issue_content import check_content
from interviews.models import (
    Code,
    Coding,
    CodingPass,
    EvidenceDraft,
    GuideQuestion,
    Identifier,
    IdentifierClearance,
    IssueDraft,
    Segment,
    Study,
)
from interviews.models.publication import DraftStatus
from interviews.payload import payload_hash
from interviews.permissions import Act, check
from interviews.registry import Registry, hold_registry
from interviews.safe import safe_text
from interviews.visibility import can_see_pass, drafts_to_clear

Draft = TypeVar("Draft", EvidenceDraft, IssueDraft)
PUBLIC_ID = re.compile(f"[{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}}")


@transaction.atomic
def propose_evidence(
    *,
    by: Any,
    coding: Coding,
    start: int | None = None,
    end: int | None = None,
    issue: Issue | None = None,
    claim: Claim | None = None,
    mitigation: Mitigation | None = None,
    stance: str = Evidence.Stance.SUPPORTS,
    question: GuideQuestion | None = None,
    phase: WorkflowPhase | None = None,
    relevance: str = "",
    public_id: str = "",
) -> EvidenceDraft:
    """Propose a coding of a submitted moderated pass as evidence.

    `start` and `end` (raw code points of the coding's segment) trim it; they are grown to the replacements they cut,
    and white space at the ends is left out. `issue` is the code's own unless given, `question` the one whose code lies
    over these words, where there is just one, and the phase is the question's. Proposing the same span for the same
    issue again renews the draft, which must be approved anew.
    """
    segment = Segment.objects.with_replacements().select_related("interview__study").get(pk=coding.segment_id)
    study = segment.interview.study
    check(by, Act.DRAFT, study)
    hold_registry()
    check_moderated(by, coding)
    issue = issue or coding.code.effective().issue
    if issue is None:
        raise BadDraft(f"code {coding.code} leads to no issue of the catalog: say which issue it is evidence of")
    check_fits(study, issue, claim, mitigation, question, stance, public_id)
    start, end = trimmed(segment, coding.start if start is None else start, coding.end if end is None else end)
    question = question or question_over(coding, start, end)
    draft, _ = EvidenceDraft.objects.select_for_update(of=("self",)).get_or_create(
        segment=segment, start=start, end=end, issue=issue, defaults={"coding": coding, "proposed_by": by}
    )
    if draft.status == DraftStatus.PUBLISHED:
        raise WrongState(f"evidence draft {draft.pk} is published: hide the quote first")
    draft.coding, draft.claim, draft.mitigation, draft.question = coding, claim, mitigation, question
    draft.phase = phase or (question.phase if question else None)
    draft.stance, draft.relevance, draft.public_id = stance, relevance, public_id or draft.public_id
    draft.safe_text_sha256 = payload_hash(safe_text(segment).quote(start, end))
    draft.status, draft.proposed_by = DraftStatus.PROPOSED, by
    draft.approved_by = draft.approved_at = None
    draft.save()
    record(by=by, action="evidence proposed", interview=segment.interview, draft=draft.pk, start=start, end=end)
    return draft


def question_over(coding: Coding, start: int, end: int) -> GuideQuestion | None:
    """The question of the interview's guide whose code the moderators put over these words; None where not just one."""
    guide = coding.segment.interview.guide_id
    over = Coding.objects.filter(
        coding_pass=coding.coding_pass_id, segment=coding.segment_id, start__lt=end, end__gt=start
    ).select_related("code__merged_into__merged_into")
    codes = {code.name for code in (one.code.effective() for one in over) if code.kind == Code.Kind.QUESTION}
    found = (
        GuideQuestion.objects.filter(guide=guide, key__in=codes) if guide and codes else GuideQuestion.objects.none()
    )
    return found[0] if len(found) == 1 else None


def check_moderated(by: Any, coding: Coding) -> None:
    """Raise unless the coding is of a submitted moderated pass that `by` may see."""
    coding_pass = CodingPass.objects.get(pk=coding.coding_pass_id)
    if (coding_pass.kind, coding_pass.status) != (CodingPass.Kind.MODERATED, CodingPass.Status.SUBMITTED):
        raise WrongState(f"{coding_pass} is {coding_pass.status}: evidence comes from a submitted moderated pass")
    if not can_see_pass(by, coding_pass):
        raise NotPermitted("submit your own pass on this interview before you quote from it")


def check_fits(
    study: Study,
    issue: Issue,
    claim: Claim | None,
    mitigation: Mitigation | None,
    question: GuideQuestion | None,
    stance: str,
    public_id: str,
) -> None:
    """Raise BadDraft unless the draft's parts belong together."""
    for statement in (claim, mitigation):
        if statement is not None and statement.issue_id != issue.pk:
            raise BadDraft(f"{statement} is no statement of {issue.code}")
    if claim and mitigation:
        raise BadDraft("a quote stands beside a claim or beside a mitigation, not both")
    if question is not None and question.guide.study_id != study.pk:
        raise BadDraft(f"question {question.key} is of another study's guide")
    if stance not in Evidence.Stance.values:
        raise BadDraft(f"there is no stance {stance!r}: it is one of {', '.join(Evidence.Stance.values)}")
    if public_id and not PUBLIC_ID.fullmatch(public_id):
        raise BadDraft(f"{public_id!r} is no id of a quote: that has {PUBLIC_ID_LENGTH} small letters and digits")


def trimmed(segment: Segment, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends, grown to replacement edges. Raises BadSpan where no word is left."""
    where = f"{start}-{end} of turn {segment.position}"
    try:
        check_span(start, end, segment.length)
    except ValueError as error:
        raise BadSpan(f"{where}: {error}") from error
    words = segment.text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if start >= end:
        raise BadSpan(f"{where} is white space")
    safe = safe_text(segment)
    start, end = safe.snap(start, end)
    if not safe.quote(start, end).strip():
        raise BadSpan(f"{where} is wholly deleted in safe text")
    return start, end


@transaction.atomic
def approve_evidence(*, by: Any, draft: EvidenceDraft) -> EvidenceDraft:
    """Approve a proposed quote as it was proposed. Raises WrongState when its safe words changed since."""
    hold_registry()
    candidate = EvidenceCandidate(draft, Registry([]))
    check(by, Act.APPROVE, candidate.study)
    if payload_hash(candidate.quote) != draft.safe_text_sha256:
        raise WrongState(f"the safe words of evidence draft {draft.pk} changed since: propose it anew")
    return approve(by, draft, candidate.study)


@transaction.atomic
def reject_evidence(*, by: Any, draft: EvidenceDraft) -> EvidenceDraft:
    """Set a draft aside; it can be proposed again."""
    study = draft.segment.interview.study
    check(by, Act.APPROVE, study)
    reject(draft, f"evidence draft {draft.pk} is published: hide the quote instead")
    record(by=by, action="evidence rejected", study=study, draft=draft.pk)
    return draft


@transaction.atomic
def propose_issue(*, by: Any, study: Study, content: dict[str, Any], issue: Issue | None = None) -> IssueDraft:
    """Propose a new issue, new words for `issue` (`interviews/issue_content.py` tells the shape of `content`), or what
    becomes of it (`interviews/issue_changes.py`).
    """
    check(by, Act.DRAFT, study)
    if is_change(content):
        check_change(content, issue)
    else:
        check_content(content, new=issue is None)
    draft = IssueDraft.written(study=study, content=stamped(issue, content), issue=issue, proposed_by=by)
    draft.save()
    record(by=by, action="issue proposed", study=study, draft=draft.pk)
    return draft


@transaction.atomic
def approve_issue(*, by: Any, draft: IssueDraft) -> IssueDraft:
    """Approve a proposed issue."""
    check(by, Act.APPROVE, draft.study)
    hold_registry()
    return approve(by, draft, draft.study)


@transaction.atomic
def reject_issue(*, by: Any, draft: IssueDraft) -> IssueDraft:
    """Set a drafted issue, or what was to become of one, aside, also after it was approved."""
    check(by, Act.APPROVE, draft.study)
    reject(draft, f"{draft} is published")
    record(by=by, action="issue draft rejected", study=draft.study, draft=draft.pk)
    return draft


def check_change(content: dict[str, Any], issue: Issue | None) -> None:
    """Raise BadDraft unless the issue can become what the content says."""
    if found := list(obstacles(issue, content)):
        raise BadDraft("; ".join(found))


def approve(by: Any, draft: Draft, study: Study) -> Draft:
    draft.refresh_from_db(fields=["status"])
    if draft.status != DraftStatus.PROPOSED:
        raise WrongState(f"{draft} is {draft.status}: only a proposed draft can be approved")
    draft.status, draft.approved_by, draft.approved_at = DraftStatus.APPROVED, by, timezone.now()
    draft.save(update_fields=["status", "approved_by", "approved_at"])
    record(by=by, action="draft approved", study=study, draft=draft.pk, kind=draft._meta.model_name)
    return draft


def reject(draft: EvidenceDraft | IssueDraft, published: str) -> None:
    """Set a draft aside; raises WrongState, saying `published`, where it is public already."""
    hold_registry()
    draft.refresh_from_db(fields=["status"])
    if draft.status == DraftStatus.PUBLISHED:
        raise WrongState(published)
    draft.status, draft.approved_by, draft.approved_at = DraftStatus.REJECTED, None, None
    draft.save(update_fields=["status", "approved_by", "approved_at"])


@transaction.atomic
def clear_occurrence(
    *, by: Any, draft: EvidenceDraft | IssueDraft, identifier: Identifier, place: str, start: int, end: int, reason: str
) -> IdentifierClearance:
    """Say, as a second person, that an identifier's letters are harmless where they stand in one text of a draft.

    `place`, `start` and `end` are those that the gate's finding names. The clearance holds for these very words.
    Raises NotPermitted for whoever proposed the draft, BadDraft where no such occurrence is.
    """
    hold_registry()
    candidate = EvidenceCandidate(draft) if isinstance(draft, EvidenceDraft) else IssueCandidate(draft)
    check(by, Act.CLEAR, candidate.study)
    if draft.proposed_by_id == by.pk:
        raise NotPermitted("a second person clears it: you proposed this draft")
    if isinstance(draft, EvidenceDraft) and not drafts_to_clear(by).filter(pk=draft.pk).exists():
        raise NotPermitted("submit your own pass on this interview before you look at its quotes")
    texts = [part.text for part in candidate.parts if part.place == place]
    found = [
        t
        for t in texts
        for m in candidate.registry.find_each(t)
        if (m.key, m.start, m.end) == (identifier.pk, start, end)
    ]
    if not found:
        raise BadDraft(f"identifier {identifier.pk} does not stand at {start}-{end} of the {place}")
    clearance = IdentifierClearance.objects.create(
        identifier=identifier,
        evidence_draft=draft if isinstance(draft, EvidenceDraft) else None,
        issue_draft=draft if isinstance(draft, IssueDraft) else None,
        start=start,
        end=end,
        payload_sha256=payload_hash(found[0]),
        cleared_by=by,
        reason=reason,
    )
    record(by=by, action="identifier cleared", study=candidate.study, identifier=identifier.pk, draft=draft.pk)
    return clearance


@transaction.atomic
def acknowledge_single_participant(*, by: Any, study: Study) -> Study:
    """Say once that the quotes of a study with one participant are all that person's, and known to be."""
    check(by, Act.PUBLISH, study)
    study.single_participant_acknowledged_by = by
    study.single_participant_acknowledged_at = timezone.now()
    study.save(update_fields=["single_participant_acknowledged_by", "single_participant_acknowledged_at"])
    record(by=by, action="single participant acknowledged", study=study)
    return study
