"""Middleware that leaks: what a careless change might do on the way out. The tests of seeded leaks install it."""

import json
import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

Answer = Callable[[HttpRequest], HttpResponse]
LEAKED = {"text": ""}
"""What to leak."""


def in_a_header(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["X-Note"] = LEAKED["text"]
        return response

    return middleware


def in_a_cookie(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.set_cookie("seen", LEAKED["text"])
        return response

    return middleware


def in_a_redirect(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return HttpResponseRedirect(f"/?from={LEAKED['text']}") if response.status_code == 404 else response

    return middleware


def in_the_log(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        logging.getLogger("catalog").warning("asked for %s", LEAKED["text"])
        return get_response(request)

    return middleware


def in_linked_data(get_response: Answer) -> Answer:
    """As `application/ld+json` in the head of each page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.streaming and b"</head>" in response.content:
            data = json.dumps({"@type": "Dataset", "name": LEAKED["text"]}).replace("<", "\\u003C")
            script = f'<script type="application/ld+json">{data}</script></head>'
            response.content = response.content.replace(b"</head>", script.encode())
        return response

    return middleware
