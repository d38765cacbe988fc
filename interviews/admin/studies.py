"""Studies, who works on them, who was interviewed and what they agreed to, and the guides."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from catalog.admin.base import PublicRelatedFilter, count_column
from interviews.actions.log import record
from interviews.admin.base import ScopedRelatedFilter, StudyScopedAdmin, StudyScopedInline
from interviews.admin.counts import count_of
from interviews.models import (
    Consent,
    EvidenceDraft,
    GuideQuestion,
    Interview,
    InterviewGuide,
    Participant,
    Publication,
    Speaker,
    Study,
    StudyMembership,
)
from interviews.permissions import Act

Role = StudyMembership.Role


class MembersFormSet(BaseInlineFormSet):
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
    verbose_name = "member"

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
    readonly_fields = ("single_participant_acknowledged_by", "single_participant_acknowledged_at")
    fieldsets = (
        (None, {"fields": ("slug", "title", "citation", "protocol", "is_sample")}),
        ("How it publishes", {"fields": ("source", "k", "linking_labels")}),
        ("How long its words are kept", {"fields": ("destroy_by",)}),
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
                draft_count=count_of(EvidenceDraft.objects.filter(status="proposed"), "segment__interview__study"),
                public_count=count_of(Publication.objects.exclude(evidence_id=""), "study", distinct="evidence_id"),
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The one right outside a membership: somebody must make the first study."""
        return request.user.is_active and request.user.is_superuser

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) or super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None and self.has_add_permission(request)) or super().has_view_permission(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            creator: Any = request.user
            StudyMembership.objects.get_or_create(study=form.instance, user=creator, role=Role.CUSTODIAN)
        record(by=request.user, action="study changed" if change else "study created", study=form.instance)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        # The membership that was just made is not among the rights read at the start of this request.
        del request._workshop_rights  # type: ignore[attr-defined]
        return super().response_add(request, obj, post_url_continue)


@admin.register(StudyMembership)
class StudyMembershipAdmin(StudyScopedAdmin):
    """Who has which role. Added and removed on the study's own page, where the last custodian can't be lost."""

    list_display = ("user", "role", "study")
    list_filter = ("role", ("study", ScopedRelatedFilter))
    search_fields = ("user__username", "user__first_name", "user__last_name", "study__slug")
    list_select_related = ("user", "study")


class ConsentInline(StudyScopedInline):
    model = Consent
    edit_acts = (Act.MANAGE_STUDY,)
    may_remove = False  # A consent taken back keeps its row, with the day.


@admin.register(Participant)
class ParticipantAdmin(StudyScopedAdmin):
    """The people interviewed, by code."""

    add_acts = change_acts = (Act.MANAGE_STUDY,)
    inlines = (ConsentInline,)
    list_display = (
        "code",
        "study",
        "role",
        "sector",
        count_column("interview_count", "interviews"),
        "consents_given",
        "withdrawn_at",
    )
    list_filter = (("study", ScopedRelatedFilter), ("withdrawn_at", admin.EmptyFieldListFilter), "consents__scope")
    search_fields = ("code", "role", "sector", "study__slug")
    list_select_related = ("study",)
    readonly_fields = ("withdrawn_at",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .prefetch_related("consents")
            .annotate(interview_count=count_of(Speaker.objects.all(), "participant", distinct="interview"))
        )

    @admin.display(description="agreed to")
    def consents_given(self, participant: Participant) -> str:
        given = [c.scope for c in participant.consents.all() if c.revoked_on is None]
        return ", ".join(given) or "nothing yet"


@admin.register(Consent)
class ConsentAdmin(StudyScopedAdmin):
    study_path = "participant__study"
    add_acts = change_acts = (Act.MANAGE_STUDY,)
    list_display = ("participant", "scope", "granted_on", "revoked_on", "study")
    list_filter = ("scope", ("revoked_on", admin.EmptyFieldListFilter), ("participant__study", ScopedRelatedFilter))
    search_fields = ("participant__code", "participant__study__slug", "evidence")
    list_select_related = ("participant__study",)
    autocomplete_fields = ("participant",)
    date_hierarchy = "granted_on"

    @admin.display(ordering="participant__study")
    def study(self, consent: Consent) -> Study:
        return consent.participant.study

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["participant"] if obj else [])]


class QuestionInline(StudyScopedInline):
    model = GuideQuestion
    edit_acts = (Act.MANAGE_STUDY,)
    fields = ("position", "key", "text", "phase")


@admin.register(InterviewGuide)
class InterviewGuideAdmin(StudyScopedAdmin):
    add_acts = change_acts = (Act.MANAGE_STUDY,)
    inlines = (QuestionInline,)
    list_display = (
        "version",
        "study",
        count_column("question_count", "questions"),
        count_column("interview_count", "interviews"),
    )
    list_filter = (("study", ScopedRelatedFilter),)
    search_fields = ("version", "study__slug")
    list_select_related = ("study",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                question_count=count_of(GuideQuestion.objects.all(), "guide"),
                interview_count=count_of(Interview.objects.all(), "guide"),
            )
        )


@admin.register(GuideQuestion)
class GuideQuestionAdmin(StudyScopedAdmin):
    study_path = "guide__study"
    add_acts = change_acts = (Act.MANAGE_STUDY,)
    list_display = ("key", "guide", "study", "phase", "position")
    list_filter = (("guide__study", ScopedRelatedFilter), ("phase", PublicRelatedFilter))
    search_fields = ("key", "text", "guide__study__slug")
    list_select_related = ("guide__study", "phase")
    autocomplete_fields = ("guide",)

    @admin.display(ordering="guide__study")
    def study(self, question: GuideQuestion) -> Study:
        return question.guide.study

    def get_queryset(self, request: HttpRequest) -> QuerySet[GuideQuestion]:
        return super().get_queryset(request).prefetch_related("phase__texts")
