"""That somebody read exactly these words, with exactly these replacements, and left nothing undecided."""

from collections.abc import Iterator

from interviews.gate_rules.base import EvidenceCandidate, Finding
from interviews.models import Replacement
from interviews.safe import is_reviewed


def state_is_reviewed(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """A de-identification review is recorded of the segment's text and accepted replacements as they are now."""
    segment = candidate.segment
    if not is_reviewed(segment):
        yield Finding(
            "state_is_reviewed",
            f"turn {segment.position} of interview {segment.interview.number} was not reviewed as it stands now",
            "read it and record a de-identification review",
        )


def no_replacement_is_undecided(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """No suggested replacement touches the span, but for a known name in the quote, which another rule asks about."""
    segment, draft = candidate.segment, candidate.draft
    start, end = candidate.safe.snap(draft.start, draft.end)
    for replacement in segment.replacements.all():
        if replacement.status == Replacement.Status.SUGGESTED and replacement.start < end and start < replacement.end:
            if is_found_by_name(candidate, replacement):
                continue
            where = f"{replacement.start}-{replacement.end} of turn {segment.position}"
            yield Finding(
                "no_replacement_is_undecided",
                f"the suggested replacement {replacement.pk} at {where} is undecided",
                "accept or reject it",
            )


def is_found_by_name(candidate: EvidenceCandidate, replacement: Replacement) -> bool:
    """Whether the identifier it stands for is found at its place in the quote itself.

    `names_no_identifier` holds the quote for it then, until a second person clears that occurrence.
    """
    shift, _ = candidate.safe.safe_span(*candidate.safe.snap(candidate.draft.start, candidate.draft.end))
    start, end = candidate.safe.safe_span(replacement.start, replacement.end)
    return replacement.identifier_id is not None and any(
        match.key == replacement.identifier_id and match.start <= start - shift and end - shift <= match.end
        for match in candidate.registry.find_each(candidate.quote)
    )
