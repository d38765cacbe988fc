"""One issue: do I have this, why, what does it cost, what helps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from catalog import statistics
from catalog.linked_data import schema_org
from catalog.models import Issue
from catalog.views import issue_page
from catalog.views.addresses import detour, number_in, reason_of
from catalog.views.citing import cite_issue
from catalog.views.pages import page_of, public_page


@public_page
def issue_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """/issues/MLQ-001/ leads to the issue's own address, or to that of the issue it was merged into."""
    here = get_object_or_404(Issue.objects.select_related("merged_into"), number=number_in(code, "MLQ"))
    return redirect(here.successor, permanent=True)


@public_page
def issue(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    here = get_object_or_404(issue_page.read_whole(), number=number_in(code, "MLQ"))
    if way := detour(request, here, "issue", code=code, slug=slug):
        return way
    quotes = page_of(
        issue_page.quotes_of(here), request, per_page=issue_page.QUOTES_PER_PAGE, address=here.get_absolute_url()
    )
    elsewhere = issue_page.mappings_of(here)
    context = {
        "issue": here,
        "quotes": quotes,
        "statements": issue_page.statements_of(here, quotes.rows),
        "loose_quotes": [quote for quote in quotes.rows if not quote.claim_id and not quote.mitigation_id],
        "basis": statistics.basis_of(here),
        "against": issue_page.first_against(quotes.rows),
        "phase_line": statistics.phase_names(),
        "relations": issue_page.relations_of(here),
        "elsewhere": elsewhere,
        "data": schema_org.issue(here, quotes.rows, elsewhere),
        "merged": issue_page.merged_into(here),
        "reason": reason_of(here) if here.status == Issue.Status.DEPRECATED else None,
        "versions": list(here.versions.all()[: issue_page.VERSIONS_SHOWN]),
        "citation": cite_issue(here),
        "neighbours": issue_page.neighbours_of(here),
    }
    return render(request, "catalog/issue.html", context)
