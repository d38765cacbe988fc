"""Search over everything published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import search as catalog_search
from catalog import statistics
from catalog.views.pages import public_page

# Hits shown of each kind; the counts say how many there are, the issue list shows all issues.
SHOWN = 20


@public_page
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    results = catalog_search.search(query)
    return render(
        request,
        "catalog/search.html",
        {
            "query": query,
            "results": results,
            "issues": results.issues[:SHOWN],
            "strategies": results.strategies[:SHOWN],
            "quotes": results.quotes[:SHOWN],
            "phase_line": statistics.phase_counts(),
        },
    )
