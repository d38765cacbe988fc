"""What an issue's page shows, read in a fixed number of queries, so that its template reads none."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When, prefetch_related_objects

from catalog.models import Claim, Evidence, Issue, IssueRelation, Strategy

QUOTES_PER_PAGE = 12
ASPECTS = [Claim.Aspect.SYMPTOM, Claim.Aspect.CAUSE, Claim.Aspect.CONSEQUENCE]


@dataclass
class Statement:
    """A claim or a mitigation, the quotes of this page that stand beside it, and how many there are in all."""

    item: Any
    quotes: list[Evidence] = field(default_factory=list)
    total: int = 0

    @property
    def elsewhere(self) -> int:
        """How many of its quotes are on other pages."""
        return self.total - len(self.quotes)


@dataclass(frozen=True)
class Related:
    """An issue on the other side of a relation; `said` is the relation as seen from this side."""

    said: str
    issue: Issue


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
    totals = totals_by_statement(issue)
    beside: dict[tuple[str, int | None], list[Evidence]] = defaultdict(list)
    for quote in quotes:
        beside["claim", quote.claim_id].append(quote)
        beside["mitigation", quote.mitigation_id].append(quote)

    sections: dict[str, list[Statement]] = defaultdict(list)
    for claim in claims:
        key = ("claim", claim.pk)
        sections[claim.aspect].append(Statement(claim, beside[key], totals[key]))
    for mitigation in mitigations:
        key = ("mitigation", mitigation.pk)
        sections[mitigation.strategy.kind].append(Statement(mitigation, beside[key], totals[key]))
    return sections


def totals_by_statement(issue: Issue) -> dict[tuple[str, int | None], int]:
    """How many published quotes stand beside each claim and each mitigation, whatever the page. One query."""
    rows = (
        Evidence.objects.published()
        .filter(issue=issue)
        .order_by()
        .values_list("claim", "mitigation")
        .annotate(Count("pk"))
    )
    totals: dict[tuple[str, int | None], int] = defaultdict(int)
    for claim, mitigation, count in rows:
        totals["claim", claim] += count
        totals["mitigation", mitigation] += count
    return totals


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


def neighbours_of(issue: Issue) -> dict[str, Issue | None]:
    """The published issues before and after this one among those of its primary phase. Three queries."""
    siblings = Issue.objects.published().filter(primary_phase=issue.primary_phase_id)
    before = siblings.filter(number__lt=issue.number).order_by("-number").first()
    after = siblings.filter(number__gt=issue.number).order_by("number").first()
    prefetch_related_objects([one for one in (before, after) if one], "texts")
    return {"previous": before, "next": after}
