"""Adding identifiers and their variants, in plain words that the action seals, once it was seen what they touch."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from interviews.actions.redact import add_identifier, add_variant
from interviews.admin.pages.form_page import allow, form_page
from interviews.admin.rights import rights_of
from interviews.deidentification.commonness import usual_contexts, why_common
from interviews.errors import WorkshopError
from interviews.forms.deidentification import IdentifierForm, NameForm, VariantForm
from interviews.models import Identifier, Replacement, Study
from interviews.permissions import Act
from interviews.reports.touched import Touched, touched_by

INTRO = (
    "What you add is looked for in everything that is published, of any study, at once: a quote that holds it is "
    "hidden in the same moment. So look first at what it touches."
)

UNSEEN: dict[str, Any] = {"button": "See what it touches"}


class StudyIdentifierForm(IdentifierForm):
    """An identifier and the study it is added to."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None)
    field_order = ("study", *IdentifierForm.field_order)

    def __init__(self, *args: Any, studies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["study"]
        field.queryset = studies


def new_identifier(request: HttpRequest) -> HttpResponse:
    """Ask for an identifier, show what it would touch, and add it."""
    allow(request, Act.DEIDENTIFY)
    studies = Study.objects.filter(pk__in=rights_of(request).studies([Act.DEIDENTIFY]))
    initial = {"study": request.GET.get("study")}
    form, shown = StudyIdentifierForm(request.POST or None, studies=studies, initial=initial), UNSEEN
    if form.is_valid():
        if form.was_looked_at:
            try:
                identifier = add_identifier(by=request.user, **form.given())
                messages.success(request, f"The identifier is added as {identifier}. {waiting(identifier)}")
                return redirect("admin:interviews_identifier_change", identifier.pk)
            except WorkshopError as error:
                form.add_error(None, str(error))
        shown = look(form, form.cleaned_data["study"], form.cleaned_data["type"])
    return form_page(request, model=Identifier, title="Add an identifier", form=form, intro=INTRO, **shown)


def new_variant(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one more way to say an identifier, show what it would touch, and add it."""
    identifier = get_object_or_404(Identifier.objects.select_related("study"), pk=pk)
    allow(request, Act.DEIDENTIFY, identifier.study_id)
    form, shown = VariantForm(request.POST or None), UNSEEN
    if form.is_valid():
        if form.was_looked_at:
            try:
                add_variant(by=request.user, identifier=identifier, **form.given())
                messages.success(request, f"The variant is added. {waiting(identifier)}")
                return redirect("admin:interviews_identifier_change", identifier.pk)
            except WorkshopError as error:
                form.add_error(None, str(error))
        shown = look(form, identifier.study, identifier.type)
    title = f"Add a variant of {identifier}"
    return form_page(request, model=Identifier, title=title, form=form, intro=INTRO, **shown)


def waiting(identifier: Identifier) -> str:
    """How many places of the study wait for a decision now."""
    count = identifier.replacements.filter(status=Replacement.Status.SUGGESTED).count()
    return (
        "1 place in the study waits to be decided."
        if count == 1
        else f"{count} places in the study wait to be decided."
    )


def look(form: NameForm, study: Study, type: str) -> dict[str, Any]:
    """What the form's names would touch, and the button that adds them; the form remembers that it was seen."""
    names = form.names()
    facts = facts_of(touched_by(study, names))
    common = [(name, why) for name, before in names if not before and (why := why_common(name))]
    if common:
        form.ask_whether_sure()
        before = "|".join(usual_contexts(type)[:3])
        then = touched_by(study, [(name, before) for name, _ in common])
        facts += [
            f"{'The name' if len(names) == 1 else 'One of the names'} is {common[0][1]}, and would be found where it "
            "means something else. Say which words stand before it, or that you are sure. "
            f"After {before} alone it touches {then.quotes} quotes, {then.texts} texts and {then.turns} turns."
        ]
    form.remember_looking()
    return {"facts": facts, "button": "Add"}


def facts_of(touched: Touched) -> list[str]:
    return [
        f"Published quotes that are hidden at once, in any study: {touched.quotes}",
        f"Published texts of issues and strategies in which a placeholder takes its place: {touched.texts}",
        f"Turns of this study that get a suggestion: {touched.turns}, in {touched.interviews} interviews",
    ]
