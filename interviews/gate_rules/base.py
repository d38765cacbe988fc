"""What every rule of the gate is given, and what it answers.

A rule is a function from a candidate to its findings: none, and the candidate passes; one that `holds`, and it is
held back. A finding that does not hold is a note, kept with the publication.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q

from interviews.deidentification.safe_text import SafeText
from interviews.labels import attributes_of, candidates
from interviews.models import EvidenceDraft, IdentifierClearance, IssueDraft, Participant, Segment, Study
from interviews.payload import Part, pages_of_content, parts_of_content, words_of_issue
from interviews.registry import Registry
from interviews.safe import safe_text


@dataclass(frozen=True)
class Finding:
    """Why something is held back and what to do about it: ids, positions and offsets, never words."""

    rule: str
    reason: str
    remedy: str
    holds: bool = True

    def __str__(self) -> str:
        return f"{self.reason}; {self.remedy}"


@dataclass
class EvidenceCandidate:
    """A drafted quote, with what rules ask about it. Each part is read when a rule first asks for it."""

    draft: EvidenceDraft
    registry: Registry = field(default_factory=Registry)

    @cached_property
    def segment(self) -> Segment:
        """The turn with its replacements, read now: nobody's earlier copy of it counts."""
        return Segment.objects.with_replacements().select_related("interview__study").get(pk=self.draft.segment_id)

    @property
    def study(self) -> Study:
        return self.segment.interview.study

    @property
    def participant(self) -> Participant | None:
        return self.segment.speaker.participant

    @cached_property
    def safe(self) -> SafeText:
        return safe_text(self.segment)

    @property
    def quote(self) -> str:
        """The words that would be published, with replacements that the span cuts taken in whole."""
        return self.safe.quote(self.draft.start, self.draft.end)

    @cached_property
    def own_parts(self) -> list[Part]:
        """The quote, and every label it could get now or later."""
        fitting = candidates(attributes_of(self.participant)) if self.participant else []
        return [Part("quote", self.quote), *(Part("label", label) for label in fitting)]

    @property
    def pages(self) -> list[list[Part]]:
        """Parts that are read one after the other: the quote, and each label below it."""
        quote, *fitting = self.own_parts
        return [[quote, label] for label in fitting]

    @cached_property
    def parts(self) -> list[Part]:
        """The draft's own parts, and the words of the issue that it would stand under."""
        return [*self.own_parts, *words_of_issue(self.draft.issue)]

    def clearances(self) -> Iterator[IdentifierClearance]:
        """Occurrences that a second person cleared: not whoever proposed the draft.

        Those in words of the issue were cleared when it was published, or when they were held and put back; words of an
        issue that was merged into it came along.
        """
        yield from self.draft.clearances.exclude(cleared_by=self.draft.proposed_by_id)
        yield from IdentifierClearance.objects.filter(held_text__isnull=False)
        here, merged = Q(issue_draft__issue=self.draft.issue_id), Q(issue_draft__issue__merged_into=self.draft.issue_id)
        of_issue = IdentifierClearance.objects.filter(here | merged)
        yield from of_issue.exclude(cleared_by=F("issue_draft__proposed_by"))


@dataclass
class IssueCandidate:
    """A drafted issue, with what rules ask about it."""

    draft: IssueDraft
    registry: Registry = field(default_factory=Registry)

    @property
    def study(self) -> Study:
        return self.draft.study

    @cached_property
    def parts(self) -> list[Part]:
        """Every text of the drafted issue."""
        return list(parts_of_content(self.draft.content))

    @property
    def own_parts(self) -> list[Part]:
        return self.parts

    @property
    def pages(self) -> list[list[Part]]:
        """Parts that are read one after the other, language by language."""
        return list(pages_of_content(self.draft.content))

    def clearances(self) -> Iterator[IdentifierClearance]:
        """Occurrences that a second person cleared: not whoever proposed the draft."""
        yield from self.draft.clearances.exclude(cleared_by=self.draft.proposed_by_id)
