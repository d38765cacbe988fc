"""What a placeholder stands for, and why a collision of placeholders is none."""

from typing import Any

from django import forms

from interviews.forms.deidentification import named
from interviews.models import AuthorPlaceholder, Identifier


class LinkForm(forms.Form):
    """The identifier that a placeholder stands for, shown by name to people who may see it."""

    identifier = forms.ModelChoiceField(Identifier.objects.none(), required=False, empty_label="nobody knows")

    def __init__(self, *args: Any, placeholder: AuthorPlaceholder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["identifier"] = placeholder.identifier_id
        field: Any = self.fields["identifier"]
        field.queryset = Identifier.objects.filter(study=placeholder.interview.study_id)
        field.label = "Stands for"
        field.label_from_instance = named


class SettleForm(forms.Form):
    """Why what was seen is no collision."""

    interview = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    digests = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(required=False, strip=True)

    def clean_digests(self) -> list[str]:
        return str(self.cleaned_data["digests"]).split()
