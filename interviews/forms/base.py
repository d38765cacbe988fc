"""A model form whose foreign keys can't lead from one study into another."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, FieldError
from django.db.models import Model

VIOLATED = re.compile(r"Constraint “(\w+)” is violated\.")

# How a row of each private model that a form can choose leads to its study.
STUDY_PATHS = {
    "code": "study_id",
    "codingpass": "interview__study_id",
    "guidequestion": "guide__study_id",
    "identifier": "study_id",
    "interview": "study_id",
    "interviewguide": "study_id",
    "participant": "study_id",
    "segment": "interview__study_id",
    "speaker": "interview__study_id",
}


def study_of(row: Model) -> int | None:
    """The id of the study a chosen row belongs to; None for rows of no study (a user, a public issue)."""
    path = STUDY_PATHS.get(row._meta.model_name or "")
    if path is None or row._meta.app_label != "interviews":
        return None
    found: int | None = type(row)._default_manager.filter(pk=row.pk).values_list(path, flat=True).first()
    return found


def violated(constraint: str) -> str:
    """A broken constraint in words: they are named for what they hold, as `participant_code_once`."""
    rule = constraint.replace("_", " ")
    return f"There is one already ({rule})." if rule.endswith(" once") else f"This breaks a rule: {rule}."


class SameStudyForm(forms.ModelForm):
    """Refuses a choice that belongs to another study than the row itself, whoever may see both."""

    study_path: ClassVar[str] = "study"

    def _get_validation_exclusions(self) -> set[str]:
        """Django skips constraints over fields that are not in the form; the study is known although it is fixed."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {self.study_path.split("__")[0]}

    def _update_errors(self, errors: Any) -> None:
        """Say what a broken constraint means: Django only names it."""
        for error in errors.error_dict.get(NON_FIELD_ERRORS, []) if hasattr(errors, "error_dict") else []:
            if named := VIOLATED.fullmatch(str(error.message)):
                error.message = violated(named[1])
        super()._update_errors(errors)  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        home = self.home_study(cleaned)
        for name, value in list(cleaned.items()):
            if not isinstance(value, Model) or home is None:
                continue
            if (other := study_of(value)) is not None and other != home:
                self.add_error(name, "This belongs to another study. Choose one of the same study.")
        return cleaned

    def home_study(self, cleaned: dict[str, Any]) -> int | None:
        """The id of the row's own study: chosen in the form, or reached from the row along `study_path`."""
        first, *rest = self.study_path.split("__")
        start = cleaned.get(first)
        if start is not None:
            return int(start.pk) if not rest else study_of(start)
        if self.instance.pk is None or first == "pk":
            return None
        try:
            rows = type(self.instance)._default_manager.filter(pk=self.instance.pk)
            found: int | None = rows.values_list(self.study_path, flat=True).first()
        except FieldError:
            return None
        return found
