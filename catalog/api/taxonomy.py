"""/phases/, /attributes/ and /matrix/: the two axes of the catalog, short lists that come whole."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query

from catalog import statistics
from catalog.api.parameters import SLUG, Parameters
from catalog.api.service import service
from catalog.api.shapes import taxonomy as shapes
from catalog.models import QualityAttribute, WorkflowPhase

PhaseSlug = Annotated[str, Path(pattern=SLUG, description="A phase's short name.", examples=["deployment"])]
AttributeSlug = Annotated[str, Path(pattern=SLUG, description="A quality's short name.", examples=["reliability"])]


@service.get("/phases/", response=shapes.PhaseList, operation_id="listPhases", url_name="phases", tags=["Axes"])
def list_phases(request: HttpRequest, asked: Query[Parameters]) -> shapes.PhaseList:
    """All phases of the workflow, in order."""
    phases = WorkflowPhase.objects.with_texts().with_issue_counts()
    return shapes.PhaseList(items=[shapes.phase_shape(phase) for phase in phases])


@service.get("/phases/{slug}/", response=shapes.PhaseShape, operation_id="getPhase", url_name="phase", tags=["Axes"])
def get_phase(request: HttpRequest, slug: PhaseSlug, asked: Query[Parameters]) -> shapes.PhaseShape:
    """One phase."""
    return shapes.phase_shape(get_object_or_404(WorkflowPhase.objects.with_texts().with_issue_counts(), slug=slug))


@service.get(
    "/attributes/", response=shapes.AttributeList, operation_id="listAttributes", url_name="attributes", tags=["Axes"]
)
def list_attributes(request: HttpRequest, asked: Query[Parameters]) -> shapes.AttributeList:
    """All quality attributes, in the order of the catalog."""
    attributes = QualityAttribute.objects.with_texts().with_issue_counts()
    return shapes.AttributeList(items=[shapes.attribute_shape(attribute) for attribute in attributes])


@service.get(
    "/attributes/{slug}/",
    response=shapes.AttributeShape,
    operation_id="getAttribute",
    url_name="attribute",
    tags=["Axes"],
)
def get_attribute(request: HttpRequest, slug: AttributeSlug, asked: Query[Parameters]) -> shapes.AttributeShape:
    """One quality attribute."""
    attributes = QualityAttribute.objects.with_texts().with_issue_counts()
    return shapes.attribute_shape(get_object_or_404(attributes, slug=slug))


@service.get("/matrix/", response=shapes.MatrixShape, operation_id="getMatrix", url_name="matrix", tags=["Axes"])
def get_matrix(request: HttpRequest, asked: Query[Parameters]) -> shapes.MatrixShape:
    """Phases by quality attributes, with the issues and quotes of each cell."""
    return shapes.matrix_shape(statistics.matrix())
