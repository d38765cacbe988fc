"""Moderation: the coders' passes side by side where they differ, each difference decided with a reason.

The page's script sends each decision on its own (differences_acts.py); without it the same forms post here.
"""

import re
from dataclasses import dataclass

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interviews.actions.moderate import read_as, settle_difference
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.admin.pages.acts import coding_named
from interviews.admin.pages.buttons import submitting
from interviews.admin.pages.differences_data import element_of, pair_told, progress, version_of, words_said
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.stretches import Stretch
from interviews.admin.pages.transcript import interview_for
from interviews.admin.pages.turns import passage
from interviews.errors import WorkshopError
from interviews.models import CodingPass, Interview
from interviews.permissions import Act
from interviews.reports.differences import OPEN, Difference, Reading, agreement_before_and_after, differences
from interviews.visibility import visible_passes

# The element of a difference on the page (differences_data.element_of).
ELEMENT = re.compile(r"d\d+-\d+")
VERDICTS = {"keep": True, "leave": False}


@dataclass(frozen=True)
class Shown:
    """A coder's reading of the turn, with what they coded marked in its safe words."""

    reading: Reading
    stretches: list[Stretch]

    @property
    def coder(self) -> str:
        return self.reading.coding_pass.coder.get_username()


@require_http_methods(["GET", "POST"])
def difference_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Differences of an interview that is moderated, those to decide first; on POST decide one, or undo that."""
    interview = interview_for(request, pk)
    allow(request, Act.MODERATE, interview.study_id)
    moderated = moderated_pass(request, interview)
    if moderated is None:
        return redirect("admin:interviews_interview_transcript", pk)
    if request.method == "POST":
        return undo_or_redo(request, moderated) if "act" in request.POST else decide(request, moderated)
    version = version_of(moderated)
    found = differences(interview, moderated)
    before, after = agreement_before_and_after(interview, moderated)
    undecided = [each for each in found if each.verdict == OPEN]
    elements = [element(each) for each in undecided]
    # The next one comes up, not the first of the page: some may be left for later.
    following = [*elements[1:], *(elements[-2:-1] or [""])] if elements else []
    context = {
        "title": _("Differences in %(interview)s") % {"interview": interview},
        "opts": Interview._meta,
        "is_nav_sidebar_enabled": False,
        "interview": interview,
        "moderated": moderated,
        "version": version,
        "may_decide": moderated.status == CodingPass.Status.OPEN,
        "hand_in": submitting(moderated),
        "found": progress(len(undecided), len(found) - len(undecided)),
        "undecided": [shown(each, then) for each, then in zip(undecided, following, strict=True)],
        "decided": [shown(each) for each in found if each.verdict != OPEN],
        "reasons": sorted({each.why.text for each in found if each.why}),
        "before": [pair_told(each) for each in before],
        "after": [pair_told(each) for each in after],
        "words": words_said(),
    }
    return TemplateResponse(request, "interviews/differences.html", {**admin.site.each_context(request), **context})


def moderated_pass(request: HttpRequest, interview: Interview) -> CodingPass | None:
    """The moderated pass, where there is one that the blind rule lets the person see and its words can be read."""
    if interview.data_key is None:
        return None
    visible = visible_passes(request.user).filter(interview=interview, kind=CodingPass.Kind.MODERATED)
    found: CodingPass | None = visible.select_related("interview__study", "coder").first()
    return found


def element(difference: Difference) -> str:
    return element_of((difference.segment.pk, difference.code.pk))


def shown(difference: Difference, following: str = "") -> tuple[Difference, str, list[Shown], str]:
    """A difference, its element on the page, the readings side by side, and what comes up once it is decided."""
    segment, code = difference.segment, difference.code
    spans = [[(coding.start, coding.end) for coding in each.codings] for each in difference.readings]
    sides = [Shown(each, passage(segment, of, code)) for each, of in zip(difference.readings, spans, strict=True)]
    return difference, element(difference), sides, following


def decide(request: HttpRequest, moderated: CodingPass) -> HttpResponse:
    """Carry out the button that was pressed, "keep-12" or "leave-12" with a coding's id, and go on to `next`."""
    verdict, _dash, named = request.POST.get("decide", "").partition("-")
    address = reverse("admin:interviews_interview_differences", args=[moderated.interview_id])
    try:
        found = coding_named(request, moderated.interview, named)
        keep = VERDICTS[verdict]
    except (Http404, KeyError):
        messages.warning(request, _("That coding is no longer there. Nothing was decided."))
        return redirect(address)
    seen = request.POST.get("seen", "")
    try:
        settle_difference(
            by=request.user,
            moderated=moderated,
            coding=found,
            keep=keep,
            reason=request.POST.get("reason", ""),
            seen=int(seen) if seen.isdecimal() and len(seen) < 18 else None,
        )
        done = _("Turn %(turn)s: %(code)s kept.") if keep else _("Turn %(turn)s: %(code)s left out.")
        messages.success(request, done % {"turn": found.segment.position, "code": read_as(found).name})
    except WorkshopError as error:
        messages.error(request, _("Turn %(turn)s: %(error)s.") % {"turn": found.segment.position, "error": error})
        return redirect(f"{address}#{element_of((found.segment_id, read_as(found).pk))}")
    following = request.POST.get("next", "")
    return redirect(f"{address}#{following}" if ELEMENT.fullmatch(following) else address)


def undo_or_redo(request: HttpRequest, moderated: CodingPass) -> HttpResponse:
    """Take one's latest act in the moderated pass back, or do it again."""
    again = request.POST["act"] == "redo"
    try:
        outcome = (redo_coding if again else undo_coding)(by=request.user, coding_pass=moderated)
        nothing = _("There is nothing to do again.") if again else _("There is nothing to undo.")
        messages.success(request, outcome.said if outcome else nothing)
    except WorkshopError as error:
        messages.error(request, f"{error}.")
    return redirect("admin:interviews_interview_differences", moderated.interview_id)
