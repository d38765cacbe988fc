"""Coding by hand: a span and a code of the study's codebook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.forms.spans import SpanForm
from interviews.models import Code, Interview


class ApplyCodeForm(SpanForm):
    """A span and a code; the code by its name or its shortcut."""

    code = forms.CharField(max_length=120, label=_("Code"), help_text=_("Type a part of its name, or its shortcut"))

    field_order = ("code", "turn", "start", "end")

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, interview=interview, **kwargs)
        # The page lists the codes once, in a datalist: a browser filters it while one types, without JavaScript.
        self.fields["code"].widget.attrs.update({"list": "codes", "autocomplete": "off"})

    def clean_code(self) -> Code:
        wanted = " ".join(self.cleaned_data["code"].split())
        codes = Code.objects.filter(study=self.interview.study_id)
        found = codes.filter(name=wanted).first() or codes.filter(shortcut=wanted).exclude(shortcut="").first()
        if found is None:
            raise forms.ValidationError(_("The codebook has no such code: choose one of the list."))
        return found
