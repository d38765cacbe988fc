"""/evidence/ and /sources/: anonymized quotes, and the studies they come from."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query
from pydantic import Field

from catalog.api.errors import Gone
from catalog.api.paging import page_of
from catalog.api.parameters import ISSUE_CODE, SLUG, ListParameters, Parameters, must_be_known
from catalog.api.service import service
from catalog.api.shapes import evidence as shapes
from catalog.models import Evidence, Issue, Source, WorkflowPhase
from catalog.views.addresses import number_in

SUBTAG = "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$"
Sort = Literal["id", "published_on", "-published_on"]
SourceSlug = Annotated[str, Path(pattern=SLUG, description="A study's short name.", examples=["cote-2023"])]
PublicId = Annotated[str, Path(pattern="^[a-z0-9]{1,40}$", description="A quote's id.", examples=["4kx2m9q7c0ab"])]


class EvidenceParameters(ListParameters):
    """Narrows the list of quotes."""

    issue: str | None = Field(
        None, pattern=ISSUE_CODE, description="Quotes on this issue; one that is unknown is not found.",
        examples=["MLQ-001"],
    )  # fmt: skip
    phase: list[str] = Field(
        [], description="Quotes that talk about one of these phases.", examples=[["deployment"]],
        json_schema_extra={"items": {"type": "string", "pattern": SLUG}},
    )  # fmt: skip
    stance: list[Literal["supports", "limits", "contradicts"]] = Field(
        [], description="What the quotes say to their statement.", examples=[["limits", "contradicts"]]
    )
    language: str | None = Field(
        None, pattern=SUBTAG, max_length=35, description="Quotes that were said in this language.", examples=["en"]
    )
    source: list[str] = Field(
        [], description="Quotes from one of these studies.", examples=[["cote-2023"]],
        json_schema_extra={"items": {"type": "string", "pattern": SLUG}},
    )  # fmt: skip
    sort: Sort = Field(
        "id",
        description="The order: by id, which is random and stays, or by the day of publication, with `-` from the "
        "newest.",
        examples=["-published_on"],
    )


@service.get(
    "/evidence/", response=shapes.EvidencePage, operation_id="listEvidence", url_name="evidence-list", tags=["Evidence"]
)
def list_evidence(
    request: HttpRequest, asked: Query[EvidenceParameters], response: HttpResponse
) -> shapes.EvidencePage:
    """Published quotes, narrowed by what they bear on, what they say to it and where they come from."""
    must_be_known("phase", asked.phase, list(WorkflowPhase.objects.values_list("slug", flat=True)))
    must_be_known("source", asked.source, list(Source.objects.values_list("slug", flat=True)))
    order = {"id": "public_id"}.get(asked.sort, asked.sort)
    keys = narrowed(asked).order_by(order, "public_id").values_list("pk", flat=True)
    page = page_of(keys, asked, request, response)
    return shapes.EvidencePage(**page.envelope, items=evidence_shapes(page.rows))


def narrowed(asked: EvidenceParameters) -> QuerySet[Any]:
    """Every quote that its own address shows, and that the filters leave."""
    quotes = Evidence.objects.published().exclude(issue__status=Issue.Status.WITHDRAWN)
    if asked.issue:
        issue = get_object_or_404(Issue, number=number_in(asked.issue, "MLQ"))
        quotes = quotes.filter(issue=issue)
    if asked.phase:
        quotes = quotes.filter(phase__slug__in=asked.phase)
    if asked.stance:
        quotes = quotes.filter(stance__in=asked.stance)
    if asked.language:
        quotes = quotes.filter(language=asked.language)
    if asked.source:
        quotes = quotes.filter(source__slug__in=asked.source)
    return quotes  # type: ignore[no-any-return]


def evidence_shapes(keys: Sequence[int]) -> list[shapes.EvidenceShape]:
    """These quotes in their order. Seven queries, whatever the length; none for none."""
    rows = Evidence.objects.filter(pk__in=keys).with_its_place() if keys else []
    by_key = {quote.pk: quote for quote in rows}
    return [shapes.evidence_shape(by_key[key]) for key in keys]


@service.get(
    "/evidence/{public_id}/",
    response=shapes.EvidenceShape,
    operation_id="getEvidence",
    url_name="evidence",
    tags=["Evidence"],
)
def get_evidence(request: HttpRequest, public_id: PublicId, asked: Query[Parameters]) -> shapes.EvidenceShape:
    """One quote, with what it bears on. A hidden one is unknown; a withdrawn one, or of a withdrawn issue, is gone."""
    quotes = Evidence.objects.with_its_place()
    quote = get_object_or_404(quotes, public_id=public_id)
    if quote.status == Evidence.Status.HIDDEN:
        raise Http404("a hidden quote")
    if quote.status == Evidence.Status.WITHDRAWN or quote.issue.status == Issue.Status.WITHDRAWN:
        raise Gone("This quote was withdrawn.")
    return shapes.evidence_shape(quote)


def sources() -> QuerySet[Any]:
    """By short name, with texts and `evidence_count`: quotes that are shown."""
    shown = Q(evidence__status=Evidence.Status.PUBLISHED) & ~Q(evidence__issue__status=Issue.Status.WITHDRAWN)
    counted = Source.objects.annotate(evidence_count=Count("evidence", filter=shown))
    return counted.order_by("slug").prefetch_related("texts")


@service.get("/sources/", response=shapes.SourceList, operation_id="listSources", url_name="sources", tags=["Evidence"])
def list_sources(request: HttpRequest, asked: Query[Parameters]) -> shapes.SourceList:
    """All studies, a short list that comes whole."""
    return shapes.SourceList(items=[shapes.source_shape(source) for source in sources()])


@service.get(
    "/sources/{slug}/", response=shapes.SourceShape, operation_id="getSource", url_name="source", tags=["Evidence"]
)
def get_source(request: HttpRequest, slug: SourceSlug, asked: Query[Parameters]) -> shapes.SourceShape:
    """One study: how it was done, and how to cite it."""
    return shapes.source_shape(get_object_or_404(sources(), slug=slug))
