"""De-identification by hand: replacements, and who spoke. Names typed here are never logged."""

from typing import Any

from django import forms

from interviews.forms.spans import SpanForm, TurnForm
from interviews.models import Identifier, IdentifierVariant, Interview, Participant, Replacement, Speaker
from interviews.models.identifiers import IdentifierType

Kind = Replacement.Kind


class ReplaceForm(SpanForm):
    """A span of raw text and what stands there instead.

    Without a text, a pseudonym or generalization gets the placeholder of its identifier or type, and a deletion
    nothing at all.
    """

    shows_raw = True

    kind = forms.ChoiceField(choices=Kind.choices, initial=Kind.PSEUDONYM)
    type = forms.ChoiceField(choices=[("", "none"), *IdentifierType.choices], required=False)
    text = forms.CharField(
        max_length=400, required=False, label="Stands instead", help_text="Empty: the type in brackets, as [company]"
    )
    identifier = forms.ModelChoiceField(Identifier.objects.none(), required=False, empty_label="none")
    as_identifier = forms.BooleanField(required=False, label="Remember these words as a new identifier")

    field_order = ("turn", "start", "end", "kind", "type", "text", "identifier", "as_identifier")

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, interview=interview, **kwargs)
        field: Any = self.fields["identifier"]
        field.queryset = Identifier.objects.filter(study=interview.study_id)
        field.label_from_instance = named

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, type_ = cleaned.get("kind"), cleaned.get("type")
        if cleaned.get("as_identifier") and not type_:
            self.add_error("type", "Say of which type the new identifier is.")
        if not cleaned.get("text") and kind in {Kind.PSEUDONYM, Kind.GENERALIZATION}:
            identifier = cleaned.get("identifier")
            if not identifier and not type_:
                self.add_error("text", "Say what stands instead, or choose a type.")
            cleaned["text"] = identifier.placeholder if identifier else f"[{type_}]"
        if not cleaned.get("text") and kind == Kind.CORRECTION:
            self.add_error("text", "Say what the words should be.")
        return cleaned


def named(identifier: Identifier) -> str:
    """An identifier with its name, for people who may see identities; by its number once the name is destroyed."""
    return f"{identifier.name} ({identifier})" if identifier.data_key else f"{identifier}, name destroyed"


class SpeakerForm(TurnForm):
    """Who really spoke a turn."""

    role = forms.ChoiceField(choices=Speaker.Role.choices)
    number = forms.IntegerField(min_value=1, max_value=99, initial=1)
    participant = forms.ModelChoiceField(Participant.objects.none(), required=False, empty_label="none")

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, interview=interview, **kwargs)
        field: Any = self.fields["participant"]
        field.queryset = Participant.objects.filter(study=interview.study_id, withdrawn_at=None)


def lines(value: str) -> list[str]:
    """The non-empty lines of a text field."""
    return [line.strip() for line in value.splitlines() if line.strip()]


class IdentifierForm(forms.Form):
    """A new identifier in plain words; the action seals them."""

    type = forms.ChoiceField(choices=IdentifierType.choices)
    name = forms.CharField(max_length=200, help_text="Stored encrypted; never shown in a list")
    placeholder = forms.CharField(max_length=40, required=False, help_text="Empty: the type in brackets, as [company]")
    context_before = forms.CharField(
        max_length=80,
        required=False,
        help_text="Only for a name that is a common word too: words that stand before it, separated by |, as at|for",
    )
    variants = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Other ways it is said or misheard, one a line",
    )

    def clean_variants(self) -> list[str]:
        return lines(self.cleaned_data["variants"])

    def clean_context_before(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["context_before"].split("|") if part.strip()]


class VariantForm(forms.Form):
    """One more way to say an identifier."""

    text = forms.CharField(max_length=200, label="How it is said")
    context_before = forms.CharField(
        max_length=IdentifierVariant._meta.get_field("context_before").max_length,
        required=False,
        help_text="Words that stand before it, separated by |. Empty: wherever it stands",
    )

    def clean_context_before(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["context_before"].split("|") if part.strip()]
