"""Counts that pages show, from the census of the catalog as it is when they are asked for."""

from collections import Counter
from dataclasses import dataclass
from math import ceil, sqrt

from django.db.models import Count, Max, Q, Sum

from catalog.census import Census, Mask, census
from catalog.kept import kept
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
    """Issues that bite in one phase and hurt one quality, the published quotes on them, and how many people.

    `participants` is the largest number that one study counted for one of the issues: at least so many people spoke
    of the cell. It is their exact number where `exact` says so, and 0 where no study counted. The exact number for
    several issues together is not public: with it and its neighbours one could work out who spoke of two issues
    (decision record: a cell of the matrix says "at least" of people).
    """

    attribute: QualityAttribute
    issues: int
    quotes: int
    size: int
    participants: int = 0
    exact: bool = False


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


def totals(counted: Census | None = None) -> Totals:
    """Issues and quotes from the census, and one query for each other number."""
    counted = counted or census()
    return Totals(
        issues=int(counted.published.sum()),
        quotes=int(counted.quotes[counted.published].sum()),
        strategies=Strategy.objects.published().count(),
        sources=Source.objects.count(),
    )


def grounds(counted: Census | None = None) -> Grounds:
    """Two queries besides the census."""
    counted = counted or census()
    sizes = Source.objects.aggregate(
        largest=Max("interviews"), quoted=Sum("interviews", filter=Q(pk__in=quoted_sources()))
    )
    return Grounds(
        interviews=sizes["largest"] or 0,
        confirmed=int((counted.published & counted.confirmed).sum()),
        quoted=sizes["quoted"] or 0,
    )


@kept
def quoted_sources() -> frozenset[int]:
    """Primary keys of the studies whose quotes are published here. One query."""
    quotes = Evidence.objects.published().filter(issue__status=Issue.Status.PUBLISHED)
    return frozenset(quotes.order_by().values_list("source", flat=True).distinct())


def size_of(count: int, largest: int) -> int:
    """`count` as one of five sizes whose areas are in proportion, 0 for nothing."""
    return ceil(SIZES * sqrt(count / largest)) if count else 0


def phase_counts(counted: Census | None = None) -> list[PhaseCount]:
    """The phases in order, with the number of published issues in each."""
    counted = counted or census()
    counts = {slug: int((mask & counted.published).sum()) for slug, mask in counted.sets["phase"].items()}
    largest = max(counts.values(), default=0)
    return [PhaseCount(phase, counts[phase.slug], size_of(counts[phase.slug], largest)) for phase in counted.phases]


def phase_names() -> list[PhaseCount]:
    """The phases in order, uncounted: what is needed to draw where on the line something is."""
    return [PhaseCount(phase, 0, 0) for phase in WorkflowPhase.objects.with_texts()]


def matrix(counted: Census | None = None, *, within: Mask | None = None) -> Matrix:
    """The table of phases and quality attributes, of the published issues or of the set `within` of them."""
    counted = counted or census()
    within = counted.published if within is None else within
    phases = {slug: mask & within for slug, mask in counted.sets["phase"].items()}
    attributes = counted.sets["attribute"]
    largest = max((int((one & other).sum()) for one in phases.values() for other in attributes.values()), default=0)

    def row_of(phase: WorkflowPhase) -> Row:
        here = phases[phase.slug]
        cells = [cell_of(counted, one, here & attributes[one.slug], largest) for one in counted.attributes]
        return Row(phase, cells, int(here.sum()))

    return Matrix(counted.attributes, [row_of(phase) for phase in counted.phases])


def cell_of(counted: Census, attribute: QualityAttribute, mask: Mask, largest: int) -> Cell:
    """The cell of the issues in `mask`."""
    issues = int(mask.sum())
    return Cell(
        attribute=attribute,
        issues=issues,
        quotes=int(counted.quotes[mask].sum()),
        size=size_of(issues, largest),
        participants=int(counted.participants[mask].max(initial=0)),
        exact=issues == 1 and bool(counted.counted_once[mask].all()),
    )


def attribute_counts(counted: Census) -> list[tuple[QualityAttribute, int]]:
    """The qualities in order, each with the number of published issues that hurt it."""
    sets = counted.sets["attribute"]
    return [(one, int((sets[one.slug] & counted.published).sum())) for one in counted.attributes]


@kept
def quotes_by_source() -> dict[int, int]:
    """How many published quotes each study gave, by its key. One query; it looks at every quote, so it is kept."""
    rows = Evidence.objects.published().order_by().values_list("source").annotate(Count("pk"))
    return dict(rows)


def hurt_in(counted: Census, phase: WorkflowPhase) -> list[tuple[QualityAttribute, int]]:
    """The qualities that a phase's published issues hurt, most issues first."""
    here = counted.sets["phase"][phase.slug] & counted.published
    hurt = Counter({one: int((counted.sets["attribute"][one.slug] & here).sum()) for one in counted.attributes})
    return [(attribute, count) for attribute, count in hurt.most_common() if count]


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
