"""Counts that pages show. Each is computed from published rows at the moment it is asked for."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import ceil, sqrt

from django.db.models import Count, Exists, Max, OuterRef, Sum

from catalog.models import Evidence, Issue, IssueStatistics, QualityAttribute, Source, Strategy, WorkflowPhase
from catalog.speakers import ANYBODY, group_of

SIZES = 5


@dataclass(frozen=True)
class Totals:
    """How much the catalog holds."""

    issues: int
    quotes: int
    strategies: int
    sources: int


@dataclass(frozen=True)
class Grounds:
    """What the catalog as a whole rests on.

    `interviews` are those of the largest study, `quoted` those of the studies whose quotes are published here, and
    `confirmed` the issues that a survey of other practitioners confirmed.
    """

    interviews: int
    confirmed: int
    quoted: int


@dataclass(frozen=True)
class PhaseCount:
    """A stop of the phase line. `size` is 0 (no issue) to 5 (the fullest phase)."""

    phase: WorkflowPhase
    issues: int
    size: int


@dataclass(frozen=True)
class Cell:
    """Issues that bite in one phase and hurt one quality, and the published quotes on them."""

    attribute: QualityAttribute
    issues: int
    quotes: int
    size: int


@dataclass(frozen=True)
class Row:
    phase: WorkflowPhase
    cells: list[Cell]
    issues: int


@dataclass(frozen=True)
class Matrix:
    """Phases down, quality attributes across. An issue of two phases counts in both rows."""

    attributes: list[QualityAttribute]
    rows: list[Row]


@dataclass(frozen=True)
class Study:
    """What one source says of an issue."""

    source: Source
    counted: IssueStatistics
    quotes: int


@dataclass(frozen=True)
class Basis:
    """What an issue rests on: quotes shown here by stance, who said them, and what each study counted.

    `participants` and `interviews` are those in which the studies of these quotes found the issue. `groups` are the
    labels of their speakers as published, so each describes at least k people of its study; "a practitioner" is none.
    """

    quotes: int
    limits: int
    contradicts: int
    participants: int
    interviews: int
    groups: list[str]
    studies: list[Study]

    @property
    def against(self) -> int:
        return self.limits + self.contradicts


def totals() -> Totals:
    """One query for each count."""
    return Totals(
        issues=Issue.objects.published().count(),
        quotes=Evidence.objects.published().filter(issue__status=Issue.Status.PUBLISHED).count(),
        strategies=Strategy.objects.published().count(),
        sources=Source.objects.count(),
    )


def grounds() -> Grounds:
    """One query for each number."""
    quoted = Source.objects.filter(
        Exists(Evidence.objects.published().filter(source=OuterRef("pk"), issue__status=Issue.Status.PUBLISHED))
    )
    return Grounds(
        interviews=Source.objects.aggregate(largest=Max("interviews"))["largest"] or 0,
        confirmed=Issue.objects.published().filter(statistics__survey_validated=True).distinct().count(),
        quoted=quoted.aggregate(all=Sum("interviews"))["all"] or 0,
    )


def most_named(count: int) -> list[IssueStatistics]:
    """The issues that most participants of a study named, with what the study counted. Two queries."""
    named = IssueStatistics.objects.filter(issue__status=Issue.Status.PUBLISHED, participants__isnull=False)
    return list(
        named.select_related("issue")
        .prefetch_related("issue__texts")
        .order_by("-participants", "issue__number")[:count]
    )


def size_of(count: int, largest: int) -> int:
    """`count` as one of five sizes whose areas are in proportion, 0 for nothing."""
    return ceil(SIZES * sqrt(count / largest)) if count else 0


def phase_counts() -> list[PhaseCount]:
    """The phases in order, with the number of published issues in each."""
    phases = list(WorkflowPhase.objects.with_texts().with_issue_counts())
    largest = max((phase.issue_count for phase in phases), default=0)
    return [PhaseCount(phase, phase.issue_count, size_of(phase.issue_count, largest)) for phase in phases]


def phase_names() -> list[PhaseCount]:
    """The phases in order, uncounted: what is needed to draw where on the line something is."""
    return [PhaseCount(phase, 0, 0) for phase in WorkflowPhase.objects.with_texts()]


def matrix() -> Matrix:
    """The table of phases and quality attributes, in six queries."""
    phases = list(WorkflowPhase.objects.with_texts().with_issue_counts())
    attributes = list(QualityAttribute.objects.with_texts())
    issues = _by_phase_and_attribute(Issue.objects.published().values_list("phases", "attributes"))
    quotes = _by_phase_and_attribute(
        Evidence.objects.published()
        .filter(issue__status=Issue.Status.PUBLISHED)
        .values_list("issue__phases", "issue__attributes")
    )
    largest = max(issues.values(), default=0)

    def cell(phase: WorkflowPhase, attribute: QualityAttribute) -> Cell:
        place = (phase.pk, attribute.pk)
        return Cell(attribute, issues[place], quotes[place], size_of(issues[place], largest))

    rows = [Row(phase, [cell(phase, attribute) for attribute in attributes], phase.issue_count) for phase in phases]
    return Matrix(attributes, rows)


def _by_phase_and_attribute(pairs: object) -> dict[tuple[int, int], int]:
    counted: dict[tuple[int, int], int] = defaultdict(int)
    # order_by() drops the model's own order, which would become part of the grouping.
    for phase, attribute, count in pairs.order_by().annotate(count=Count("pk", distinct=True)):  # type: ignore[attr-defined]
        counted[phase, attribute] = count
    return counted


def basis_of(issue: Issue) -> Basis:
    """What `issue` rests on, in three queries."""
    rows = (
        Evidence.objects.published()
        .filter(issue=issue)
        .order_by()
        .values_list("source", "stance", "speaker_label")
        .annotate(Count("pk"))
    )
    by_source: Counter[int] = Counter()
    by_stance: Counter[str] = Counter()
    for source, stance, _, count in rows:
        by_source[source] += count
        by_stance[stance] += count
    counted = issue.statistics.select_related("source").prefetch_related("source__texts")
    studies = [Study(row.source, row, by_source[row.source_id]) for row in counted]
    return Basis(
        quotes=by_source.total(),
        limits=by_stance[Evidence.Stance.LIMITS],
        contradicts=by_stance[Evidence.Stance.CONTRADICTS],
        participants=sum(study.counted.participants or 0 for study in studies if study.quotes),
        interviews=sum(study.counted.interviews or 0 for study in studies if study.quotes),
        groups=sorted({group_of(label) for _, _, label, _ in rows} - {ANYBODY}),
        studies=studies,
    )
