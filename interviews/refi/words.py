"""Marking words that a page says in its reader's language; this package itself knows no language but English."""


def _(words: str) -> str:
    """The words as they are: whoever shows them translates (`remarks.in_language`, `RefiError.in_language`)."""
    return words
