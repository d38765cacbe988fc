"""De-identification by hand: replacements, and who spoke. Names typed here are never logged."""

from typing import Any

from django import forms
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

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

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.PSEUDONYM)
    type = forms.ChoiceField(label=_("Type"), choices=[("", _("none")), *IdentifierType.choices], required=False)
    text = forms.CharField(
        max_length=400,
        required=False,
        label=_("Stands instead"),
        help_text=_("Empty: the type in brackets, as [company]"),
    )
    identifier = forms.ModelChoiceField(
        Identifier.objects.none(), label=_("Identifier"), required=False, empty_label=_("none")
    )
    as_identifier = forms.BooleanField(required=False, label=_("Remember these words as a new identifier"))

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
            self.add_error("type", _("Say of which type the new identifier is."))
        if not cleaned.get("text") and kind in {Kind.PSEUDONYM, Kind.GENERALIZATION}:
            identifier = cleaned.get("identifier")
            if not identifier and not type_:
                self.add_error("text", _("Say what stands instead, or choose a type."))
            cleaned["text"] = identifier.placeholder if identifier else f"[{type_}]"
        if not cleaned.get("text") and kind == Kind.CORRECTION:
            self.add_error("text", _("Say what the words should be."))
        return cleaned


def named(identifier: Identifier) -> str:
    """An identifier with its name, for people who may see identities; by its number once the name is destroyed."""
    return f"{identifier.name} ({identifier})" if identifier.data_key else f"{identifier}, name destroyed"


class SpeakerForm(TurnForm):
    """Who really spoke a turn."""

    role = forms.ChoiceField(label=_("Role"), choices=Speaker.Role.choices)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99, initial=1)
    participant = forms.ModelChoiceField(
        Participant.objects.none(), label=_("Participant"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, interview=interview, **kwargs)
        field: Any = self.fields["participant"]
        field.queryset = Participant.objects.filter(study=interview.study_id, withdrawn_at=None)


def lines(value: str) -> list[str]:
    """The non-empty lines of a text field."""
    return [line.strip() for line in value.splitlines() if line.strip()]


def parts(value: str) -> list[str]:
    """The parts of a text field between | signs."""
    return [part.strip() for part in value.split("|") if part.strip()]


class NameForm(forms.Form):
    """A name that is to be looked for, and what keeps a common word from being found everywhere.

    `looked` carries which input the page counted for, so that what is added is what was looked at.
    """

    sure = forms.BooleanField(
        required=False,
        label="I am sure: it counts wherever it stands",
        help_text="Only for a name that is a common word or widely known, and has no words before it",
    )
    looked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].widget = forms.HiddenInput()

    def ask_whether_sure(self) -> None:
        """Show the box that only common words need."""
        self.fields["sure"].widget = forms.CheckboxInput()

    def remember_looking(self) -> None:
        """Note in the page that what this input touches was seen."""
        posted: Any = self.data
        seen = posted.copy()
        seen["looked"] = self.fingerprint()
        self.data = seen

    def clean_context_before(self) -> list[str]:
        return parts(self.cleaned_data["context_before"])

    def names(self) -> list[tuple[str, str]]:
        """Each name with the words before it, as they would be stored."""
        raise NotImplementedError

    def fingerprint(self) -> str:
        """Stands for this input in the page: keyed, so that it tells no name."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"looked", "sure"}}
        return salted_hmac("interviews.forms.NameForm", repr(sorted(given.items(), key=str))).hexdigest()

    @property
    def was_looked_at(self) -> bool:
        """Whether the page counted for exactly this input before."""
        return constant_time_compare(self.cleaned_data["looked"], self.fingerprint())

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "looked"}


class IdentifierForm(NameForm):
    """A new identifier in plain words; the action seals them."""

    type = forms.ChoiceField(choices=IdentifierType.choices)
    name = forms.CharField(max_length=200, help_text="Stored encrypted; never shown in a list")
    placeholder = forms.CharField(max_length=40, required=False, help_text="Empty: the type in brackets, as [company]")
    context_before = forms.CharField(
        max_length=80,
        required=False,
        label="Words before it",
        help_text="Only for a name that is a common word too: words that stand before it, separated by |, as at|for",
    )
    variants = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Other ways it is said or misheard, one a line",
    )
    field_order: tuple[str, ...] = ("type", "name", "placeholder", "context_before", "variants", "sure")

    def clean_variants(self) -> list[str]:
        return lines(self.cleaned_data["variants"])

    def names(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        return [(given["name"], "|".join(given["context_before"])), *((said, "") for said in given["variants"])]


class VariantForm(NameForm):
    """One more way to say an identifier."""

    text = forms.CharField(max_length=200, label="How it is said")
    context_before = forms.CharField(
        max_length=IdentifierVariant._meta.get_field("context_before").max_length,
        required=False,
        label="Words before it",
        help_text="Words that stand before it, separated by |. Empty: wherever it stands",
    )
    field_order = ("text", "context_before", "sure")

    def names(self) -> list[tuple[str, str]]:
        return [(self.cleaned_data["text"], "|".join(self.cleaned_data["context_before"]))]
