"""What every answer goes through: its headers, and whether the database may be served at all."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from catalog import guard

logger = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Allow only this site's own files, and inline blocks that carry the request's nonce (`request.csp_nonce`)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(12)  # type: ignore[attr-defined]
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.csp_nonce))  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", "interest-cohort=()")
        return response

    return middleware


def only_what_may_be_served(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 503 while the database does not know what was taken down since; the log says what to do about it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        why, revision = guard.refusal()
        if why:
            logger.error("nothing is served: %s", why)
            headers = {"Retry-After": "60", "Cache-Control": "no-store"}
            return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
        # Pages take their validator from it, without another query.
        request.catalog_revision = revision  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def workshop_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the workshop in the language that the person chose there: its addresses, unlike public ones, don't say.

    A browser's own wish is not followed, as long as some lists of the workshop are in English only.
    """
    languages = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen not in languages or not request.path_info.startswith("/admin/"):
            return get_response(request)
        request.LANGUAGE_CODE = chosen
        # Left behind in the thread, it would be the language of whatever is done there next.
        with translation.override(chosen):
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return middleware
