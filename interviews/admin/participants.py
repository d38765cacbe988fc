"""The people interviewed, by code, and what they agreed to."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import path

from catalog.admin.base import count_column
from interviews import ledger
from interviews.actions.consent import hide_unconsented
from interviews.actions.label import relabel
from interviews.admin.base import ScopedRelatedFilter, StudyScopedAdmin, StudyScopedInline
from interviews.admin.counts import count_of
from interviews.admin.pages.withdrawal import withdraw_page
from interviews.admin.rights import rights_of
from interviews.forms import SameStudyForm
from interviews.models import Consent, Participant, Speaker, Study
from interviews.permissions import Act


class ParticipantForm(SameStudyForm):
    """Refuses the code of somebody who withdrew, whether or not this database, restored, still knows them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        study, code = cleaned.get("study"), cleaned.get("code")
        if study and code and ledger.person(Participant(study=study, code=code)) in ledger.known().withdrawn:
            self.add_error("code", "Somebody withdrew under this code. Choose another one.")
        return cleaned


class ConsentInline(StudyScopedInline):
    model = Consent
    edit_acts = (Act.MANAGE_STUDY,)
    may_remove = False  # A consent taken back keeps its row, with the day.

    def allowed(self, request: HttpRequest, parent: Any) -> bool:
        return super().allowed(request, parent) and (parent is None or parent.withdrawn_at is None)


def hide_without_consent(request: HttpRequest, participant: Participant) -> None:
    """Take down what the participant no longer agrees to, and say so."""
    if hidden := hide_unconsented(by=request.user, participant=participant):
        count = f"{len(hidden)} quote{'s' if len(hidden) != 1 else ''}"
        messages.warning(request, f"{participant.code} does not agree to be quoted: {count} left pages and releases.")


@admin.register(Participant)
class ParticipantAdmin(StudyScopedAdmin):
    """The people interviewed, by code."""

    form = ParticipantForm
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

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = path("<int:pk>/withdraw/", wrap(withdraw_page), name="interviews_participant_withdraw")
        return [own, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The code is what a withdrawal finds published quotes by: it stays."""
        return [*super().get_readonly_fields(request, obj), *(["code"] if obj else [])]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of somebody who withdrew nothing is written down again."""
        return super().has_change_permission(request, obj) and (obj is None or obj.withdrawn_at is None)

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and {"role", "sector"} & set(form.changed_data):
            relabel(by=request.user, study=obj.study)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        hide_without_consent(request, form.instance)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        allowed = rights_of(request).allow([Act.WITHDRAW], obj.study_id)
        return {"may_withdraw": allowed and obj.withdrawn_at is None}

    @admin.display(description="agreed to")
    def consents_given(self, participant: Participant) -> str:
        given = [c.scope for c in participant.consents.all() if c.revoked_on is None]
        return ", ".join(given) or "nothing yet"


@admin.register(Consent)
class ConsentAdmin(StudyScopedAdmin):
    in_index = False
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

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        withdrawn = obj is not None and obj.participant.withdrawn_at is not None
        return super().has_change_permission(request, obj) and not withdrawn

    def save_model(self, request: HttpRequest, obj: Consent, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        hide_without_consent(request, obj.participant)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "participant":
            # Nobody who withdrew consents by a slip of the hand.
            field.queryset = field.queryset.filter(
                withdrawn_at=None, study__in=rights_of(request).studies(self.add_acts)
            )
        return field
