"""Asking whether words may be published. The catalog itself knows no name that may not; whoever does adds a check."""

from collections.abc import Callable

# Each is asked about words that are about to become public and answers with what speaks against them.
word_checks: list[Callable[[str], list[str]]] = []


def refusals(text: str) -> list[str]:
    """What speaks against publishing `text`; nothing where nothing does."""
    return [finding for check in word_checks for finding in check(text)]
