"""Publishing a study: what the gate says of every draft, and the button."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from catalog.models import Evidence
from interviews.actions.draft import acknowledge_single_participant
from interviews.actions.hide import hide_evidence
from interviews.actions.publish import WAITING, evidence_drafts, publish
from interviews.admin.pages.form_page import allow
from interviews.errors import NotPermitted, WorkshopError
from interviews.gate import check_evidence, check_issue
from interviews.gate_rules.base import Finding
from interviews.issue_changes import is_change
from interviews.issue_preview import said_of
from interviews.models import EvidenceDraft, IssueDraft, Publication, Study
from interviews.permissions import Act
from interviews.registry import Registry
from interviews.visibility import blind_interviews
from interviews.wording import COPIES, counted


@dataclass(frozen=True)
class Looked:
    """A draft and what the gate finds about it now."""

    draft: EvidenceDraft | IssueDraft
    findings: list[Finding]

    @property
    def address(self) -> str:
        return reverse(f"admin:interviews_{self.draft._meta.model_name}_change", args=[self.draft.pk])

    @property
    def change(self) -> str:
        """What becomes of the draft's issue, where the draft is about that."""
        draft = self.draft
        if not isinstance(draft, IssueDraft) or draft.issue is None or not is_change(draft.content):
            return ""
        return said_of(draft.issue, draft.content)

    @property
    def passes(self) -> bool:
        return not any(finding.holds for finding in self.findings)


def study_for(request: HttpRequest, pk: int) -> Study:
    """The study, for somebody who may publish it."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.PUBLISH, study.pk)
    return study


@require_GET
def publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the waiting drafts that one may see, with the gate's findings. Nothing is published by looking."""
    study = study_for(request, pk)
    registry = Registry()
    issues = [Looked(d, check_issue(d, registry)) for d in study.issue_drafts.filter(status__in=WAITING).order_by("pk")]
    unseen = set(blind_interviews(request.user).filter(study=study).values_list("pk", flat=True))
    drafts = [draft for draft in evidence_drafts(study) if draft.segment.interview_id not in unseen]
    quotes = [Looked(draft, check_evidence(draft, registry)) for draft in drafts]
    looked = [*issues, *quotes]
    alone = study.participants.filter(withdrawn_at=None).count() <= 1
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Publish {study.slug}",
        "opts": Study._meta,
        "study": study,
        "passing": [each for each in looked if each.passes],
        "held": [each for each in looked if not each.passes],
        "acknowledge": alone and study.single_participant_acknowledged_by_id is None,
        "public": study.publications.now_public().values("evidence_id").distinct().count(),
    }
    return TemplateResponse(request, "interviews/publish.html", context)


@require_POST
def publish_study(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what passes the gate."""
    study = study_for(request, pk)
    report = publish(by=request.user, study=study)
    done = f"{counted(len(report.evidence), 'quote')} and {counted(len(report.issues), 'issue')} published"
    messages.success(request, f"{done}; {counted(len(report.held), 'draft')} held back.")
    return redirect("admin:interviews_study_publish", study.pk)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say, once, that the quotes of a study with one participant are known to be that person's."""
    study = study_for(request, pk)
    acknowledge_single_participant(by=request.user, study=study)
    messages.success(request, "You acknowledged that this study's quotes are all one person's.")
    return redirect("admin:interviews_study_publish", study.pk)


@require_POST
def hide(request: HttpRequest, publication: Publication | None) -> HttpResponse:
    """Hide the quote of a publication that the person may see."""
    if publication is None:
        raise Http404
    evidence = get_object_or_404(Evidence, public_id=publication.evidence_id)
    try:
        hide_evidence(by=request.user, evidence=evidence, reason=request.POST.get("reason", "")[:200])
        done = f"Quote {evidence.public_id} is hidden: its words are gone from pages and releases."
        messages.success(request, f"{done} {COPIES}")
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except WorkshopError as error:
        messages.error(request, str(error))
    return redirect("admin:interviews_publication_change", publication.pk)
