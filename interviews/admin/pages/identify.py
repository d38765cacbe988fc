"""Adding identifiers and their variants, in plain words that the action seals."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from interviews.actions.redact import add_identifier, add_variant
from interviews.admin.pages.form_page import allow, form_page
from interviews.admin.rights import rights_of
from interviews.errors import WorkshopError
from interviews.forms.deidentification import IdentifierForm, VariantForm
from interviews.models import Identifier, Study
from interviews.permissions import Act

INTRO = (
    "What you add is looked for in everything that is published, of any study, at once: a quote that holds it is "
    "hidden in the same moment."
)


class StudyIdentifierForm(IdentifierForm):
    """An identifier and the study it is added to."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None)
    field_order = ("study",)

    def __init__(self, *args: Any, studies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["study"]
        field.queryset = studies


def new_identifier(request: HttpRequest) -> HttpResponse:
    """Ask for an identifier and add it."""
    allow(request, Act.DEIDENTIFY)
    studies = Study.objects.filter(pk__in=rights_of(request).studies([Act.DEIDENTIFY]))
    form = StudyIdentifierForm(request.POST or None, studies=studies)
    if form.is_valid():
        try:
            identifier = add_identifier(by=request.user, **form.cleaned_data)
            messages.success(request, f"The identifier is added as {identifier}.")
            return redirect("admin:interviews_identifier_change", identifier.pk)
        except WorkshopError as error:
            form.add_error(None, str(error))
    return form_page(request, model=Identifier, title="Add an identifier", button="Add", form=form, intro=INTRO)


def new_variant(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one more way to say an identifier and add it."""
    identifier = get_object_or_404(Identifier.objects.select_related("study"), pk=pk)
    allow(request, Act.DEIDENTIFY, identifier.study_id)
    form = VariantForm(request.POST or None)
    if form.is_valid():
        try:
            add_variant(by=request.user, identifier=identifier, **form.cleaned_data)
            messages.success(request, "The variant is added.")
            return redirect("admin:interviews_identifier_change", identifier.pk)
        except WorkshopError as error:
            form.add_error(None, str(error))
    title = f"Add a variant of {identifier}"
    return form_page(request, model=Identifier, title=title, button="Add", form=form, intro=INTRO)
