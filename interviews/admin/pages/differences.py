"""Moderation: the coders' passes side by side where they differ, each difference decided with a reason."""

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
from interviews.admin.pages.acts import coding_named
from interviews.admin.pages.buttons import submitting
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.stretches import Stretch
from interviews.admin.pages.transcript import interview_for
from interviews.admin.pages.turns import passage
from interviews.errors import WorkshopError
from interviews.models import CodingPass, Interview
from interviews.permissions import Act
from interviews.reports.differences import OPEN, Difference, Reading, agreement_before_and_after, differences
from interviews.visibility import visible_passes

# The element of a difference on the page (templates/interviews/snippets/difference.html).
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
    """Differences of an interview that is moderated, those to decide first; on POST decide one."""
    interview = interview_for(request, pk)
    allow(request, Act.MODERATE, interview.study_id)
    moderated = moderated_pass(request, interview)
    if moderated is None:
        return redirect("admin:interviews_interview_transcript", pk)
    if request.method == "POST":
        return decide(request, moderated)
    found = differences(interview, moderated)
    before, after = agreement_before_and_after(interview, moderated)
    context = {
        "title": _("Differences in %(interview)s") % {"interview": interview},
        "opts": Interview._meta,
        "is_nav_sidebar_enabled": False,
        "interview": interview,
        "may_decide": moderated.status == CodingPass.Status.OPEN,
        "hand_in": submitting(moderated),
        "undecided": [(each, side_by_side(each)) for each in found if each.verdict == OPEN],
        "decided": [(each, side_by_side(each)) for each in found if each.verdict != OPEN],
        "reasons": sorted({each.why.text for each in found if each.why}),
        "before": before,
        "after": after,
    }
    return TemplateResponse(request, "interviews/differences.html", {**admin.site.each_context(request), **context})


def moderated_pass(request: HttpRequest, interview: Interview) -> CodingPass | None:
    """The moderated pass, where there is one that the blind rule lets the person see and its words can be read."""
    if interview.data_key is None:
        return None
    visible = visible_passes(request.user).filter(interview=interview, kind=CodingPass.Kind.MODERATED)
    found: CodingPass | None = visible.select_related("interview__study", "coder").first()
    return found


def side_by_side(difference: Difference) -> list[Shown]:
    segment, code = difference.segment, difference.code
    spans = [[(coding.start, coding.end) for coding in each.codings] for each in difference.readings]
    return [Shown(each, passage(segment, of, code)) for each, of in zip(difference.readings, spans, strict=True)]


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
    try:
        reason = request.POST.get("reason", "")
        settle_difference(by=request.user, moderated=moderated, coding=found, keep=keep, reason=reason)
        done = _("Turn %(turn)s: %(code)s kept.") if keep else _("Turn %(turn)s: %(code)s left out.")
        messages.success(request, done % {"turn": found.segment.position, "code": read_as(found).name})
    except WorkshopError as error:
        messages.error(request, _("Turn %(turn)s: %(error)s.") % {"turn": found.segment.position, "error": error})
        return redirect(f"{address}#d{found.segment_id}-{read_as(found).pk}")
    following = request.POST.get("next", "")
    return redirect(f"{address}#{following}" if ELEMENT.fullmatch(following) else address)
