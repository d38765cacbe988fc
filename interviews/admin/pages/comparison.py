"""Constant comparison: whatever was coded with a code, side by side, from every interview whose codings one may see.

What the blind rule hides of an interview is hidden here: of an interview that one still codes only one's own codings
stand here, and only they are counted. A merged code's codings are read as those of the code that it was merged into.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from interviews.admin.links import reading_address
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.stretches import Stretch
from interviews.admin.pages.turns import effective, passage
from interviews.models import Code, Coding, CodingPass, Interview, Segment
from interviews.permissions import Act
from interviews.visibility import visible_passes

PER_PAGE = 40
Span = tuple[int, int, int]
"""A segment's id, and code points of its raw text, end exclusive."""


@dataclass(frozen=True)
class Passage:
    """A span that somebody coded, in its turn: by whom, as which codes, and what else the turn is coded with."""

    segment: Segment
    stretches: list[Stretch]
    coders: list[str]
    codes: list[Code]
    beside: list[Code]

    @property
    def interview(self) -> Interview:
        return self.segment.interview

    @property
    def address(self) -> str:
        return reading_address(self.segment.interview_id, self.segment.position)


@require_GET
def comparison(request: HttpRequest, pk: int) -> TemplateResponse:
    """All passages of a code, a page at a time; with `below`, those of the codes below it as well."""
    code = get_object_or_404(Code.objects.select_related("study", "merged_into"), pk=pk)
    allow(request, Act.SEE_STUDY, code.study_id)
    codebook = {each.pk: each for each in Code.objects.filter(study=code.study_id)}
    below = [each for each in codebook.values() if each.parent_id == code.pk]
    with_below = bool(below) and request.GET.get("below") == "1"
    wanted = {code.pk, *(each.pk for each in descendants(code, codebook))} if with_below else {code.pk}
    codings = codings_of(request.user, wanted, codebook)
    spans = codings.values_list("segment", "start", "end").distinct()
    page = Paginator(ordered(spans), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Compare %(code)s") % {"code": code},
        # Room for the words: the lists are one click away, in the crumbs.
        "is_nav_sidebar_enabled": False,
        "opts": Code._meta,
        "code": code,
        "below": below,
        "with_below": with_below,
        "parts": list(code.split_into.order_by("name")),
        "page": page,
        "passages": passages(request.user, page, codings, codebook, wanted),
        "found": found(page.paginator.count, codings.values("segment__interview").distinct().count()),
        # The other pages are of the same passages.
        "query": "&below=1" if with_below else "",
    }
    return TemplateResponse(request, "interviews/comparison.html", {**admin.site.each_context(request), **context})


def found(passages: int, interviews: int) -> str:
    """How many passages, and in how many interviews, as a sentence."""
    of_passages = ngettext("%(count)s passage", "%(count)s passages", passages) % {"count": passages}
    of_interviews = ngettext(
        "%(passages)s in %(count)s interview whose codings you may see.",
        "%(passages)s in %(count)s interviews whose codings you may see.",
        interviews,
    )
    return of_interviews % {"passages": of_passages, "count": interviews}


def descendants(code: Code, codebook: dict[int, Code]) -> list[Code]:
    """Every code below `code`, however deep."""
    found = [code]
    for parent in found:
        found += [each for each in codebook.values() if each.parent_id == parent.pk]
    return found[1:]


def codings_of(user: Any, wanted: set[int], codebook: dict[int, Code]) -> QuerySet[Coding]:
    """Codings that `user` may see and that are read as one of the `wanted` codes."""
    read_so = [pk for pk in codebook if effective(pk, codebook).pk in wanted]
    readable = Coding.objects.filter(segment__interview__data_key__isnull=False)
    return readable.filter(code__in=read_so, coding_pass__in=visible_passes(user).values("pk"))


def ordered(spans: QuerySet[Any]) -> QuerySet[Any]:
    return spans.order_by("segment__interview__number", "segment__interview", "segment__position", "start", "end")


def passages(
    user: Any, page: "Page[Any]", codings: QuerySet[Coding], codebook: dict[int, Code], wanted: set[int]
) -> list[Passage]:
    """The spans of a page with their words. A fixed number of queries."""
    spans: list[Span] = [tuple(span) for span in page.object_list]
    turns = {segment for segment, _, _ in spans}
    segments = Segment.objects.with_replacements().select_related("interview__study", "speaker").in_bulk(turns)
    here: dict[Span, list[Coding]] = defaultdict(list)
    for coding in codings.filter(segment__in=turns).select_related("coding_pass__coder").order_by("coding_pass", "pk"):
        here[coding.segment_id, coding.start, coding.end].append(coding)
    beside: dict[int, set[int]] = defaultdict(set)
    others = Coding.objects.filter(segment__in=turns, coding_pass__in=visible_passes(user).values("pk"))
    for segment, code in others.values_list("segment", "code").order_by().distinct():
        beside[segment].add(effective(code, codebook).pk)
    return [
        Passage(
            segments[span[0]],
            passage(segments[span[0]], [span[1:]], effective(here[span][0].code_id, codebook)),
            sorted({coder_of(coding) for coding in here[span]}),
            named({effective(coding.code_id, codebook).pk for coding in here[span]}, codebook),
            named(beside[span[0]] - wanted, codebook),
        )
        for span in spans
    ]


def coder_of(coding: Coding) -> str:
    moderated = coding.coding_pass.kind == CodingPass.Kind.MODERATED
    return _("moderated") if moderated else coding.coding_pass.coder.get_username()


def named(codes: Iterable[int], codebook: dict[int, Code]) -> list[Code]:
    return sorted((codebook[pk] for pk in codes), key=lambda code: code.name)
