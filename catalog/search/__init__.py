"""Search over published text: issues, strategies and quotes, in English and French, on SQLite and PostgreSQL alike.

    results = search("wrong labels")
    results.issues.total, results.issues.hits[0].item

`search()` answers the search page, `matching_issues()` the list of issues, `suggest()` the box while somebody types,
and `highlight()` shows what was found. How it is done: docs/decisions/0021-search.md.
"""

from catalog.search.finding import (
    PER_PAGE,
    RANKED,
    Found,
    Hit,
    Results,
    marks_of,
    matching_issues,
    search,
    words_of,
)
from catalog.search.highlight import EXCERPT_WIDTH, Marks, highlight
from catalog.search.suggestions import Suggestion, suggest

__all__ = [
    "EXCERPT_WIDTH",
    "PER_PAGE",
    "RANKED",
    "Found",
    "Hit",
    "Marks",
    "Results",
    "Suggestion",
    "highlight",
    "marks_of",
    "matching_issues",
    "search",
    "suggest",
    "words_of",
]
