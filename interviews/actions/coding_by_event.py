"""Making codings and marks of a pass be there, or be gone, as events of the log say: what undoing is made of."""

from typing import Any

from django.utils.translation import gettext as _

from interviews.actions.code import (
    check_code_in_use,
    check_not_quoted,
    hold_codes,
    nothing_applied,
    store_nothing_applies,
)
from interviews.actions.coding_memos import leave_on_turns, put_back
from interviews.errors import WrongState
from interviews.models import Code, Coding, CodingPass, Event, Memo, Segment

Memos = dict[int, list[int]]
"""Ids of memos that lay on a coding when it was taken away, by the event that put it there or took it."""
Spot = tuple[int, int, int, int]
"""The segment, start, end and code of a coding."""


def check_is_part(part: int, split: int, coding_pass: CodingPass) -> None:
    """Raise WrongState unless the one is a part in use of the other, given by their ids: a split may be taken back."""
    codes = Code.objects.select_related("merged_into").in_bulk([part, split])
    hold_codes(*codes.values())
    code = codes[part]
    check_code_in_use(code, coding_pass)
    parts = Code.objects.filter(split_from=split).select_related("merged_into")
    if code not in [each.effective() for each in parts]:
        raise WrongState(f"code {code.name} is no part of the code that was split: its split was taken back")


def rename(coding_pass: CodingPass, event: Event, old: int, new: int, split_from: int | None) -> None:
    """Give the coding the code `new` instead of `old`. Where the part stood there already, the other came and goes.

    Raises WrongState where the place has become another than the log says: neither is anything lost there, nor doubled.
    """
    rows = Coding.objects.filter(**{**same_place(coding_pass, event), "code_id": old})
    others = Coding.objects.filter(**{**same_place(coding_pass, event), "code_id": new})
    giving, two = new == event.data["into"], event.data["there"]
    if not rows.exists() or ((giving or not two) and others.exists() != two):
        raise WrongState(_("that passage was coded otherwise since: look at it in its interview"))
    if not two:
        rows.update(code=new, split_from=split_from)
    elif giving:
        check_not_quoted(rows)
        # What was noted on the one is noted on the other, which says the same of the same words.
        Memo.objects.filter(coding__in=rows).update(coding=others.get())
        rows.delete()
        others.update(split_from=split_from)
    else:
        kept = {name: event.data[name] for name in ("group", "span_certain")}
        place = {**same_place(coding_pass, event), "code_id": new}
        Coding.objects.get_or_create(**place, defaults={**kept, "split_from_id": split_from})
        rows.update(split_from=event.data["there_split_from"])


def mark(by: Any, coding_pass: CodingPass, event: Event, *, nothing: bool) -> None:
    """Let it be said of the event's turn that nothing applies, or not."""
    if not nothing:
        nothing_applied(coding_pass, event.data["segment"]).delete()
        return
    check_turns_are_there([event])
    store_nothing_applies(by, coding_pass, Segment.objects.with_replacements().get(pk=event.data["segment"]))


def put(coding_pass: CodingPass, events: list[Event], noted: Memos) -> None:
    """Make the codings that the events are about be there, with the memos that lay on them. Few queries for many."""
    check_turns_are_there(events)
    check_codes_in_use(coding_pass, events)
    there = rows_at(coding_pass, events)
    new = {spot: made(coding_pass, event) for event in events if (spot := spot_of(event.data)) not in there}
    Coding.objects.bulk_create(new.values())
    left = {event.pk: noted.get(event.pk) or event.data.get("memos") or [] for event in events}
    if any(left.values()):
        there = rows_at(coding_pass, events)
        spots = [(memo, spot_of(event.data)) for event in events for memo in left[event.pk]]
        put_back({memo: (spot[0], there[spot]) for memo, spot in spots})


def take(coding_pass: CodingPass, events: list[Event]) -> Memos:
    """Make the codings that the events are about be gone. Few queries for many.

    Memos on them stay, on their turns: what somebody wrote is not lost with the place it was written at.
    """
    rows = rows_at(coding_pass, events)
    event_of = {rows[spot]: event.pk for event in events if (spot := spot_of(event.data)) in rows}
    doomed = Coding.objects.filter(pk__in=event_of)
    check_not_quoted(doomed)
    left = leave_on_turns(doomed)
    doomed.delete()
    return {event_of[coding]: noted for coding, noted in left.items()}


def check_turns_are_there(events: list[Event]) -> None:
    """Raise WrongState where a turn went away with a withdrawal."""
    turns = {event.data["segment"] for event in events}
    if Segment.objects.filter(pk__in=turns).count() < len(turns):
        raise WrongState(_("its turn is gone, with whoever withdrew: there is nothing to put back"))


def check_codes_in_use(coding_pass: CodingPass, events: list[Event]) -> None:
    """Raise WrongState where a code of these events may not be applied any more; each is asked about once."""
    asked = dict.fromkeys((event.data["code"], event.data.get("split_from")) for event in events)
    codes = Code.objects.select_related("merged_into").in_bulk([code for code, _split in asked])
    for code, split_from in asked:
        if split_from:
            check_is_part(code, split_from, coding_pass)
        else:
            check_code_in_use(codes[code], coding_pass)


def spot_of(data: dict[str, Any]) -> Spot:
    return data["segment"], data["start"], data["end"], data["code"]


def rows_at(coding_pass: CodingPass, events: list[Event]) -> dict[Spot, int]:
    """The ids of the pass's codings on the turns of the events, by where they are."""
    turns = {event.data["segment"] for event in events}
    rows = coding_pass.codings.filter(segment__in=turns).values_list("pk", "segment", "start", "end", "code")
    return {(segment, start, end, code): pk for pk, segment, start, end, code in rows}


def made(coding_pass: CodingPass, event: Event) -> Coding:
    """The coding that the event is about, unsaved."""
    kept = {name: event.data.get(name) for name in ("group", "span_certain")}
    return Coding(**same_place(coding_pass, event), **kept, split_from_id=event.data.get("split_from"))


def same_place(coding_pass: CodingPass, event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "coding_pass": coding_pass,
        "segment_id": data["segment"],
        "start": data["start"],
        "end": data["end"],
        "code_id": data["code"],
    }
