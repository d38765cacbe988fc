"""The append-only log: what was done, by whom, with ids and offsets, never words."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from interviews.models.codes import CodingPass
from interviews.models.interviews import Interview
from interviews.models.studies import Study


class Event(models.Model):
    """One act. The database refuses to change or delete it; undoing an act is an act of its own."""

    study = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="events", db_constraint=False)
    # The interview and pass may be gone after a withdrawal; what was done to them stays known by their ids.
    interview = models.ForeignKey(Interview, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    coding_pass = models.ForeignKey(CodingPass, models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "event")
        verbose_name_plural = pgettext_lazy("model", "events")
        ordering: ClassVar[Any] = ["-id"]
        indexes: ClassVar[Any] = [models.Index(fields=["study", "-id"], name="events_of_study")]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
