"""Rows inside their parent's page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.forms import BaseInlineFormSet

from interviews.forms.base import violated


class LabelledFormSet(BaseInlineFormSet):
    """Rows of a table whose fields say what they are to somebody who does not see the head of the table."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs.setdefault("aria-label", str(field.label or name.lower()))

    def clean(self) -> None:
        """Refuse two new rows that a constraint allows once: each alone would pass."""
        super().clean()
        meta: Any = self.form._meta.model._meta
        for constraint in meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
                self.check_once(constraint)

    def check_once(self, constraint: UniqueConstraint) -> None:
        """Raise where two rows that stay have the same values under `constraint`; the parent is the same for all."""
        expressions: Any = constraint.expressions
        names = [*constraint.fields, *(each.name for each in expressions if hasattr(each, "name"))]
        told = [name for name in names if name != self.fk.name]
        kept = [form for form in self.forms if not form.errors and form.cleaned_data and not self.leaves(form)]
        # A field that is only shown has its value in the row.
        rows = [tuple(form.cleaned_data.get(n, getattr(form.instance, n, None)) for n in told) for form in kept]
        if len(set(rows)) < len(rows):
            raise ValidationError(violated(constraint.name))

    def leaves(self, form: Any) -> bool:
        return bool(form.cleaned_data.get("DELETE"))
