"""The coding workbench: one interview, its codebook beside it, everything by keyboard, every act a small request."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from interviews.admin.pages.buttons import submitting, working_pass
from interviews.admin.pages.transcript import interview_for, passes_shown
from interviews.admin.pages.workbench_acts import ACTS, Answer
from interviews.admin.pages.workbench_asked import Asked, Malformed, answer_in_json, number, words
from interviews.admin.pages.workbench_data import changed, code_of, whole
from interviews.admin.pages.workbench_memos import row_of
from interviews.admin.pages.workbench_words import KEYS, words_said
from interviews.errors import DoneBefore, NotPermitted, WorkshopError
from interviews.models import Code, CodingPass, Event, Interview, Memo


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
    return answer_in_json(request, lambda asked: answered(request, interview, asked))


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
    except DoneBefore as before:
        answer = known_of(before.event, working)
    except NotPermitted as error:
        return {"error": f"{error}."}, 403
    except WorkshopError as error:
        answer, status = {"error": str(error)}, 409
    passes = passes_shown(request, interview, working)
    # What was refused is shown as it is now, whatever made it so.
    also = {number(asked, "turn")} if status == 409 and "turn" in asked else set()
    return {**answer, **changed(interview, working, passes, since, also)}, status


def known_of(event: Event, working: CodingPass) -> Answer:
    """What the page must know of an act whose first answer it may never have had: the code, or the memo."""
    code = Code.objects.filter(pk=event.data.get("code")).first()
    memo = Memo.objects.filter(pk=event.data.get("memo")).select_related("study", "coding").first()
    known = {"code": code and code_of(code), "memo": memo and row_of(memo, working)}
    return {name: value for name, value in known.items() if value}


def not_open(request: HttpRequest, interview: Interview, opened: int) -> tuple[Answer, int]:
    """What somebody is told whose open pass the page's is not: it is closed, or it is somebody else's."""
    if interview.passes.filter(pk=opened, coder=request.user.pk).exists():
        closed = _(
            "Your pass here is not open any more. What waits stays in this browser, for when it is opened again."
        )
        return {"error": closed, "closed": True}, 409
    return {"error": _("Somebody else is signed in now: sign in as whoever opened this page.")}, 403
