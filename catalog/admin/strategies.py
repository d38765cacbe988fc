"""Strategies, and the issues that they help against."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from catalog import models
from catalog.admin.base import (
    CatalogAdmin,
    MitigationInline,
    PublishedAdmin,
    PublishedInline,
    count_column,
    languages,
    public_page,
    texts_of,
    title,
)


@admin.register(models.Strategy)
class StrategyAdmin(CatalogAdmin):
    inlines = (texts_of(models.StrategyText), MitigationInline)
    list_display = ("code", title, "kind", "status", count_column("issue_count", "issues"), languages, public_page)
    list_filter = ("kind", "status")
    search_fields = ("=number", "slug", "texts__title", "texts__summary")

    def get_queryset(self, request: HttpRequest) -> Any:
        counted = super().get_queryset(request).annotate(issue_count=Count("mitigations", distinct=True))
        return counted.prefetch_related("texts")


@admin.register(models.Mitigation)
class MitigationAdmin(PublishedAdmin):
    inlines = (texts_of(models.MitigationText, PublishedInline),)
    list_display = ("issue", "strategy", "position", "how")
    list_filter = ("strategy__kind",)
    search_fields = ("=issue__number", "=strategy__number", "texts__how")
    list_select_related = ("issue", "strategy")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Mitigation]:
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display
    def how(self, mitigation: models.Mitigation) -> str:
        return mitigation.text.how if mitigation.text else ""
