"""Settling a published text in which an identifier was found: put it back, rewrite it, or leave the placeholder."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from interviews.actions.hold import settle
from interviews.actions.log import record
from interviews.admin.pages.form_page import form_page
from interviews.admin.rights import rights_of
from interviews.errors import NotPermitted, WorkshopError
from interviews.models import HeldText
from interviews.permissions import Act

INTRO = (
    "An identifier stands in these words of the public catalog. Readers see its placeholder instead since then. A "
    "second person, who de-identifies, may find it harmless there; a publisher may rewrite the text, or leave it."
)


class SettleForm(forms.Form):
    """What becomes of the text; a reason for putting it back, new words for rewriting it."""

    settlement = forms.ChoiceField(choices=HeldText.Settlement.choices, label="What becomes of it")
    reason = forms.CharField(max_length=300, required=False, help_text="Why it is harmless, without quoting the words")
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 6}), label="New words")


def settle_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the words as they stood to who may settle them; on POST settle them."""
    held = get_object_or_404(HeldText.objects.select_related("study", "identifier"), pk=pk)
    if not rights_of(request).allow([Act.DEIDENTIFY, Act.APPROVE], held.study_id):
        raise PermissionDenied
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            settle(by=request.user, held=held, **form.cleaned_data)
            messages.success(request, "The text is settled.")
            return redirect("admin:interviews_heldtext_change", held.pk)
        except NotPermitted as error:
            raise PermissionDenied(str(error)) from error
        except WorkshopError as error:
            form.add_error(None, str(error))
    shown = shown_words(request, held)
    title = f"Settle {held}"
    return form_page(request, model=HeldText, title=title, button="Settle", form=form, intro=INTRO, **shown)


def shown_words(request: HttpRequest, held: HeldText) -> dict[str, Any]:
    """Where the words stood, and, for who may see identities, the words; seeing them is logged."""
    facts = [f"{held.model}, {held.field}, row {held.row}"]
    if held.text_encrypted is None:
        return {"facts": [*facts, "The words as they stood are gone."]}
    if not rights_of(request).allow([Act.SEE_IDENTITIES, Act.APPROVE], held.study_id):
        return {"facts": facts}
    record(by=request.user, action="identity seen", study=held.study, held=held.pk)
    return {"facts": facts, "quote": held.text}
