"""Coding: opening a pass on an interview, applying codes to spans of its turns, submitting the pass.

Offsets are code points of the segment's raw text, end exclusive. A coder works in an independent pass of their
own; a moderator also in the moderated pass. Nobody codes in a pass that is submitted, and nobody, whatever their
roles, in a pass that the blind rule hides from them (`interviews/visibility.py`).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.actions.coding_memos import leave_on_turns
from interviews.actions.coding_states import REOPEN_PASS, START, SUBMIT_ALL, as_stored, move
from interviews.actions.log import event, heard, record
from interviews.errors import BadSpan, DoneBefore, NotPermitted, WrongState
from interviews.models import Code, Coding, CodingPass, Event, Interview, Segment, SegmentReview
from interviews.permissions import Act, can, check
from interviews.safe import state_hash
from interviews.visibility import can_see_pass, may_have_read

# What acts are called in the log.
APPLIED, REMOVED = "code applied", "coding removed"
NOTHING, LIFTED = "nothing applies", "nothing applies taken back"
UNDONE, REDONE = "coding act undone", "coding act redone"

Kind = CodingPass.Kind
Status = CodingPass.Status


@dataclass(frozen=True)
class Selection:
    """What a coder selected in one turn: code points of its raw text, end exclusive."""

    segment: Segment
    start: int
    end: int


@transaction.atomic
def assign_pass(*, by: Any, interview: Interview, coder: Any) -> CodingPass:
    """Open an independent pass of `coder` on the interview: by themselves, or by a moderator for them.

    Returns the pass that is there already when there is one. Raises NotPermitted where either has no role for
    it, WrongState once moderation has begun and for a moderator who may have read what others submitted.
    """
    check(by, Act.CODE if by == coder else Act.MODERATE, interview.study)
    if not can(coder, Act.CODE, interview.study):
        raise NotPermitted(
            _("%(coder)s is no coder of study %(study)s: add the role first")
            % {"coder": coder.get_username(), "study": interview.study.slug}
        )
    existing = interview.passes.filter(coder=coder, kind=Kind.INDEPENDENT).first()
    if existing:
        return existing
    state = as_stored(interview)
    if may_have_read(coder).filter(pk=interview.pk).exists():
        read = _(
            "%(coder)s moderates interview %(interview)s and may have read what is submitted: it takes another coder"
        )
        raise WrongState(read % {"coder": coder.get_username(), "interview": interview.number})
    if state == Interview.CodingState.UNCODED:
        move(interview, START)
    elif state == Interview.CodingState.SUBMITTED:
        # One more reading of an interview that was thought done: the same as taking a pass up again.
        check(by, Act.MODERATE, interview.study)
        move(interview, REOPEN_PASS)
    elif state != Interview.CodingState.CODING:
        raise WrongState(
            _("interview %(interview)s is %(state)s: reopen it first")
            % {"interview": interview.number, "state": interview.get_coding_state_display()}
        )
    opened = CodingPass.objects.create(interview=interview, coder=coder)
    record(by=by, action="pass opened", interview=interview, coding_pass=opened, coder=coder.pk)
    return opened


@transaction.atomic
def apply_code(*, by: Any, coding_pass: CodingPass, segment: Segment, start: int, end: int, code: Code) -> Coding:
    """Apply `code` to a span of one turn. Applying it twice to the same span is the same as once.

    Raises NotPermitted, WrongState for a submitted pass or a code out of use, BadSpan for a span outside.
    """
    selections = [Selection(segment, start, end)]
    return apply_to_selections(by=by, coding_pass=coding_pass, selections=selections, code=code)[0]


@transaction.atomic
def apply_to_selections(
    *, by: Any, coding_pass: CodingPass, selections: Iterable[Selection], code: Code, client: str = ""
) -> list[Coding]:
    """Apply `code` to a selection that may run across turns: one coding a turn, held together by one group id.

    Applying it to the very same selection again changes nothing. `client`, here and below, is a name that the sender
    gave this request, and the log calls the act by it: DoneBefore is raised where it comes again, however late.
    """
    coding_pass = check_may_change(by, coding_pass, client)
    selections = list(selections)
    check_code_in_use(code, coding_pass)
    for selection in selections:
        check_span(coding_pass, selection)
    group = uuid.uuid4() if len(selections) > 1 else None
    act = client or str(uuid.uuid4())
    return [put_in(by, coding_pass, selection, code, group, act) for selection in selections]


def put_in(
    by: Any,
    coding_pass: CodingPass,
    selection: Selection,
    code: Code,
    group: uuid.UUID | None,
    act: str,
    *,
    split_from: Code | None = None,
) -> Coding:
    """The coding, made and logged where it is not there yet; whether that may be is the caller's to ask."""
    coding, created = Coding.objects.get_or_create(
        coding_pass=coding_pass,
        segment=selection.segment,
        start=selection.start,
        end=selection.end,
        code=code,
        defaults={"group": group, "split_from": split_from},
    )
    if created:
        # A turn with a code is no turn to which nothing applies.
        if nothing_applied(coding_pass, selection.segment).delete()[0]:
            record_turn(by, LIFTED, coding_pass, selection.segment, act)
        record_coding(by, APPLIED, coding, act)
    return coding


@transaction.atomic
def remove_coding(*, by: Any, coding: Coding, client: str = "") -> int:
    """Take a coding away, with the others of its selection across turns. Returns how many that were.

    Memos on it stay, on their turns. Raises WrongState when an evidence draft quotes it.
    """
    coding_pass = check_may_change(by, coding.coding_pass, client)
    selection = {"group": coding.group} if coding.group else {"pk": coding.pk}
    doomed = coding_pass.codings.filter(**selection)
    check_not_quoted(doomed)
    return take_away(by, doomed, client or str(uuid.uuid4()))


def take_away(by: Any, doomed: Any, act: str) -> int:
    """Remove codings, a queryset, and log it with the memos that lay on them. Returns how many codings that were."""
    memos = leave_on_turns(doomed)
    for each in doomed:
        record_coding(by, REMOVED, each, act, **({"memos": memos[each.pk]} if each.pk in memos else {}))
    return int(doomed.delete()[1].get(Coding._meta.label, 0))


@transaction.atomic
def mark_nothing_applies(*, by: Any, coding_pass: CodingPass, segment: Segment, client: str = "") -> SegmentReview:
    """Record that `by` read the turn, as it stands, and that no code applies. Coding it later takes that back.

    Raises WrongState when the pass has codings there.
    """
    coding_pass = check_may_change(by, coding_pass, client)
    if segment.interview_id != coding_pass.interview_id:
        raise BadSpan(_("turn %(turn)s is of another interview") % {"turn": segment.position})
    if coding_pass.codings.filter(segment=segment).exists():
        has_codings = _("turn %(turn)s has codings in this pass: remove them first")
        raise WrongState(has_codings % {"turn": segment.position})
    review, created = store_nothing_applies(by, coding_pass, segment)
    if created:
        record_turn(by, NOTHING, coding_pass, segment, client or str(uuid.uuid4()))
    return review


@transaction.atomic
def unmark_nothing_applies(*, by: Any, coding_pass: CodingPass, segment: Segment, client: str = "") -> bool:
    """Take back that nothing applies to the turn. Returns whether it was said."""
    coding_pass = check_may_change(by, coding_pass, client)
    taken = bool(nothing_applied(coding_pass, segment).delete()[0])
    if taken:
        record_turn(by, LIFTED, coding_pass, segment, client or str(uuid.uuid4()))
    return taken


def store_nothing_applies(by: Any, coding_pass: CodingPass, segment: Segment) -> tuple[SegmentReview, bool]:
    """The review which says that nothing applies to the turn as it stands, and whether it is new."""
    return SegmentReview.objects.get_or_create(
        segment=segment,
        kind=SegmentReview.Kind.NOTHING_APPLIES,
        reviewer=by,
        state_sha256=state_hash(segment),
        defaults={"coding_pass": coding_pass},
    )


def nothing_applied(coding_pass: CodingPass, segment: Segment | int) -> Any:
    """What the pass says of the turn, given itself or by id: that nothing applies."""
    return coding_pass.reviews.filter(segment=segment, kind=SegmentReview.Kind.NOTHING_APPLIES)


@transaction.atomic
def submit_pass(*, by: Any, coding_pass: CodingPass) -> CodingPass:
    """Submit one's independent pass; the last one submitted lets moderation start."""
    coding_pass = check_may_change(by, coding_pass)
    if coding_pass.kind != Kind.INDEPENDENT:
        raise WrongState(_("a moderated pass is submitted with its moderation"))
    close(coding_pass)
    record(by=by, action="pass submitted", interview=coding_pass.interview, coding_pass=coding_pass)
    interview = coding_pass.interview
    if not interview.passes.filter(kind=Kind.INDEPENDENT, status=Status.OPEN).exists():
        move(interview, SUBMIT_ALL)
    return coding_pass


@transaction.atomic
def reopen_pass(*, by: Any, coding_pass: CodingPass) -> CodingPass:
    """Give a submitted pass back to its coder. A moderator does it, before moderation starts."""
    check(by, Act.MODERATE, coding_pass.interview.study)
    coding_pass = locked(coding_pass)
    if coding_pass.kind != Kind.INDEPENDENT or coding_pass.status != Status.SUBMITTED:
        raise WrongState(_("only a submitted independent pass can be reopened"))
    interview = coding_pass.interview
    if as_stored(interview) != Interview.CodingState.CODING:
        move(interview, REOPEN_PASS)
    reopen(coding_pass)
    record(by=by, action="pass reopened", interview=interview, coding_pass=coding_pass)
    return coding_pass


def check_may_change(by: Any, coding_pass: CodingPass, client: str = "") -> CodingPass:
    """The pass, read anew and locked, once it is certain that `by` may code in it and that it is open.

    Raises DoneBefore where the request that its sender calls `client` was carried out: of two that come at once, the
    second waits for the lock and finds the first in the log.
    """
    coding_pass = locked(coding_pass)
    study = coding_pass.interview.study
    check(by, Act.MODERATE if coding_pass.kind == Kind.MODERATED else Act.CODE, study)
    if coding_pass.kind == Kind.INDEPENDENT and coding_pass.coder != by:
        raise NotPermitted(_("only its own coder codes in an independent pass: open one of your own"))
    if not can_see_pass(by, coding_pass):
        raise NotPermitted(_("submit your own pass on this interview before you look at others'"))
    if coding_pass.status != Status.OPEN:
        submitted = _("this pass on interview %(interview)s is submitted: ask to reopen it")
        raise WrongState(submitted % {"interview": coding_pass.interview.number})
    if (done := heard(by=by, coding_pass=coding_pass, client=client)) is not None:
        raise DoneBefore(done)
    return coding_pass


def check_code_in_use(code: Code, coding_pass: CodingPass) -> None:
    """Raise WrongState for a code of another study, a merged one or a retired one."""
    if code.study_id != coding_pass.interview.study_id:
        raise WrongState(_("code %(code)s is of another study") % {"code": code.pk})
    if code.merged_into is not None:
        merged = _("code %(code)s was merged: apply %(into)s")
        raise WrongState(merged % {"code": code.name, "into": code.effective().name})
    if parts := [part.name for part in code.split_into.all()]:
        raise WrongState(
            _("code %(code)s was split: apply %(parts)s") % {"code": code.name, "parts": _(" or ").join(parts)}
        )
    if code.retired_at is not None:
        raise WrongState(_("code %(code)s is retired: take another") % {"code": code.name})


def check_not_quoted(codings: Any) -> None:
    """Raise WrongState where an evidence draft quotes one of these codings."""
    if codings.filter(drafts__isnull=False).exists():
        raise WrongState(_("an evidence draft quotes this coding: delete the draft first"))


def check_span(coding_pass: CodingPass, selection: Selection) -> None:
    """Raise BadSpan unless the span has words and lies in a turn of the pass's interview."""
    segment = selection.segment
    if segment.interview_id != coding_pass.interview_id:
        raise BadSpan(_("turn %(turn)s is of another interview") % {"turn": segment.position})
    if not 0 <= selection.start < selection.end <= segment.length:
        where = f"{selection.start}-{selection.end}"
        outside = _("%(where)s is no span of turn %(turn)s, which has %(length)s characters")
        raise BadSpan(outside % {"where": where, "turn": segment.position, "length": segment.length})


def locked(coding_pass: CodingPass) -> CodingPass:
    """The pass as the database has it now, held until the transaction ends: two acts on it queue."""
    passes = CodingPass.objects.select_for_update(of=("self",)).select_related("interview__study", "coder")
    return passes.get(pk=coding_pass.pk)


def hold_codes(*codes: Code) -> None:
    """Hold codes until the transaction ends, and learn what became of them: acts that merge, split or join them queue.

    In the order of their ids, so that no two acts wait for each other. Applying a code waits for none of it.
    """
    for code in sorted(codes, key=lambda code: code.pk):
        held = Code.objects.select_for_update(no_key=True)
        code.refresh_from_db(fields=["merged_into", "retired_at"], from_queryset=held)


def close(coding_pass: CodingPass) -> None:
    """Mark the pass submitted, now."""
    coding_pass.status, coding_pass.submitted_at = Status.SUBMITTED, timezone.now()
    coding_pass.save(update_fields=["status", "submitted_at"])


def reopen(coding_pass: CodingPass) -> None:
    """Mark the pass open again."""
    coding_pass.status, coding_pass.submitted_at = Status.OPEN, None
    coding_pass.save(update_fields=["status", "submitted_at"])


def record_turn(by: Any, action: str, coding_pass: CodingPass, segment: Segment, act: str) -> None:
    """Log what was said of a whole turn."""
    record(by=by, action=action, interview=coding_pass.interview, coding_pass=coding_pass, segment=segment.pk, act=act)


def record_coding(by: Any, action: str, coding: Coding, act: str, **more: Any) -> Event:
    """Log one coding so that it can be made again: ids and offsets. `act` is the same for all of one selection."""
    appended = coding_event(by, action, coding, act, **more)
    appended.save()
    return appended


def coding_event(by: Any, action: str, coding: Coding, act: str, **more: Any) -> Event:
    """What `record_coding` appends, unsaved."""
    data: dict[str, Any] = {"split_from": coding.split_from_id} if coding.split_from_id else {}
    return event(
        by=by,
        action=action,
        interview=coding.coding_pass.interview,
        coding_pass=coding.coding_pass,
        segment=coding.segment_id,
        start=coding.start,
        end=coding.end,
        code=coding.code_id,
        group=str(coding.group) if coding.group else None,
        span_certain=coding.span_certain,
        act=act,
        **data,
        **more,
    )
