"""Asking whether words may be published. The catalog itself knows no name that may not; whoever does adds a check."""

from collections.abc import Callable, Iterator
from typing import Any

# Each is asked about words that are about to become public and answers with what speaks against them.
word_checks: list[Callable[[str], list[str]]] = []


def refusals(text: str) -> list[str]:
    """What speaks against publishing `text`; nothing where nothing does."""
    return [finding for check in word_checks for finding in check(text)]


def texts_in(value: Any) -> Iterator[str]:
    """The texts in a column's value, keys of JSON objects included."""
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(key)
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
