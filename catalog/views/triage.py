"""From symptoms to issues: tick what you see, read which issues fit, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog import search
from catalog.models import Claim, Issue, WorkflowPhase
from catalog.symptoms import Symptoms, same_words, symptoms
from catalog.triage import Fit, weight
from catalog.views.pages import public_page

# So many symptoms are read through at a glance by phase; of more than that, those that hold the reader's words.
GLANCE = 300
SHOWN = 100
# Issues that answer the reader's words, whose symptoms are looked at where there are too many to show.
ANSWERS = 60
FITS_SHOWN = 10
# Of the weight of words that the best symptom holds, as much must another hold to be offered beside it.
ENOUGH = 0.75
TICKS = 40


@dataclass(frozen=True)
class Tick:
    """A symptom as the page shows it: its name in addresses, its words, whether it is ticked, and its page with it
    ticked too.
    """

    name: str
    claim: Claim
    ticked: bool
    url: str


@dataclass(frozen=True)
class Shown:
    """An issue that fits: what is seen of it, what to check next, in per cent how much of either."""

    issue: Issue
    seen: list[Tick]
    unseen: list[Tick]
    explained: int
    share: int

    @property
    def own(self) -> int:
        """How many symptoms it has."""
        return len(self.seen) + len(self.unseen)


@dataclass(frozen=True)
class Group:
    phase: WorkflowPhase
    ticks: list[Tick]


@public_page
def triage(request: HttpRequest) -> HttpResponse:
    known = symptoms()
    words = request.GET.get("w", "").strip()
    ticked, unknown = known.known(request.GET.getlist("s"), most=TICKS)
    fits = known.fits(ticked)
    candidates = candidates_for(words, known)
    claims = claims_of({*candidates, *ticked, *named_in(fits[:FITS_SHOWN])}, known)
    offered = offered_of(candidates, words, known, claims)
    ticks = {name: Tick(name, claim, name in ticked, address([*ticked, name])) for name, claim in claims.items()}
    return render(
        request,
        "catalog/triage.html",
        {
            "words": words,
            "ticked": [ticks[name] for name in ticked],
            "unknown": unknown,
            "groups": by_phase(ticks[name] for name in offered),
            "elsewhere": [ticks[name] for name in ticked if name not in offered],
            "offered": len(offered),
            "known": len(known.having),
            "issues": len(known.of),
            "fits": shown(fits[:FITS_SHOWN], ticks),
            "fit_count": len(fits),
        },
    )


def candidates_for(words: str, known: Symptoms) -> list[str]:
    """The symptoms to choose from: all, or where there are too many those of issues that answer the words."""
    if len(known.having) <= GLANCE:
        return list(known.having)
    return answering(words, known) if words else []


def answering(words: str, known: Symptoms) -> list[str]:
    """The symptoms of the issues that answer the words, in their title, quotes or anywhere. A search and one query."""
    keys = search.matching_issues(words)[:ANSWERS]
    numbers = dict(Issue.objects.filter(pk__in=keys).values_list("pk", "number"))
    found = (name for key in keys for name in known.of.get(numbers.get(key, 0), ()))
    return list(dict.fromkeys(found))


def offered_of(candidates: Sequence[str], words: str, known: Symptoms, claims: dict[str, Claim]) -> list[str]:
    """Of the candidates those to show: the ones that hold the words, or else whose issue does."""
    names = [name for name in candidates if name in claims]
    if not words:
        return names
    narrowed = holding(words, names, claims)
    if not narrowed and len(known.having) <= GLANCE:
        narrowed = [name for name in answering(words, known) if name in claims]
    return (narrowed or ([] if len(known.having) <= GLANCE else names))[:SHOWN]


def claims_of(names: Iterable[str], known: Symptoms) -> dict[str, Claim]:
    """The claims that say these symptoms, in the order of issues and their symptoms. Two queries."""
    keys = {known.claims[name]: name for name in names}
    claims = Claim.objects.filter(pk__in=keys).select_related("issue").prefetch_related("texts")
    return {keys[claim.pk]: claim for claim in claims.order_by("issue__number", "position")}


def holding(words: str, names: Sequence[str], claims: dict[str, Claim]) -> list[str]:
    """The symptoms that hold the words best, or beginnings of them: rare words count more, most of what the best
    one holds is enough.
    """
    texts = {name: f" {same_words(claims[name].text.statement)}" for name in names}
    weights = {}
    for word in same_words(words).split():
        if held := sum(f" {word}" in text for text in texts.values()):
            weights[word] = weight(held, len(names))
    scores = {name: fsum(weights[word] for word in weights if f" {word}" in text) for name, text in texts.items()}
    best = max(scores.values(), default=0.0)
    return [name for name in names if best and scores[name] >= best * ENOUGH]


def by_phase(ticks: Iterable[Tick]) -> list[Group]:
    """Symptoms under the phase where their issue begins, phases in order. Two queries."""
    groups: dict[int, list[Tick]] = defaultdict(list)
    for tick in ticks:
        groups[tick.claim.issue.primary_phase_id].append(tick)
    return [Group(phase, groups[phase.pk]) for phase in WorkflowPhase.objects.with_texts() if groups[phase.pk]]


def named_in(fits: Sequence[Fit[str]]) -> set[str]:
    return {name for fit in fits for name in (*fit.seen, *fit.unseen)}


def shown(fits: Sequence[Fit[str]], ticks: dict[str, Tick]) -> list[Shown]:
    """The fits with their issues. Two queries; none for none."""
    found = Issue.objects.published().filter(number__in=[fit.issue for fit in fits]).prefetch_related("texts")
    issues: dict[int, Any] = {issue.number: issue for issue in found} if fits else {}
    return [
        Shown(
            issue=issues[fit.issue],
            seen=[ticks[name] for name in fit.seen if name in ticks],
            unseen=[ticks[name] for name in fit.unseen if name in ticks],
            explained=round(fit.explained * 100),
            share=round(fit.share * 100),
        )
        for fit in fits
        if fit.issue in issues
    ]


def address(ticked: Sequence[str]) -> str:
    """The page's address with these symptoms ticked, at the issues that fit."""
    query = urlencode([("s", name) for name in dict.fromkeys(ticked)])
    return f"{reverse('catalog:triage')}?{query}#fits"
