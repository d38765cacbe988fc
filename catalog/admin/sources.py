"""Sources, the quotes published under them, and their numbers."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from catalog import models
from catalog.admin.base import CatalogAdmin, PublicRelatedFilter, PublishedAdmin, count_column, texts_of, title


@admin.register(models.Source)
class SourceAdmin(CatalogAdmin):
    inlines = (texts_of(models.SourceText),)
    list_display = ("slug", title, "year", "participants", "interviews", "k", count_column("evidence_count", "quotes"))
    search_fields = ("slug", "citation", "texts__title")

    def get_queryset(self, request: HttpRequest) -> Any:
        published = Q(evidence__status="published")
        counted = super().get_queryset(request).annotate(evidence_count=Count("evidence", filter=published))
        return counted.prefetch_related("texts")


@admin.register(models.Evidence)
class EvidenceAdmin(PublishedAdmin):
    list_display = ("public_id", "issue", "phase", "stance", "status", "speaker_label", "source", "published_on")
    list_filter = ("status", "stance", ("phase", PublicRelatedFilter), ("source", PublicRelatedFilter), "language")
    search_fields = ("public_id", "=issue__number", "text")
    list_select_related = ("issue", "phase", "source")
    date_hierarchy = "published_on"

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Evidence]:
        return super().get_queryset(request).prefetch_related("phase__texts")


@admin.register(models.IssueStatistics)
class IssueStatisticsAdmin(PublishedAdmin):
    list_display = ("issue", "source", "participants", "interviews", "codings", "kappa", "survey_validated")
    list_filter = (("source", PublicRelatedFilter), "survey_validated")
    search_fields = ("=issue__number", "source__slug", "reference")
    list_select_related = ("issue", "source")


@admin.register(models.IssueCooccurrence)
class IssueCooccurrenceAdmin(PublishedAdmin):
    list_display = ("issue", "other", "source", "interviews")
    list_filter = (("source", PublicRelatedFilter),)
    search_fields = ("=issue__number", "=other__number")
    list_select_related = ("issue", "other", "source")
