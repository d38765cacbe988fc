"""Taking a coder's acts in a pass back, and doing them again, from the log: the latest first, also tomorrow.

The log is append-only: undoing is an act of its own (`UNDONE`, with the events that it undoes), and so is doing again
what was undone (`REDONE`). Which acts stand is read from the order of the log alone (`standing`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.actions import memos
from interviews.actions.code import APPLIED, LIFTED, NOTHING, REDONE, REMOVED, UNDONE, check_may_change
from interviews.actions.coding_by_event import Memos, check_is_part, mark, put, rename, take
from interviews.actions.log import record
from interviews.actions.settled import SETTLED, place_of, standing_decisions
from interviews.errors import WrongState
from interviews.models import Code, CodingPass, Event, Segment

AGAIN = (UNDONE, REDONE)
# A passage of a split code was given one of its parts: interviews/actions/split.py.
REASSIGNED = "passage reassigned"
OF_MEMOS = {memos.WRITTEN, memos.REWRITTEN, memos.REMOVED}
DOABLE = {APPLIED, REMOVED, NOTHING, LIFTED, REASSIGNED, SETTLED, *OF_MEMOS}
# What an act is called once it was undone, of which code, on which turns.
SAID = {
    APPLIED: gettext_lazy("applying %(code)s to %(turns)s"),
    REMOVED: gettext_lazy("removing %(code)s from %(turns)s"),
    NOTHING: gettext_lazy("“nothing applies” on %(turns)s"),
    LIFTED: gettext_lazy("taking back “nothing applies” on %(turns)s"),
    REASSIGNED: gettext_lazy("giving %(code)s on %(turns)s one of its parts"),
    SETTLED: gettext_lazy("the decision about %(code)s on %(turns)s"),
    memos.WRITTEN: gettext_lazy("writing the memo on %(turns)s"),
    memos.REWRITTEN: gettext_lazy("changing the memo on %(turns)s"),
    memos.REMOVED: gettext_lazy("removing the memo on %(turns)s"),
}
# An import is one act of thousands of codings: so many of them are asked for at once.
BATCH = 1000


@dataclass
class Step:
    """One act of a coder: the events that belong together, such as a selection across turns."""

    act: str
    events: list[Event]
    memos: Memos = field(default_factory=dict)

    @property
    def segments(self) -> list[int]:
        return list(dict.fromkeys(event.data["segment"] for event in self.events))


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
            move(now.done, now.undone, event.data)
        elif event.action == REDONE:
            move(now.undone, now.done, event.data)
        elif now.done and belongs(event, now.done[-1]):
            now.done[-1].events.append(event)
        else:
            now.done.append(Step(event.data.get("act", ""), [event]))
            # Memos of before they could be undone forgot nothing, and acts may have been done again after them.
            if event.action != memos.WRITTEN or event.data.get("act"):
                now.undone.clear()
    return now


def belongs(event: Event, step: Step) -> bool:
    """Whether an event is a further part of the step: they carry the same name of one act."""
    return bool(event.data.get("act")) and event.data.get("act") == step.act


def move(source: list[Step], target: list[Step], again: dict[str, Any]) -> None:
    """Move the steps that an act of undoing or doing again was about, and note which memos it took off codings."""
    events = set(again["events"])
    for step in [step for step in source if step.events[0].pk in events]:
        step.memos |= {int(event): left for event, left in again.get("memos", {}).items()}
        source.remove(step)
        target.append(step)


def acts_of(by: Any, coding_pass: CodingPass) -> Standing:
    """The acts of `by` in the pass. One query."""
    actions = [*DOABLE, *AGAIN]
    return standing(Event.objects.filter(actor=by, coding_pass=coding_pass, action__in=actions).order_by("id"))


@dataclass(frozen=True)
class Outcome:
    """What was undone or done again, in words; the turns that it touched, by id and, in order, by their positions."""

    said: str
    segments: list[int]
    turns: list[int]


@transaction.atomic
def undo_coding(*, by: Any, coding_pass: CodingPass, client: str = "") -> Outcome | None:
    """Undo the latest act of `by` in the pass; None where there is none.

    `client` is as in `apply_to_selections`: of a request that comes again nothing more is undone. Raises WrongState
    where it can't be: an evidence draft quotes the coding, or its code is out of use.
    """
    coding_pass = check_may_change(by, coding_pass, client)
    acts = acts_of(by, coding_pass).done
    if not acts:
        return None
    step = acts[-1]
    undo_step(by, coding_pass, step, client)
    return outcome_of(step, _("Undone: %(act)s."))


@transaction.atomic
def redo_coding(*, by: Any, coding_pass: CodingPass, client: str = "") -> Outcome | None:
    """Do again what `by` undid last; None where nothing was undone since the latest act. Otherwise as `undo_coding`."""
    coding_pass = check_may_change(by, coding_pass, client)
    acts = acts_of(by, coding_pass).undone
    if not acts:
        return None
    step = acts[-1]
    redo_step(by, coding_pass, step, client)
    return outcome_of(step, _("Done again: %(act)s."))


def undo_step(by: Any, coding_pass: CodingPass, step: Step, client: str = "") -> None:
    """Make the pass what it was before the act, and log that."""
    left: Memos = {}
    for action, events in runs(list(reversed(step.events))):
        if action == APPLIED:
            left |= take(coding_pass, events)
        elif action == REMOVED:
            put(coding_pass, events, step.memos)
        else:
            for event in events:
                take_back(by, coding_pass, event)
    record_again(by, UNDONE, coding_pass, step, left, client)


def redo_step(by: Any, coding_pass: CodingPass, step: Step, client: str = "") -> None:
    """Make the pass again what the act made it, and log that."""
    left: Memos = {}
    for action, events in runs(step.events):
        if action == REMOVED:
            left |= take(coding_pass, events)
        elif action == APPLIED:
            put(coding_pass, events, step.memos)
        else:
            for event in events:
                carry_out(by, coding_pass, event)
    record_again(by, REDONE, coding_pass, step, left, client)


def runs(events: list[Event]) -> Iterator[tuple[str, list[Event]]]:
    """The events in their order, those of one kind that follow each other together, though not too many at once."""
    for action, group in groupby(events, key=lambda event: event.action):
        run = list(group)
        for first in range(0, len(run), BATCH):
            yield action, run[first : first + BATCH]


def record_again(by: Any, action: str, coding_pass: CodingPass, step: Step, left: Memos, client: str) -> None:
    more: dict[str, Any] = {"memos": left} if left else {}
    record(
        by=by,
        action=action,
        interview=coding_pass.interview,
        coding_pass=coding_pass,
        events=[event.pk for event in step.events],
        segments=step.segments,
        client=client,
        **more,
    )


def outcome_of(step: Step, said: str) -> Outcome:
    """`said` has a place for what the step did; of a step with several kinds of events the last one says that."""
    turns = sorted(Segment.objects.filter(pk__in=step.segments).values_list("position", flat=True))
    last = step.events[-1]
    codes = {event.data["code"] for event in step.events if event.action == last.action and "code" in event.data}
    names = list(Code.objects.filter(pk__in=codes).order_by("name").values_list("name", flat=True)[:2])
    code = names[0] if len(names) == 1 else _("several codes")
    act = SAID[last.action] % {"code": code, "turns": turns_named(turns)}
    return Outcome(said % {"act": act}, step.segments, turns)


def turns_named(turns: list[int]) -> str:
    """Turns in words, by their positions in order: one, or from the first to the last."""
    if not turns:
        return _("turns that are gone")
    if len(turns) == 1:
        return _("turn %(turn)s") % {"turn": turns[0]}
    return _("turns %(first)s to %(last)s") % {"first": turns[0], "last": turns[-1]}


def carry_out(by: Any, coding_pass: CodingPass, event: Event) -> None:
    """Make the pass what it is after an event that is not about a coding alone."""
    if event.action == REASSIGNED:
        check_is_part(event.data["into"], event.data["split"], coding_pass)
        rename(coding_pass, event, event.data["code"], event.data["into"], event.data["split"])
    elif event.action in OF_MEMOS:
        memos.redo_memo(event.action, event.data)
    elif event.action == SETTLED:
        check_latest(coding_pass, event)
        memos.redo_memo(memos.WRITTEN, event.data)
    else:
        mark(by, coding_pass, event, nothing=event.action == NOTHING)


def take_back(by: Any, coding_pass: CodingPass, event: Event) -> None:
    """Make the pass what it was before such an event."""
    if event.action == REASSIGNED:
        rename(coding_pass, event, event.data["into"], event.data["code"], event.data["was_split_from"])
    elif event.action in OF_MEMOS:
        memos.undo_memo(event.action, event.data)
    elif event.action == SETTLED:
        check_latest(coding_pass, event)
        memos.undo_memo(memos.WRITTEN, event.data)
    else:
        mark(by, coding_pass, event, nothing=event.action == LIFTED)


def check_latest(coding_pass: CodingPass, event: Event) -> None:
    """Raise WrongState where somebody decided the same difference later: theirs stands."""
    now = standing_decisions(coding_pass).get(place_of(event.data))
    if now and now.event > event.pk:
        raise WrongState(_("%(who)s decided that difference since: it stays as it is") % {"who": now.by})
