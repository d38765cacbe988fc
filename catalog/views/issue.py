"""One issue: do I have this, why, what does it cost, what helps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from catalog import statistics
from catalog.models import Issue
from catalog.views import issue_page
from catalog.views.addresses import number_in
from catalog.views.citing import cite_issue
from catalog.views.pages import gone, page_of, public_page


@public_page
def issue_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """/issues/MLQ-001/ leads to the issue's own address."""
    return redirect(get_object_or_404(Issue, number=number_in(code, "MLQ")), permanent=True)


@public_page
def issue(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    here = get_object_or_404(Issue.objects.for_list(), number=number_in(code, "MLQ"))
    if here.status == Issue.Status.MERGED:
        return redirect(here.merged_into, permanent=True)
    if here.status == Issue.Status.WITHDRAWN:
        return gone(request, code=here.code)
    if (code, slug) != (here.code, here.slug):
        return redirect(here, permanent=True)
    quotes = page_of(
        issue_page.quotes_of(here), request, per_page=issue_page.QUOTES_PER_PAGE, address=here.get_absolute_url()
    )
    return render(
        request,
        "catalog/issue.html",
        {
            "issue": here,
            "quotes": quotes,
            "statements": issue_page.statements_of(here, quotes.rows),
            "loose_quotes": [quote for quote in quotes.rows if not quote.claim_id and not quote.mitigation_id],
            "basis": statistics.basis_of(here),
            "phase_line": statistics.phase_names(),
            "relations": issue_page.relations_of(here),
            "elsewhere": list(here.external_mappings.all()),
            "versions": list(here.versions.all()[:5]),
            "citation": cite_issue(here),
            **issue_page.neighbours_of(here),
        },
    )
