"""Strategies: what practitioners do, and which issues it helps."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from catalog import statistics
from catalog.models import Evidence, Issue, Strategy
from catalog.views.addresses import number_in
from catalog.views.pages import public_page

# Quotes on a strategy's page; each stands on its issue's page too, which has them all.
QUOTES_SHOWN = 12


@public_page
def strategies(request: HttpRequest) -> HttpResponse:
    published_issue = Q(mitigations__issue__status=Issue.Status.PUBLISHED)
    listed = list(
        Strategy.objects.published()
        .annotate(issue_count=Count("mitigations", filter=published_issue, distinct=True))
        .prefetch_related("texts")
    )
    by_kind = {kind: [one for one in listed if one.kind == kind] for kind in Strategy.Kind.values}
    return render(request, "catalog/strategies.html", {"by_kind": by_kind, "total": len(listed)})


@public_page
def strategy_by_code(request: HttpRequest, code: str) -> HttpResponse:
    return redirect(get_object_or_404(Strategy, number=number_in(code, "MLS")), permanent=True)


@public_page
def strategy(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    here = get_object_or_404(Strategy.objects.prefetch_related("texts"), number=number_in(code, "MLS"))
    if (code, slug) != (here.code, here.slug):
        return redirect(here, permanent=True)
    mitigations = here.mitigations.filter(issue__status=Issue.Status.PUBLISHED).order_by("issue__number")
    quotes = Evidence.objects.published().filter(mitigation__strategy=here, issue__status=Issue.Status.PUBLISHED)
    return render(
        request,
        "catalog/strategy.html",
        {
            "strategy": here,
            "mitigations": list(
                mitigations.select_related("issue__primary_phase").prefetch_related(
                    "texts", "issue__texts", "issue__primary_phase__texts", "issue__phases__texts"
                )
            ),
            "quotes": list(
                quotes.select_related("issue").prefetch_related("issue__texts").order_by("public_id")[:QUOTES_SHOWN]
            ),
            "phase_line": statistics.phase_names(),
        },
    )
