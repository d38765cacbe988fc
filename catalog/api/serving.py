"""How every answer of the API is served: its language, its validator, HEAD, and headers for other sites' scripts."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from catalog.api.problems import NOT_ALLOWED, is_machine_address, problem
from catalog.models.base import DEFAULT_LANGUAGE
from catalog.views.pages import View, public_page

METHODS = "GET, HEAD, OPTIONS"
# Every answer is public and the same for everybody, so any site's script may read it; cookies are never asked for.
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    # What a script may read besides the body.
    "Access-Control-Expose-Headers": "Content-Language, ETag, Link, Location",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    # A conditional request is the one that browsers ask about first.
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def language_of(request: HttpRequest) -> str:
    """The answer's language: `?lang=`, else the first known one of Accept-Language, else English.

    A value of `lang` that is no language of the catalog is refused later, by the parameters' own rules.
    """
    known = {code for code, _ in settings.LANGUAGES}
    wanted = request.GET.get("lang")
    if wanted is not None:
        return wanted if wanted in known else DEFAULT_LANGUAGE
    for accepted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (code := accepted.partition("-")[0]) in known:
            return code
    return DEFAULT_LANGUAGE


def api_view(view: View) -> View:
    """A `public_page` in the language asked for: the validator tells languages apart, and costs one query."""

    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The server leaves the body of an answer to HEAD out; the view need not know.
        asked, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = asked

    page = public_page(read)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        # "*" asks whether there is anything at all, which no revision can tell; a validator is answered from it.
        any_will_do = request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*"
        if any_will_do:
            del request.META["HTTP_IF_NONE_MATCH"]
        with translation.override(language):
            response = page(request, *args, **kwargs)
        if any_will_do and response.status_code == HTTPStatus.OK:
            response = nothing_new(response)
        response.headers["Content-Language"] = language
        return response

    return answer


def nothing_new(response: HttpResponse) -> HttpResponse:
    """304 with the headers that it must have of the whole answer (RFC 9110, 15.4.5)."""
    kept = {name: response.headers[name] for name in ("Cache-Control", "ETag", "Vary") if name in response.headers}
    return HttpResponseNotModified(headers=kept)


def open_to_every_site(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: below /api/, scripts of every site may read every answer, and nobody may do anything else.

    It stands outside the others, so that redirects and errors, which no view makes, can be read too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_machine_address(request.path):
            return get_response(request)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT)
            del response.headers["Content-Type"]
        elif request.method not in {"GET", "HEAD"}:
            response = problem(request, NOT_ALLOWED, "Nothing can be changed here.", Allow=METHODS)
        else:
            response = get_response(request)
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return response

    return middleware
