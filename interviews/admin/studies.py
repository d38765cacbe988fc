"""Studies, and who works on them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import count_column
from interviews.actions.label import relabel
from interviews.admin.base import ScopedRelatedFilter, StudyScopedAdmin, StudyScopedInline
from interviews.admin.counts import count_of
from interviews.admin.pages.clearing import clear_page
from interviews.admin.pages.destruction import destroy_page
from interviews.admin.pages.history import codebook_history, log_page
from interviews.admin.pages.linking import linking_page
from interviews.admin.pages.other_tools import MAY_BRING, download, other_tools_page
from interviews.admin.pages.publishing import acknowledge, publish_page, publish_study
from interviews.admin.pages.registry import placeholder_page, registry_page
from interviews.admin.pages.review import left_page, review_page
from interviews.admin.pages.review_acts import decide_one, suggest, undo
from interviews.admin.pages.search import search_page
from interviews.admin.retention import retention_context
from interviews.admin.rights import rights_of
from interviews.admin.rows import LabelledFormSet
from interviews.admin.waiting import drafts
from interviews.models import (
    Interview,
    Participant,
    Publication,
    Study,
    StudyMembership,
)
from interviews.permissions import Act

Role = StudyMembership.Role


class MembersFormSet(LabelledFormSet):
    """Members of a study: somebody must stay who can manage it."""

    def clean(self) -> None:
        super().clean()
        if self.instance.pk is None or any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if not any(row.get("role") == Role.CUSTODIAN for row in kept):
            raise ValidationError("A study needs a custodian: nobody could manage it any more.")


class MembershipInline(StudyScopedInline):
    model = StudyMembership
    formset = MembersFormSet
    autocomplete_fields = ("user",)
    edit_acts = (Act.MANAGE_STUDY,)
    verbose_name, verbose_name_plural = _("member"), _("members")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("user")


@admin.register(Study)
class StudyAdmin(StudyScopedAdmin):
    """A study. Making one is for a superuser, who becomes its custodian; all else is for its members."""

    study_path = "pk"
    change_acts = (Act.MANAGE_STUDY,)
    inlines = (MembershipInline,)
    list_display = (
        "slug",
        "title",
        count_column("interview_count", "interviews"),
        count_column("participant_count", "participants"),
        count_column("draft_count", "drafts to approve"),
        count_column("public_count", "public quotes"),
        "is_sample",
    )
    list_filter = ("is_sample",)
    search_fields = ("slug", "title")
    # Linking is turned on where each person's public quotes are shown together first (pages/linking.py).
    readonly_fields = (
        "linking_labels",
        "linking_labels_by",
        "linking_labels_at",
        "destroyed_at",
        "destroyed_by",
        "single_participant_acknowledged_by",
        "single_participant_acknowledged_at",
    )
    fieldsets = (
        (None, {"fields": ("slug", "title", "citation", "protocol", "is_sample")}),
        ("How it publishes", {"fields": ("source", "k", "linking_labels", "linking_labels_by", "linking_labels_at")}),
        ("How long its words are kept", {"fields": ("destroy_by", "destroyed_at", "destroyed_by")}),
        (
            "A study of one participant",
            {"fields": ("single_participant_acknowledged_by", "single_participant_acknowledged_at")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                interview_count=count_of(Interview.objects.all(), "study"),
                participant_count=count_of(Participant.objects.filter(withdrawn_at=None), "study"),
                draft_count=count_of(drafts("proposed")(request.user), "segment__interview__study"),
                public_count=count_of(Publication.objects.now_public(), "study", distinct="evidence_id"),
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The one right outside a membership: somebody must make the first study."""
        return request.user.is_active and request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) or super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None and self.has_add_permission(request)) or super().has_view_permission(request, obj)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/publish/", wrap(publish_page), name="interviews_study_publish"),
            path("<int:pk>/publish/now/", wrap(publish_study), name="interviews_study_publish_now"),
            path("<int:pk>/clear/", wrap(clear_page), name="interviews_study_clear"),
            path("<int:pk>/acknowledge/", wrap(acknowledge), name="interviews_study_acknowledge"),
            path("<int:pk>/registry/", wrap(registry_page), name="interviews_study_registry"),
            path(
                "<int:pk>/registry/placeholder/<int:placeholder>/",
                wrap(placeholder_page),
                name="interviews_study_registry_placeholder",
            ),
            path("<int:pk>/search/", wrap(search_page), name="interviews_study_search"),
            path("<int:pk>/log/", wrap(log_page), name="interviews_study_log"),
            path("<int:pk>/codebook/", wrap(codebook_history), name="interviews_study_codebook_history"),
            path("<int:pk>/destroy/", wrap(destroy_page), name="interviews_study_destroy"),
            path("<int:pk>/linking/", wrap(linking_page), name="interviews_study_linking"),
            path("<int:pk>/other-tools/", wrap(other_tools_page), name="interviews_study_other_tools"),
            path("<int:pk>/other-tools/<slug:what>/", wrap(download), name="interviews_study_download"),
            path("<int:pk>/review/", wrap(review_page), name="interviews_study_review"),
            path("<int:pk>/review/left/", wrap(left_page), name="interviews_study_review_left"),
            path("<int:pk>/review/undo/", wrap(undo), name="interviews_study_review_undo"),
            path("<int:pk>/review/suggest/", wrap(suggest), name="interviews_study_review_suggest"),
            path("<int:pk>/review/act/<slug:act>/", wrap(decide_one), name="interviews_study_review_act"),
        ]
        return [*own, *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        rights = rights_of(request)
        return {
            **retention_context(request, obj),
            "may_publish": rights.allow([Act.PUBLISH], obj.pk),
            "may_clear": rights.allow([Act.CLEAR], obj.pk),
            "may_exchange": rights.allow([*MAY_BRING, Act.EXPORT_CODINGS], obj.pk),
            "may_code": rights.allow([Act.CODE], obj.pk),
            "may_review": rights.allow([Act.DEIDENTIFY], obj.pk),
        }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What quotes are published under stays: readers cite it, and its people are counted together.

        So does the slug: the ledger of who withdrew knows the study by it.
        """
        published = obj is not None and obj.source_id is not None and obj.publications.exists()
        fixed = [*(["slug"] if obj else []), *(["source"] if published else [])]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def save_model(self, request: HttpRequest, obj: Study, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "k" in form.changed_data:
            relabel(by=request.user, study=obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            creator: Any = request.user
            StudyMembership.objects.get_or_create(study=form.instance, user=creator, role=Role.CUSTODIAN)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        # The membership that was just made is not among the rights read at the start of this request.
        del request._workshop_rights  # type: ignore[attr-defined]
        return super().response_add(request, obj, post_url_continue)


@admin.register(StudyMembership)
class StudyMembershipAdmin(StudyScopedAdmin):
    """Who has which role. Added and removed on the study's own page, where the last custodian can't be lost."""

    in_index = False
    list_display = ("user", "role", "study")
    list_filter = ("role", ("study", ScopedRelatedFilter))
    search_fields = ("user__username", "user__first_name", "user__last_name", "study__slug")
    list_select_related = ("user", "study")
