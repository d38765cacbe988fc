"""The gate between the two rooms: every rule a draft must pass before its words are copied to the public side.

It reads facts (consents, reviews, clearances), never an interview's state. It fails closed: a rule that cannot be
checked holds the draft back like one that is broken.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction

from interviews.errors import HeldBack
from interviews.gate_rules.base import EvidenceCandidate, Finding, IssueCandidate
from interviews.gate_rules.consent import participant_consents_to_quotes, speaker_is_a_participant
from interviews.gate_rules.deidentification import no_replacement_is_undecided, state_is_reviewed
from interviews.gate_rules.drafts import (
    draft_is_approved,
    issue_is_published,
    issue_number_is_free,
    moderation_is_submitted,
    public_id_is_free,
    span_is_coded,
    words_are_as_approved,
)
from interviews.gate_rules.identifiers import (
    names_no_identifier,
    names_nobody_across_parts,
    placeholders_tell_a_type_only,
)
from interviews.gate_rules.issue_changes import (
    change_is_approved_for_every_study,
    issue_allows_the_change,
    statements_are_as_they_were,
)
from interviews.gate_rules.labels import label_describes_enough_people, question_tells_nobody_apart
from interviews.gate_rules.studies import single_participant_is_acknowledged, source_is_set, study_is_no_sample
from interviews.models import EvidenceDraft, IssueDraft
from interviews.registry import Registry

Candidate = TypeVar("Candidate", EvidenceCandidate, IssueCandidate)
EvidenceRule = Callable[[EvidenceCandidate], Iterable[Finding]]
IssueRule = Callable[[IssueCandidate], Iterable[Finding]]

EVIDENCE_RULES: tuple[EvidenceRule, ...] = (
    study_is_no_sample,
    source_is_set,
    single_participant_is_acknowledged,
    draft_is_approved,
    issue_is_published,
    public_id_is_free,
    moderation_is_submitted,
    span_is_coded,
    speaker_is_a_participant,
    participant_consents_to_quotes,
    state_is_reviewed,
    no_replacement_is_undecided,
    words_are_as_approved,
    names_no_identifier,
    names_nobody_across_parts,
    placeholders_tell_a_type_only,
    label_describes_enough_people,
    question_tells_nobody_apart,
)
ISSUE_RULES: tuple[IssueRule, ...] = (
    study_is_no_sample,
    draft_is_approved,
    issue_number_is_free,
    issue_allows_the_change,
    statements_are_as_they_were,
    change_is_approved_for_every_study,
    names_no_identifier,
    names_nobody_across_parts,
    placeholders_tell_a_type_only,
)


def check_evidence(draft: EvidenceDraft, registry: Registry) -> list[Finding]:
    """What the gate finds about a drafted quote; it may pass when no finding `holds`."""
    candidate = EvidenceCandidate(draft, registry)
    return [finding for rule in EVIDENCE_RULES for finding in ask(rule, candidate)]


def check_issue(draft: IssueDraft, registry: Registry) -> list[Finding]:
    """What the gate finds about a drafted issue; it may pass when no finding `holds`."""
    candidate = IssueCandidate(draft, registry)
    return [finding for rule in ISSUE_RULES for finding in ask(rule, candidate)]


def let_through(findings: list[Finding]) -> list[Finding]:
    """The notes of a draft that passed. Raises HeldBack, with each reason and remedy, for one that did not."""
    holding = [str(finding) for finding in findings if finding.holds]
    if holding:
        raise HeldBack(holding)
    return findings


def ask(rule: Callable[[Candidate], Iterable[Finding]], candidate: Candidate) -> list[Finding]:
    """A rule's findings; a rule that raises has found that it can't be checked."""
    try:
        # A savepoint, so that a database error inside a rule leaves the transaction usable on PostgreSQL.
        with transaction.atomic():
            return list(rule(candidate))
    except Exception as error:
        return [
            Finding(
                getattr(rule, "__name__", "rule"),
                f"the rule could not be checked ({type(error).__name__})",
                "mend the cause, then publish again",
            )
        ]
