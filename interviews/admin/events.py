"""The log: read by the people of the study, changed by nobody."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter
from interviews.models import Event
from interviews.visibility import visible_events


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What was done, by whom. Acts in a coding pass are as visible as the pass itself."""

    list_display = ("at", "action", "actor", "study", "interview_number", "details")
    list_filter = (("study", ScopedRelatedFilter), ("actor", ScopedRelatedFilter), "action")
    search_fields = ("action", "actor__username", "study__slug")
    list_select_related = ("actor", "study", "interview")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).filter(pk__in=visible_events(request.user).values("pk"))

    @admin.display(description="interview", ordering="interview")
    def interview_number(self, event: Event) -> int | str:
        return event.interview.number if event.interview else ""

    @admin.display(description="ids and places")
    def details(self, event: Event) -> str:
        return ", ".join(f"{key} {value}" for key, value in sorted(event.data.items()))
