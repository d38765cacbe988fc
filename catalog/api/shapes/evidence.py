"""Quotes, and the studies they come from."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from catalog.api.links import api_url, named_page_url, page_url
from catalog.api.paging import Page
from catalog.api.shapes.common import (
    ApiUrl,
    Count,
    IssueRef,
    PageUrl,
    SourceRef,
    StrategyRef,
    TaxonRef,
    Told,
    issue_ref,
    one_of,
    phase_ref,
    source_ref,
    strategy_ref,
    words_of,
)
from catalog.models import Claim, Evidence, Mitigation, Source


class QuotedClaim(BaseModel):
    """The statement that a quote stands beside."""

    aspect: Annotated[str, one_of(Claim.Aspect)] = Field(
        description="Symptom, cause or consequence.", examples=["symptom"]
    )
    position: int = Field(description="Its place among those of its aspect, from 1.", examples=[1])
    statement: str = Field(description="What is claimed.", examples=["Fields are empty."])
    language: Told


class QuotedMitigation(BaseModel):
    """The way of helping that a quote stands beside."""

    strategy: StrategyRef = Field(description="The strategy.")
    how: str | None = Field(description="How it helps, where that is written.", examples=["Gaps show early."])
    language: Told


class EvidenceShape(BaseModel):
    """An anonymized quote. Nothing here tells who said it, or which quotes one person said."""

    id: str = Field(description="Random: it tells nothing of order or speaker.", examples=["4kx2m9q7c0ab"])
    text: str = Field(
        description="What was said; words in square brackets stand for what was taken out.",
        examples=["At [company] half the fields were empty."],
    )
    language: str = Field(description="The language it was said in.", examples=["en"])
    speaker_label: str = Field(
        description="Who said it, in general words that enough people share.", examples=["a practitioner"]
    )
    stance: Annotated[str, one_of(Evidence.Stance)] = Field(
        description="Whether it bears the statement out, says where it does not hold, or speaks against it.",
        examples=["supports"],
    )
    published_on: date = Field(description="The day it was published.", examples=["2026-01-05"])
    issue: IssueRef = Field(description="The issue that it bears on.")
    claim: QuotedClaim | None = Field(description="The claim it stands beside, if one.")
    mitigation: QuotedMitigation | None = Field(description="The mitigation it stands beside, if one.", examples=[None])
    phase: TaxonRef = Field(description="The workflow phase that was talked about.")
    source: SourceRef = Field(description="The study it comes from.")
    url: PageUrl
    api_url: ApiUrl


class EvidencePage(Page[EvidenceShape]):
    """A page of quotes."""


class SourceShape(SourceRef):
    """A study whose findings or quotes are in the catalog."""

    method: str | None = Field(description="How it was done, and its limits, in Markdown.", examples=["Interviews."])
    citation: str = Field(description="How to cite it.", examples=["Doe, J. (2026). A study of quality issues."])
    authors: list[str] = Field(description="Its authors, family name first.", examples=[["Doe, Jane"]])
    year: int | None = Field(description="The year it was published.", examples=[2026])
    doi: str | None = Field(description="Its DOI.", examples=["10.1234/5678"])
    study_url: str | None = Field(description="Where it was published.", examples=["https://study.example/"])
    participants: int | None = Field(description="People who were interviewed.", examples=[37])
    interviews: int | None = Field(description="Interviews.", examples=[37])
    smallest_group: int = Field(description="The smallest group that a speaker's label may describe.", examples=[5])
    evidence_count: Count = Field(description="Its published quotes.", examples=[12])
    url: PageUrl


class SourceList(BaseModel):
    """All studies."""

    items: list[SourceShape] = Field(description="The studies.")


def evidence_shape(quote: Evidence) -> EvidenceShape:
    """A published quote. Needs what `Evidence.objects.with_its_place()` reads."""
    return EvidenceShape(
        id=quote.public_id,
        text=quote.text,
        language=quote.language,
        speaker_label=quote.speaker_label,
        stance=quote.stance,
        published_on=quote.published_on,
        issue=issue_ref(quote.issue),
        claim=quoted_claim(quote.claim) if quote.claim else None,
        mitigation=quoted_mitigation(quote.mitigation) if quote.mitigation else None,
        phase=phase_ref(quote.phase),
        source=source_ref(quote.source),
        url=page_url(quote),
        api_url=api_url("evidence", quote.public_id),
    )


def quoted_claim(claim: Claim) -> QuotedClaim:
    statement, language = words_of(claim, "", "statement")
    return QuotedClaim(aspect=claim.aspect, position=claim.position, statement=statement, language=language)


def quoted_mitigation(mitigation: Mitigation) -> QuotedMitigation:
    how, language = words_of(mitigation, "", "how")
    return QuotedMitigation(strategy=strategy_ref(mitigation.strategy), how=how or None, language=language)


def source_shape(source: Source) -> SourceShape:
    """A study. Needs `texts` and the annotation `evidence_count`."""
    text = source.text
    return SourceShape(
        **dict(source_ref(source)),
        method=(text.method if text else "") or None,
        citation=source.citation,
        authors=[author for line in source.authors.splitlines() if (author := line.strip())],
        year=source.year,
        doi=source.doi or None,
        study_url=source.url or None,
        participants=source.participants,
        interviews=source.interviews,
        smallest_group=source.k,
        evidence_count=source.evidence_count,  # type: ignore[attr-defined]
        url=named_page_url("method"),
    )
