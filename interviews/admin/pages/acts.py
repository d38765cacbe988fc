"""Every act of an interview's page: one address each, POST only, one action called, back to where one was."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from interviews.actions import code as coding
from interviews.actions import moderate, redact
from interviews.admin.pages.buttons import working_pass
from interviews.admin.pages.transcript import interview_for
from interviews.admin.rights import rights_of
from interviews.errors import CommonName, NotPermitted, WorkshopError
from interviews.forms.coding import ApplyCodeForm
from interviews.forms.deidentification import ReplaceForm, SpeakerForm
from interviews.models import Coding, CodingPass, Identifier, Interview, Replacement, Segment
from interviews.permissions import Act
from interviews.visibility import visible_passes
from interviews.wording import NOT_REMEMBERED

# An act says in a line what it did. The line stays on the page and in no log, and never quotes a name.
Handler = Callable[[HttpRequest, Interview], str]


class FormRefused(WorkshopError):
    """What was typed does not make sense; the message says which field and why."""

    def __init__(self, form: forms.Form) -> None:
        said = [
            f"{form[name].label}: {' '.join(map(str, form.errors[name]))}" for name in form.fields if form[name].errors
        ]
        super().__init__(" ".join([*said, *map(str, form.non_field_errors())]))


@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Do one act on an interview and return to its page, at the turn that it was about."""
    interview = interview_for(request, pk)
    handler = ACTS.get(act)
    if handler is None or interview.data_key is None:
        raise Http404
    goes_to = back_to(request, interview)
    try:
        messages.success(request, handler(request, interview))
        goes_to = leads_on(act, interview) or goes_to
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except WorkshopError as error:
        messages.error(request, str(error))
    return redirect(goes_to)


def leads_on(act: str, interview: Interview) -> str:
    """The page that the work goes on at after an act that begins it, else "": who opens a pass wants to code."""
    page = LEADS_TO.get(act)
    return reverse(f"admin:interviews_interview_{page}", args=[interview.pk]) if page else ""


def back_to(request: HttpRequest, interview: Interview) -> str:
    """The page with the filters it had, at the turn that was posted."""
    query = QueryDict(request.POST.get("back", "")).urlencode()
    turn = request.POST.get("turn") or request.GET.get("turn", "")
    address = reverse("admin:interviews_interview_transcript", args=[interview.pk])
    return f"{address}{'?' if query else ''}{query}{f'#t{turn}' if turn.isdecimal() else ''}"


def valid(form: Any) -> Any:
    """The form, clean. Raises FormRefused."""
    if not form.is_valid():
        raise FormRefused(form)
    return form


def posted(request: HttpRequest, name: str = "id") -> int:
    """The number posted under `name`; an address made by hand without one finds nothing."""
    return number_of(request.POST.get(name, ""))


def number_of(value: str) -> int:
    if not value.isdecimal() or len(value) > 12:
        raise Http404
    return int(value)


def posted_pass(request: HttpRequest, interview: Interview) -> CodingPass:
    """The pass that was named, if the person may see it."""
    visible = visible_passes(request.user).filter(interview=interview)
    found: CodingPass = get_object_or_404(visible, pk=posted(request))
    return found


def posted_coding(request: HttpRequest, interview: Interview) -> Coding:
    """The coding that was named, if its pass may be seen."""
    return coding_named(request, interview, request.POST.get("id", ""))


def coding_named(request: HttpRequest, interview: Interview, value: str) -> Coding:
    """The coding of this id, as it was posted, if its pass may be seen."""
    visible = visible_passes(request.user).filter(interview=interview).values("pk")
    codings = Coding.objects.filter(coding_pass__in=visible)
    return get_object_or_404(codings.select_related("coding_pass", "segment", "code"), pk=number_of(value))


def open_pass_of(request: HttpRequest, interview: Interview) -> CodingPass:
    found = working_pass(request.user, interview)
    if found is None:
        raise WorkshopError(_("Open a pass of your own on this interview first."))
    return found


def posted_turn(request: HttpRequest, interview: Interview) -> Segment:
    return get_object_or_404(interview.segments.select_related("interview__study"), position=posted(request, "turn"))


# --- coding


def apply_code(request: HttpRequest, interview: Interview) -> str:
    coding_pass = open_pass_of(request, interview)
    form = valid(ApplyCodeForm(request.POST, interview=interview))
    span = {"start": form.cleaned_data["raw_start"], "end": form.cleaned_data["raw_end"]}
    applied = form.cleaned_data["code"]
    coding.apply_code(by=request.user, coding_pass=coding_pass, segment=form.segment, code=applied, **span)
    return _("Turn %(turn)s: %(code)s applied.") % {"turn": form.segment.position, "code": applied.name}


def remove_coding(request: HttpRequest, interview: Interview) -> str:
    count = coding.remove_coding(by=request.user, coding=posted_coding(request, interview))
    if count == 1:
        return _("The coding is removed.")
    return _("%(count)s codings of one selection are removed.") % {"count": count}


def nothing_applies(request: HttpRequest, interview: Interview) -> str:
    segment = posted_turn(request, interview)
    coding.mark_nothing_applies(by=request.user, coding_pass=open_pass_of(request, interview), segment=segment)
    return _("Turn %(turn)s: read, nothing applies.") % {"turn": segment.position}


def open_pass(request: HttpRequest, interview: Interview) -> str:
    coding.assign_pass(by=request.user, interview=interview, coder=request.user)
    return _("Your pass is open. Until you submit it you see no codings but your own.")


def assign_pass(request: HttpRequest, interview: Interview) -> str:
    coder = get_object_or_404(get_user_model(), pk=posted(request, "coder"))
    coding.assign_pass(by=request.user, interview=interview, coder=coder)
    return _("%(coder)s has a pass on this interview.") % {"coder": coder.get_username()}


def submit_pass(request: HttpRequest, interview: Interview) -> str:
    coding.submit_pass(by=request.user, coding_pass=posted_pass(request, interview))
    return _("Your pass is submitted.")


def reopen_pass(request: HttpRequest, interview: Interview) -> str:
    coding.reopen_pass(by=request.user, coding_pass=posted_pass(request, interview))
    return _("The pass is its coder's again.")


# --- moderation


def start_moderation(request: HttpRequest, interview: Interview) -> str:
    moderated = moderate.start_moderation(by=request.user, interview=interview)
    agreed = moderated.codings.count()
    opened = ngettext(
        "Moderation is open, with %(count)s coding on which the coders agree.",
        "Moderation is open, with %(count)s codings on which the coders agree.",
        agreed,
    )
    return opened % {"count": agreed}


def adopt_pass(request: HttpRequest, interview: Interview) -> str:
    moderate.adopt_pass_as_moderated(by=request.user, coding_pass=posted_pass(request, interview))
    return _("The sole coder's pass is adopted as the moderated one.")


def keep_coding(request: HttpRequest, interview: Interview) -> str:
    kept = posted_coding(request, interview)
    moderate.keep_coding(by=request.user, moderated=open_pass_of(request, interview), coding=kept)
    return _("Turn %(turn)s: %(code)s kept.") % {"turn": kept.segment.position, "code": kept.code.effective().name}


def submit_moderation(request: HttpRequest, interview: Interview) -> str:
    moderate.submit_moderation(by=request.user, moderated=posted_pass(request, interview))
    return _("The moderation is submitted.")


def reopen_moderation(request: HttpRequest, interview: Interview) -> str:
    moderate.reopen_moderation(by=request.user, moderated=posted_pass(request, interview))
    return _("The moderation is open again.")


# --- de-identification


def posted_replacement(request: HttpRequest, interview: Interview) -> Replacement:
    if not rights_of(request).allow([Act.DEIDENTIFY], interview.study_id):
        raise PermissionDenied
    rows = Replacement.objects.filter(segment__interview=interview).select_related("segment__interview__study")
    return get_object_or_404(rows, pk=posted(request))


def replace(request: HttpRequest, interview: Interview) -> str:
    if not rights_of(request).allow([Act.DEIDENTIFY], interview.study_id):
        raise PermissionDenied
    form = valid(ReplaceForm(request.POST, interview=interview))
    given = form.cleaned_data
    span = {"start": given["raw_start"], "end": given["raw_end"]}
    identifier = given["identifier"]
    if given["as_identifier"] and identifier is None:
        words = form.segment.text[span["start"] : span["end"]]
        identifier = remembered(request, interview, given["type"], words)
    redact.make_replacement(
        by=request.user,
        segment=form.segment,
        text=given["text"],
        kind=given["kind"],
        type=given["type"],
        identifier=identifier,
        **span,
    )
    return _("Turn %(turn)s: replaced.") % {"turn": form.segment.position}


def remembered(request: HttpRequest, interview: Interview, type_: str, words: str) -> Identifier:
    """The new identifier; a common word is refused with where it can be added."""
    try:
        return redact.add_identifier(by=request.user, study=interview.study, type=type_, name=words)
    except CommonName as error:
        raise WorkshopError(NOT_REMEMBERED) from error


def accept(request: HttpRequest, interview: Interview) -> str:
    redact.accept_replacement(by=request.user, replacement=posted_replacement(request, interview))
    return _("The replacement is accepted.")


def reject(request: HttpRequest, interview: Interview) -> str:
    redact.reject_replacement(by=request.user, replacement=posted_replacement(request, interview))
    return _("The replacement is rejected: the words stay as they are.")


def undo(request: HttpRequest, interview: Interview) -> str:
    redact.undo_decision(by=request.user, replacement=posted_replacement(request, interview))
    return _("The decision is undone.")


def review_turn(request: HttpRequest, interview: Interview) -> str:
    segment = posted_turn(request, interview)
    redact.review_deidentification(by=request.user, segment=segment)
    return _("Turn %(turn)s is reviewed as it stands.") % {"turn": segment.position}


def review_all(request: HttpRequest, interview: Interview) -> str:
    reviews = redact.review_deidentification(by=request.user, interview=interview)
    count = len(reviews)
    reviewed = ngettext(
        "%(count)s turn is reviewed as it stands.", "%(count)s turns are reviewed as they stand.", count
    )
    return reviewed % {"count": count}


def correct_speaker(request: HttpRequest, interview: Interview) -> str:
    form = valid(SpeakerForm(request.POST, interview=interview))
    given = {name: form.cleaned_data[name] for name in ("role", "number", "participant")}
    redact.correct_speaker(by=request.user, segment=form.segment, **given)
    return _("Turn %(turn)s has another speaker.") % {"turn": form.segment.position}


ACTS: dict[str, Handler] = {
    "apply-code": apply_code,
    "remove-coding": remove_coding,
    "nothing-applies": nothing_applies,
    "open-pass": open_pass,
    "assign-pass": assign_pass,
    "submit-pass": submit_pass,
    "reopen-pass": reopen_pass,
    "start-moderation": start_moderation,
    "adopt-pass": adopt_pass,
    "keep-coding": keep_coding,
    "submit-moderation": submit_moderation,
    "reopen-moderation": reopen_moderation,
    "replace": replace,
    "accept": accept,
    "reject": reject,
    "undo": undo,
    "review-turn": review_turn,
    "review-all": review_all,
    "correct-speaker": correct_speaker,
}

LEADS_TO = {"open-pass": "workbench", "start-moderation": "differences"}
