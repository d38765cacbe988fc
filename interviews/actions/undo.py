"""Taking decisions on replacements back, from the log: the person's latest act first, act by act, also tomorrow."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from interviews.actions import decisions
from interviews.actions.decisions import Change, facts_of, hold, rewrite, settle
from interviews.actions.log import record
from interviews.actions.recheck import recheck
from interviews.errors import WrongState
from interviews.models import Event, Identifier, Replacement, StandingDecision, Study
from interviews.permissions import Act, check
from interviews.registry import hold_registry
from interviews.transcripts.placeholders import find_placeholders

Status, Origin = Replacement.Status, Replacement.Origin

# What an act is called when it was undone.
SAID = {
    decisions.ACCEPTED: "accepting a replacement",
    decisions.REJECTED: "rejecting a replacement",
    decisions.UNDECIDED: "undoing a decision",
    decisions.MOVED: "changing a span",
    decisions.ASKED: "asking to keep words",
    decisions.CONFIRMED: "agreeing to keep words",
    decisions.REFUSED: "refusing to keep words",
}
TIMES = {"keep_asked_at", "decided_at"}
# Where these are what they were before an act, nothing of it is left.
TELLING = ("status", "start", "end", "keep_asked_by_id")


@transaction.atomic
def undo_last(*, by: Any, study: Study) -> str | None:
    """Undo this person's latest act of de-identification in the study, and say which; None where there is none.

    A decision for the same words everywhere is undone as a whole, with what it decided in interviews that came later.
    What became an identifier stays in the registry. Raises WrongState where somebody decided on the same words since.
    """
    check(by, Act.DEIDENTIFY, study)
    hold_registry()
    undone: set[int] = set()
    acts = Event.objects.filter(study=study, actor=by, action__in=[*SAID, decisions.UNDONE]).order_by("-id")
    for event in acts.iterator(chunk_size=50):
        if event.action == decisions.UNDONE:
            undone.add(event.data["undoes"])
        elif event.pk not in undone and "changes" in event.data and (places := undo(by, study, event)):
            return f"Undone: {SAID[event.action]}" + (f", in {places} places." if places > 1 else ".")
    return None


def undo(by: Any, study: Study, event: Event) -> int:
    """Undo one act, and say in how many places; 0 where nothing of it is left."""
    changes: dict[int, dict[str, list[Any]]] = dict(event.data["changes"])
    places = {pk: place for place, pk in enumerate(changes)}
    standing = StandingDecision.objects.filter(pk=event.data.get("standing"), undone_at=None).first()
    touched = Q(pk__in=changes) | (Q(everywhere=standing) if standing else Q())
    rows = hold(Replacement.objects.filter(touched, segment__interview__data_key__isnull=False))
    rows = [row for row in rows if row.pk not in changes or not is_back(row, changes[row.pk])]
    if any(row.pk in changes and not is_as_left(row, changes[row.pk]) for row in rows):
        raise WrongState("somebody decided on these words since: undo that decision, at its turn, first")
    if not rows and standing is None:
        return 0
    if event.data.get("made"):
        remove(by, study, event, rows)
        return len(rows)
    # Sorting keeps the order: first what the act was about, last what it decided in later interviews.
    change = Change(sorted(rows, key=lambda row: places.get(row.pk, len(places))))
    for row in rows:
        take_back(row, event, changes.get(row.pk))
    if any(row.status == Status.ACCEPTED for row in rows):
        decisions.without_overlaps(rows)
    stand_back(standing, event)
    if rows:
        change.store(by=by, action=decisions.UNDONE, undoes=event.pk)
    else:
        record(by=by, action=decisions.UNDONE, study=study, undoes=event.pk, changes=[])
    return max(len(rows), 1)


def is_back(row: Replacement, change: dict[str, list[Any]]) -> bool:
    """Whether the row is again what it was before the act."""
    now = facts_of(row)
    return all(now[name] == change[name][0] for name in TELLING if name in change)


def is_as_left(row: Replacement, change: dict[str, list[Any]]) -> bool:
    """Whether the row still is what the act left."""
    now = facts_of(row)
    return all(now[name] == after for name, (_, after) in change.items() if name not in TIMES)


def remove(by: Any, study: Study, event: Event, rows: list[Replacement]) -> None:
    """A replacement that was made by hand at once was nothing before."""
    gone = [row.pk for row in rows]
    interview = rows[0].segment.interview
    record(by=by, action=decisions.UNDONE, interview=interview, replacement=gone[0], undoes=event.pk)
    Replacement.objects.filter(pk__in=gone).delete()
    decisions.changed(interview)
    recheck(by=by, interview=interview)


def take_back(row: Replacement, event: Event, change: dict[str, list[Any]] | None) -> None:
    """Make the row what it was before the act; without a change of its own, what it was when it was suggested."""
    if change is None:
        row.everywhere, row.kind = None, Replacement.Kind.PSEUDONYM
        settle(row, Status.SUGGESTED, None)
    else:
        for name, (before, _) in change.items():
            setattr(row, name, datetime.fromisoformat(before) if name in TIMES and before else before)
    if row.identifier_id and not Identifier.objects.filter(pk=row.identifier_id).exists():
        row.identifier = None
    if event.action == decisions.MOVED:
        row.words_fingerprint = decisions.words_print(row.segment, row.start, row.end)
    elif event.action == decisions.ACCEPTED and row.origin != Origin.HAND:
        rewrite(row, proposed_text(row))
    elif event.action == decisions.REFUSED:
        row.reason = row.reason.rpartition(decisions.REFUSED_BECAUSE)[0]
    if event.action in {decisions.ASKED, decisions.REJECTED} or change is None:
        row.reason = ""


def proposed_text(row: Replacement) -> str:
    """What the program proposed: the log keeps no words, so it is worked out again."""
    if row.origin == Origin.PLACEHOLDER:
        found = (
            each.type for each in find_placeholders(row.segment.text) if (each.start, each.end) == (row.start, row.end)
        )
        return f"[{next(found, row.type)}]"
    return row.identifier.placeholder if row.identifier else f"[{row.type or 'other'}]"


def stand_back(standing: StandingDecision | None, event: Event) -> None:
    """End what stood since the act, and let stand again what it replaced."""
    if standing is None:
        return
    standing.undone_at = timezone.now()
    standing.save(update_fields=["undone_at"])
    StandingDecision.objects.filter(pk=event.data.get("replaced")).update(undone_at=None)
