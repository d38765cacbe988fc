"""What becomes of an issue: into which other one, why, and where its quotes go."""

from typing import Any

from django import forms

from catalog.models import Claim, Issue
from interviews.forms.publication import stated, titled
from interviews.issue_changes import LONGEST_REASON, MAY_NAME_ANOTHER, claims_of, place_of
from interviews.models import Study
from interviews.wording import counted

MOVES, NONE = "moves", "none"


class OtherForm(forms.Form):
    """The issue that another is merged into."""

    other = forms.ModelChoiceField(Issue.objects.none(), label="Merge it into")

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["other"], issue)


def offer(field: Any, issue: Issue) -> None:
    """Let a field offer the issues that readers find, but for this one."""
    field.queryset = Issue.objects.published().exclude(pk=issue.pk).prefetch_related("texts")
    field.label_from_instance = titled


class ChangeForm(forms.Form):
    """Why, in both languages; of a merge also where the quotes of each statement go."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None, help_text="Whose publishers approve it")
    other = forms.ModelChoiceField(Issue.objects.none(), required=False, label="To be read instead")
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label="Why, in English",
        help_text="Readers see it. In your own words: nothing of a talk.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason_fr = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        label="Why, in French",
        widget=forms.Textarea(attrs={"rows": 2, "lang": "fr"}),
    )

    def __init__(
        self, *args: Any, issue: Issue, becomes: str, other: Issue | None, studies: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.becomes, self.into, fields = becomes, other, self.fields
        fields["study"].queryset = studies  # type: ignore[attr-defined]
        offer(fields["other"], issue)
        if becomes not in MAY_NAME_ANOTHER or other is not None:
            del fields["other"]
        self.claims = {} if other is None else {f"beside-{claim.pk}": claim for claim in claims_of(issue)}
        for name, claim in self.claims.items():
            fields[name] = self.place_for(claim)

    def place_for(self, claim: Claim) -> forms.ChoiceField:
        """Where this statement's quotes go."""
        assert self.into is not None
        there = self.into.claims.select_related("issue").prefetch_related("texts")
        choices = [
            (MOVES, f"The statement moves to {self.into.code}, with its quotes"),
            (NONE, "It goes; its quotes stand beside no statement"),
            *((place_of(each), f"It goes; its quotes stand beside {stated(each)}") for each in there),
        ]
        return forms.ChoiceField(choices=choices, label=said_with_quotes(claim))

    def content(self) -> dict[str, Any]:
        """What was chosen, in the shape of `interviews/issue_changes.py`."""
        given = self.cleaned_data
        other = self.into or given.get("other")
        content: dict[str, Any] = {"becomes": self.becomes, "reason": {"en": given["reason"].strip()}}
        if french := given["reason_fr"].strip():
            content["reason"]["fr"] = french
        if other is not None:
            content["other"] = other.number
        if self.claims:
            chosen = {place_of(claim): given[name] for name, claim in self.claims.items()}
            content["beside"] = {at: "" if goes == NONE else goes for at, goes in chosen.items() if goes != MOVES}
        return content


def said_with_quotes(claim: Any) -> str:
    """A statement in full, and how many quotes stand beside it: "Symptom 1: Rows lack values. (2 quotes)"."""
    words = claim.text.statement if claim.text else ""
    quotes = f" ({counted(claim.quotes, 'quote')})" if claim.quotes else ""
    return f"{place_of(claim).capitalize()}: {words}{quotes}"
