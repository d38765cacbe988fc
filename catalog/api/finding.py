"""The one place where the API asks the catalog's search, and what it takes from its answer."""

from dataclasses import dataclass

from catalog import search as catalog_search
from catalog.models import SearchKind


@dataclass(frozen=True)
class Hits:
    """A page of one kind, best first: each hit the key of a row, and the text that answers; `total` hold all words."""

    page: list[tuple[int, str]]
    total: int


@dataclass(frozen=True)
class Found:
    """Hits by kind. `corrected` is the query as it was probably meant, where that is what was found."""

    issues: Hits
    strategies: Hits
    evidence: Hits
    corrected: str

    @property
    def kinds(self) -> list[Hits]:
        return [self.issues, self.strategies, self.evidence]

    @property
    def longest(self) -> int:
        """How many hits the kind has that has most."""
        return max(kind.total for kind in self.kinds)


def matching(query: str) -> list[int] | None:
    """Keys of the issues that answer a query, best first; None where it holds no word to look for."""
    query = query.strip()
    return catalog_search.matching_issues(query) if catalog_search.words_of(query) else None


def find(query: str, *, page: int, per_page: int) -> Found:
    """Page `page`, from 1, of each kind. Where hardly anything holds all words, near misses follow on the first."""
    sizes = dict.fromkeys(SearchKind.values, per_page)
    results = catalog_search.search(query.strip(), sizes=sizes, page=page)
    return Found(
        issues=hits_of(results.issues),
        strategies=hits_of(results.strategies),
        evidence=hits_of(results.quotes),
        corrected=results.corrected,
    )


def hits_of(found: catalog_search.Found) -> Hits:
    return Hits([(hit.item.pk, hit.text) for hit in found.shown], found.total)
