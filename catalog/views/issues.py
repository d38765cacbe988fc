"""The list of issues: a text query and facets, every state an address."""

from typing import Any
from urllib.parse import urlsplit

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog import search, statistics
from catalog.filters import IssueFilter
from catalog.models import Issue, Revision
from catalog.views.citing import cite_list
from catalog.views.pages import page_of, public_page

PER_PAGE = 40


@public_page
def issues(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    words = search.words_of(query)
    matched = search.matching_issues(query) if words else None
    filtered = IssueFilter(request.GET, matched=matched, path=reverse("catalog:issues"))
    listed = page_of(in_order(filtered.narrowed(), matched), request, per_page=PER_PAGE, address=filtered.address())
    facets = filtered.facets()
    conditions = urlsplit(filtered.address()).query
    return render(
        request,
        "catalog/issues.html",
        {
            "query": query,
            "words": words,
            "facets": facets,
            "chosen": [(facet, option) for facet in facets for option in facet.chosen],
            "listed": listed,
            "address": filtered.address(),
            "without_query": filtered.address(q=[]),
            "ways_out": [] if listed.total else filtered.ways_out(),
            "phase_line": statistics.phase_names(),
            "citation": cite_list(filtered.state, conditions, found=listed.total, revision=Revision.objects.newest()),
        },
    )


def in_order(issues: QuerySet[Any], matched: list[int] | None) -> QuerySet[Any]:
    """By number; after a text query by how well they answer it."""
    listed = Issue.objects.filter(pk__in=issues.values("pk")).for_list()
    if not matched:
        return listed.order_by("number")  # type: ignore[no-any-return]
    places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(matched)]
    return listed.order_by(Case(*places, output_field=IntegerField()), "number")  # type: ignore[no-any-return]
