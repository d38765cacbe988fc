"""What an issue's page shows, read in a fixed number of queries, so that its template reads none."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from catalog.models import (
    Claim,
    Evidence,
    ExternalMapping,
    Issue,
    IssuePhase,
    IssueRelation,
    Strategy,
    WorkflowPhase,
)

QUOTES_PER_PAGE = 12
VERSIONS_SHOWN = 3
Totals = dict[tuple[str, int | None], int]
ASPECTS = [Claim.Aspect.SYMPTOM, Claim.Aspect.CAUSE, Claim.Aspect.CONSEQUENCE]


@dataclass
class Statement:
    """A claim or a mitigation, the quotes of this page that stand beside it, and how many there are in all.

    `against` of the `total` limit or contradict it.
    """

    item: Any
    quotes: list[Evidence] = field(default_factory=list)
    total: int = 0
    against: int = 0

    @property
    def elsewhere(self) -> int:
        """How many of its quotes are on other pages."""
        return self.total - len(self.quotes)


@dataclass(frozen=True)
class Related:
    """An issue on the other side of a relation; `said` is the relation as seen from this side."""

    said: str
    issue: Issue


def read_whole() -> QuerySet[Any]:
    """Issues with all that their page says of them in their own row."""
    rows = Issue.objects.for_list().select_related("merged_into", "replaced_by")
    return rows.prefetch_related("replaced_by__texts")  # type: ignore[no-any-return]


def quotes_of(issue: Issue) -> QuerySet[Any]:
    """Published quotes in the order of the page: beside symptoms, causes, consequences, mitigations, then the rest.

    Beside one statement they stand by their random id, which tells nothing of who said them or when.
    """
    aspects = [When(claim__aspect=aspect, then=Value(place)) for place, aspect in enumerate(ASPECTS)]
    place = Case(*aspects, When(mitigation__isnull=False, then=Value(3)), default=Value(4), output_field=IntegerField())
    return (  # type: ignore[no-any-return]
        Evidence.objects.published()
        .filter(issue=issue)
        .select_related("source")
        .annotate(place=place)
        .order_by("place", "claim__position", "mitigation__position", "public_id")
    )


def statements_of(issue: Issue, quotes: list[Evidence]) -> dict[str, list[Statement]]:
    """The issue's claims by aspect and its mitigations by kind of strategy, each with its quotes. Nine queries."""
    claims = list(issue.claims.prefetch_related("texts"))
    mitigations = list(
        issue.mitigations.filter(strategy__status=Strategy.Status.PUBLISHED)
        .select_related("strategy")
        .prefetch_related("texts", "strategy__texts")
    )
    totals, against = totals_by_statement(issue)
    beside: dict[tuple[str, int | None], list[Evidence]] = defaultdict(list)
    for quote in quotes:
        beside["claim", quote.claim_id].append(quote)
        beside["mitigation", quote.mitigation_id].append(quote)

    sections: dict[str, list[Statement]] = defaultdict(list)
    for claim in claims:
        key = ("claim", claim.pk)
        sections[claim.aspect].append(Statement(claim, beside[key], totals[key], against[key]))
    for mitigation in mitigations:
        key = ("mitigation", mitigation.pk)
        sections[mitigation.strategy.kind].append(Statement(mitigation, beside[key], totals[key], against[key]))
    return sections


def totals_by_statement(issue: Issue) -> tuple[Totals, Totals]:
    """How many published quotes stand beside each claim and mitigation, whatever the page; and how many of them speak
    against it. One query.
    """
    rows = (
        Evidence.objects.published()
        .filter(issue=issue)
        .order_by()
        .values_list("claim", "mitigation", "stance")
        .annotate(Count("pk"))
    )
    totals: Totals = defaultdict(int)
    against: Totals = defaultdict(int)
    for claim, mitigation, stance, count in rows:
        for key in (("claim", claim), ("mitigation", mitigation)):
            totals[key] += count
            against[key] += count if stance != Evidence.Stance.SUPPORTS else 0
    return totals, against


def first_against(quotes: list[Evidence]) -> Evidence | None:
    """The first quote of the page that limits or contradicts what it stands beside."""
    return next((quote for quote in quotes if quote.stance != Evidence.Stance.SUPPORTS), None)


def relations_of(issue: Issue) -> list[Related]:
    """Published issues this one bears on, and those that bear on it, in one order for both. Two queries."""
    rows = (
        IssueRelation.objects.filter(Q(issue=issue) | Q(other=issue))
        .select_related("issue", "other")
        .prefetch_related("issue__texts", "other__texts")
    )
    found = [
        Related(
            row.kind if row.issue_id == issue.pk else f"{row.kind}-by",
            row.other if row.issue_id == issue.pk else row.issue,
        )
        for row in rows
    ]
    # "Seen with" says the same from both sides.
    found = [Related(one.said.replace("seen_with-by", "seen_with"), one.issue) for one in found]
    readable = {Issue.Status.PUBLISHED, Issue.Status.DEPRECATED}
    return sorted((one for one in found if one.issue.status in readable), key=lambda one: (one.said, one.issue.number))


def mappings_of(issue: Issue) -> list[ExternalMapping]:
    """Entries of other catalogs, the nearest first. One query."""
    places = {match: place for place, match in enumerate(ExternalMapping.Match.values)}
    return sorted(issue.external_mappings.all(), key=lambda one: (places[one.match], one.scheme, one.identifier))


def merged_into(issue: Issue) -> list[Issue]:
    """Issues that became part of this one, by themselves or as a part of one that did. One query, texts one more."""
    parts = Issue.objects.filter(Q(merged_into=issue) | Q(merged_into__merged_into=issue))
    return list(parts.prefetch_related("texts"))


@dataclass(frozen=True)
class Neighbours:
    """The published issues before and after one, by number, among those that bite in `phase`."""

    phase: WorkflowPhase
    previous: Issue | None
    next: Issue | None


def neighbours_of(issue: Issue) -> list[Neighbours]:
    """The issue's neighbours in each of its phases, its primary phase first. Three queries.

    In each, because a page doesn't know from where it was opened: its address is the same for everybody.
    """
    phases = sorted(issue.phases.all(), key=lambda phase: phase.pk != issue.primary_phase_id)
    before = nearest(Q(number__lt=issue.number), "-number")
    after = nearest(Q(number__gt=issue.number), "number")
    rows = issue.phases.order_by().annotate(before=before, after=after).values_list("pk", "before", "after")
    found = {phase: (previous, following) for phase, previous, following in rows}
    keys = {key for pair in found.values() for key in pair if key}
    issues = {one.pk: one for one in Issue.objects.filter(pk__in=keys).prefetch_related("texts")} if keys else {}
    pairs = ((phase, *found.get(phase.pk, (None, None))) for phase in phases)
    return [Neighbours(phase, issues.get(one), issues.get(other)) for phase, one, other in pairs if one or other]


def nearest(beyond: Q, order: str) -> Subquery:
    """The first issue beyond, of those that bite in the phase of the row: from one to the next, until one does."""
    bites = IssuePhase.objects.filter(issue=OuterRef("pk"), phase=OuterRef(OuterRef("pk")))
    return Subquery(Issue.objects.published().filter(beyond, Exists(bites)).order_by(order).values("pk")[:1])
