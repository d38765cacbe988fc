"""The API as one object: how it writes JSON, and which answer each refusal becomes."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from catalog.api.errors import BadParameter, Gone, Moved
from catalog.api.problems import BAD_PARAMETER, MOVED, NOT_FOUND, WITHDRAWN, problem

DESCRIPTION = """\
Everything that the catalog's pages say, as JSON: issues, what helps against them, and the anonymized quotes they rest \
on.

The API is read-only, needs no key and sets no cookie; scripts of any site may call it. Each answer carries an `ETag`: \
send it back as `If-None-Match`, and an unchanged answer costs you and us next to nothing (304). Caches must ask \
before each use, so that a withdrawn quote is never shown again.

Numbers and ids are never given twice. A merged issue answers 301, a withdrawn one 410; a withdrawn quote answers 410, \
and who keeps a copy is asked to delete it. `url` is the page for people and what to cite, `api_url` the address here. \
Descriptions and methods are Markdown. Fields may be added; none will change its meaning before `/api/v2/`.
"""


class PlainJson(BaseRenderer):
    """UTF-8 as it is, dates as ISO 8601, keys in the order of the documented shapes."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


# Pages and the document are served by views of our own (urls.py): in our look, with validators.
service = NinjaAPI(
    title="ML Quality Catalog",
    version="1.0.0",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=PlainJson(),
)


@service.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A wrong part of the path is an address that leads nowhere; a wrong parameter is named with its reason."""
    if any(one["loc"][0] == "path" for one in error.errors):
        return problem(request, NOT_FOUND, "No code or id is spelled like this.")
    return refused(request, {name_in(one): one["msg"] for one in error.errors})


def name_in(error: dict[str, Any]) -> str:
    """The parameter that a finding is about, without the place in a list of values."""
    return next((part for part in error["loc"][::-1] if isinstance(part, str)), "")


@service.exception_handler(BadParameter)
def unknown_value(request: HttpRequest, error: BadParameter) -> HttpResponse:
    return refused(request, error.reasons)


def refused(request: HttpRequest, reasons: dict[str, str]) -> HttpResponse:
    named = [{"name": name, "reason": reason} for name, reason in reasons.items()]
    return problem(request, BAD_PARAMETER, f"Mend or leave out: {', '.join(reasons)}.", parameters=named)


@service.exception_handler(Http404)
def nothing_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, NOT_FOUND, "Nothing has this number, name or page; it may never have been.")


@service.exception_handler(Gone)
def withdrawn(request: HttpRequest, error: Gone) -> HttpResponse:
    return problem(request, WITHDRAWN, str(error))


@service.exception_handler(Moved)
def moved(request: HttpRequest, error: Moved) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return problem(request, MOVED, str(error), Location=iri_to_uri(f"{error.to}?{query}" if query else error.to))
