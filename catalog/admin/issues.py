"""Issues and what hangs on them. Their words change by publishing an issue draft."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog import models
from catalog.admin.base import (
    CatalogAdmin,
    MitigationInline,
    PublicRelatedFilter,
    PublishedAdmin,
    PublishedInline,
    count_column,
    public_page,
    texts_of,
    title,
)


class ClaimInline(PublishedInline):
    model = models.Claim


class PhaseInline(PublishedInline):
    model = models.IssuePhase
    verbose_name_plural = _("phases")


class AttributeInline(PublishedInline):
    model = models.IssueAttribute
    verbose_name_plural = _("attributes")


@admin.register(models.Issue)
class IssueAdmin(PublishedAdmin):
    """Issues. Their words change by publishing an issue draft; relations and mappings have their own lists."""

    inlines = (texts_of(models.IssueText, PublishedInline), PhaseInline, AttributeInline, ClaimInline, MitigationInline)
    list_display = (
        "code",
        title,
        "status",
        "primary_phase",
        count_column("evidence_count", "quotes"),
        count_column("claim_count", "claims"),
        "last_changed",
        public_page,
    )
    list_filter = ("status", ("primary_phase", PublicRelatedFilter), ("attributes", PublicRelatedFilter))
    search_fields = ("=number", "slug", "texts__title", "texts__summary")
    list_select_related = ("primary_phase",)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return (
            rows.with_evidence_counts()
            .annotate(claim_count=Count("claims", distinct=True))
            .prefetch_related("texts", "primary_phase__texts")
        )


@admin.register(models.Claim)
class ClaimAdmin(PublishedAdmin):
    inlines = (texts_of(models.ClaimText, PublishedInline),)
    list_display = ("__str__", "issue", "aspect", "position", "statement", count_column("quote_count", "quotes"))
    list_filter = ("aspect", ("issue", PublicRelatedFilter))
    search_fields = ("=issue__number", "texts__statement")
    list_select_related = ("issue",)

    def get_queryset(self, request: HttpRequest) -> Any:
        published = Q(evidence__status="published")
        counted = super().get_queryset(request).annotate(quote_count=Count("evidence", filter=published))
        return counted.prefetch_related("texts")

    @admin.display
    def statement(self, claim: models.Claim) -> str:
        return claim.text.statement if claim.text else ""


@admin.register(models.IssuePhase)
class IssuePhaseAdmin(PublishedAdmin):
    in_index = False
    list_display = ("issue", "phase")
    list_filter = (("phase", PublicRelatedFilter),)
    search_fields = ("=issue__number", "phase__slug")
    list_select_related = ("issue", "phase")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.IssuePhase]:
        return super().get_queryset(request).prefetch_related("phase__texts")


@admin.register(models.IssueAttribute)
class IssueAttributeAdmin(PublishedAdmin):
    in_index = False
    list_display = ("issue", "attribute")
    list_filter = (("attribute", PublicRelatedFilter),)
    search_fields = ("=issue__number", "attribute__slug")
    list_select_related = ("issue", "attribute")

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.IssueAttribute]:
        return super().get_queryset(request).prefetch_related("attribute__texts")


class LinkAdmin(CatalogAdmin):
    """Links between rows may go again: nobody cites them."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        models.Revision.objects.bump()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        models.Revision.objects.bump()


@admin.register(models.IssueRelation)
class IssueRelationAdmin(LinkAdmin):
    list_display = ("issue", "kind", "other")
    list_display_links = ("issue", "kind")
    list_filter = ("kind",)
    search_fields = ("=issue__number", "=other__number")
    list_select_related = ("issue", "other")
    autocomplete_fields = ("issue", "other")


@admin.register(models.ExternalMapping)
class ExternalMappingAdmin(LinkAdmin):
    list_display = ("issue", "match", "scheme", "identifier", "title")
    list_display_links = ("issue", "identifier")
    list_filter = ("match", "scheme")
    search_fields = ("=issue__number", "scheme", "identifier", "title")
    list_select_related = ("issue",)
    autocomplete_fields = ("issue",)
