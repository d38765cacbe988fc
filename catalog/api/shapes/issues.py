"""Issues: a row of a list, and the whole of one."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from catalog.api.links import api_url, page_url
from catalog.api.paging import Page
from catalog.api.shapes.common import (
    ApiUrl,
    Count,
    IssueId,
    IssueRef,
    PageUrl,
    SourceRef,
    StrategyRef,
    TaxonRef,
    Told,
    Url,
    attribute_ref,
    issue_ref,
    one_of,
    phase_ref,
    source_ref,
    strategy_ref,
    words_of,
)
from catalog.models import Claim, ExternalMapping, Issue, IssueStatistics, IssueVersion, Mitigation

# A relation as seen from the issue that tells of it, by how the issue's page says it.
RELATIONS = {
    "causes": "causes",
    "causes-by": "caused_by",
    "aggravates": "aggravates",
    "aggravates-by": "aggravated_by",
    "kind_of": "kind_of",
    "kind_of-by": "has_kind",
    "seen_with": "seen_with",
}
Relation = Literal["causes", "caused_by", "aggravates", "aggravated_by", "kind_of", "has_kind", "seen_with"]


class IssueRow(BaseModel):
    """An issue as it stands in a list."""

    id: IssueId
    title: str = Field(description="Its title.", examples=["Missing values"])
    summary: str = Field(description="What it is, in a sentence or two.", examples=["Fields are empty."])
    language: Told
    status: Annotated[str, one_of(Issue.Status)] = Field(
        description="Lists hold what is published, or, asked for, what is deprecated.", examples=["published"]
    )
    version: int = Field(description="Counts the changes of its words.", examples=[1])
    first_published: date = Field(description="The day it came into the catalog.", examples=["2026-01-05"])
    last_changed: date = Field(description="The day of its newest version.", examples=["2026-01-05"])
    primary_phase: str = Field(description="The phase where it begins, one of `phases`.", examples=["deployment"])
    phases: list[TaxonRef] = Field(description="The workflow phases in which it bites.")
    attributes: list[TaxonRef] = Field(description="The quality attributes that it hurts.")
    evidence_count: Count = Field(description="Published quotes on it.", examples=[3])
    url: PageUrl
    api_url: ApiUrl


class FacetValue(BaseModel):
    """A value of a filter."""

    value: str = Field(description="The value to ask for.", examples=["deployment"])
    label: str = Field(description="Its name in the answer's language.", examples=["Deployment"])
    count: Count = Field(description="How many issues it would leave.", examples=[4])


class IssuePage(Page[IssueRow]):
    """A page of issues."""

    facets: dict[str, list[FacetValue]] | None = Field(
        description="With `facets=true`: for each filter its values, and how many issues each would leave beside the "
        "other filters.",
        examples=[None],
    )


class ClaimShape(BaseModel):
    """One statement of an issue."""

    aspect: Annotated[str, one_of(Claim.Aspect)] = Field(
        description="Something to recognise it by, why it happens, or what it costs.", examples=["symptom"]
    )
    position: int = Field(description="Its place among those of its aspect, from 1.", examples=[1])
    statement: str = Field(description="What is claimed.", examples=["Fields are empty."])
    language: Told
    evidence_count: Count = Field(description="Published quotes beside it.", examples=[1])


class MitigationShape(BaseModel):
    """How a strategy helps against an issue."""

    position: int = Field(description="Its place on the issue's page, from 1.", examples=[1])
    strategy: StrategyRef = Field(description="The strategy.")
    how: str | None = Field(description="How it helps here, where that is written.", examples=["Gaps show early."])
    language: Told
    evidence_count: Count = Field(description="Published quotes beside it.", examples=[1])


class RelationShape(BaseModel):
    """How the issue bears on another, as seen from it."""

    relation: Relation = Field(description="It *causes* the other, is *caused by* it, and so on.", examples=["causes"])
    issue: IssueRef = Field(description="The other issue.")


class MappingShape(BaseModel):
    """The same or a related entry of somebody else's catalog, in SKOS's terms."""

    scheme: str = Field(description="The other catalog.", examples=["AVID"])
    identifier: str = Field(description="The entry's id there.", examples=["P0204"])
    title: str = Field(description="The entry's title there.", examples=["Data quality"])
    match: Annotated[str, one_of(ExternalMapping.Match)] = Field(
        description="How it matches: the same, nearly the same, or wider than this issue.", examples=["close"]
    )
    url: Url = Field(description="The entry's address.", examples=["https://other.example/P0204"])


class StatisticsShape(BaseModel):
    """What a study counted for the issue; null where it does not say."""

    source: SourceRef = Field(description="The study.")
    participants: int | None = Field(description="Distinct people who spoke of it.", examples=[9])
    interviews: int | None = Field(description="Interviews in which it came up.", examples=[9])
    codings: int | None = Field(description="Passages that were coded with it.", examples=[14])
    kappa: float | None = Field(description="Cohen's kappa between independent coders.", examples=[0.81])
    survey_validated: bool = Field(description="Whether a survey of other people confirmed it.", examples=[True])
    reference: str | None = Field(description="Where the study tells of it.", examples=["issue 1.1"])


class VersionShape(BaseModel):
    """A version of the issue's words."""

    version: int = Field(description="The version.", examples=[1])
    changed_on: date = Field(description="Its day.", examples=["2026-01-05"])
    note: str = Field(description="What changed, in one line of English.", examples=["First published."])


class IssueEvidence(BaseModel):
    """The issue's published quotes, counted by what they say to it."""

    supports: Count = Field(description="Quotes that bear it out.", examples=[2])
    limits: Count = Field(description="Quotes that say where it does not hold.", examples=[1])
    contradicts: Count = Field(description="Quotes that speak against it.", examples=[0])
    api_url: Url = Field(
        description="The quotes themselves.", examples=["https://catalog.example/api/v1/evidence/?issue=MLQ-001"]
    )


class IssueShape(IssueRow):
    """The whole of an issue but its quotes, which have a list of their own."""

    description: str | None = Field(description="More about it, in Markdown, where there is more.", examples=[None])
    languages: list[str] = Field(description="The languages it is told in.", examples=[["en", "fr"]])
    replaced_by: str | None = Field(description="Of a deprecated issue: the one to read instead.", examples=[None])
    claims: list[ClaimShape] = Field(description="What is claimed: symptoms, causes, consequences.")
    mitigations: list[MitigationShape] = Field(description="What helps.")
    evidence: IssueEvidence = Field(description="How many quotes there are, and where.")
    relations: list[RelationShape] = Field(description="How it bears on other issues.")
    mappings: list[MappingShape] = Field(description="Entries of other catalogs that match.")
    statistics: list[StatisticsShape] = Field(description="What each study counted.")
    versions: list[VersionShape] = Field(description="Its history, newest first.")


def issue_row(issue: Issue) -> IssueRow:
    """A row. Needs what `Issue.objects.for_list()` reads."""
    text = issue.text
    title, language = words_of(issue, issue.code)
    return IssueRow(
        id=issue.code,
        title=title,
        summary=text.summary if text else "",
        language=language,
        status=issue.status,
        version=issue.version,
        first_published=issue.first_published,
        last_changed=issue.last_changed,
        primary_phase=issue.primary_phase.slug,
        phases=[phase_ref(phase) for phase in by_position(issue.phases.all())],
        attributes=[attribute_ref(attribute) for attribute in by_position(issue.attributes.all())],
        evidence_count=issue.evidence_count,  # type: ignore[attr-defined]
        url=page_url(issue),
        api_url=api_url("issues", issue.code),
    )


def by_position(taxa: Iterable[object]) -> list[object]:
    return sorted(taxa, key=lambda taxon: taxon.position)  # type: ignore[attr-defined]


def claim_shape(claim: Claim, quotes: int) -> ClaimShape:
    statement, language = words_of(claim, "", "statement")
    return ClaimShape(
        aspect=claim.aspect,
        position=claim.position,
        statement=statement,
        language=language,
        evidence_count=quotes,
    )


def mitigation_shape(mitigation: Mitigation, quotes: int) -> MitigationShape:
    how, language = words_of(mitigation, "", "how")
    return MitigationShape(
        position=mitigation.position,
        strategy=strategy_ref(mitigation.strategy),
        how=how or None,
        language=language,
        evidence_count=quotes,
    )


def relation_shape(said: str, issue: Issue) -> RelationShape:
    """`said` is the relation as `issue_page.relations_of` says it."""
    return RelationShape(relation=RELATIONS[said], issue=issue_ref(issue))  # type: ignore[arg-type]


def mapping_shape(mapping: ExternalMapping) -> MappingShape:
    return MappingShape(
        scheme=mapping.scheme,
        identifier=mapping.identifier,
        title=mapping.title,
        match=mapping.match,
        url=mapping.url,
    )


def statistics_shape(counted: IssueStatistics) -> StatisticsShape:
    return StatisticsShape(
        source=source_ref(counted.source),
        participants=counted.participants,
        interviews=counted.interviews,
        codings=counted.codings,
        kappa=None if counted.kappa is None else float(counted.kappa),
        survey_validated=counted.survey_validated,
        reference=counted.reference or None,
    )


def version_shape(version: IssueVersion) -> VersionShape:
    return VersionShape(version=version.version, changed_on=version.changed_on, note=version.note)
