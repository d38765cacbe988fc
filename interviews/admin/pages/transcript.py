"""The page on which an interview is read, coded, moderated and de-identified."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from interviews.actions.log import record
from interviews.admin.pages.buttons import buttons_for, coders_to_ask, working_pass
from interviews.admin.pages.turns import Mode, Turn, turns_of
from interviews.admin.retention import retention_context
from interviews.admin.rights import rights_of
from interviews.forms.coding import ApplyCodeForm
from interviews.forms.deidentification import ReplaceForm, SpeakerForm
from interviews.models import Code, CodingPass, Interview
from interviews.permissions import Act
from interviews.visibility import visible_passes

SHOWS = {
    "uncoded": _("without a code"),
    "unreviewed": _("not reviewed"),
    "undecided": _("with a replacement to decide"),
}


@dataclass(frozen=True)
class Filter:
    """Which turns are shown: all, or those of a speaker, or those with something left to do."""

    speaker: int | None
    show: str

    def keeps(self, turn: Turn) -> bool:
        if self.speaker is not None and turn.segment.speaker_id != self.speaker:
            return False
        left = {
            "uncoded": not turn.codings and not turn.nothing_applies,
            "unreviewed": not turn.reviewed,
            "undecided": turn.undecided,
        }
        return left.get(self.show, True)


# There is a moderated pass in these states.
MODERATED = {Interview.CodingState.MODERATING, Interview.CodingState.MODERATED}


def interview_for(request: HttpRequest, pk: int) -> Interview:
    """The interview, once it is certain that the person works in its study."""
    interview = get_object_or_404(Interview.objects.select_related("study", "guide"), pk=pk)
    if not rights_of(request).allow([Act.SEE_STUDY], interview.study_id):
        raise PermissionDenied
    return interview


@require_GET
def transcript(request: HttpRequest, pk: int) -> TemplateResponse:
    """Show an interview. Raw text is shown, and the log says so, in the mode "deidentify" only."""
    interview = interview_for(request, pk)
    if interview.data_key is None:
        return destroyed(request, interview)
    mode = mode_of(request, interview)
    working = working_pass(request.user, interview) if mode == Mode.CODE else None
    passes = passes_shown(request, interview, working)
    turns = turns_of(interview, passes, mode)
    if mode == Mode.DEIDENTIFY:
        log_seen(request, interview, len(turns))
    context = {
        **admin.site.each_context(request),
        **words_shown(request, turns),
        **desk(request, interview, mode, working),
        **retention_context(request, interview.study),
        "title": str(interview),
        # Room for the words: the lists are one click away, in the crumbs.
        "is_nav_sidebar_enabled": False,
        "opts": Interview._meta,
        "interview": interview,
        "mode": mode,
        "modes": modes_for(request, interview),
        "passes": passes.select_related("coder"),
        "back": request.GET.urlencode(),
    }
    return TemplateResponse(request, "interviews/transcript.html", context)


def log_seen(request: HttpRequest, interview: Interview, turns: int) -> None:
    """Write down that somebody opened raw words, and the names that the form beside them offers as identifiers."""
    record(by=request.user, action="raw text seen", interview=interview, segments=turns)
    if not rights_of(request).allow([Act.DEIDENTIFY], interview.study_id):
        return
    if names := list(interview.study.identifiers.exclude(data_key=None).values_list("pk", flat=True)):
        record(by=request.user, action="identity seen", interview=interview, identifiers=names)


def destroyed(request: HttpRequest, interview: Interview) -> TemplateResponse:
    """Say that there is nothing left to read, and what is."""
    context = {
        **admin.site.each_context(request),
        "title": str(interview),
        "opts": Interview._meta,
        "interview": interview,
        "turns": interview.segments.count(),
        "may_destroy": rights_of(request).allow([Act.WITHDRAW], interview.study_id),
        "passes": visible_passes(request.user).filter(interview=interview).count(),
    }
    return TemplateResponse(request, "interviews/destroyed.html", context)


def words_shown(request: HttpRequest, turns: list[Turn]) -> dict[str, Any]:
    """The turns that the filters leave, and counts over all of them."""
    chosen = Filter(number_of(request, "speaker"), request.GET.get("show", ""))
    shown = [turn for turn in turns if chosen.keeps(turn)]
    return {"turns": shown, "counts": counts_of(turns), "chosen": chosen, "shows": SHOWS}


def desk(request: HttpRequest, interview: Interview, mode: Mode, working: CodingPass | None) -> dict[str, Any]:
    """What stands beside the words: the forms and buttons that the person's roles and the state allow."""
    rights, allowed = rights_of(request), may(request, interview)
    codes = Code.objects.filter(study=interview.study_id).current().order_by("name")
    replaces = mode == Mode.DEIDENTIFY and allowed["deidentify"]
    return {
        "may": allowed,
        "act_address": reverse("admin:interviews_interview_act", args=[interview.pk, "x"]).removesuffix("x/"),
        "speakers": interview.speakers.select_related("participant").all(),
        "working": working,
        "buttons": buttons_for(request.user, rights, interview),
        "coders": coders_to_ask(rights, interview),
        "differences": allowed["moderate"] and interview.coding_state in MODERATED,
        "codes": codes if working else None,
        "code_form": ApplyCodeForm(interview=interview) if working else None,
        "replace_form": ReplaceForm(interview=interview) if replaces else None,
        "speaker_form": SpeakerForm(interview=interview),
    }


def may(request: HttpRequest, interview: Interview) -> dict[str, bool]:
    """Acts that the page offers buttons for, by name."""
    rights = rights_of(request)
    acts = {
        "deidentify": [Act.DEIDENTIFY],
        "moderate": [Act.MODERATE],
        "draft": [Act.DRAFT],
        "correct": [Act.DEIDENTIFY, Act.IMPORT],
        "edit": [Act.IMPORT, Act.MANAGE_STUDY],
    }
    return {name: rights.allow(needed, interview.study_id) for name, needed in acts.items()}


def modes_for(request: HttpRequest, interview: Interview) -> list[tuple[Mode, str]]:
    """The modes that the person may use, with their names."""
    rights = rights_of(request)
    modes = [(Mode.READ, str(_("Read")))]
    if rights.allow([Act.CODE, Act.MODERATE], interview.study_id):
        modes.append((Mode.CODE, str(_("Passes and codings"))))
    if rights.allow([Act.SEE_RAW_TEXT], interview.study_id):
        modes.append((Mode.DEIDENTIFY, str(_("De-identify"))))
    return modes


def mode_of(request: HttpRequest, interview: Interview) -> Mode:
    """The mode that was asked for. Asking for one that is not allowed is refused, not answered with another."""
    wanted = request.GET.get("mode", Mode.READ)
    if wanted not in Mode.__members__.values():
        return Mode.READ
    if wanted not in [mode for mode, _ in modes_for(request, interview)]:
        raise PermissionDenied
    return Mode(wanted)


def passes_shown(request: HttpRequest, interview: Interview, working: CodingPass | None) -> QuerySet[CodingPass]:
    """The passes whose codings are shown: one's own while coding, else all that the blind rule leaves visible."""
    visible: QuerySet[CodingPass] = visible_passes(request.user).filter(interview=interview)
    if working is not None and working.kind == CodingPass.Kind.INDEPENDENT:
        return visible.filter(pk=working.pk)
    return visible


def counts_of(turns: list[Turn]) -> dict[str, int]:
    """What the head of the page says about the whole interview, whatever is filtered."""
    facts: Counter[str] = Counter(turns=len(turns))
    for turn in turns:
        facts["reviewed"] += turn.reviewed
        facts["coded"] += bool(turn.codings)
        facts["nothing_applies"] += turn.nothing_applies
        facts["codings"] += len(turn.codings)
        facts["undecided"] += turn.undecided
    return dict(facts)


def number_of(request: HttpRequest, name: str) -> int | None:
    """A whole number of the query, or None."""
    value: Any = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 12 else None
