"""The program asked over WSGI itself, inside a test's transaction."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@contextmanager
def connection_kept() -> Iterator[None]:
    """A request neither begins nor ends with closing the database's connection, which holds the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def get(handler: WSGIHandler, address: str, etag: str = "") -> tuple[str, dict[str, str]]:
    """Status and headers of one answer, its body read to the end."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }
    if etag:
        environ["HTTP_IF_NONE_MATCH"] = etag
    told: list[Any] = []
    body = handler(environ, lambda status, headers, error=None: told.extend((status, dict(headers))))
    b"".join(body)
    return told[0], told[1]
