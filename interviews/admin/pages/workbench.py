"""The coding workbench: one interview, its codebook beside it, everything by keyboard, every act a small request."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interviews.actions import code as coding
from interviews.actions.codebook import create_code
from interviews.actions.log import is_heard
from interviews.actions.memos import write_memo
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.admin.pages.buttons import submitting, working_pass
from interviews.admin.pages.transcript import interview_for, passes_shown
from interviews.admin.pages.workbench_data import changed, code_of, whole
from interviews.admin.pages.workbench_words import KEYS, words_said
from interviews.errors import BadSpan, NotPermitted, WorkshopError
from interviews.models import Code, Coding, CodingPass, Interview, Segment
from interviews.safe import safe_text

# An act answers with what it says aloud, and further things that the page must know.
Asked = dict[str, Any]
Answer = dict[str, Any]
Act = Callable[[HttpRequest, CodingPass, Asked], Answer]
MOST_BYTES = 100_000


@require_GET
def workbench(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself; somebody without an open pass there is led to the page where one is opened."""
    interview = interview_for(request, pk)
    working = working_pass(request.user, interview) if interview.data_key is not None else None
    if working is None:
        return redirect("admin:interviews_interview_transcript", pk)
    data = whole(interview, working, passes_shown(request, interview, working))
    context = {
        **admin.site.each_context(request),
        "title": str(interview),
        "is_nav_sidebar_enabled": False,
        "opts": Interview._meta,
        "interview": interview,
        "working": working,
        "hand_in": submitting(working),
        "keys": KEYS,
        "words": words_said(),
        "data": data,
        "unreviewed": sum(turn["open"] for turn in data["turns"]),
        "acts_address": reverse("admin:interviews_interview_workbench_act", args=[interview.pk]),
    }
    return TemplateResponse(request, "interviews/workbench.html", context)


@require_POST
def workbench_act(request: HttpRequest, pk: int) -> JsonResponse:
    """Do one act and answer with the turns that differ from what the page knew: 409 where it could not be done.

    Takes `{"act", "client", "pass", "since", ...}`: the act's name, the sender's own name for this request, the pass
    that the page is of, and the version that it stands at. The same request sent twice does nothing twice. 400 for what
    the page never sends; 403 and 404 for somebody else than who opened it, who may not act in that pass.
    """
    interview = interview_for(request, pk)
    try:
        asked = asked_for(request)
        answer, status = answered(request, interview, asked)
    except Malformed as error:
        answer, status = {"error": str(error)}, 400
    return JsonResponse(answer, status=status)


def answered(request: HttpRequest, interview: Interview, asked: Asked) -> tuple[Answer, int]:
    opened = number(asked, "pass")
    working = working_pass(request.user, interview) if interview.data_key is not None else None
    if working is None or working.pk != opened:
        return not_open(request, interview, opened)
    handler = ACTS.get(words(asked, "act"))
    if handler is None:
        raise Malformed("no such act")
    since = number(asked, "since")
    answer: Answer = {}
    status = 200
    try:
        answer = handler(request, working, asked)
    except NotPermitted as error:
        return {"error": f"{error}."}, 403
    except WorkshopError as error:
        answer, status = {"error": str(error)}, 409
    passes = passes_shown(request, interview, working)
    return {**answer, **changed(interview, working, passes, since)}, status


def not_open(request: HttpRequest, interview: Interview, opened: int) -> tuple[Answer, int]:
    """What somebody is told whose open pass the page's is not: it is closed, or it is somebody else's."""
    if interview.passes.filter(pk=opened, coder=request.user.pk).exists():
        closed = _(
            "Your pass here is not open any more. What waits stays in this browser, for when it is opened again."
        )
        return {"error": closed, "closed": True}, 409
    return {"error": _("Somebody else is signed in now: sign in as whoever opened this page.")}, 403


class Malformed(Exception):
    """The page never sends this, unless it is older than the server."""


def asked_for(request: HttpRequest) -> Asked:
    """The request's JSON."""
    try:
        asked = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Malformed
    return asked


def number(asked: Asked, name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Malformed
    return value


def words(asked: Asked, name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str) or "\0" in value:
        raise Malformed
    return value


def turn_at(working: CodingPass, position: int) -> Segment:
    turns = Segment.objects.with_replacements().select_related("interview__study")
    found = turns.filter(interview=working.interview_id, position=position).first()
    if found is None:
        raise Malformed(f"there is no turn {position}")
    return found


def was_done(request: HttpRequest, working: CodingPass, asked: Asked) -> bool:
    """Whether this very request came before: its answer may have been lost, or another window sent it, too."""
    return is_heard(by=request.user, coding_pass=working, client=words(asked, "client"))


def once(act: Act) -> Act:
    """An act that is done once, however often its request comes."""

    @wraps(act)
    def doing(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
        return {} if was_done(request, working, asked) else act(request, working, asked)

    return doing


# --- the acts


@once
def apply(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    """A code to a selection: `turns` is a list of position, start and end in safe text; without an end, all of it."""
    code = Code.objects.filter(pk=number(asked, "code"), study=working.interview.study_id).first()
    if code is None:
        raise Malformed("this study has no such code")
    apply_to_turns(request, working, asked, code)
    return {"said": _("%(code)s applied.") % {"code": code.name}}


def apply_to_turns(request: HttpRequest, working: CodingPass, asked: Asked, code: Code) -> None:
    selections = [selection(working, place) for place in asked.get("turns") or []]
    if not selections:
        raise BadSpan(_("nothing is selected: choose a turn"))
    client = words(asked, "client")
    coding.apply_to_selections(by=request.user, coding_pass=working, selections=selections, code=code, client=client)


def selection(working: CodingPass, place: Any) -> coding.Selection:
    if not isinstance(place, list) or len(place) != 3:
        raise Malformed
    position, start, end = (number({"at": value}, "at") for value in place)
    segment = turn_at(working, position)
    try:
        return coding.Selection(segment, *safe_text(segment).raw_span(start, end))
    except ValueError:
        words_anew = _("these characters are not in turn %(turn)s: select its words anew")
        raise BadSpan(words_anew % {"turn": position}) from None


@once
def remove(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    found = Coding.objects.filter(coding_pass=working, pk=number(asked, "coding")).select_related("code").first()
    if found is None:
        return {"said": _("That coding is gone already.")}
    coding.remove_coding(by=request.user, coding=found, client=words(asked, "client"))
    return {"said": _("%(code)s removed.") % {"code": found.code.name}}


@once
def nothing(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    segment, client = turn_at(working, number(asked, "turn")), words(asked, "client")
    if asked.get("on"):
        coding.mark_nothing_applies(by=request.user, coding_pass=working, segment=segment, client=client)
        return {"said": _("Turn %(turn)s: nothing applies.") % {"turn": segment.position}}
    coding.unmark_nothing_applies(by=request.user, coding_pass=working, segment=segment, client=client)
    return {"said": _("Turn %(turn)s: not read yet.") % {"turn": segment.position}}


def memo(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    segment = turn_at(working, number(asked, "turn"))
    client = words(asked, "client")
    write_memo(by=request.user, coding_pass=working, segment=segment, text=words(asked, "text"), client=client)
    return {"said": _("Memo on turn %(turn)s written.") % {"turn": segment.position}}


@transaction.atomic
def new_code(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    """A code made on the way, and applied to `turns`; one that is there by that name already is the one."""
    study, name = working.interview.study, " ".join(words(asked, "name").split())
    code = Code.objects.filter(study=study, name=name).first() or create_code(by=request.user, study=study, name=name)
    if not was_done(request, working, asked):
        apply_to_turns(request, working, asked, code)
    return {"said": _("Code %(code)s made.") % {"code": code.name}, "code": code_of(code)}


def undo(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    outcome = undo_coding(by=request.user, coding_pass=working, client=words(asked, "client"))
    return {"said": outcome.said if outcome else _("There is nothing to undo.")}


def redo(request: HttpRequest, working: CodingPass, asked: Asked) -> Answer:
    outcome = redo_coding(by=request.user, coding_pass=working, client=words(asked, "client"))
    return {"said": outcome.said if outcome else _("There is nothing to do again.")}


ACTS: dict[str, Act] = {
    "apply": apply,
    "remove": remove,
    "nothing": nothing,
    "memo": memo,
    "code": new_code,
    "undo": undo,
    "redo": redo,
}
