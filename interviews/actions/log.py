"""Writing to the append-only log."""

from typing import Any

from django.db.models import Q

from interviews.models import CodingPass, Event, Interview, Study


def record(
    *,
    by: Any,
    action: str,
    study: Study | None = None,
    interview: Interview | None = None,
    coding_pass: CodingPass | None = None,
    **data: int | str | bool | list[Any] | dict[int, list[int]] | None,
) -> Event:
    """Append one act. `data` takes ids, offsets, states and counts; never words of an interview or a name."""
    made = event(by=by, action=action, study=study, interview=interview, coding_pass=coding_pass, **data)
    made.save()
    return made


def event(
    *,
    by: Any,
    action: str,
    study: Study | None = None,
    interview: Interview | None = None,
    coding_pass: CodingPass | None = None,
    **data: int | str | bool | list[Any] | dict[int, list[int]] | None,
) -> Event:
    """One act, unsaved, for those who append thousands at once; else as `record`."""
    return Event(
        actor=by if getattr(by, "pk", None) else None,
        action=action,
        study=study or (interview.study if interview else None),
        interview=interview,
        coding_pass=coding_pass,
        data=data,
    )


def heard(*, by: Any, coding_pass: CodingPass, client: str) -> Event | None:
    """What the request that its sender calls `client` did, or the last of it: a line that broke may have carried it."""
    if not client:
        return None
    named = Q(data__client=client) | Q(data__act=client)
    return Event.objects.filter(named, actor=by, coding_pass=coding_pass).order_by("pk").last()
