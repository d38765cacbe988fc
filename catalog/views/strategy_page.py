"""What the pages of strategies show: strategies in groups, and what one shares with others."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from catalog.census import Census
from catalog.models import Evidence, Issue, IssueAttribute, Mitigation, QualityAttribute, Strategy, WorkflowPhase
from catalog.views.issue_rows import IssueRow, Named, rows_of

# Other strategies named on a strategy's page, and issues that it helps against on one page.
RELATED_SHOWN, ISSUES_PER_PAGE = 5, 20
# Quotes on a strategy's page; each stands on its issue's page too, which has them all.
QUOTES_SHOWN = 12


@dataclass
class Group:
    """Strategies that are listed together under `title`: a kind of strategy, a phase or a quality.

    Each with the number of issues it helps against within the group.
    """

    title: Any
    strategies: list[tuple[Strategy, int]] = field(default_factory=list)


def listed() -> list[Strategy]:
    """The published strategies by number, each with `issue_count`, the published issues it helps. Two queries."""
    published_issue = Q(mitigations__issue__status=Issue.Status.PUBLISHED)
    counted = Strategy.objects.published().annotate(
        issue_count=Count("mitigations", filter=published_issue, distinct=True)
    )
    return list(counted.prefetch_related("texts"))


def by_kind(strategies: list[Strategy]) -> list[Group]:
    return [
        Group(kind, [(one, one.issue_count) for one in strategies if one.kind == kind])  # type: ignore[attr-defined]
        for kind in Strategy.Kind.values
    ]


def by_phase(strategies: list[Strategy]) -> list[Group]:
    """By the phase in which the issues begin that they help against. Three queries."""
    helped = Mitigation.objects.filter(issue__status=Issue.Status.PUBLISHED)
    pairs = helped.values_list("strategy", "issue__primary_phase")
    return grouped(strategies, WorkflowPhase.objects.with_texts(), list(pairs))


def by_quality(strategies: list[Strategy]) -> list[Group]:
    """By the quality that the issues hurt which they help against. Three queries."""
    helped = IssueAttribute.objects.filter(issue__status=Issue.Status.PUBLISHED, issue__mitigations__isnull=False)
    pairs = helped.values_list("issue__mitigations__strategy", "attribute")
    return grouped(strategies, QualityAttribute.objects.with_texts(), list(pairs))


def grouped(strategies: list[Strategy], taxa: Any, pairs: list[tuple[int, int]]) -> list[Group]:
    """A group for each place on an axis that a pair of a strategy and a place names, most helpful strategy first."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for strategy, taxon in pairs:
        counts[taxon][strategy] += 1
    groups = [
        Group(taxon, [(one, counts[taxon.pk][one.pk]) for one in strategies if counts[taxon.pk][one.pk]])
        for taxon in taxa
    ]
    for group in groups:
        group.strategies.sort(key=lambda pair: (-pair[1], pair[0].number))
    return [group for group in groups if group.strategies]


GROUPINGS: dict[str, Callable[[list[Strategy]], list[Group]]] = {
    "kind": by_kind,
    "phase": by_phase,
    "quality": by_quality,
}


def mitigations_of(strategy: Strategy) -> QuerySet[Mitigation]:
    """How the strategy helps each published issue, in the order of the workflow. Two queries when read."""
    rows = strategy.mitigations.filter(issue__status=Issue.Status.PUBLISHED).prefetch_related("texts")
    return rows.order_by("issue__primary_phase__position", "issue__number")


@dataclass(frozen=True)
class Helped:
    """An issue that a strategy helps against, and how."""

    row: IssueRow
    how: Mitigation

    @property
    def phase(self) -> Named:
        return self.row.primary_phase


def helped_by(counted: Census, mitigations: list[Mitigation]) -> list[Helped]:
    """The mitigations in their order, each with its issue as lists show it. Two queries."""
    rows = {row.issue.pk: row for row in rows_of(counted, [one.issue_id for one in mitigations])}
    return [Helped(rows[one.issue_id], one) for one in mitigations if one.issue_id in rows]


def quotes_of(strategy: Strategy) -> list[Evidence]:
    """The first quotes beside the strategy's mitigations, by their random ids. Three queries."""
    quotes = Evidence.objects.published().filter(mitigation__strategy=strategy, issue__status=Issue.Status.PUBLISHED)
    return list(quotes.select_related("issue").prefetch_related("issue__texts").order_by("public_id")[:QUOTES_SHOWN])


def related_to(strategy: Strategy) -> list[Strategy]:
    """Strategies that help against the same issues, those that share most first, each with `shared`. Two queries."""
    helped = strategy.mitigations.filter(issue__status=Issue.Status.PUBLISHED).values("issue")
    others = Strategy.objects.published().exclude(pk=strategy.pk).filter(mitigations__issue__in=helped)
    counted = others.annotate(shared=Count("mitigations", distinct=True)).order_by("-shared", "number")
    return list(counted.prefetch_related("texts")[:RELATED_SHOWN])
