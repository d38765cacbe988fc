"""The two axes: workflow phases and quality attributes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from catalog import models
from catalog.admin.base import CatalogAdmin, PublishedAdmin, count_column, languages, texts_of, title


class TaxonAdmin(CatalogAdmin):
    list_display: Any = ("position", title, "slug", count_column("issue_count", "issues"), languages)
    list_display_links = (title,)
    search_fields = ("slug", "texts__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_issue_counts().prefetch_related("texts")


@admin.register(models.WorkflowPhase)
class WorkflowPhaseAdmin(TaxonAdmin):
    inlines = (texts_of(models.WorkflowPhaseText),)


@admin.register(models.QualityAttribute)
class QualityAttributeAdmin(TaxonAdmin):
    inlines = (texts_of(models.QualityAttributeText),)


class FormerSlugAdmin(PublishedAdmin):
    """Written when a phase or a quality is saved under a new slug."""

    in_index = False
    list_display = ("slug", "taxon")
    search_fields = ("slug", "taxon__slug")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("taxon__texts")


admin.site.register([models.FormerPhaseSlug, models.FormerAttributeSlug], FormerSlugAdmin)
