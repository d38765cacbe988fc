"""Codes: one entry of the codebook, and what becomes of it later."""

from typing import Any

from django import forms

from interviews.forms.base import SameStudyForm
from interviews.models import Code


class CodeForm(SameStudyForm):
    """A code. What the database would refuse is said beside its field: a taken name, a circle of parents."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        study = cleaned.get("study") or (self.instance.study if self.instance.pk else None)
        others = Code.objects.filter(study=study).exclude(pk=self.instance.pk)
        for name in ("name", "shortcut"):
            if cleaned.get(name):
                cleaned[name] = " ".join(cleaned[name].split())
                if others.filter(**{name: cleaned[name]}).exists():
                    self.add_error(name, f"Another code of the study has this {name}.")
        if self.instance.pk and self.instance.pk in ancestors(cleaned.get("parent")):
            self.add_error("parent", "A code can't stand above itself.")
        return cleaned


def ancestors(code: Code | None) -> set[int]:
    """The ids of a code and of everything above it."""
    found: set[int] = set()
    while code is not None and code.pk not in found:
        found.add(code.pk)
        code = code.parent
    return found


class MergeForm(forms.Form):
    """Which code another one is read as from now on."""

    into = forms.ModelChoiceField(Code.objects.none(), label="Read it as", empty_label=None)

    def __init__(self, *args: Any, code: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Code.objects.filter(study=code.study_id).current().exclude(pk=code.pk).order_by("name")
