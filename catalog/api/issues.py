"""/issues/: the list with the filters of the issue list's page, and the whole of one issue."""

from collections.abc import Sequence
from typing import Literal

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from catalog import filters
from catalog.api import finding
from catalog.api.errors import Gone, Moved
from catalog.api.links import api_url
from catalog.api.paging import page_of
from catalog.api.parameters import SLUG, WORDS, IssueCode, ListParameters, Parameters, must_be_known
from catalog.api.service import service
from catalog.api.shapes import issues as shapes
from catalog.models import Claim, Evidence, Issue, IssueVersion, Strategy
from catalog.views import issue_page
from catalog.views.addresses import number_in

Sort = Literal[
    "number",
    "-number",
    "last_changed",
    "-last_changed",
    "evidence",
    "-evidence",
    "participants",
    "-participants",
]
# The census's own names of what it measures, where they differ.
MEASURES = {"last_changed": "changed"}
EVERY_STATUS = [Issue.Status.PUBLISHED, Issue.Status.DEPRECATED]
# Filters whose values are rows of the catalog, and so are named in the document as they stand now.
BY_ROW = ["phase", "attribute"]
# Filters whose values come and go with quotes: one that no quote has any more leaves nothing.
BY_QUOTE = ["group", "language"]


class IssueParameters(ListParameters):
    """The filters of the issue list's page. Within one the values widen, between them they narrow."""

    q: str = Field("", max_length=200, pattern=WORDS, description="Words to look for.", examples=["empty"])
    phase: list[str] = Field(
        [], description="Issues that bite in one of these phases.", examples=[["deployment"]],
        json_schema_extra={"items": {"type": "string", "pattern": SLUG}},
    )  # fmt: skip
    attribute: list[str] = Field(
        [], description="Issues that hurt one of these qualities.", examples=[["reliability"]],
        json_schema_extra={"items": {"type": "string", "pattern": SLUG}},
    )  # fmt: skip
    evidence: list[Literal["several", "few", "none"]] = Field(
        [], description="How many quotes: three or more, one or two, none.", examples=[["several", "few"]]
    )
    counter: list[Literal["yes"]] = Field(
        [], description="Issues of which a quote limits or contradicts a claim.", examples=[["yes"]]
    )
    strategy: list[Literal["before", "after", "no"]] = Field(
        [],
        description="Whether a strategy is known that helps before the issue shows, or once it shows, or none.",
        examples=[["before"]],
    )
    group: list[str] = Field(
        [],
        description="Issues told by somebody of one of these groups of speakers, where a group is large enough to be "
        "named.",
        examples=[["a-data-scientist"]],
        json_schema_extra={"items": {"type": "string", "pattern": SLUG}},
    )
    language: list[str] = Field(
        [], description="Issues with a quote in one of these languages.", examples=[["fr"]],
        json_schema_extra={"items": {"type": "string", "pattern": SLUG}},
    )  # fmt: skip
    status: list[Literal["published", "deprecated"]] = Field(
        ["published"], description="Published issues, or deprecated ones, or both.", examples=[["published"]]
    )
    sort: Sort | None = Field(
        None,
        description="The order, with `-` from the largest: by number, by the day of the last change, by how many "
        "quotes, by how many participants the study that counted most named. Without it by number, and with `q` the "
        "best answers first.",
        examples=["-last_changed"],
    )
    facets: bool = Field(False, description="Whether to count what each value of the filters leaves.", examples=[True])


@service.get("/issues/", response=shapes.IssuePage, operation_id="listIssues", url_name="issues", tags=["Issues"])
def list_issues(request: HttpRequest, asked: Query[IssueParameters], response: HttpResponse) -> shapes.IssuePage:
    """Issues, narrowed by the same filters as the page of the catalog."""
    matched = finding.matching(asked.q)
    filtered = filters.IssueFilter(request.GET, matched=matched, path="", statuses=asked.status)
    for name in BY_ROW:
        must_be_known(name, getattr(asked, name), [value for value, _ in filtered.choices(name)])
    nobody = any(getattr(asked, name) and not filtered.state[name] for name in BY_QUOTE)
    page = page_of([] if nobody else ordered(filtered, asked.sort), asked, request, response)
    facets = {facet.name: values_of(facet) for facet in filtered.facets()} if asked.facets else None
    return shapes.IssuePage(**page.envelope, items=issue_rows(page.rows), facets=facets)


def ordered(filtered: filters.IssueFilter, sort: str | None) -> list[int]:
    """Keys of the issues in the order asked for."""
    if sort is None:
        return filtered.in_order("")
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    if name == "number":
        return sorted(filtered.in_order(name), key=filtered.census.places.__getitem__, reverse=falls)
    return filtered.census.ordered(filtered.left(), MEASURES.get(name, name), rising=not falls)


def issue_rows(keys: Sequence[int]) -> list[shapes.IssueRow]:
    """Rows of these issues in their order. Seven queries, whatever the length; none for none."""
    by_key = {issue.pk: issue for issue in Issue.objects.filter(pk__in=keys).for_list()} if keys else {}
    return [shapes.issue_row(by_key[key]) for key in keys]


def values_of(facet: filters.Facet) -> list[shapes.FacetValue]:
    return [
        shapes.FacetValue(value=option.value, label=str(option.label), count=option.count) for option in facet.options
    ]


@service.get("/issues/{code}/", response=shapes.IssueShape, operation_id="getIssue", url_name="issue", tags=["Issues"])
def get_issue(request: HttpRequest, code: IssueCode, asked: Query[Parameters]) -> shapes.IssueShape:
    """The whole of an issue: what is claimed, what helps, what it rests on, its relations and its history."""
    number = number_in(code, "MLQ")
    issue = get_object_or_404(Issue.objects.for_list().select_related("merged_into", "replaced_by"), number=number)
    if issue.status == Issue.Status.WITHDRAWN:
        raise Gone(f"{issue.code} was withdrawn.")
    if issue.status == Issue.Status.MERGED:
        onward = issue.successor.code
        raise Moved(api_url("issues", onward), f"{issue.code} is part of {onward} now.")
    if code != issue.code:
        raise Moved(api_url("issues", issue.code), f"It is spelled {issue.code}.")
    return whole(issue)


def whole(issue: Issue) -> shapes.IssueShape:
    """All of an issue that `for_list()` read. Twelve queries more."""
    quotes, _against = issue_page.totals_by_statement(issue)
    mitigations = issue.mitigations.filter(strategy__status=Strategy.Status.PUBLISHED).select_related("strategy")
    text = issue.text
    return shapes.IssueShape(
        **dict(shapes.issue_row(issue)),
        description=(text.description if text else "") or None,
        languages=sorted(row.language for row in issue.texts.all()),
        replaced_by=issue.replaced_by.code if issue.replaced_by else None,
        claims=[shapes.claim_shape(claim, quotes["claim", claim.pk]) for claim in claims_of(issue)],
        mitigations=[
            shapes.mitigation_shape(mitigation, quotes["mitigation", mitigation.pk])
            for mitigation in mitigations.prefetch_related("texts", "strategy__texts")
        ],
        evidence=evidence_of(issue),
        relations=[shapes.relation_shape(one.said, one.issue) for one in issue_page.relations_of(issue)],
        mappings=[shapes.mapping_shape(mapping) for mapping in issue.external_mappings.all()],
        statistics=[
            shapes.statistics_shape(counted)
            for counted in issue.statistics.select_related("source").prefetch_related("source__texts")
        ],
        versions=[shapes.version_shape(version) for version in versions_of(issue)],
    )


def claims_of(issue: Issue) -> list[Claim]:
    """Its claims as its page tells them: symptoms, causes, consequences. Two queries."""
    claims = issue.claims.prefetch_related("texts")
    return sorted(claims, key=lambda claim: (issue_page.ASPECTS.index(Claim.Aspect(claim.aspect)), claim.position))


def evidence_of(issue: Issue) -> shapes.IssueEvidence:
    """Its published quotes by stance. One query."""
    counts = {stance: Count("pk", filter=Q(stance=stance)) for stance in Evidence.Stance.values}
    counted = Evidence.objects.published().filter(issue=issue).aggregate(**counts)
    return shapes.IssueEvidence(**counted, api_url=f"{api_url('evidence')}?issue={issue.code}")


def versions_of(issue: Issue) -> QuerySet[IssueVersion]:
    """Its history without the words of each version, which may be long."""
    return issue.versions.defer("snapshot")
