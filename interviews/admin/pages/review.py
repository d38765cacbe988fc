"""The page on which a person decides a study's suggestions one after the other, by keyboard or by mouse.

GET shows one decision and logs that its raw words were seen; every act is posted to review_acts.py.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from interviews.actions.decide import levels_of
from interviews.actions.log import record
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.review_queue import ORDERS, Decision, Filter, Queue, read_queue
from interviews.admin.pages.review_words import (
    LINES,
    Line,
    ShownTurn,
    concordance,
    confidence_in_words,
    source_in_words,
    turns_around,
    word_steps,
)
from interviews.admin.pages.transcript import number_of
from interviews.deidentification.commonness import why_common
from interviews.models import Replacement, Study
from interviews.models.identifiers import DIRECT_TYPES, IdentifierType
from interviews.permissions import Act
from interviews.reports.deidentification import decisions_of, left_to_do

MOST_AROUND = 12


def study_to_review(request: HttpRequest, pk: int) -> Study:
    """The study, for somebody who may de-identify it."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.DEIDENTIFY, study.pk)
    return study


def state_of(replacement: Replacement) -> str:
    """What an act expects to find: posted back with it, so that nobody decides on what another has changed."""
    return f"{replacement.status}.{replacement.start}.{replacement.end}.{replacement.keep_asked_by_id or 0}"


@require_GET
def review_page(request: HttpRequest, pk: int) -> TemplateResponse:
    """Show the decision at `at`, else the first one that the filter leaves; without one, what is left elsewhere."""
    study = study_to_review(request, pk)
    chosen = Filter.read(request.GET)
    queue = read_queue(study, request.user, chosen)
    index = queue.at(number_of(request, "at"))
    shown = {} if index is None else decision_shown(request, study, queue, index)
    context = {
        **admin.site.each_context(request),
        **facets_of(study, queue),
        **shown,
        "title": f"Review {study.slug}",
        "is_nav_sidebar_enabled": False,
        "opts": Study._meta,
        "study": study,
        "queue": queue,
        "chosen": chosen,
        "back": chosen.query(),
        "left": len(queue.decisions),
    }
    return TemplateResponse(request, "interviews/review.html", context)


@require_GET
def left_page(request: HttpRequest, pk: int) -> TemplateResponse:
    """Show what is left to do in each interview, with the way there."""
    study = study_to_review(request, pk)
    rows = left_to_do(study)
    context = {
        **admin.site.each_context(request),
        "title": f"What is left in {study.slug}",
        "opts": Study._meta,
        "study": study,
        "rows": rows,
        "segments": sum(row.segments for row in rows),
        "reviewed": sum(row.reviewed for row in rows),
        "decisions": decisions_of(rows),
        "undecided": sum(row.undecided for row in rows),
        "keeps_waiting": sum(row.keeps_waiting for row in rows),
    }
    return TemplateResponse(request, "interviews/review_left.html", context)


def decision_shown(request: HttpRequest, study: Study, queue: Queue, index: int) -> dict[str, Any]:
    """One decision with its words, its other places and what can be done; logs that the words were seen."""
    decision = queue.decisions[index]
    place = queue.shown_first(decision)
    replacement = Replacement.objects.select_related("segment__interview__study", "keep_asked_by", "identifier").get(
        pk=place.pk
    )
    around = min(max(number_of(request, "around") or 1, 1), MOST_AROUND)
    turns = turns_around(replacement, around)
    whole = request.GET.get("all") == "1"
    lines = concordance(decision, limit=None if whole else LINES) if len(decision.places) > 1 else []
    log_seen(request, replacement, turns, lines)
    before, after = queue.after(index, -1), queue.after(index)
    return {
        **acts_offered(request, decision, replacement),
        "decision": decision,
        "replacement": replacement,
        "interview": replacement.segment.interview,
        "words": replacement.segment.text[replacement.start : replacement.end],
        "number": index + 1,
        "turns": turns,
        "near": around == 1,
        "wider": around + 3 if around < MOST_AROUND else None,
        "lines": lines,
        "more_lines": len(decision.places) - len(lines) if lines else 0,
        "next": after.first.pk if after else "",
        "next_query": queue.filter.query(at=after.first.pk) if after else "",
        "previous_query": queue.filter.query(at=before.first.pk) if before else "",
        "here_query": queue.filter.query(at=place.pk),
    }


def acts_offered(request: HttpRequest, decision: Decision, replacement: Replacement) -> dict[str, Any]:
    """What the buttons say. Another type than the proposed one is chosen in the address, `as`, until it is accepted."""
    wanted = request.GET.get("as", "")
    type_ = wanted if wanted in IdentifierType.values else replacement.type or IdentifierType.OTHER
    changed = bool(replacement.type) and type_ != replacement.type
    common = why_common(replacement.segment.text[replacement.start : replacement.end])
    return {
        "state": state_of(replacement),
        "type": type_,
        "type_name": IdentifierType(type_).label,
        "types": IdentifierType.choices,
        "proposed": f"[{type_}]" if changed else replacement.text,
        "levels": list(enumerate(levels_of(type_), start=1)),
        "keep_asked": decision.waits_for(request.user.pk or 0),
        "can_repeat": bool(replacement.words_fingerprint),
        "everywhere": decision.direct and len(decision.places) > 1,
        # A name that one turn gives away stands elsewhere, too, and the gate knows only what is remembered.
        "remember": decision.direct and type_ in DIRECT_TYPES and common is None,
        "common": common,
        "steps": word_steps(replacement.segment.text, replacement.start, replacement.end),
        "sure": confidence_in_words(replacement.confidence),
        "source": source_in_words(decision.first.found_by),
    }


def facets_of(study: Study, queue: Queue) -> dict[str, Any]:
    """The choices of the filter, and how far the study is. Two queries."""
    undecided = queue.by_interview()
    numbers = list(study.interviews.exclude(data_key=None).order_by("number").values_list("number", "pk"))
    facets = queue.facets()
    suggested = Replacement.objects.filter(segment__interview__study=study).count()
    return {
        "interviews": [(number, pk, undecided[number]) for number, pk in numbers],
        "sources": [(source, source_in_words(source), count) for source, count in facets["source"]],
        "kinds": [(type_, IdentifierType(type_).label, count) for type_, count in facets["type"]],
        "orders": ORDERS.items(),
        "suggested": suggested,
        "decided": suggested - len(queue.places),
    }


def log_seen(request: HttpRequest, replacement: Replacement, turns: list[ShownTurn], lines: list[Line]) -> None:
    """Write down that somebody looked at raw words, and of which turns, by their ids."""
    seen = {turn.segment.pk for turn in turns} | {line.segment for line in lines}
    record(
        by=request.user,
        action="raw text seen",
        study=replacement.segment.interview.study,
        interview=replacement.segment.interview,
        replacement=replacement.pk,
        segments=sorted(seen),
    )
