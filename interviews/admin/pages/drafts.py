"""Drafts: proposing a coding as evidence or an issue in words, approving, rejecting, clearing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from catalog.models import Issue
from interviews.actions import publish as publication
from interviews.admin.pages.form_page import allow, form_page
from interviews.admin.rights import rights_of
from interviews.errors import NotPermitted, WorkshopError
from interviews.forms.publication import ClearForm, IssueDraftForm, ProposeForm, words_of
from interviews.gate_rules.base import Finding
from interviews.models import Coding, EvidenceDraft, IssueDraft, Study
from interviews.permissions import Act
from interviews.safe import safe_text
from interviews.visibility import visible_passes

Draft = EvidenceDraft | IssueDraft
GIVEN = ("issue", "claim", "mitigation", "stance", "question", "relevance")


def propose_evidence(request: HttpRequest, coding: int) -> HttpResponse:
    """Ask for what a quote is evidence of, and propose it. The quote is shown as it would stand: safe text."""
    related = "segment__interview__study", "coding_pass", "code__issue"
    visible = Coding.objects.filter(coding_pass__in=visible_passes(request.user).values("pk"))
    chosen = get_object_or_404(visible.select_related(*related), pk=coding)
    interview = chosen.segment.interview
    allow(request, Act.DRAFT, interview.study_id)
    safe = safe_text(chosen.segment)
    start, end = safe.safe_span(chosen.start, chosen.end)
    initial = {"turn": chosen.segment.position, "start": start, "end": end, "issue": chosen.code.effective().issue_id}
    form = ProposeForm(request.POST or None, interview=interview, coding=chosen, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        span = {"start": given["raw_start"], "end": given["raw_end"]}
        try:
            draft = publication.propose_evidence(by=request.user, coding=chosen, **span, **{n: given[n] for n in GIVEN})
            messages.success(request, f"The quote is proposed as {draft}.")
            return redirect("admin:interviews_evidencedraft_change", draft.pk)
        except WorkshopError as error:
            form.add_error(None, str(error))
    facts = [f"{interview}, turn {chosen.segment.position}", f"Coded {chosen.code.effective()}"]
    words = {"quote": safe.text[start:end], "quote_language": interview.language}
    return form_page(
        request, model=EvidenceDraft, title="Propose evidence", button="Propose", form=form, facts=facts, **words
    )


def propose_issue(request: HttpRequest) -> HttpResponse:
    """Ask for an issue's words and propose them."""
    allow(request, Act.DRAFT)
    studies = Study.objects.filter(pk__in=rights_of(request).studies([Act.DRAFT]))
    issue = request.GET.get("issue", "")
    initial = words_of(get_object_or_404(Issue, pk=issue)) if issue.isdecimal() else {}
    form = IssueDraftForm(request.POST or None, studies=studies, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = publication.propose_issue(
                by=request.user, study=given["study"], content=form.content(), issue=given["issue"]
            )
            messages.success(request, f"The issue is proposed as {draft}.")
            return redirect("admin:interviews_issuedraft_change", draft.pk)
        except WorkshopError as error:
            form.add_error(None, str(error))
    return form_page(request, model=IssueDraft, title="Propose an issue", button="Propose", form=form)


def approve(request: HttpRequest, draft: Draft) -> str:
    if isinstance(draft, EvidenceDraft):
        publication.approve_evidence(by=request.user, draft=draft)
    else:
        publication.approve_issue(by=request.user, draft=draft)
    return f"{draft} is approved; it becomes public when the study is published."


def reject(request: HttpRequest, draft: Draft) -> str:
    if isinstance(draft, EvidenceDraft):
        publication.reject_evidence(by=request.user, draft=draft)
    else:
        publication.reject_issue(by=request.user, draft=draft)
    return f"{draft} is set aside."


def clear(request: HttpRequest, draft: Draft) -> str:
    form = ClearForm(request.POST)
    if not form.is_valid():
        raise WorkshopError("To clear an occurrence give the identifier's number, the place, both ends and a reason.")
    publication.clear_occurrence(by=request.user, draft=draft, **form.cleaned_data)
    return "The occurrence is cleared for these very words."


ACTS: dict[str, Callable[[HttpRequest, Draft], str]] = {"approve": approve, "reject": reject, "clear": clear}


@require_POST
def act_on_draft(request: HttpRequest, draft: Draft | None, act: str) -> HttpResponse:
    """Do one act on a draft that the person may see, and return to its page."""
    if draft is None or act not in ACTS:
        raise Http404
    try:
        messages.success(request, ACTS[act](request, draft))
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except WorkshopError as error:
        messages.error(request, str(error))
    return redirect(f"admin:interviews_{draft._meta.model_name}_change", draft.pk)


def draft_context(
    request: HttpRequest, draft: Draft, study: int, findings: list[Finding], **context: Any
) -> dict[str, Any]:
    """What the page of a draft shows beside Django's fields."""
    rights = rights_of(request)
    return {
        "draft": draft,
        "findings": findings,
        "clear_form": ClearForm(auto_id="clear_%s"),
        "act_address": f"admin:interviews_{draft._meta.model_name}_act",
        "may_approve": rights.allow([Act.APPROVE], study),
        "may_clear": rights.allow([Act.CLEAR], study) and any(f.rule == "names_no_identifier" for f in findings),
        **context,
    }
