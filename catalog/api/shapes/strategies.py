"""Strategies: a row of a list, and the whole of one."""

from typing import Annotated

from pydantic import BaseModel, Field

from catalog.api.links import page_url
from catalog.api.paging import Page
from catalog.api.shapes.common import (
    Count,
    IssueRef,
    PageUrl,
    StrategyRef,
    Told,
    issue_ref,
    one_of,
    strategy_ref,
    words_of,
)
from catalog.models import Mitigation, Strategy


class StrategyRow(StrategyRef):
    """A strategy as it stands in a list."""

    summary: str = Field(description="What it is, in a sentence or two.", examples=["Check data where it comes in."])
    status: Annotated[str, one_of(Strategy.Status)] = Field(
        description="Lists hold what is published.", examples=["published"]
    )
    issue_count: Count = Field(description="Published issues that it helps against.", examples=[3])
    url: PageUrl


class StrategyPage(Page[StrategyRow]):
    """A page of strategies."""


class HelpsShape(BaseModel):
    """An issue that the strategy helps against."""

    issue: IssueRef = Field(description="The issue.")
    how: str | None = Field(description="How it helps there, where that is written.", examples=["Gaps show early."])
    language: Told


class StrategyShape(StrategyRow):
    """The whole of a strategy."""

    description: str | None = Field(description="More about it, in Markdown, where there is more.", examples=[None])
    languages: list[str] = Field(description="The languages it is told in.", examples=[["en", "fr"]])
    helps: list[HelpsShape] = Field(description="The issues that it helps against, and how.")


def strategy_row(strategy: Strategy) -> StrategyRow:
    """A row. Needs `texts` and the annotation `issue_count`."""
    text = strategy.text
    return StrategyRow(
        **dict(strategy_ref(strategy)),
        summary=text.summary if text else "",
        status=strategy.status,
        issue_count=strategy.issue_count,  # type: ignore[attr-defined]
        url=page_url(strategy),
    )


def strategy_shape(strategy: Strategy, mitigations: list[Mitigation]) -> StrategyShape:
    text = strategy.text
    return StrategyShape(
        **dict(strategy_row(strategy)),
        description=(text.description if text else "") or None,
        languages=sorted(row.language for row in strategy.texts.all()),
        helps=[helps_shape(mitigation) for mitigation in mitigations],
    )


def helps_shape(mitigation: Mitigation) -> HelpsShape:
    how, language = words_of(mitigation, "", "how")
    return HelpsShape(issue=issue_ref(mitigation.issue), how=how or None, language=language)
