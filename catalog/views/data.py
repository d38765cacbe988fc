"""What programs read: feeds of changes, quotes as annotations, the description of the search for browsers."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from catalog import changes, feeds
from catalog.linked_data import web_annotation
from catalog.models import Evidence, Issue, Revision
from catalog.views.pages import gone, public_page

ANYBODY = {"Access-Control-Allow-Origin": "*"}


@public_page
def atom(request: HttpRequest) -> HttpResponse:
    addresses = {"home": absolute("catalog:home"), "own": absolute("catalog:atom")}
    body = feeds.atom(changes.entries(), **addresses, updated=Revision.objects.newest().changed_at)
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8", headers=ANYBODY)


@public_page
def json_feed(request: HttpRequest) -> HttpResponse:
    addresses = {"home": absolute("catalog:home"), "own": absolute("catalog:json-feed")}
    body = feeds.json_feed(changes.entries(), **addresses)
    return as_json(body, "application/feed+json")


@public_page
def annotation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One quote as a Web Annotation; hidden and withdrawn ones answer as their pages do."""
    quote = get_object_or_404(readable_parts(), public_id=public_id)
    if quote.status == Evidence.Status.HIDDEN:
        raise Http404("a hidden quote")
    if quote.status == Evidence.Status.WITHDRAWN or quote.issue.status == Issue.Status.WITHDRAWN:
        return gone(request, quote=True, with_issue=quote.issue.status == Issue.Status.WITHDRAWN)
    return as_json(web_annotation.annotation(quote), web_annotation.MEDIA_TYPE)


@public_page
def annotations(request: HttpRequest) -> HttpResponse:
    """All quotes as a collection of annotations, and its pages with `?page=`."""
    quotes = readable_parts().published().filter(issue__status=Issue.Status.PUBLISHED)
    total = quotes.count()
    asked = request.GET.get("page", "")
    if not asked:
        return as_json(web_annotation.collection(total), web_annotation.MEDIA_TYPE)
    number = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    if not 1 <= number <= web_annotation.pages_of(total):
        raise Http404(f"the collection has the pages 1 to {web_annotation.pages_of(total)}")
    start = (number - 1) * web_annotation.PER_PAGE
    shown = list(quotes.order_by("public_id")[start : start + web_annotation.PER_PAGE])
    return as_json(web_annotation.page(shown, number=number, total=total), web_annotation.MEDIA_TYPE)


@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """Lets a browser search the catalog from its address bar."""
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "catalog/opensearch.xml", content_type=kind)


def readable_parts() -> Any:
    return Evidence.objects.select_related("issue", "phase", "claim", "mitigation__strategy")


def as_json(body: dict[str, object], kind: str) -> HttpResponse:
    """Readable by any page of any site: it holds nothing that is not public."""
    return JsonResponse(body, content_type=kind, headers=ANYBODY, json_dumps_params={"ensure_ascii": False})


def absolute(view: str) -> str:
    """The absolute address of a view in the request's language."""
    return f"{settings.SITE_URL}{reverse(view)}"
