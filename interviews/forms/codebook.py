"""Codes: one entry of the codebook, and what becomes of it later."""

from typing import Any

from django import forms

from catalog.models import Issue
from interviews.forms.base import SameStudyForm
from interviews.models import Code

PAGE_KEYS = frozenset("jkJKnxuUmMhl0123456789/?=")
"""What the workbench does something else for: a shortcut that begins with one of these could not be typed there.

"=", "M", "h" and "l" came later: where a codebook has a shortcut that begins so, the workbench hears that
(static/js/workbench.js).
"""


class CodeForm(SameStudyForm):
    """A code. What the database would refuse is said beside its field: a taken name, a circle of parents;
    and an issue that is gone.
    """

    def clean_shortcut(self) -> str:
        """One that can be typed: the workbench would hear another key, or another code's shortcut, first."""
        typed = "".join(self.cleaned_data["shortcut"].split())
        if typed and typed[0] in PAGE_KEYS:
            raise forms.ValidationError(f"“{typed[0]}” is a key of the workbench: begin with another letter.")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        study = cleaned.get("study") or (self.instance.study if self.instance.pk else None)
        others = Code.objects.filter(study=study).exclude(pk=self.instance.pk)
        for name in ("name", "shortcut"):
            if cleaned.get(name):
                cleaned[name] = " ".join(cleaned[name].split())
                if others.filter(**{name: cleaned[name]}).exists():
                    self.add_error(name, f"Another code of the study has this {name}.")
        if typed := cleaned.get("shortcut"):
            for other in others.exclude(shortcut="").exclude(shortcut=typed):
                if other.shortcut.startswith(typed) or typed.startswith(other.shortcut):
                    self.add_error("shortcut", f"“{other.shortcut}” is {other.name}: neither may begin the other.")
        if self.instance.pk and self.instance.pk in ancestors(cleaned.get("parent")):
            self.add_error("parent", "A code can't stand above itself.")
        issue = cleaned.get("issue")
        if issue and "issue" in self.changed_data and issue.status in {Issue.Status.MERGED, Issue.Status.WITHDRAWN}:
            self.add_error("issue", f"{issue.code} is {issue.get_status_display()}: take another.")
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
