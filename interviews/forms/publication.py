"""Drafts: of quotes, of issues, and of what a second person clears."""

from typing import Any

from django import forms
from django.utils.text import slugify

from catalog.models import Claim, Evidence, Issue, Mitigation, QualityAttribute, WorkflowPhase
from interviews.forms.spans import SpanForm
from interviews.models import Coding, GuideQuestion, Identifier, Study


class ProposeForm(SpanForm):
    """A coding as evidence: trimmed if need be, for an issue, perhaps beside one of its statements."""

    issue = forms.ModelChoiceField(Issue.objects.all())
    claim = forms.ModelChoiceField(Claim.objects.none(), required=False, help_text="The statement it stands beside")
    mitigation = forms.ModelChoiceField(Mitigation.objects.none(), required=False, help_text="Or what helped")
    stance = forms.ChoiceField(choices=Evidence.Stance.choices, initial=Evidence.Stance.SUPPORTS)
    question = forms.ModelChoiceField(GuideQuestion.objects.none(), required=False)
    relevance = forms.CharField(
        max_length=300, required=False, help_text="Why it bears on the issue, in your words: none of the talk"
    )

    field_order = ("issue", "claim", "mitigation", "stance", "question", "relevance", "start", "end")

    def __init__(self, *args: Any, coding: Coding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["turn"].widget = forms.HiddenInput()
        fields["issue"].queryset = Issue.objects.published().prefetch_related("texts")
        fields["issue"].label_from_instance = titled
        fields["claim"].queryset = Claim.objects.select_related("issue").prefetch_related("texts")
        fields["claim"].label_from_instance = stated
        fields["mitigation"].queryset = Mitigation.objects.select_related("issue", "strategy")
        guide = coding.segment.interview.guide_id
        fields["question"].queryset = (
            GuideQuestion.objects.filter(guide=guide) if guide else GuideQuestion.objects.none()
        )


def words_of(issue: Issue) -> dict[str, Any]:
    """What an issue says now, as the fields of `IssueDraftForm`: where a rewrite begins."""
    english, french = issue.text_in("en"), issue.text_in("fr")
    words = {"issue": issue.pk, "primary_phase": issue.primary_phase.slug}
    words["attributes"] = list(issue.attributes.values_list("slug", flat=True))
    if english:
        words |= {"title": english.title, "summary": english.summary, "description": english.description}
    if french and french.language == "fr":
        words |= {"title_fr": french.title, "summary_fr": french.summary}
    return words


def titled(issue: Issue) -> str:
    return f"{issue.code} {issue.text.title}" if issue.text else issue.code


def stated(claim: Claim) -> str:
    words = claim.text.statement if claim.text else ""
    return f"{claim.issue.code} {claim.aspect} {claim.position}: {words[:90]}"


class ClearForm(forms.Form):
    """One occurrence of an identifier, as the gate's finding names it, and why it is harmless there."""

    identifier = forms.ModelChoiceField(Identifier.objects.none())
    place = forms.CharField(max_length=60, help_text="As the finding says: quote, label, title, ...")
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    reason = forms.CharField(max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The gate asks about identifiers of all studies, so a finding may name one of another study: by its number.
        field: Any = self.fields["identifier"]
        field.queryset = Identifier.objects.all()
        field.widget = forms.NumberInput()


class IssueDraftForm(forms.Form):
    """An issue in English, and in French where somebody has the words; statements one a line."""

    study = forms.ModelChoiceField(Study.objects.none(), empty_label=None)
    issue = forms.ModelChoiceField(Issue.objects.all(), required=False, empty_label="a new issue")
    primary_phase = forms.ModelChoiceField(
        WorkflowPhase.objects.prefetch_related("texts"), to_field_name="slug", help_text="Where in the work it bites"
    )
    attributes = forms.ModelMultipleChoiceField(
        QualityAttribute.objects.prefetch_related("texts"), to_field_name="slug", required=False
    )
    title = forms.CharField(max_length=120)
    summary = forms.CharField(max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 8}), help_text="Markdown")
    title_fr = forms.CharField(max_length=120, required=False, label="Title in French")
    summary_fr = forms.CharField(
        max_length=400, required=False, label="Summary in French", widget=forms.Textarea(attrs={"rows": 3})
    )
    symptoms = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="How to recognise it, one a line"
    )
    causes = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Why it happens, one a line"
    )
    consequences = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="What it costs, one a line"
    )
    note = forms.CharField(max_length=300, required=False, help_text="What changed, in one line")

    def __init__(self, *args: Any, studies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["study"].queryset = studies
        fields["issue"].queryset = Issue.objects.prefetch_related("texts")
        fields["issue"].label_from_instance = titled

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("title_fr")) != bool(cleaned.get("summary_fr")):
            self.add_error("title_fr", "Give both a title and a summary in French, or neither.")
        return cleaned

    def content(self) -> dict[str, Any]:
        """What was typed, in the shape of `interviews/issue_content.py`."""
        given = self.cleaned_data
        texts = {"en": {name: given[name] for name in ("title", "summary", "description")}}
        if given["title_fr"]:
            texts["fr"] = {"title": given["title_fr"], "summary": given["summary_fr"]}
        content: dict[str, Any] = {
            "primary_phase": given["primary_phase"].slug,
            "attributes": [attribute.slug for attribute in given["attributes"]],
            "texts": texts,
        }
        if given["note"]:
            content["note"] = given["note"]
        if given["issue"] is None:
            content["slug"] = slugify(given["title"])[:80]
            content["phases"] = [given["primary_phase"].slug]
        # A rewritten issue keeps its claims where none are given.
        if claims := self.claims():
            content["claims"] = claims
        return content

    def claims(self) -> list[dict[str, Any]]:
        """The statements, each with its place among those of its aspect."""
        typed = {"symptom": "symptoms", "cause": "causes", "consequence": "consequences"}
        return [
            {"aspect": aspect, "position": position, "texts": {"en": line}}
            for aspect, name in typed.items()
            for position, line in enumerate(filter(None, map(str.strip, self.cleaned_data[name].splitlines())), start=1)
        ]
