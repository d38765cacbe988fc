"""Moderation: settling the coders' submitted passes in one moderated pass, or adopting a sole coder's pass.

The moderated pass starts with what the coders agree on; the moderator keeps codings of either coder
(`keep_coding`), adds or removes others as in any open pass (`code.apply_code`, `code.remove_coding`), and submits.
"""

import uuid
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interviews.actions.code import (
    Selection,
    check_code_in_use,
    check_may_change,
    check_not_quoted,
    close,
    locked,
    put_in,
    reopen,
    take_away,
)
from interviews.actions.coding_states import ADOPT, REOPEN_MODERATION, START_MODERATION, SUBMIT_MODERATION, move
from interviews.actions.log import record
from interviews.actions.settled import KEPT, LEFT_OUT, SETTLED, Place, standing_decisions
from interviews.errors import WrongState
from interviews.models import Code, Coding, CodingPass, Interview, Memo
from interviews.permissions import Act, check

Kind = CodingPass.Kind
Status = CodingPass.Status


@transaction.atomic
def start_moderation(*, by: Any, interview: Interview) -> CodingPass:
    """Open the moderated pass, with the codings that every coder agrees on. `by` becomes its moderator.

    Raises WrongState unless every independent pass is submitted.
    """
    check(by, Act.MODERATE, interview.study)
    move(interview, START_MODERATION)
    moderated = CodingPass.objects.create(interview=interview, coder=by, kind=Kind.MODERATED)
    kept = agreed_selections(independent_passes(interview))
    Coding.objects.bulk_create(
        Coding(coding_pass=moderated, segment=at.segment, start=at.start, end=at.end, code=code, split_from=split_from)
        for at, code, split_from in kept
    )
    record(by=by, action="moderation started", interview=interview, coding_pass=moderated, agreed=len(kept))
    return moderated


@transaction.atomic
def keep_coding(*, by: Any, moderated: CodingPass, coding: Coding, client: str = "") -> Coding:
    """Settle a disagreement in favour of `coding`: its span and code enter the moderated pass.

    A code that was split since enters as it is, and waits for one of its parts; a part remembers the code that it was
    given for (interviews/actions/split.py). `client` is as in `apply_to_selections`.
    """
    moderated = check_may_change(by, moderated, client)
    return put_kept(by, moderated, coding, client or str(uuid.uuid4()))


def put_kept(by: Any, moderated: CodingPass, coding: Coding, act: str) -> Coding:
    check_of_the_interview(moderated, coding)
    code = coding.code.effective()
    if coding.split_from or not code.split_into.exists():
        check_code_in_use(code, moderated)
    selection = Selection(coding.segment, coding.start, coding.end)
    return put_in(by, moderated, selection, code, None, act, split_from=coding.split_from)


@transaction.atomic
def settle_difference(
    *,
    by: Any,
    moderated: CodingPass,
    coding: Coding,
    keep: bool,
    reason: str,
    seen: int | None = None,
    client: str = "",
) -> Memo:
    """Decide a difference between the coders: `coding` is kept, or its code is left out of the moderated pass there.

    The reason becomes a memo on `coding`, which stays where it is; who may see that coding may read why. Decided again,
    the later decision holds; `undo_coding` takes it back, with its reason. `seen` is the decision that stood when `by`
    looked, by its id in the log, 0 for none; `client` is as in `apply_to_selections`. Raises WrongState without a
    reason, where another decision stands than was seen, and where `keep_coding` or `take_out` do.
    """
    if not reason.strip():
        raise WrongState(_("say why: whoever coded it otherwise will want to know"))
    moderated = check_may_change(by, moderated, client)
    code = read_as(coding)
    check_seen(moderated, (coding.segment_id, code.pk), seen)
    act = client or str(uuid.uuid4())
    if keep:
        put_kept(by, moderated, coding, act)
    else:
        check_of_the_interview(moderated, coding)
        take_out(by, moderated, coding.segment_id, code, act)
    memo = Memo.written(study=moderated.interview.study, text=reason.strip(), author=by, coding=coding)
    memo.save()
    record(
        by=by,
        action=SETTLED,
        interview=moderated.interview,
        coding_pass=moderated,
        segment=coding.segment_id,
        code=code.pk,
        coding=coding.pk,
        memo=memo.pk,
        verdict=KEPT if keep else LEFT_OUT,
        act=act,
    )
    return memo


def check_seen(moderated: CodingPass, place: Place, seen: int | None) -> None:
    """Raise WrongState where the decision that stands on a place is not the one that was `seen`: nobody is overruled
    unread.
    """
    if seen is None:
        return
    now = standing_decisions(moderated).get(place)
    if now and now.event != seen:
        raise WrongState(_("%(who)s decided it meanwhile: look at that first") % {"who": now.by})
    if not now and seen:
        raise WrongState(_("that decision was undone meanwhile: look at it again first"))


def check_of_the_interview(moderated: CodingPass, coding: Coding) -> None:
    """Raise WrongState unless the coding is of an independent pass on the moderated interview."""
    source = coding.coding_pass
    if source.interview_id != moderated.interview_id or source.kind != Kind.INDEPENDENT:
        raise WrongState(_("only codings of this interview's independent passes can be decided about"))


def take_out(by: Any, moderated: CodingPass, segment: int, code: Code, act: str) -> None:
    """Take what the moderated pass has in one turn under `code`, or under codes read as it, away; of a selection across
    turns only this turn's part. Raises WrongState where an evidence draft quotes it.
    """
    there = moderated.codings.filter(segment=segment).select_related(
        "code__merged_into", "coding_pass__interview__study"
    )
    doomed = [coding for coding in there if coding.code.effective() == code or coding.split_from_id == code.pk]
    rows = moderated.codings.filter(pk__in=[coding.pk for coding in doomed])
    check_not_quoted(rows)
    take_away(by, rows, act)


@transaction.atomic
def submit_moderation(*, by: Any, moderated: CodingPass) -> CodingPass:
    """Submit the moderated pass: what it holds is what the study found."""
    moderated = check_may_change(by, moderated)
    if moderated.kind != Kind.MODERATED:
        raise WrongState(_("this is a coder's own pass: submit it as such"))
    close(moderated)
    move(moderated.interview, SUBMIT_MODERATION)
    record(by=by, action="moderation submitted", interview=moderated.interview, coding_pass=moderated)
    return moderated


@transaction.atomic
def reopen_moderation(*, by: Any, moderated: CodingPass) -> CodingPass:
    """Take moderation up again."""
    check(by, Act.MODERATE, moderated.interview.study)
    moderated = locked(moderated)
    if moderated.kind != Kind.MODERATED or moderated.status != Status.SUBMITTED:
        raise WrongState(_("only a submitted moderated pass can be reopened"))
    move(moderated.interview, REOPEN_MODERATION)
    reopen(moderated)
    record(by=by, action="moderation reopened", interview=moderated.interview, coding_pass=moderated)
    return moderated


@transaction.atomic
def adopt_pass_as_moderated(*, by: Any, coding_pass: CodingPass) -> CodingPass:
    """Take a sole coder's submitted pass as the moderated one: a copy that says where it comes from.

    Raises WrongState when there is another independent pass to settle it with, or it is still open.
    """
    check(by, Act.MODERATE, coding_pass.interview.study)
    coding_pass = locked(coding_pass)
    interview = coding_pass.interview
    if independent_passes(interview) != [coding_pass]:
        raise WrongState(_("interview %(interview)s has other passes: moderate them") % {"interview": interview.number})
    move(interview, ADOPT)
    adopted = CodingPass.objects.create(interview=interview, coder=by, kind=Kind.MODERATED, adopted_from=coding_pass)
    Coding.objects.bulk_create(copies_of(coding_pass, into=adopted))
    close(adopted)
    record(by=by, action="pass adopted", interview=interview, coding_pass=adopted, adopted_from=coding_pass.pk)
    return adopted


def independent_passes(interview: Interview) -> list[CodingPass]:
    """The coders' passes on the interview, in the order they were begun."""
    return list(interview.passes.filter(kind=Kind.INDEPENDENT).select_related("coder").order_by("pk"))


def copies_of(coding_pass: CodingPass, *, into: CodingPass) -> list[Coding]:
    """Unsaved copies of a pass's codings in another pass, under the codes they are read as today."""
    copies = {}
    for coding in coding_pass.codings.select_related("code__merged_into"):
        code = coding.code.effective()
        # Two codes merged since then leave one coding where there were two.
        copies[coding.segment_id, coding.start, coding.end, code.pk] = Coding(
            coding_pass=into,
            segment_id=coding.segment_id,
            start=coding.start,
            end=coding.end,
            code=code,
            group=coding.group,
            span_certain=coding.span_certain,
            split_from_id=coding.split_from_id,
        )
    return list(copies.values())


def read_as(coding: Coding) -> Code:
    """The code that a coding counts as where passes are compared: through merges, and a part as the code it was split
    from. Of two passes only one may have been given parts.
    """
    return (coding.split_from or coding.code).effective()


# The words that passes share, the code that they share it under, and the code that it was split from.
Agreed = tuple[Selection, Code, Code | None]


def agreed_selections(passes: list[CodingPass]) -> list[Agreed]:
    """Where every pass applies the same code to overlapping words of one turn: the words that they share.

    Codes are compared as they are read today (`read_as`). With a single pass nothing needs settling, so all of it is
    agreed on.
    """
    return [agreed for found in readings_by_place(passes).values() for agreed in agreed_on(found, passes)]


def readings_by_place(passes: list[CodingPass]) -> dict[tuple[int, int], dict[int, list[Coding]]]:
    """The codings of passes by segment and code, by their ids, and there by pass. One query."""
    by_place: dict[tuple[int, int], dict[int, list[Coding]]] = defaultdict(dict)
    codings = Coding.objects.filter(coding_pass__in=passes)
    codings = codings.select_related("code__merged_into", "split_from__merged_into", "segment")
    for coding in codings.order_by("segment__position", "start", "end", "pk"):
        place = by_place[coding.segment_id, read_as(coding).pk]
        place.setdefault(coding.coding_pass_id, []).append(coding)
    return by_place


def agreed_on(readings: dict[int, list[Coding]], passes: list[CodingPass]) -> list[Agreed]:
    """What all passes share of one code in one turn, given their readings of it; nothing where one has none."""
    return _shared(list(readings.values())) if len(readings) == len(passes) else []


def _shared(readings: list[list[Coding]]) -> list[Agreed]:
    """The overlaps of one code's spans in one turn, between all readings of it.

    Under a part where everybody gave them that one; else under the split code, which waits for a part.
    """
    found: dict[tuple[int, int], list[Coding]] = {}
    for coding in readings[0]:
        found.setdefault((coding.start, coding.end), []).append(coding)
    for reading in readings[1:]:
        overlaps: dict[tuple[int, int], list[Coding]] = defaultdict(list)
        for (start, end), behind in found.items():
            for coding in reading:
                shared = (max(start, coding.start), min(end, coding.end))
                if shared[0] < shared[1]:
                    overlaps[shared] += [*behind, coding]
        found = overlaps
    segment = readings[0][0].segment
    return [(Selection(segment, *span), *shared_code(behind)) for span, behind in sorted(found.items())]


def shared_code(codings: list[Coding]) -> tuple[Code, Code | None]:
    """The code that codings read alike enter a moderated pass with, and what it was split from."""
    if len({(coding.code.effective().pk, coding.split_from_id) for coding in codings}) == 1:
        return codings[0].code.effective(), codings[0].split_from
    return read_as(codings[0]), None
