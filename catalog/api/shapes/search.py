"""What a search found."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from catalog.api.shapes.common import Count, PageUrl
from catalog.api.shapes.evidence import EvidenceShape
from catalog.api.shapes.issues import IssueRow
from catalog.api.shapes.strategies import StrategyRow

Found = TypeVar("Found")


class Hit(BaseModel, Generic[Found]):
    """Something found."""

    matched: str = Field(description="The text of it that answers best, without marks.", examples=["Fields are empty."])
    item: Found = Field(description="What was found.")


class IssueHit(Hit[IssueRow]):
    """An issue that was found."""


class StrategyHit(Hit[StrategyRow]):
    """A strategy that was found."""


class EvidenceHit(Hit[EvidenceShape]):
    """A quote that was found."""


class Totals(BaseModel):
    """How much was found."""

    issues: Count = Field(description="Issues.", examples=[3])
    strategies: Count = Field(description="Strategies.", examples=[1])
    evidence: Count = Field(description="Quotes.", examples=[2])


class SearchShape(BaseModel):
    """Hits by kind, each kind best first and paged in step with the others."""

    query: str = Field(description="What was looked for.", examples=["empty fields"])
    whole: bool = Field(
        description="False where nothing holds all of the words, so that these hold most.", examples=[True]
    )
    corrected: str | None = Field(
        description="The query as it was probably meant, where a word stands nowhere and this is what was found.",
        examples=[None],
    )
    totals: Totals = Field(description="How much of each kind holds all of the words.")
    page: int = Field(description="This page of each kind, from 1.", examples=[1])
    pages: int = Field(description="Pages of the kind that has most.", examples=[1])
    per_page: int = Field(description="Hits of each kind that a full page holds.", examples=[20])
    next: str | None = Field(description="The address of the next page, if there is one.", examples=[None])
    previous: str | None = Field(description="The address of the page before, if there is one.", examples=[None])
    issues: list[IssueHit] = Field(description="Issues, best first.")
    strategies: list[StrategyHit] = Field(description="Strategies, best first.")
    evidence: list[EvidenceHit] = Field(description="Quotes, best first.")
    url: PageUrl
