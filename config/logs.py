"""Logs and error reports that can hold no private word.

An exception's message, its local variables and a request's form data may all carry words of an interview, so a
log line gives the exception's type and where it was raised, and nothing of its content.
"""

import logging
import traceback
from collections.abc import ItemsView
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter


class NoPrivateWords(logging.Filter):
    """Replaces an exception in a log record by its type and the places it passed through."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            kind, error, trace = record.exc_info
            places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(traceback.extract_tb(trace)))
            name = kind.__name__ if kind else "error"
            # Django logs a refused request with the error's own words as the message.
            said = record.getMessage()
            if words := str(error):
                said = said.replace(words, "(not shown)")
            record.msg = f"{said} [{name} at {places}]"
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return True


class NothingPrivateFilter(SafeExceptionReporterFilter):
    """Hides every POST parameter and every local variable, whatever DEBUG says."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, str]:
        posted = getattr(request, "POST", {})
        return dict.fromkeys(posted, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> ItemsView[str, Any]:
        return {}.items()


class NamesOnlyReporter(ExceptionReporter):
    """An error report without the exception's message, which may quote what was being stored."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        data["exception_value"] = "(not shown: it could hold private words)"
        return data
