"""What was decided about the coders' differences, read from the append-only log: the latest that was not undone."""

from dataclasses import dataclass
from typing import Any

from interviews.actions.code import REDONE, UNDONE
from interviews.models import CodingPass, Event

SETTLED, KEPT, LEFT_OUT = "difference settled", "kept", "left out"
Place = tuple[int, int]
"""A segment's id, and the id of a code as it is read today."""


@dataclass(frozen=True)
class Decision:
    """What the log has of a decision: its event's id, who made it, what was decided, and the memo that says why."""

    event: int
    by: str
    verdict: str
    memo: int


def place_of(data: dict[str, Any]) -> Place:
    return data["segment"], data["code"]


def standing_decisions(moderated: CodingPass) -> dict[Place, Decision]:
    """The latest decision on each place that was not undone, or was done again. One query."""
    events = Event.objects.filter(coding_pass=moderated, action__in=[SETTLED, UNDONE, REDONE]).order_by("pk")
    made: dict[int, tuple[Place, Decision]] = {}
    undone: set[int] = set()
    for pk, action, by, data in events.values_list("pk", "action", "actor__username", "data"):
        if action == SETTLED:
            made[pk] = place_of(data), Decision(pk, by or "", data["verdict"], data["memo"])
        elif action == UNDONE:
            undone.update(data["events"])
        else:
            undone.difference_update(data["events"])
    return dict(found for pk, found in made.items() if pk not in undone)
