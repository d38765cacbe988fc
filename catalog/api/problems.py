"""What goes wrong, as `application/problem+json` (RFC 9457), with a page that explains each type.

Below /api/ a program gets a problem and never a page: also for an address that nobody knows and for our own faults.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.views import defaults

from catalog.api.links import named_page_url
from catalog.views import pages

MEDIA_TYPE = "application/problem+json"
# Every address below is a program's, but the page that describes the API.
PREFIX = "/api/"


@dataclass(frozen=True)
class ProblemType:
    """A kind of problem: its name in its address (`/api/#withdrawn`), its title, what it means to a client."""

    name: str
    status: HTTPStatus
    title: str
    meaning: str

    @property
    def url(self) -> str:
        return f"{named_page_url('api')}#{self.name}"


BAD_PARAMETER = ProblemType(
    "bad-parameter",
    HTTPStatus.BAD_REQUEST,
    "A parameter is unknown or has a value that it cannot have",
    "`parameters` names each with the reason. The same request will always be refused.",
)
BAD_REQUEST = ProblemType(
    "bad-request", HTTPStatus.BAD_REQUEST, "The request cannot be read", "It breaks the rules of HTTP or of this host."
)
FORBIDDEN = ProblemType("forbidden", HTTPStatus.FORBIDDEN, "This is not for everybody", "Nothing in this API is.")
NOT_FOUND = ProblemType(
    "not-found",
    HTTPStatus.NOT_FOUND,
    "There is nothing at this address",
    "It never was, or it is hidden until somebody has looked at it; or a list has fewer pages.",
)
MOVED = ProblemType(
    "moved",
    HTTPStatus.MOVED_PERMANENTLY,
    "It has another address",
    "The issue was merged into another, or the code was spelled differently; follow `Location`.",
)
NOT_ALLOWED = ProblemType(
    "method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, "This API can only be read", "Use GET, HEAD or OPTIONS."
)
WITHDRAWN = ProblemType(
    "withdrawn",
    HTTPStatus.GONE,
    "It was here and was withdrawn",
    "Delete your copy; the address will never answer again.",
)
FAULT = ProblemType(
    "fault", HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke on our side", "Try again later; tell us if it stays."
)
TYPES = [BAD_PARAMETER, BAD_REQUEST, FORBIDDEN, NOT_FOUND, MOVED, NOT_ALLOWED, WITHDRAWN, FAULT]


def is_machine_address(path: str) -> bool:
    """Whether a program asks here, so that a refusal must be JSON."""
    return path.startswith(PREFIX) and path != PREFIX


def problem(
    request: HttpRequest, kind: ProblemType, detail: str, *, parameters: Sequence[dict[str, str]] = (), **headers: str
) -> HttpResponse:
    """The answer for a problem of `kind`. `detail` tells of this case; it never repeats values that were sent."""
    said: dict[str, Any] = {
        "type": kind.url,
        "title": kind.title,
        "status": kind.status.value,
        "detail": detail,
        "instance": escape_uri_path(request.path),
    }
    if parameters:
        said["parameters"] = list(parameters)
    body = json.dumps(said, ensure_ascii=False)
    return HttpResponse(body, status=kind.status, content_type=MEDIA_TYPE, headers=headers)


# --- Django's own handlers, for what no view of the API answers (config/urls.py names them)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_machine_address(request.path):
        return problem(request, BAD_REQUEST, "The server could not read the request.")
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_machine_address(request.path):
        return problem(request, FORBIDDEN, "The server refused the request.")
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_machine_address(request.path):
        return problem(request, NOT_FOUND, "No address of the API is spelled like this; /api/v1/ lists them.")
    return pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_machine_address(request.path):
        return problem(request, FAULT, "The server could not finish the answer.")
    return defaults.server_error(request)
