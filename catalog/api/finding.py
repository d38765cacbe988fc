"""The one place where the API asks the catalog's search, and what it takes from its answer."""

from dataclasses import dataclass
from typing import Any

from catalog import search as catalog_search


@dataclass(frozen=True)
class Found:
    """Hits by kind, best first: each the key of a row, and the text that answers. `whole`: all words were held."""

    issues: list[tuple[int, str]]
    strategies: list[tuple[int, str]]
    evidence: list[tuple[int, str]]
    whole: bool


def matching(query: str) -> list[int] | None:
    """Keys of the issues that answer a query, best first; None where it holds no word to look for."""
    query = query.strip()
    return catalog_search.matching_issues(query) if catalog_search.words_of(query) else None


def find(query: str) -> Found:
    results = catalog_search.search(query.strip())
    return Found(
        issues=places(results.issues),
        strategies=places(results.strategies),
        evidence=places(results.quotes),
        whole=results.whole,
    )


def places(hits: list[Any]) -> list[tuple[int, str]]:
    return [(hit.item.pk, hit.where) for hit in hits]
