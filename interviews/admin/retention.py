"""A study's destroy-by date as pages show it: how urgent it is, in which words, and who can act on it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from interviews.actions.retention import is_due_soon, retention_notice
from interviews.admin.rights import rights_of
from interviews.models import Study
from interviews.permissions import Act


class Level(StrEnum):
    """How urgent it is."""

    KEPT = "kept"
    SOON = "soon"
    OVERDUE = "overdue"
    DESTROYED = "destroyed"


@dataclass(frozen=True)
class Retention:
    """Where a study stands; `notice` is a line in words."""

    study: Study
    level: Level
    notice: str

    @property
    def on_home(self) -> bool:
        """Whether the first page says it: a day far away is no news there."""
        return self.level != Level.KEPT


def retention_of(study: Study, *, today: date | None = None) -> Retention | None:
    """Where `study` stands on `today`, else now; None without a destroy-by date."""
    day = today or timezone.localdate()
    notice = retention_notice(study, today=day)
    return Retention(study, level_of(study, day), notice) if notice else None


def level_of(study: Study, day: date) -> Level:
    """How urgent it is on `day`. On the destroy-by date itself nothing is overdue yet."""
    if study.destroyed_at is not None:
        return Level.DESTROYED
    if study.destroy_by is not None and study.destroy_by < day:
        return Level.OVERDUE
    return Level.SOON if is_due_soon(study, today=day) else Level.KEPT


def retention_context(request: HttpRequest, study: Study) -> dict[str, Any]:
    """What snippets/retention.html reads."""
    return {"retention": retention_of(study), "may_destroy": rights_of(request).allow([Act.WITHDRAW], study.pk)}
