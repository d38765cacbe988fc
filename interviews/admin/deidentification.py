"""What must not be published, and what stands in its place."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from catalog.admin.base import count_column
from interviews.actions.log import record
from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter, StudyScopedAdmin, StudyScopedInline
from interviews.admin.counts import count_of
from interviews.admin.pages.held import settle_page
from interviews.admin.pages.identify import new_identifier, new_variant
from interviews.admin.rights import rights_of
from interviews.models import (
    AuthorPlaceholder,
    HeldText,
    Identifier,
    IdentifierVariant,
    Interview,
    KeyRing,
    Replacement,
    StandingDecision,
)
from interviews.permissions import Act


class VariantInline(StudyScopedInline):
    """The ways an identifier is said, opened for people who may see identities, on this page alone."""

    model = IdentifierVariant
    fields = readonly_fields = ("words", "match", "context_before", "word_count")
    can_delete = False

    @admin.display(description="said as")
    def words(self, variant: IdentifierVariant) -> str:
        return variant.text if variant.text_encrypted else "destroyed"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Identifier)
class IdentifierAdmin(StudyScopedAdmin):
    view_acts = (Act.SEE_IDENTITIES,)
    add_acts = (Act.DEIDENTIFY,)
    list_display = (
        "__str__",
        "placeholder",
        "study",
        count_column("variant_count", "variants"),
        count_column("replacement_count", "replacements"),
        "added_by",
        "added_at",
    )
    list_filter = ("type", ("study", ScopedRelatedFilter))
    search_fields = ("placeholder", "type", "study__slug")
    list_select_related = ("study", "added_by")
    date_hierarchy = "added_at"
    inlines = (VariantInline,)
    fields = readonly_fields = ("study", "type", "words", "placeholder", "added_by", "added_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                variant_count=count_of(IdentifierVariant.objects.all(), "identifier"),
                replacement_count=count_of(Replacement.objects.all(), "identifier"),
            )
        )

    @admin.display(description="name")
    def words(self, identifier: Identifier) -> str:
        return identifier.name if identifier.name_encrypted else "destroyed"

    def get_urls(self) -> list[Any]:
        own = path("<int:pk>/variant/", self.admin_site.admin_view(new_variant), name="interviews_identifier_variant")
        return [own, *super().get_urls()]

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return new_identifier(request)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """The page opens a name, so the log says who saw it."""
        record(by=request.user, action="identity seen", study=obj.study, identifier=obj.pk)
        return {"may_change": self.allows(request, self.add_acts, obj) and obj.data_key is not None}


@admin.register(IdentifierVariant)
class IdentifierVariantAdmin(ReadOnlyAdmin):
    """Variants of all identifiers; new ones are added on the identifier's page."""

    in_index = False
    study_path = "identifier__study"
    view_acts = (Act.SEE_IDENTITIES,)
    list_display = ("__str__", "identifier", "match", "context_before", "word_count")
    list_filter = ("match", ("identifier__study", ScopedRelatedFilter))
    search_fields = ("=identifier__id", "identifier__placeholder")
    list_select_related = ("identifier",)


@admin.register(Replacement)
class ReplacementAdmin(ReadOnlyAdmin):
    """Replacements of all interviews; made and decided on the interview's page."""

    study_path = "segment__interview__study"
    view_acts = (Act.DEIDENTIFY,)
    list_display = ("__str__", "interview", "type", "origin", "confidence", "status", "decided_by", "decided_at")
    list_filter = ("status", "kind", "origin", "type", ("segment__interview__study", ScopedRelatedFilter))
    search_fields = ("=segment__interview__number", "segment__interview__study__slug", "type")
    list_select_related = ("segment__interview", "decided_by")

    @admin.display(ordering="segment__interview")
    def interview(self, replacement: Replacement) -> Interview:
        return replacement.segment.interview


@admin.register(StandingDecision)
class StandingDecisionAdmin(ReadOnlyAdmin):
    """Decisions for the same words everywhere in a study; made and undone on the review page."""

    view_acts = (Act.DEIDENTIFY,)
    list_display = ("__str__", "study", "verdict", "type", "decided_by", "decided_at", "undone_at")
    list_filter = ("verdict", "type", ("study", ScopedRelatedFilter))
    search_fields = ("study__slug", "type")
    list_select_related = ("study", "decided_by")


@admin.register(AuthorPlaceholder)
class AuthorPlaceholderAdmin(ReadOnlyAdmin):
    """Placeholders of the study's authors, interview by interview."""

    study_path = "interview__study"
    view_acts = (Act.DEIDENTIFY,)
    list_display = ("__str__", "interview", "occurrences", "identifier", "settled_by")
    list_filter = ("type", ("interview__study", ScopedRelatedFilter))
    search_fields = ("type", "key", "=interview__number")
    list_select_related = ("interview", "identifier", "settled_by")


@admin.register(HeldText)
class HeldTextAdmin(ReadOnlyAdmin):
    """Published texts of issues and strategies in which an identifier was found."""

    view_acts = (Act.SEE_IDENTITIES, Act.APPROVE)
    list_display = ("__str__", "study", "model", "field", "identifier", "settlement", "held_at")
    list_filter = ("settlement", "model", ("study", ScopedRelatedFilter))
    search_fields = ("study__slug", "model")
    list_select_related = ("study", "identifier")

    def get_urls(self) -> list[Any]:
        own = path("<int:pk>/settle/", self.admin_site.admin_view(settle_page), name="interviews_heldtext_settle")
        return [own, *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return {"may_settle": not obj.settlement and self.allows(request, (Act.DEIDENTIFY, Act.APPROVE), obj)}


@admin.register(KeyRing)
class KeyRingAdmin(ReadOnlyAdmin):
    """Keys of no row and no study: custodians see that they are there, nobody sees what they are."""

    list_display = fields = ("purpose",)
    study_path = "pk"
    search_fields = ("purpose",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[KeyRing]:
        rings = KeyRing.objects.order_by("purpose")
        return rings if self.has_view_permission(request) else rings.none()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights_of(request).allow([Act.MANAGE_STUDY])
