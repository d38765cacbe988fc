"""/search/: everything published, by words."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from catalog.api import finding
from catalog.api.evidence import evidence_shapes
from catalog.api.issues import issue_rows
from catalog.api.links import named_page_url
from catalog.api.paging import page_of
from catalog.api.parameters import WORDS, ListParameters
from catalog.api.service import service
from catalog.api.shapes import search as shapes
from catalog.api.shapes.strategies import strategy_row
from catalog.api.strategies import with_issue_counts
from catalog.models import Strategy

DEEPEST = 1_000_000


class SearchParameters(ListParameters):
    """What to look for."""

    q: str = Field(
        min_length=1, max_length=200, pattern=WORDS, description="Words to look for.", examples=["empty fields"]
    )


@service.get("/search/", response=shapes.SearchShape, operation_id="search", url_name="search", tags=["Search"])
def search(request: HttpRequest, asked: Query[SearchParameters], response: HttpResponse) -> shapes.SearchShape:
    """Issues, strategies and quotes that hold the words, as the catalog's search finds them."""
    # Further than any list reaches there is nothing to read, and no database counts so far.
    found = finding.find(asked.q, page=min(asked.page, DEEPEST), per_page=asked.per_page)
    # The kinds turn their pages together, so the longest says how many there are.
    page = page_of(range(found.longest), asked, request, response)
    envelope = {name: value for name, value in page.envelope.items() if name != "total"}
    totals = [kind.total for kind in found.kinds]
    return shapes.SearchShape(
        query=asked.q,
        whole=found.longest > 0,
        corrected=found.corrected or None,
        totals=shapes.Totals(**dict(zip(shapes.Totals.model_fields, totals, strict=True))),
        **envelope,
        issues=hits_of(found.issues.page, issue_rows, shapes.IssueHit),
        strategies=hits_of(found.strategies.page, strategy_rows, shapes.StrategyHit),
        evidence=hits_of(found.evidence.page, evidence_shapes, shapes.EvidenceHit),
        url=f"{named_page_url('search')}?{urlencode({'q': asked.q})}",
    )


def hits_of(found: list[tuple[int, str]], read: Any, shape: Any) -> list[Any]:
    """The hits as they are answered; `read` makes rows of keys, in their order."""
    rows = read([key for key, _ in found])
    return [shape(matched=where, item=row) for (_, where), row in zip(found, rows, strict=True)]


def strategy_rows(keys: list[int]) -> list[Any]:
    """Rows of these strategies in their order. Two queries; none for none."""
    rows = with_issue_counts(Strategy.objects.filter(pk__in=keys)) if keys else []
    by_key = {strategy.pk: strategy_row(strategy) for strategy in rows}
    return [by_key[key] for key in keys]
