"""Decisions on the coders' differences as the page's script sends them: each a small request, answered with JSON."""

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interviews.actions.moderate import settle_difference
from interviews.admin.pages.acts import coding_named
from interviews.admin.pages.differences import moderated_pass
from interviews.admin.pages.differences_data import changed
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.transcript import interview_for
from interviews.admin.pages.workbench_acts import Answer, redo, undo
from interviews.admin.pages.workbench_asked import Asked, Malformed, answer_in_json, number, words
from interviews.errors import DoneBefore, WorkshopError, WrongState
from interviews.models import CodingPass, Interview
from interviews.permissions import Act


@require_POST
def difference_act(request: HttpRequest, pk: int) -> JsonResponse:
    """Decide a difference, undo one's latest act or do it again; answer with what changed since the page was drawn.

    Takes `{"act", "client", "pass", "since"}`, and to decide also `{"coding", "keep", "text", "seen"}`: the reason, and
    the decision that the page showed. The same request sent twice does nothing twice. 409 where it could not be done,
    with `closed` once the moderation is submitted; 400 for what the page never sends.
    """
    interview = interview_for(request, pk)
    allow(request, Act.MODERATE, interview.study_id)
    return answer_in_json(request, lambda asked: answered(request, interview, asked))


def answered(request: HttpRequest, interview: Interview, asked: Asked) -> tuple[Answer, int]:
    moderated = moderated_pass(request, interview)
    since = number(asked, "since")
    if moderated is None or moderated.pk != number(asked, "pass") or moderated.status != CodingPass.Status.OPEN:
        closed = _("This moderation is not open any more. What waits is sent when it is opened again.")
        return {"error": closed, "closed": True}, 409
    handler = ACTS.get(words(asked, "act"))
    if handler is None:
        raise Malformed("no such act")
    answer: Answer = {}
    status = 200
    try:
        answer = handler(request, moderated, asked)
    except DoneBefore:
        # Its answer may never have come: what it changed is told below.
        pass
    except WorkshopError as error:
        answer, status = {"error": str(error)}, 409
    return {**answer, **changed(interview, moderated, since)}, status


def decide(request: HttpRequest, moderated: CodingPass, asked: Asked) -> Answer:
    try:
        found = coding_named(request, moderated.interview, str(number(asked, "coding")))
    except Http404:
        raise WrongState(_("that coding is no longer there: nothing was decided")) from None
    settle_difference(
        by=request.user,
        moderated=moderated,
        coding=found,
        keep=bool(asked.get("keep")),
        reason=words(asked, "text"),
        seen=number(asked, "seen"),
        client=words(asked, "client"),
    )
    return {}


ACTS = {"decide": decide, "undo": undo, "redo": redo}
