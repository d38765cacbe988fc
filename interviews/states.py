"""The states of an interview, as one table: import and de-identification on one track, coding on the other.

Both tracks can be reopened. The publication gate reads facts (reviews, consent), never a state: a state tells
people what to do next, and nothing more. docs/reference/states.md is generated from this table.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Transition:
    """One arrow: on `track`, `act` takes an interview from `source` to `target`; `role` does it."""

    track: str
    source: str
    act: str
    target: str
    role: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("import", "imported", "start de-identification", "deidentifying", "de-identifier"),
    Transition("import", "deidentifying", "finish de-identification", "deidentified", "de-identifier"),
    Transition("import", "imported", "finish de-identification", "deidentified", "de-identifier"),
    Transition("import", "deidentified", "reopen de-identification", "deidentifying", "de-identifier"),
    Transition("coding", "uncoded", "start coding", "coding", "coder"),
    Transition("coding", "coding", "submit every pass", "submitted", "coder"),
    Transition("coding", "submitted", "reopen a pass", "coding", "moderator"),
    Transition("coding", "submitted", "start moderation", "moderating", "moderator"),
    Transition("coding", "moderating", "submit moderation", "moderated", "moderator"),
    Transition("coding", "submitted", "adopt a sole pass", "moderated", "moderator"),
    Transition("coding", "moderated", "reopen moderation", "moderating", "moderator"),
)


class NoSuchTransition(Exception):
    """The act is not possible in this state; the message lists the acts that are."""


def next_state(track: str, source: str, act: str) -> str:
    """The state that `act` leads to from `source`. Raises NoSuchTransition with what is possible there."""
    for transition in TRANSITIONS:
        if (transition.track, transition.source, transition.act) == (track, source, act):
            return transition.target
    possible = ", ".join(acts_from(track, source)) or "nothing"
    raise NoSuchTransition(f"can't {act} while {source}: possible is {possible}")


def acts_from(track: str, source: str) -> list[str]:
    """What can be done from `source`, in the table's order."""
    return [t.act for t in TRANSITIONS if (t.track, t.source) == (track, source)]


def diagram(track: str) -> str:
    """The track as a Mermaid state diagram."""
    arrows = [f"    {t.source} --> {t.target}: {t.act} ({t.role})" for t in TRANSITIONS if t.track == track]
    return "\n".join(["stateDiagram-v2", *arrows]) + "\n"
