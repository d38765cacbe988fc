"""De-identification: what must not be published, what stands instead, and that somebody read the result.

A decision on a replacement can be undone; nothing here changes a segment's words.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction

from interviews.actions import decide, decisions
from interviews.actions.decisions import Change, hold_one, settle, without_overlaps, words_print
from interviews.actions.deidentification_states import reviewed
from interviews.actions.identify import add_identifier, add_variant
from interviews.actions.log import record
from interviews.actions.recheck import recheck
from interviews.deidentification.safe_text import check_span
from interviews.errors import BadSpan, NotPermitted, WrongState
from interviews.fingerprints import fingerprint_key
from interviews.models import (
    Identifier,
    Interview,
    Participant,
    Replacement,
    Segment,
    SegmentReview,
    Speaker,
)
from interviews.permissions import Act, can, check
from interviews.registry import hold_registry
from interviews.safe import state_hash

Status = Replacement.Status

__all__ = [
    "accept_replacement",
    "add_identifier",
    "add_variant",
    "correct_speaker",
    "make_replacement",
    "propose_replacement",
    "reject_replacement",
    "review_deidentification",
    "undo_decision",
]


@transaction.atomic
def propose_replacement(
    *,
    by: Any,
    segment: Segment,
    start: int,
    end: int,
    text: str,
    kind: str = Replacement.Kind.PSEUDONYM,
    type: str = "",
    identifier: Identifier | None = None,
    origin: str = Replacement.Origin.HAND,
    confidence: Decimal | int = 1,
    reason: str = "",
) -> Replacement:
    """Suggest that `text` stands instead of the span; somebody decides later. Raises BadSpan for a span outside."""
    interview = segment.interview
    check(by, Act.DEIDENTIFY, interview.study)
    try:
        check_span(start, end, segment.length)
    except ValueError as error:
        raise BadSpan(f"turn {segment.position} of interview {interview.number}: {error}") from error
    replacement = Replacement.written(
        segment=segment,
        start=start,
        end=end,
        text=text,
        kind=kind,
        type=type or (identifier.type if identifier else ""),
        identifier=identifier,
        origin=origin,
        confidence=confidence,
        reason=reason,
        words_fingerprint=words_print(segment, start, end),
    )
    replacement.save()
    log(by, "replacement proposed", replacement)
    return replacement


@transaction.atomic
def make_replacement(*, by: Any, segment: Segment, start: int, end: int, text: str, **fields: Any) -> Replacement:
    """Replace a span by hand: proposed and accepted at once. Takes the fields of `propose_replacement`.

    What the program suggested inside the span is answered by it, and goes.
    """
    hold_registry()
    answered = Replacement.objects.filter(segment=segment, start__gte=start, end__lte=end, status=Status.SUGGESTED)
    answered.filter(origin=Replacement.Origin.SUGGESTION, keep_asked_by=None).delete()
    proposed = propose_replacement(by=by, segment=segment, start=start, end=end, text=text, **fields)
    change = Change(without_overlaps([proposed]))
    settle(proposed, Status.ACCEPTED, by)
    change.store(by=by, action=decisions.ACCEPTED, made=True)
    return proposed


def accept_replacement(*, by: Any, replacement: Replacement) -> Replacement:
    """Accept a suggestion. Raises WrongState when it is decided, BadSpan when an accepted one overlaps it."""
    return decide.accept(by=by, replacement=replacement)[0]


def reject_replacement(*, by: Any, replacement: Replacement, reason: str = "") -> Replacement:
    """Reject a suggestion: the raw words may stand there. `reason` must not quote them."""
    return decide.reject(by=by, replacement=replacement, reason=reason)[0]


@transaction.atomic
def undo_decision(*, by: Any, replacement: Replacement) -> Replacement:
    """Make a decided replacement a suggestion again, whoever decided. Raises WrongState when it is one.

    A decision for the same words everywhere goes on standing for the others.
    """
    row = hold_one(by, replacement)
    if row.status == Status.SUGGESTED:
        raise WrongState(f"replacement {row.pk} is not decided yet")
    change = Change([row])
    settle(row, Status.SUGGESTED, by)
    row.everywhere = None
    change.store(by=by, action=decisions.UNDECIDED)
    return row


def log(by: Any, action: str, replacement: Replacement) -> None:
    record(
        by=by,
        action=action,
        interview=replacement.segment.interview,
        replacement=replacement.pk,
        segment=replacement.segment_id,
        start=replacement.start,
        end=replacement.end,
    )


@transaction.atomic
def review_deidentification(
    *, by: Any, segment: Segment | None = None, interview: Interview | None = None
) -> list[SegmentReview]:
    """Record that `by` read one segment, or all of an interview, and that its replacements are right and complete.

    Each review holds for the text and the accepted replacements as they are now, and for nothing else: any later
    decision makes it void. Reviewing the same state twice records it once.
    """
    read = segment.interview if segment else interview
    if read is None:
        raise WrongState("say which turn or interview was reviewed")
    check(by, Act.DEIDENTIFY, read.study)
    segments = Segment.objects.with_replacements().filter(interview=read)
    key = fingerprint_key()
    reviews = [
        SegmentReview.objects.get_or_create(
            segment=each,
            kind=SegmentReview.Kind.DEIDENTIFICATION,
            reviewer=by,
            state_sha256=state_hash(each, key=key),
        )[0]
        for each in (segments.filter(pk=segment.pk) if segment else segments)
    ]
    positions = [segment.position] if segment else None
    record(by=by, action="de-identification reviewed", interview=read, segments=positions, count=len(reviews))
    reviewed(read)
    return reviews


@transaction.atomic
def correct_speaker(
    *, by: Any, segment: Segment, role: str, number: int = 1, participant: Participant | None = None
) -> Segment:
    """Say who really spoke a segment: the interview's speaker of that role and number, made when there is none.

    `participant` links a new interviewee to the person interviewed. Words and reviews stay as they are.
    """
    interview = segment.interview
    if not can(by, Act.IMPORT, interview.study):
        check(by, Act.DEIDENTIFY, interview.study)
    hold_registry()
    if role not in Speaker.Role.values:
        raise WrongState(f"there is no speaker role {role!r}: it is one of {', '.join(Speaker.Role.values)}")
    if participant is not None and participant.study_id != interview.study_id:
        raise NotPermitted(f"participant {participant.code} is of another study")
    speaker, _ = Speaker.objects.get_or_create(
        interview=interview, role=role, number=number, defaults={"participant": participant}
    )
    before, segment.speaker = segment.speaker_id, speaker
    segment.save(update_fields=["speaker"])
    record(
        by=by,
        action="speaker corrected",
        interview=interview,
        segment=segment.pk,
        before=before,
        after=speaker.pk,
    )
    recheck(by=by, interview=interview)
    return segment
