"""Merging, separating and retiring a code: nothing is rewritten, and all of it can be taken back."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from interviews.actions.codebook import merge_codes, retire_code, separate_code
from interviews.admin.pages.form_page import allow
from interviews.errors import WorkshopError
from interviews.forms.codebook import MergeForm
from interviews.models import Code
from interviews.permissions import Act


def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what can become of a code; on POST do what its button says."""
    code = get_object_or_404(Code.objects.select_related("study", "merged_into"), pk=pk)
    allow(request, Act.MODERATE, code.study_id)
    form = MergeForm(request.POST if request.POST.get("act") == "merge" else None, code=code)
    if request.method == "POST":
        try:
            messages.success(request, settled(request, code, form))
            return redirect("admin:interviews_code_change", code.pk)
        except WorkshopError as error:
            messages.error(request, str(error))
    context = {"title": f"Merge or retire {code}", "opts": Code._meta, "code": code, "form": form}
    return TemplateResponse(request, "interviews/settle.html", {**admin.site.each_context(request), **context})


def settled(request: HttpRequest, code: Code, form: MergeForm) -> str:
    """Do what was asked and say so."""
    act = request.POST.get("act")
    if act == "merge":
        if not form.is_valid():
            raise WorkshopError("Choose the code that it is read as.")
        into = form.cleaned_data["into"]
        merge_codes(by=request.user, code=code, into=into)
        return f"{code.name} is read as {into.name}."
    if act == "separate":
        separate_code(by=request.user, code=code)
        return f"{code.name} stands for itself again."
    if act in {"retire", "revive"}:
        retire_code(by=request.user, code=code, retired=act == "retire")
        return f"{code.name} is out of use." if act == "retire" else f"{code.name} is in use again."
    raise Http404
