"""One quote, at an address that stays."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from catalog import statistics
from catalog.linked_data import schema_org
from catalog.models import Evidence, Issue
from catalog.views.citing import cite_quote
from catalog.views.pages import gone, public_page


@public_page
def evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """A hidden quote is unknown until somebody has looked at it; one withdrawn, or of a withdrawn issue, is gone."""
    quotes = Evidence.objects.with_its_place().select_related("question").prefetch_related("question__texts")
    quote = get_object_or_404(quotes, public_id=public_id)
    if quote.status == Evidence.Status.HIDDEN:
        raise Http404("a hidden quote")
    if quote.status == Evidence.Status.WITHDRAWN or quote.issue.status == Issue.Status.WITHDRAWN:
        return gone(request, quote=True, with_issue=quote.issue.status == Issue.Status.WITHDRAWN)
    context = {
        "quote": quote,
        "phase_line": statistics.phase_names(),
        "citation": cite_quote(quote),
        "data": schema_org.quote(quote),
    }
    return render(request, "catalog/evidence.html", {**context, **neighbours_of(quote)})


def neighbours_of(quote: Evidence) -> dict[str, Evidence | None]:
    """The quotes before and after this one beside the same statement, or beside none. Two queries.

    They stand by their random id, which tells nothing of who said them or when.
    """
    beside = Evidence.objects.published().filter(
        issue=quote.issue_id, claim=quote.claim_id, mitigation=quote.mitigation_id
    )
    before = beside.filter(public_id__lt=quote.public_id).order_by("-public_id").first()
    return {"previous": before, "next": beside.filter(public_id__gt=quote.public_id).order_by("public_id").first()}
