"""Drafts on their way to the public, what was cleared, and what was published."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from catalog.admin.base import PublicRelatedFilter
from catalog.models import Evidence
from interviews.admin.base import ReadOnlyAdmin, ScopedRelatedFilter
from interviews.admin.links import turn_link
from interviews.admin.pages.drafts import act_on_draft, draft_context, propose_evidence, propose_issue
from interviews.admin.pages.issue_changes import change_page
from interviews.admin.pages.publishing import hide
from interviews.admin.rights import rights_of
from interviews.gate import check_evidence, check_issue
from interviews.gate_rules.base import EvidenceCandidate
from interviews.issue_changes import is_change
from interviews.issue_preview import follows_of, said_of
from interviews.models import EvidenceDraft, IdentifierClearance, Interview, IssueDraft, Publication
from interviews.models.publication import DraftStatus
from interviews.payload import parts_of_content
from interviews.permissions import Act
from interviews.registry import Registry
from interviews.visibility import visible_passes
from interviews.wording import COPIES


@admin.register(EvidenceDraft)
class EvidenceDraftAdmin(ReadOnlyAdmin):
    """Quotes proposed for the catalog, as safe text. A draft is as visible as the moderated pass it quotes."""

    study_path = "segment__interview__study"
    view_acts = (Act.DRAFT, Act.APPROVE, Act.DEIDENTIFY)
    list_display = ("__str__", "issue", "interview", "turn", "stance", "status", "proposed_by", "approved_by")
    list_filter = (
        "status",
        "stance",
        ("issue", PublicRelatedFilter),
        ("segment__interview__study", ScopedRelatedFilter),
    )
    search_fields = ("=issue__number", "issue__texts__title", "=segment__interview__number", "public_id")
    list_select_related = ("issue", "segment__interview", "proposed_by", "approved_by")
    date_hierarchy = "proposed_at"
    fields = (
        "interview",
        "turn",
        "issue",
        "claim",
        "mitigation",
        "stance",
        "question",
        "phase",
        "relevance",
        "public_id",
        "status",
        "proposed_by",
        "approved_by",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[EvidenceDraft]:
        passes = visible_passes(request.user).values("pk")
        return super().get_queryset(request).filter(coding__coding_pass__in=passes)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("propose/<int:coding>/", wrap(propose_evidence), name="interviews_evidencedraft_propose"),
            path("<int:pk>/act/<slug:act>/", wrap(self.act), name="interviews_evidencedraft_act"),
        ]
        return [*own, *super().get_urls()]

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        return act_on_draft(request, self.get_object(request, str(pk)), act)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        registry, study = Registry(), obj.segment.interview.study_id
        candidate = EvidenceCandidate(obj, registry)
        quote = {"quote": candidate.quote, "quote_language": candidate.segment.interview.language, "can_reject": True}
        return draft_context(request, obj, study, check_evidence(obj, registry), **quote)

    @admin.display(ordering="segment__interview")
    def interview(self, draft: EvidenceDraft) -> Interview:
        return draft.segment.interview

    @admin.display(ordering="segment__position")
    def turn(self, draft: EvidenceDraft) -> str:
        return turn_link(draft.segment)


def issue_context(draft: IssueDraft) -> dict[str, Any]:
    """The drafted words; of a change also what it is, and what will follow until it is done."""
    content, parts = draft.content, list(parts_of_content(draft.content))
    aside = {"can_reject": True}
    if draft.issue is None or not is_change(content):
        return {"parts": parts, **aside}
    follows = [] if draft.status == DraftStatus.PUBLISHED else follows_of(draft.issue, content)
    reasons = [part for part in parts if part.place.startswith("reason")]
    return {"parts": reasons, "becomes": said_of(draft.issue, content), "follows": follows, **aside}


@admin.register(IssueDraft)
class IssueDraftAdmin(ReadOnlyAdmin):
    """Issues being written or rewritten."""

    view_acts = (Act.DRAFT, Act.APPROVE)
    list_display = ("__str__", "issue", "study", "status", "proposed_by", "proposed_at", "approved_by")
    list_filter = ("status", ("study", ScopedRelatedFilter))
    search_fields = ("=issue__number", "study__slug")
    list_select_related = ("issue", "study", "proposed_by", "approved_by")
    date_hierarchy = "proposed_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.allows(request, (Act.DRAFT,))

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return propose_issue(request)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        change_issue = "interviews_issuedraft_change_issue"
        own = [
            path("<int:pk>/act/<slug:act>/", wrap(self.act), name="interviews_issuedraft_act"),
            path("change/<int:issue>/<slug:act>/", wrap(change_page), name=change_issue),
        ]
        return [*own, *super().get_urls()]

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        return act_on_draft(request, self.get_object(request, str(pk)), act)

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        return draft_context(request, obj, obj.study_id, check_issue(obj, Registry()), **issue_context(obj))


@admin.register(IdentifierClearance)
class IdentifierClearanceAdmin(ReadOnlyAdmin):
    """Which occurrence of which identifier a second person found harmless."""

    study_path = "identifier__study"
    view_acts = (Act.SEE_IDENTITIES, Act.APPROVE)
    list_display = ("__str__", "identifier", "evidence_draft", "issue_draft", "cleared_by", "cleared_at")
    list_filter = (("identifier__study", ScopedRelatedFilter),)
    search_fields = ("=identifier__id", "cleared_by__username")
    list_select_related = ("identifier", "evidence_draft", "issue_draft", "cleared_by")
    date_hierarchy = "cleared_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[IdentifierClearance]:
        passes = visible_passes(request.user).values("pk")
        seen = Q(evidence_draft=None) | Q(evidence_draft__coding__coding_pass__in=passes)
        return super().get_queryset(request).filter(seen)


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """What became public, when and by whom. Holds no words and outlives a withdrawal."""

    view_acts = (Act.DRAFT, Act.PUBLISH, Act.MANAGE_STUDY)
    list_display = ("__str__", "study", "evidence_id", "issue_draft", "published_by", "published_at", "finding_count")
    list_filter = (("study", ScopedRelatedFilter),)
    search_fields = ("evidence_id", "study__slug")
    list_select_related = ("study", "published_by", "issue_draft")
    date_hierarchy = "published_at"

    def get_urls(self) -> list[Any]:
        own = path("<int:pk>/hide/", self.admin_site.admin_view(self.hide), name="interviews_publication_hide")
        return [own, *super().get_urls()]

    def hide(self, request: HttpRequest, pk: int) -> HttpResponse:
        return hide(request, self.get_object(request, str(pk)))

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        public = Evidence.objects.published().filter(public_id=obj.evidence_id)
        return {"may_hide": rights_of(request).allow([Act.PUBLISH], obj.study_id) and public.exists(), "copies": COPIES}

    @admin.display(description="findings")
    def finding_count(self, publication: Publication) -> int:
        return len(publication.findings)
