"""/strategies/: what practitioners do, and which issues it helps against."""

from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from catalog.api.errors import Moved
from catalog.api.links import api_url
from catalog.api.paging import page_of
from catalog.api.parameters import ISSUE_CODE, ListParameters, Parameters, StrategyCode
from catalog.api.service import service
from catalog.api.shapes import strategies as shapes
from catalog.models import Issue, Strategy
from catalog.views.addresses import number_in


class StrategyParameters(ListParameters):
    """Narrows the list of strategies."""

    kind: Literal["preventive", "corrective"] | None = Field(
        None, description="Strategies of this kind.", examples=["preventive"]
    )
    issue: str | None = Field(
        None,
        pattern=ISSUE_CODE,
        description="Strategies that help against this issue; one that is unknown is not found.",
        examples=["MLQ-001"],
    )


@service.get(
    "/strategies/",
    response=shapes.StrategyPage,
    operation_id="listStrategies",
    url_name="strategies",
    tags=["Strategies"],
)
def list_strategies(
    request: HttpRequest, asked: Query[StrategyParameters], response: HttpResponse
) -> shapes.StrategyPage:
    """Strategies by number."""
    listed = Strategy.objects.published()
    if asked.kind:
        listed = listed.filter(kind=asked.kind)
    if asked.issue:
        issue = get_object_or_404(Issue.objects.published(), number=number_in(asked.issue, "MLQ"))
        listed = listed.filter(mitigations__issue=issue)
    page = page_of(with_issue_counts(listed), asked, request, response)
    return shapes.StrategyPage(**page.envelope, items=[shapes.strategy_row(strategy) for strategy in page.rows])


def with_issue_counts(strategies: QuerySet[Any]) -> QuerySet[Any]:
    """By number, with texts and `issue_count`: published issues only."""
    published = Q(mitigations__issue__status=Issue.Status.PUBLISHED)
    counted = Count("mitigations", filter=published, distinct=True)
    rows: QuerySet[Any] = Strategy.objects.filter(pk__in=strategies.values("pk")).annotate(issue_count=counted)
    return rows.order_by("number").prefetch_related("texts")


@service.get(
    "/strategies/{code}/",
    response=shapes.StrategyShape,
    operation_id="getStrategy",
    url_name="strategy",
    tags=["Strategies"],
)
def get_strategy(request: HttpRequest, code: StrategyCode, asked: Query[Parameters]) -> shapes.StrategyShape:
    """The whole of a strategy, and how it helps against each issue."""
    found = Strategy.objects.filter(number=number_in(code, "MLS"))
    strategy = get_object_or_404(with_issue_counts(found))
    if code != strategy.code:
        raise Moved(api_url("strategies", strategy.code), f"It is spelled {strategy.code}.")
    helps = strategy.mitigations.filter(issue__status=Issue.Status.PUBLISHED).order_by("issue__number")
    return shapes.strategy_shape(
        strategy, list(helps.select_related("issue").prefetch_related("texts", "issue__texts"))
    )
