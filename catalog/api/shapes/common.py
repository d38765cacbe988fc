"""What several answers share: short references, and the two addresses of everything."""

from typing import Annotated, Any

from django.db.models import TextChoices
from pydantic import BaseModel, Field

from catalog.api.links import api_url
from catalog.models import Issue, Source, Strategy
from catalog.models.base import DEFAULT_LANGUAGE

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Told = Annotated[
    str,
    Field(
        description="The language that the words here are in: English where the one asked for is missing.",
        examples=["en"],
    ),
]
PageUrl = Annotated[
    Url,
    Field(
        description="The page for people, and what to cite.", examples=["https://catalog.example/issues/MLQ-001/slug/"]
    ),
]
ApiUrl = Annotated[
    Url, Field(description="Its address in this API.", examples=["https://catalog.example/api/v1/issues/MLQ-001/"])
]
Count = Annotated[int, Field(ge=0)]


def one_of(choices: type[TextChoices]) -> Any:
    """Marks a text as one of a model's choices. An enumeration itself would be named twice in the document."""
    return Field(json_schema_extra={"enum": list(choices.values)})


IssueId = Annotated[str, Field(description="The issue's number, never given twice.", examples=["MLQ-001"])]
StrategyId = Annotated[str, Field(description="The strategy's number, never given twice.", examples=["MLS-001"])]
Slug = Annotated[str, Field(description="Its short name in addresses and filters.", examples=["deployment"])]


class IssueRef(BaseModel):
    """An issue, named."""

    id: IssueId
    title: str = Field(description="Its title.", examples=["Missing values"])
    language: Told
    api_url: ApiUrl


class StrategyRef(BaseModel):
    """A strategy, named."""

    id: StrategyId
    title: str = Field(description="Its title.", examples=["Validate data when it comes in"])
    kind: Annotated[str, one_of(Strategy.Kind)] = Field(
        description="Done before the issue shows (preventive) or after (corrective).", examples=["preventive"]
    )
    language: Told
    api_url: ApiUrl


class TaxonRef(BaseModel):
    """A workflow phase or a quality attribute, named."""

    id: Slug
    name: str = Field(description="Its name.", examples=["Deployment"])
    language: Told
    api_url: ApiUrl


class SourceRef(BaseModel):
    """A study, named."""

    id: Slug
    title: str = Field(description="Its title.", examples=["A study of quality issues"])
    language: Told
    api_url: ApiUrl


def words_of(row: Any, fallback: str, name: str = "title") -> tuple[str, str]:
    """A row's title (or name) in the answer's language, and the language it is in; reads prefetched texts."""
    text = row.text
    return (getattr(text, name), text.language) if text else (fallback, DEFAULT_LANGUAGE)


def issue_ref(issue: Issue) -> IssueRef:
    title, language = words_of(issue, issue.code)
    return IssueRef(id=issue.code, title=title, language=language, api_url=api_url("issues", issue.code))


def strategy_ref(strategy: Strategy) -> StrategyRef:
    title, language = words_of(strategy, strategy.code)
    return StrategyRef(
        id=strategy.code,
        title=title,
        kind=strategy.kind,
        language=language,
        api_url=api_url("strategies", strategy.code),
    )


def phase_ref(phase: Any) -> TaxonRef:
    return taxon_ref(phase, "phases")


def attribute_ref(attribute: Any) -> TaxonRef:
    return taxon_ref(attribute, "attributes")


def taxon_ref(taxon: Any, axis: str) -> TaxonRef:
    name, language = words_of(taxon, taxon.slug, "name")
    return TaxonRef(id=taxon.slug, name=name, language=language, api_url=api_url(axis, taxon.slug))


def source_ref(source: Source) -> SourceRef:
    title, language = words_of(source, source.slug)
    return SourceRef(id=source.slug, title=title, language=language, api_url=api_url("sources", source.slug))
