"""Safe text of segments as they are stored, and whether somebody reviewed it in exactly this state.

Load segments with `Segment.objects.with_replacements()`, so that many cost as few queries as one.
"""

from interviews.deidentification.safe_text import SafeText, Substitution, apply
from interviews.deidentification.safe_text import state_hash as hash_of
from interviews.fingerprints import fingerprint_key, reading_key
from interviews.models import Replacement, Segment, SegmentReview


def substitutions(segment: Segment) -> list[Substitution]:
    """The segment's accepted replacements."""
    accepted = (r for r in segment.replacements.all() if r.status == Replacement.Status.ACCEPTED)
    return [Substitution(r.start, r.end, r.text) for r in accepted]


def safe_text(segment: Segment) -> SafeText:
    """The segment's words with every accepted replacement applied."""
    return apply(segment.text, substitutions(segment))


def state_hash(segment: Segment, *, key: bytes | None = None) -> str:
    """The state that a review of this segment is recorded for; any change of text or replacements changes it.

    `key` saves a query per segment: pass `fingerprint_key()` when hashing many, `reading_key()` when only comparing.
    """
    return hash_of(segment.text, substitutions(segment), key=key or fingerprint_key())


def is_reviewed(segment: Segment, *, key: bytes | None = None) -> bool:
    """Whether a de-identification review is recorded of exactly this text and these replacements."""
    return any(
        review.kind == SegmentReview.Kind.DEIDENTIFICATION and review.state_sha256 == state
        for state in [state_hash(segment, key=key or reading_key())]
        for review in segment.reviews.all()
    )
