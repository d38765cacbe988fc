"""Occurrences of identifiers that hold drafts back, for whoever may clear them: the text, the place, and no more.

Somebody who only de-identifies sees neither drafts nor codings. What they are shown here is the one text of a draft in
which the gate found an identifier; not the rest of the draft, who coded it, nor as what.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from interviews.gate_rules.base import EvidenceCandidate, IssueCandidate
from interviews.models import EvidenceDraft, IssueDraft, Study
from interviews.models.publication import DraftStatus
from interviews.payload import payload_hash
from interviews.registry import Registry
from interviews.visibility import drafts_to_clear

WAITING = [DraftStatus.PROPOSED, DraftStatus.APPROVED]


@dataclass(frozen=True)
class Occurrence:
    """An identifier at a span of one text that would become public. `own` tells whether it is of the same study."""

    draft: EvidenceDraft | IssueDraft
    identifier: int
    own: bool
    place: str
    text: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        return "evidence" if isinstance(self.draft, EvidenceDraft) else "issue"

    @property
    def before(self) -> str:
        return self.text[: self.start]

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def after(self) -> str:
        return self.text[self.end :]


def occurrences_to_clear(study: Study, *, user: Any) -> list[Occurrence]:
    """What `user` may look at and clear in the study: uncleared, in drafts that somebody else proposed."""
    if study.destroyed_at is not None:  # no words are left to look at
        return []
    registry = Registry()
    own = set(study.identifiers.values_list("pk", flat=True))
    quotes = drafts_to_clear(user).filter(segment__interview__study=study, status__in=WAITING)
    issues = study.issue_drafts.filter(status__in=WAITING).exclude(proposed_by=user)
    candidates: list[EvidenceCandidate | IssueCandidate] = [
        *(IssueCandidate(draft, registry) for draft in issues.order_by("pk")),
        *(EvidenceCandidate(draft, registry) for draft in quotes.order_by("pk")),
    ]
    return [occurrence for candidate in candidates for occurrence in uncleared(candidate, own)]


def uncleared(candidate: EvidenceCandidate | IssueCandidate, own: set[int]) -> Iterator[Occurrence]:
    """The occurrences that hold one draft back."""
    cleared = {(c.identifier_id, c.payload_sha256, c.start, c.end) for c in candidate.clearances()}
    for part in candidate.parts:
        digest = payload_hash(part.text)
        for match in candidate.registry.find_each(part.text):
            if (match.key, digest, match.start, match.end) not in cleared:
                yield Occurrence(
                    candidate.draft, match.key, match.key in own, part.place, part.text, match.start, match.end
                )
