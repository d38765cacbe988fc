"""Search over all safe text of a study: passages with what was asked for marked, each leading to its turn."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from interviews.actions.log import record
from interviews.admin.links import reading_address
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.history import number_in
from interviews.admin.pages.stretches import Mark, Stretch, cut
from interviews.admin.pages.turns import placeholders
from interviews.models import CodingPass, Interview, Segment, Study
from interviews.permissions import Act
from interviews.reports.safe_search import search
from interviews.reports.wanted import Wanted
from interviews.safe import safe_text
from interviews.visibility import visible_passes

PER_PAGE = 30
LONGEST_QUERY = 200
# Of a long turn so many characters are shown, a third of them before the first hit.
WIDTH = 420


@dataclass(frozen=True)
class Passage:
    """A turn that was found: as much of its safe words as is read at once, and where it opens."""

    segment: Segment
    stretches: list[Stretch]
    begins: bool
    ends: bool
    address: str

    @property
    def interview(self) -> Interview:
        return self.segment.interview


@require_GET
def search_page(request: HttpRequest, pk: int) -> TemplateResponse:
    """Ask for words and show the turns that hold them. That somebody looked is logged, and never for what."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.CODE, study.pk)
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_QUERY] for name in ("q", "interview", "code")}
    codes = list(study.codes.order_by("name"))
    code = next((each for each in codes if str(each.pk) == asked["code"]), None)
    wanted = Wanted.of(asked["q"])
    found = search(request.user, study, wanted, interview=number_in(asked["interview"]), code=code)
    page = Paginator(found.turns, PER_PAGE).get_page(request.GET.get("page"))
    passages = passages_of(request.user, page, wanted)
    if passages:
        note_search(request.user, study, None if code else len(passages))
    context = {
        "title": _("Search %(study)s") % {"study": study.slug},
        "opts": Study._meta,
        "is_nav_sidebar_enabled": False,
        "study": study,
        "asked": asked,
        "wanted": wanted,
        "codes": codes,
        "code": code,
        "page": page,
        "left_out": found.left_out,
        "passages": passages,
        "query": "".join(f"&{urlencode({name: value})}" for name, value in asked.items() if value),
    }
    return TemplateResponse(request, "interviews/search.html", {**admin.site.each_context(request), **context})


def note_search(user: Any, study: Study, shown: int | None) -> None:
    """Log that somebody searched; below a code without the number, which would tell how often they see that code."""
    if shown is None:
        record(by=user, action="coded text searched", study=study)
    else:
        record(by=user, action="safe text searched", study=study, passages=shown)


def passages_of(user: Any, page: "Page[int]", wanted: Wanted) -> list[Passage]:
    """The turns of a page with their words. Three queries."""
    found = list(page.object_list)
    segments = Segment.objects.with_replacements().select_related("interview__study", "speaker")
    turns = segments.in_bulk(found)
    interviews = {turn.interview_id for turn in turns.values()}
    own = visible_passes(user).filter(coder=user, status=CodingPass.Status.OPEN, interview__in=interviews)
    working = set(own.values_list("interview", flat=True))
    return [passage_of(turns[pk], wanted, working) for pk in found]


def passage_of(segment: Segment, wanted: Wanted, working: set[int]) -> Passage:
    safe = safe_text(segment)
    hits = wanted.spans(safe.text, segment.interview.language)
    marks = [Mark(0, start, end, look="hit") for start, end in hits]
    start, end = window(safe.text, hits[0][0])
    shown = [moved(mark, start, end) for mark in [*marks, *placeholders(safe)] if mark.start < end and mark.end > start]
    address = reading_address(segment.interview_id, segment.position)
    if segment.interview_id in working:
        address = f"{reverse('admin:interviews_interview_workbench', args=[segment.interview_id])}#t{segment.position}"
    return Passage(segment, cut(safe.text[start:end], shown), start > 0, end < len(safe.text), address)


def window(text: str, around: int) -> tuple[int, int]:
    """Where a long text is cut so that `around` stands in it, between words."""
    if len(text) <= WIDTH:
        return 0, len(text)
    start = max(0, around - WIDTH // 3)
    start = text.find(" ", start, around) + 1 if start else 0
    end = text.find(" ", start + WIDTH)
    return start, end if end != -1 else len(text)


def moved(mark: Mark, start: int, end: int) -> Mark:
    """The mark in the text from `start` to `end`."""
    return Mark(mark.number, max(mark.start, start) - start, min(mark.end, end) - start, look=mark.look)
