"""The list of issues: a text query and facets, every state an address."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalog import search, statistics
from catalog.filters import IssueFilter
from catalog.models import Revision
from catalog.views.citing import cite_list
from catalog.views.issue_rows import rows_of
from catalog.views.pages import page_of, public_page

PER_PAGE = 40
# Of titles alone: five times as many take no longer to look through.
TITLES_PER_PAGE = 200


@public_page
def issues(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    words = search.words_of(query)
    matched = search.matching_issues(query) if words else None
    filtered = IssueFilter(request.GET, matched=matched, path=reverse("catalog:issues"))
    per_page = TITLES_PER_PAGE if filtered.view else PER_PAGE
    listed = page_of(filtered.in_order(), request, per_page=per_page, address=filtered.address())
    facets = filtered.facets()
    conditions = urlsplit(filtered.canonical).query
    return render(
        request,
        "catalog/issues.html",
        {
            "query": query,
            "words": search.marks_of(query) if words else None,
            "filtered": filtered,
            "facets": facets,
            "chosen": [(facet, option) for facet in facets for option in facet.chosen],
            "orders": filtered.orders(),
            "other_view": filtered.address(view="" if filtered.view else "titles"),
            "listed": listed,
            "rows": rows_of(filtered.census, listed.rows),
            "without_query": filtered.address(q=[]),
            "ways_out": [] if listed.total else filtered.ways_out(),
            "phase_line": statistics.phase_counts(filtered.census),
            "citation": cite_list(filtered.state, conditions, found=listed.total, revision=Revision.objects.newest()),
        },
    )
