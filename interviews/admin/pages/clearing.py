"""Clearing occurrences of identifiers that hold drafts back, one study's, without opening a draft."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from interviews.actions.draft import clear_occurrence
from interviews.actions.log import record
from interviews.admin.pages.form_page import allow
from interviews.clearing import Occurrence, occurrences_to_clear
from interviews.errors import NotPermitted, WorkshopError
from interviews.models import Identifier, Study
from interviews.permissions import Act


class ReasonForm(forms.Form):
    """Why an occurrence is harmless where it stands."""

    reason = forms.CharField(max_length=300, label="Why it is harmless there, without quoting the words")


def clear_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each occurrence in its text; on POST clear the one it names. Seeing them is logged, without the words."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.CLEAR, study.pk)
    found = occurrences_to_clear(study, user=request.user)
    failed: ReasonForm | None = None
    if request.method == "POST":
        failed = clear(request, named(request, found))
        if failed is None:
            return redirect("admin:interviews_study_clear", study.pk)
    if found:
        seen = sorted({occurrence.identifier for occurrence in found})
        record(by=request.user, action="identity seen", study=study, occurrences=len(found), identifiers=seen)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Clear occurrences in {study.slug}",
        "opts": Study._meta,
        "study": study,
        "rows": [(key_of(each), each, ReasonForm(auto_id=f"{key_of(each)}-%s")) for each in found],
        "failed": failed,
    }
    return TemplateResponse(request, "interviews/clear.html", context)


def key_of(occurrence: Occurrence) -> str:
    """What a form names an occurrence by: the draft, the identifier and the place, with its span; no words."""
    span = f"{occurrence.start}-{occurrence.end}"
    return f"{occurrence.kind}-{occurrence.draft.pk}-{occurrence.identifier}-{span}-{occurrence.place}"


def named(request: HttpRequest, found: list[Occurrence]) -> Occurrence:
    """The occurrence that the form was about, if it still holds its draft back."""
    wanted = request.POST.get("occurrence", "")
    for occurrence in found:
        if key_of(occurrence) == wanted:
            return occurrence
    raise Http404


def clear(request: HttpRequest, occurrence: Occurrence) -> ReasonForm | None:
    """Clear it, or answer the form that could not be read."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return form
    try:
        clear_occurrence(
            by=request.user,
            draft=occurrence.draft,
            identifier=Identifier.objects.get(pk=occurrence.identifier),
            place=occurrence.place,
            start=occurrence.start,
            end=occurrence.end,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, "The occurrence is cleared for these very words.")
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except WorkshopError as error:
        messages.error(request, str(error))
    return None
