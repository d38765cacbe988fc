"""Carrying out a study's destroy-by date: what goes and what stays, the study's slug typed, and what was done."""

from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from interviews.actions.retention import Destruction, destroy_raw_text, refuse_unless_due, what_would_go
from interviews.admin.pages.form_page import allow
from interviews.admin.retention import retention_of
from interviews.errors import WorkshopError, WrongState
from interviews.models import Event, Publication, Study
from interviews.permissions import Act
from interviews.visibility import blind_interviews
from interviews.wording import COPIES

WORDS = {
    "interviews": "Interviews whose words and keys go",
    "segments": "Turns",
    "names": "Names in the registry, with their variants",
    "memos": "Memos",
    "evidence_drafts": "Drafts of quotes that were never published",
    "issue_drafts": "Drafts of issues",
}
ROTATE = "Rotate IDENTITY_KEYS now, so that older backups cannot be read either (docs/how-to/keys.md)."


class DestroyForm(forms.Form):
    """The study's slug, typed out, so that nobody destroys by a slip of the hand; before the day a reason too."""

    slug = forms.CharField(max_length=100, label="Type the study's slug to confirm")
    reason = forms.CharField(max_length=200, label="Why now")

    def __init__(self, *args: Any, study: Study, early: bool) -> None:
        super().__init__(*args)
        self.study = study
        self.fields["slug"].widget.attrs["autocomplete"] = "off"
        self.fields["reason"].help_text = "The log keeps that a reason was given, not its words."
        if not early:
            del self.fields["reason"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip()
        if slug != self.study.slug:
            raise forms.ValidationError("This is not the slug of this study.")
        return slug


def destroy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask; destroy; then, and ever after, say what was done."""
    study = get_object_or_404(Study.objects.select_related("destroyed_by"), pk=pk)
    allow(request, Act.WITHDRAW, study.pk)
    early = "" if study.destroyed_at else why_not_yet(study)
    form = DestroyForm(request.POST or None, study=study, early=bool(early))
    if form.is_valid():
        try:
            gone = destroy_raw_text(by=request.user, study=study, reason=form.cleaned_data.get("reason", ""))
            messages.success(request, f"Destroyed: {gone}.")
            return redirect("admin:interviews_study_destroy", study.pk)
        except WorkshopError as error:
            form.add_error(None, str(error))
    return TemplateResponse(request, "interviews/destroy.html", context_of(request, study, form, early))


def why_not_yet(study: Study) -> str:
    """Why it takes a reason to destroy now; empty once the day has come."""
    try:
        refuse_unless_due(study, "")
    except WrongState as error:
        return str(error)
    return ""


def context_of(request: HttpRequest, study: Study, form: DestroyForm, early: str) -> dict[str, Any]:
    """What the page shows, before and after."""
    done = study.destroyed_at is not None
    goes = what_went(study) if done else what_would_go(study)
    return {
        **admin.site.each_context(request),
        "title": f"Raw text of {study.slug}" if done else f"Destroy the raw text of {study.slug}",
        "opts": Study._meta,
        "study": study,
        "done": done,
        "retention": None if done else retention_of(study),
        "early": early,
        "goes": lines_of(goes, counts_memos=done or not is_blind(request.user, study)) if goes else [],
        "stays": what_stays(study),
        "form": form,
        "button": "Destroy for good",
        "danger": True,
        "copies": COPIES,
        "rotate": ROTATE,
    }


def lines_of(gone: Destruction, *, counts_memos: bool) -> list[str]:
    """What goes or went, one thing a line; memos without their number where it would tell what others noted."""
    counts = asdict(gone)
    if not counts_memos:
        counts["memos"] = "all of them, counted for you once your own passes are submitted"
    return [f"{WORDS[name]}: {count}" for name, count in counts.items()]


def is_blind(user: Any, study: Study) -> bool:
    """Whether there is an interview of the study of which the person must not know what others coded."""
    return blind_interviews(user).filter(study=study).exists()


def what_went(study: Study) -> Destruction | None:
    """The numbers that the log kept; None where the log was not."""
    event = Event.objects.filter(study=study, action="raw text destroyed").first()
    return Destruction(**{field.name: event.data[field.name] for field in fields(Destruction)}) if event else None


def what_stays(study: Study) -> list[str]:
    """What tells nobody's words."""
    quotes = Publication.objects.filter(study=study).exclude(evidence_id="").values("evidence_id").distinct().count()
    return [
        f"Quotes published: {quotes}, as readers see them, until they are withdrawn or hidden",
        "Codes, codings with their places, and the figures computed from them",
        "Fingerprints of the names, so that nothing that holds one can be published",
        "Participants by their codes, their consents, and the log of who did what",
    ]
