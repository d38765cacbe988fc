"""What answers where an error gets past everything else."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
logger = logging.getLogger("django.request")


def with_nothing_escaping(inner: Application) -> Application:
    """Answer 500 where an error gets past Django's own handlers, and log where it was, without its message.

    One does when the page of an error fails in its turn. The server would print the whole of it, words included:
    its log is none of those that config/logs.py cleans.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            return inner(environ, start_response)
        except Exception:
            logger.exception("No page could be made, not even that of an error")
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"The page could not be made. Please try again in a while.\n"]

    return application
