"""Strategies: what practitioners do, and which issues it helps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from catalog import statistics
from catalog.census import census
from catalog.models import Revision, Strategy
from catalog.views import strategy_page
from catalog.views.addresses import number_in
from catalog.views.citing import cite_strategy
from catalog.views.pages import page_of, public_page


@public_page
def strategies(request: HttpRequest, by: str = "kind") -> HttpResponse:
    """All strategies, in groups: by when they are done, by the phase or by the quality of the issues they help."""
    groups = strategy_page.GROUPINGS[by](strategy_page.listed())
    return render(request, "catalog/strategies.html", {"by": by, "groups": groups})


@public_page
def strategy_by_code(request: HttpRequest, code: str) -> HttpResponse:
    return redirect(get_object_or_404(Strategy, number=number_in(code, "MLS")), permanent=True)


@public_page
def strategy(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    rows = Strategy.objects.select_related("replaced_by").prefetch_related("texts", "replaced_by__texts")
    here = get_object_or_404(rows, number=number_in(code, "MLS"))
    if (code, slug) != (here.code, here.slug):
        return redirect(here, permanent=True)
    counted = census()
    mitigations, per_page = strategy_page.mitigations_of(here), strategy_page.ISSUES_PER_PAGE
    helps = page_of(mitigations, request, per_page=per_page, address=here.get_absolute_url())
    return render(
        request,
        "catalog/strategy.html",
        {
            "strategy": here,
            "helps": helps,
            "helped": strategy_page.helped_by(counted, helps.rows),
            "quotes": strategy_page.quotes_of(here),
            "related": strategy_page.related_to(here),
            "phase_line": statistics.phase_counts(counted),
            "citation": cite_strategy(here, revision=Revision.objects.newest()),
        },
    )
