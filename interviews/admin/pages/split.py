"""Splitting a code: its passages one below the other, each given one of the parts by a key or a button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from interviews.actions.split import (
    join_code,
    passages_to_settle,
    reassign,
    redo_reassigning,
    split_code,
    undo_reassigning,
)
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.stretches import Stretch
from interviews.admin.pages.turns import passage
from interviews.admin.rights import rights_of
from interviews.errors import NotPermitted, WorkshopError
from interviews.models import Code, Coding, Interview, Segment
from interviews.permissions import Act
from interviews.safe import safe_text

# So many passages at once, and so many fields for the names of parts.
SHOWN, FIELDS = 40, 6
IN_ORDER = ("segment__interview__number", "segment__interview", "segment__position", "start", "end", "pk")


@dataclass
class Passage:
    """A selection coded with the split code: its turns with the words marked, what was said before, and its part."""

    coding: Coding
    turns: list[tuple[Segment, list[Stretch]]]
    before: str = ""

    @property
    def interview(self) -> Interview:
        return self.coding.segment.interview

    @property
    def position(self) -> int:
        return self.turns[0][0].position


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the parts of a code; once it is split, show what has no part yet. On POST do what was pressed."""
    code = get_object_or_404(Code.objects.select_related("study", "parent", "merged_into"), pk=pk)
    allow(request, Act.CODE, code.study_id)
    if request.method == "POST":
        return acted(request, code)
    context = {
        "title": _("Split %(code)s") % {"code": code},
        "opts": Code._meta,
        "is_nav_sidebar_enabled": False,
        "code": code,
        "may_split": rights_of(request).allow([Act.MODERATE], code.study_id),
        **passages_of(request, code),
    }
    return TemplateResponse(request, "interviews/split.html", {**admin.site.each_context(request), **context})


def passages_of(request: HttpRequest, code: Code) -> dict[str, Any]:
    """The parts, and the passages with and without one; for a code that is whole the codes that parts may be."""
    parts = list(code.split_into.order_by("name"))
    if not parts:
        others = Code.objects.filter(study=code.study_id).current().exclude(pk=code.pk)
        return {"parts": [], "fields": range(1, FIELDS + 1), "others": others.order_by("name")}
    mine = passages_to_settle(request.user, code).select_related("code", "coding_pass__coder")
    waiting, given = mine.exclude(split_from=code), mine.filter(split_from=code)
    return {
        "parts": parts,
        "waiting": with_words(waiting.order_by(*IN_ORDER)[:SHOWN], code),
        "given": with_words(given.order_by(*IN_ORDER)[:SHOWN], code),
        "left": waiting.count(),
        "done": given.count(),
    }


def with_words(codings: Any, code: Code) -> list[Passage]:
    """The codings as passages, those of one selection across turns together. Four queries."""
    rows = list(codings)
    segments = Segment.objects.with_replacements().select_related("interview__study", "speaker")
    turns = segments.in_bulk({row.segment_id for row in rows})
    found: dict[Any, Passage] = {}
    for row in rows:
        row.segment = turns[row.segment_id]
        shown = (row.segment, passage(row.segment, [(row.start, row.end)], row.code))
        key = (row.coding_pass_id, row.group or row.pk)
        if key in found:
            found[key].turns.append(shown)
        else:
            found[key] = Passage(row, [shown])
    wanted = Q(pk=None)
    for each in found.values():
        wanted |= Q(interview=each.interview, position=each.position - 1)
    before = {(turn.interview_id, turn.position + 1): safe_text(turn).text for turn in segments.filter(wanted)}
    for each in found.values():
        each.before = before.get((each.interview.pk, each.position), "")
    return list(found.values())


# --- acts


def acted(request: HttpRequest, code: Code) -> HttpResponse:
    """Carry out the button that was pressed, say so, and show the page anew."""
    handler = ACTS.get(request.POST.get("act", "").partition("-")[0])
    if handler is None:
        raise Http404
    try:
        messages.success(request, handler(request, code))
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except WorkshopError as error:
        messages.error(request, str(error))
    return redirect("admin:interviews_code_split", code.pk)


def split_it(request: HttpRequest, code: Code) -> str:
    split_code(by=request.user, code=code, into=request.POST.getlist("part"))
    return _("%(code)s is split and out of use. Give each passage one of the parts.") % {"code": code}


def give(request: HttpRequest, code: Code) -> str:
    """The button says "give-12-3-1": coding 12, part 3, where its code was 1 when the page was made."""
    numbers = request.POST.get("act", "").split("-")[1:]
    if len(numbers) != 3 or not all(number.isdecimal() and len(number) < 15 for number in numbers):
        raise Http404
    codings = passages_to_settle(request.user, code).select_related("coding_pass", "segment")
    coding = codings.filter(pk=int(numbers[0])).first()
    part = code.split_into.filter(pk=int(numbers[1])).first()
    if coding is None or part is None:
        raise WorkshopError(_("That passage is no longer there. Nothing was changed."))
    reassign(by=request.user, code=code, coding=coding, into=part, seen=int(numbers[2]))
    return _("Turn %(turn)s: %(part)s.") % {"turn": coding.segment.position, "part": part}


def undo(request: HttpRequest, code: Code) -> str:
    outcome = undo_reassigning(by=request.user, code=code)
    return outcome.said if outcome else _("There is nothing to undo.")


def redo(request: HttpRequest, code: Code) -> str:
    outcome = redo_reassigning(by=request.user, code=code)
    return outcome.said if outcome else _("There is nothing to do again.")


def join(request: HttpRequest, code: Code) -> str:
    if join_code(by=request.user, code=code).retired_at:
        return _("%(code)s is whole, and out of use as before. Its parts stay codes of their own.") % {"code": code}
    return _("%(code)s is whole and in use again. Its parts stay codes of their own.") % {"code": code}


ACTS: dict[str, Callable[[HttpRequest, Code], str]] = {
    "split": split_it,
    "give": give,
    "undo": undo,
    "redo": redo,
    "join": join,
}
