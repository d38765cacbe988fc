"""The two axes, and the matrix of both."""

from typing import Any

from pydantic import BaseModel, Field

from catalog.api.links import api_url, named_page_url, page_url
from catalog.api.shapes.common import Count, PageUrl, TaxonRef, Url, attribute_ref, phase_ref
from catalog.models import QualityAttribute, WorkflowPhase
from catalog.statistics import Matrix


class AttributeShape(TaxonRef):
    """A quality that issues hurt."""

    position: int = Field(description="Its place in the order of the catalog, from 1.", examples=[5])
    description: str | None = Field(description="What it means, in Markdown, where that is written.", examples=[None])
    issue_count: Count = Field(description="Published issues that hurt it.", examples=[6])
    issues_url: Url = Field(
        description="These issues.", examples=["https://catalog.example/api/v1/issues/?attribute=reliability"]
    )
    url: PageUrl


class PhaseShape(TaxonRef):
    """A phase of the workflow."""

    position: int = Field(description="Its place in the order of the workflow, from 1.", examples=[5])
    summary: str = Field(description="What happens in it.", examples=["Bringing the model to its users."])
    description: str | None = Field(description="More about it, in Markdown, where there is more.", examples=[None])
    issue_count: Count = Field(description="Published issues that bite in it.", examples=[6])
    issues_url: Url = Field(
        description="These issues.", examples=["https://catalog.example/api/v1/issues/?phase=deployment"]
    )
    url: PageUrl


class PhaseList(BaseModel):
    """All phases, in the order of the workflow."""

    items: list[PhaseShape] = Field(description="The phases.")


class AttributeList(BaseModel):
    """All quality attributes, in the order of the catalog."""

    items: list[AttributeShape] = Field(description="The attributes.")


class CellShape(BaseModel):
    """A cell of the matrix."""

    phase: str = Field(description="The phase.", examples=["deployment"])
    attribute: str = Field(description="The quality attribute.", examples=["reliability"])
    issues: Count = Field(description="Published issues that bite in the phase and hurt the quality.", examples=[2])
    quotes: Count = Field(description="Published quotes on these issues.", examples=[3])


class MatrixShape(BaseModel):
    """Phases by quality attributes. An issue of two phases counts in both."""

    phases: list[TaxonRef] = Field(description="Rows, in order.")
    attributes: list[TaxonRef] = Field(description="Columns, in order.")
    cells: list[CellShape] = Field(description="Every cell, row by row, empty ones too.")
    url: PageUrl


def phase_shape(phase: WorkflowPhase) -> PhaseShape:
    """A phase. Needs `texts` and the annotation `issue_count`."""
    text = phase.text
    ref = phase_ref(phase)
    return PhaseShape(
        **dict(ref),
        position=phase.position,
        summary=text.summary if text else "",
        description=(text.description if text else "") or None,
        issue_count=phase.issue_count,  # type: ignore[attr-defined]
        issues_url=issues_by("phase", phase.slug),
        url=page_url(phase),
    )


def attribute_shape(attribute: QualityAttribute) -> AttributeShape:
    """An attribute. Needs `texts` and the annotation `issue_count`."""
    text = attribute.text
    return AttributeShape(
        **dict(attribute_ref(attribute)),
        position=attribute.position,
        description=(text.description if text else "") or None,
        issue_count=attribute.issue_count,  # type: ignore[attr-defined]
        issues_url=issues_by("attribute", attribute.slug),
        url=named_page_url("attribute", attribute.slug),
    )


def issues_by(facet: str, slug: str) -> str:
    return f"{api_url('issues')}?{facet}={slug}"


def matrix_shape(matrix: Matrix) -> MatrixShape:
    cells = [(row.phase, cell) for row in matrix.rows for cell in row.cells]
    return MatrixShape(
        phases=[phase_ref(row.phase) for row in matrix.rows],
        attributes=[attribute_ref(attribute) for attribute in matrix.attributes],
        cells=[cell_shape(phase, cell) for phase, cell in cells],
        url=named_page_url("matrix"),
    )


def cell_shape(phase: WorkflowPhase, cell: Any) -> CellShape:
    return CellShape(phase=phase.slug, attribute=cell.attribute.slug, issues=cell.issues, quotes=cell.quotes)
