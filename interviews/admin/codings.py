"""Passes and codings: as blind as interviews/visibility.py. Made and changed on the interview's page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from catalog.admin.base import count_column
from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter
from interviews.admin.counts import count_of
from interviews.admin.links import transcript_link, turn_link
from interviews.models import Coding, CodingPass, Interview, Study
from interviews.visibility import visible_passes


@admin.register(CodingPass)
class CodingPassAdmin(ReadOnlyAdmin):
    """The passes that the person may see; opened, submitted and settled on the interview's page."""

    study_path = "interview__study"
    list_display = (
        "__str__",
        "study",
        "coder",
        "kind",
        "status",
        count_column("coding_count", "codings"),
        count_column("coded_turns", "coded turns"),
        count_column("code_count", "codes"),
        "submitted_at",
        "read",
    )
    list_filter = ("kind", "status", ("coder", ScopedRelatedFilter), ("interview__study", ScopedRelatedFilter))
    search_fields = ("=interview__number", "interview__study__slug", "coder__username")
    list_select_related = ("interview__study", "coder")
    date_hierarchy = "started_at"

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .filter(pk__in=visible_passes(request.user).values("pk"))
            .annotate(
                coding_count=count_of(Coding.objects.all(), "coding_pass"),
                coded_turns=count_of(Coding.objects.all(), "coding_pass", distinct="segment"),
                code_count=count_of(Coding.objects.all(), "coding_pass", distinct="code"),
            )
        )

    @admin.display(ordering="interview__study")
    def study(self, coding_pass: CodingPass) -> Study:
        return coding_pass.interview.study

    @admin.display(description="read")
    def read(self, coding_pass: CodingPass) -> str:
        return transcript_link(coding_pass.interview_id, f"Open interview {coding_pass.interview.number}")


@admin.register(Coding)
class CodingAdmin(ReadOnlyAdmin):
    """Codings of the passes that the person may see; made and removed on the interview's page."""

    study_path = "coding_pass__interview__study"
    list_display = ("__str__", "code", "interview", "turn", "span", "coder", "kind", "span_certain")
    list_filter = (
        ("code", ScopedRelatedFilter),
        "coding_pass__kind",
        "span_certain",
        ("coding_pass__coder", ScopedRelatedFilter),
        ("coding_pass__interview__study", ScopedRelatedFilter),
    )
    search_fields = ("code__name", "=coding_pass__interview__number", "coding_pass__coder__username")
    list_select_related = ("code", "segment", "coding_pass__interview", "coding_pass__coder")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Coding]:
        passes = visible_passes(request.user).values("pk")
        return super().get_queryset(request).filter(coding_pass__in=passes)

    @admin.display(ordering="coding_pass__interview")
    def interview(self, coding: Coding) -> Interview:
        return coding.coding_pass.interview

    @admin.display(ordering="segment__position")
    def turn(self, coding: Coding) -> str:
        return turn_link(coding.segment)

    @admin.display(description="characters")
    def span(self, coding: Coding) -> str:
        return f"{coding.start}-{coding.end}"

    @admin.display(ordering="coding_pass__coder")
    def coder(self, coding: Coding) -> str:
        return coding.coding_pass.coder.get_username()

    @admin.display(ordering="coding_pass__kind")
    def kind(self, coding: Coding) -> str:
        return coding.coding_pass.kind
