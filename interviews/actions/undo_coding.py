"""Taking a coder's acts in a pass back, and doing them again, from the log: the latest first, also tomorrow.

The log is append-only: undoing is an act of its own (`UNDONE`, with the events that it undoes), and so is doing again
what was undone (`REDONE`). Which acts stand is read from the order of the log alone (`standing`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.actions.code import (
    APPLIED,
    LIFTED,
    NOTHING,
    REMOVED,
    check_code_in_use,
    check_may_change,
    check_not_quoted,
    hold_codes,
    nothing_applied,
    store_nothing_applies,
)
from interviews.actions.log import is_heard, record
from interviews.actions.memos import WRITTEN, bring_back_memo, take_back_memo
from interviews.errors import WrongState
from interviews.models import Code, Coding, CodingPass, Event, Memo, Segment

UNDONE, REDONE = "coding act undone", "coding act redone"
AGAIN = (UNDONE, REDONE)
# A passage of a split code was given one of its parts: interviews/actions/split.py.
REASSIGNED = "passage reassigned"
DOABLE = {APPLIED, REMOVED, NOTHING, LIFTED, REASSIGNED, WRITTEN}
# What an act is called once it was undone.
SAID = {
    APPLIED: gettext_lazy("applying a code"),
    REMOVED: gettext_lazy("removing a coding"),
    NOTHING: gettext_lazy("marking a turn"),
    LIFTED: gettext_lazy("unmarking a turn"),
    REASSIGNED: gettext_lazy("giving a passage a part of its code"),
    WRITTEN: gettext_lazy("writing a memo"),
}


@dataclass
class Step:
    """One act of a coder: the events that belong together, such as a selection across turns."""

    act: str
    events: list[Event]

    @property
    def segments(self) -> list[int]:
        return [event.data["segment"] for event in self.events]


@dataclass
class Standing:
    """The acts of a coder in a pass that stand, in order, and those that were undone and could be done again."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)


def standing(events: Iterable[Event]) -> Standing:
    """Read the log in order: an act is done, undone, done again; a new act forgets what was undone before it."""
    now = Standing()
    for event in events:
        if event.action == UNDONE:
            move(now.done, now.undone, event.data["events"])
        elif event.action == REDONE:
            move(now.undone, now.done, event.data["events"])
        elif now.done and belongs(event, now.done[-1]):
            now.done[-1].events.append(event)
        else:
            now.done.append(Step(event.data.get("act", ""), [event]))
            # Memos of before they could be undone forgot nothing, and acts may have been done again after them.
            if event.action != WRITTEN or event.data.get("act"):
                now.undone.clear()
    return now


def belongs(event: Event, step: Step) -> bool:
    """Whether an event is a further part of the step: they carry the same name of one act."""
    return bool(event.data.get("act")) and event.data.get("act") == step.act


def move(source: list[Step], target: list[Step], events: list[int]) -> None:
    for step in [step for step in source if step.events[0].pk in events]:
        source.remove(step)
        target.append(step)


def acts_of(by: Any, coding_pass: CodingPass) -> Standing:
    """The acts of `by` in the pass. One query."""
    actions = [*DOABLE, *AGAIN]
    return standing(Event.objects.filter(actor=by, coding_pass=coding_pass, action__in=actions).order_by("id"))


@dataclass(frozen=True)
class Outcome:
    """What was undone or done again, in words, and the turns that it touched."""

    said: str
    segments: list[int]


@transaction.atomic
def undo_coding(*, by: Any, coding_pass: CodingPass, client: str = "") -> Outcome | None:
    """Undo the latest act of `by` in the pass; None where there is none.

    `client` is a name that the sender gave this request: heard a second time, nothing more is undone. Raises
    WrongState where it can't be: an evidence draft quotes the coding, or its code is out of use.
    """
    coding_pass = check_may_change(by, coding_pass)
    acts = acts_of(by, coding_pass).done
    if not acts or is_heard(by=by, coding_pass=coding_pass, client=client):
        return None
    step = acts[-1]
    for event in reversed(step.events):
        take_back(by, coding_pass, event)
    record_again(by, UNDONE, coding_pass, step, client)
    return Outcome(_("Undone: %(act)s.") % {"act": named(step)}, step.segments)


@transaction.atomic
def redo_coding(*, by: Any, coding_pass: CodingPass, client: str = "") -> Outcome | None:
    """Do again what `by` undid last; None where nothing was undone since the latest act. Otherwise as `undo_coding`."""
    coding_pass = check_may_change(by, coding_pass)
    acts = acts_of(by, coding_pass).undone
    if not acts or is_heard(by=by, coding_pass=coding_pass, client=client):
        return None
    step = acts[-1]
    for event in step.events:
        carry_out(by, coding_pass, event)
    record_again(by, REDONE, coding_pass, step, client)
    return Outcome(_("Done again: %(act)s.") % {"act": named(step)}, step.segments)


def record_again(by: Any, action: str, coding_pass: CodingPass, step: Step, client: str) -> None:
    record(
        by=by,
        action=action,
        interview=coding_pass.interview,
        coding_pass=coding_pass,
        events=[event.pk for event in step.events],
        segments=step.segments,
        client=client,
    )


def named(step: Step) -> str:
    """What a step did, in words; of a step with several kinds of events the last one says it."""
    return str(SAID[step.events[-1].action])


def carry_out(by: Any, coding_pass: CodingPass, event: Event) -> None:
    """Make the pass what it is after the event."""
    if event.action == REASSIGNED:
        check_is_part(event.data["into"], event.data["split"], coding_pass)
        rename(coding_pass, event, event.data["code"], event.data["into"], event.data["split"])
    elif event.action == WRITTEN:
        bring_back_memo(event.data["memo"])
    else:
        (take if event.action in {REMOVED, LIFTED} else put)(by, coding_pass, event)


def take_back(by: Any, coding_pass: CodingPass, event: Event) -> None:
    """Make the pass what it was before the event."""
    if event.action == REASSIGNED:
        rename(coding_pass, event, event.data["into"], event.data["code"], event.data["was_split_from"])
    elif event.action == WRITTEN:
        take_back_memo(event.data["memo"])
    else:
        (put if event.action in {REMOVED, LIFTED} else take)(by, coding_pass, event)


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
        rows.delete()
        others.update(split_from=split_from)
    else:
        kept = {name: event.data[name] for name in ("group", "span_certain")}
        place = {**same_place(coding_pass, event), "code_id": new}
        Coding.objects.get_or_create(**place, defaults={**kept, "split_from_id": split_from})
        rows.update(split_from=event.data["there_split_from"])


def put(by: Any, coding_pass: CodingPass, event: Event) -> None:
    """Make what the event is about be there."""
    if event.action in {NOTHING, LIFTED}:
        store_nothing_applies(by, coding_pass, Segment.objects.with_replacements().get(pk=event.data["segment"]))
        return
    if split_from := event.data.get("split_from"):
        check_is_part(event.data["code"], split_from, coding_pass)
    else:
        check_code_in_use(Code.objects.select_related("merged_into").get(pk=event.data["code"]), coding_pass)
    Coding.objects.get_or_create(
        **same_place(coding_pass, event),
        defaults={
            "group": event.data["group"],
            "span_certain": event.data["span_certain"],
            "split_from_id": event.data.get("split_from"),
        },
    )


def take(by: Any, coding_pass: CodingPass, event: Event) -> None:
    """Make what the event is about be gone."""
    if event.action in {NOTHING, LIFTED}:
        nothing_applied(coding_pass, event.data["segment"]).delete()
        return
    doomed = Coding.objects.filter(**same_place(coding_pass, event))
    check_not_quoted(doomed)
    # What was noted on the coding stays, on its turn: words are not made anew by doing an act again.
    Memo.objects.filter(coding__in=doomed).update(
        coding=None, segment=event.data["segment"], interview=coding_pass.interview
    )
    doomed.delete()


def same_place(coding_pass: CodingPass, event: Event) -> dict[str, Any]:
    data = event.data
    return {
        "coding_pass": coding_pass,
        "segment_id": data["segment"],
        "start": data["start"],
        "end": data["end"],
        "code_id": data["code"],
    }
