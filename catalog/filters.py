"""Facets of the issue list: what may be narrowed, with live counts, every state an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.models import Evidence, Issue, IssueAttribute, IssuePhase, Mitigation, QualityAttribute, WorkflowPhase

# From so many quotes on, an issue counts as told by several.
SEVERAL = 3
STRENGTHS = [
    ("several", _("3 quotes or more")),
    ("few", _("1 or 2 quotes")),
    ("none", _("no quote yet")),
]
STRATEGIES = [("yes", _("has a strategy")), ("no", _("no strategy known yet"))]


@dataclass(frozen=True)
class Option:
    """A value of a facet: how many issues it would leave, and the address that ticks or unticks it."""

    value: str
    label: Any
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: Any
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]


@dataclass(frozen=True)
class Way:
    """A way out of an empty list: a condition to drop (or the only one to keep), what then remains, its address."""

    label: str
    count: int
    url: str
    dropped: bool


def with_facts(issues: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `strength` (a value of STRENGTHS) and `has_strategy` (yes or no), each from a subquery of its own."""
    quotes = (
        Evidence.objects.published()
        .filter(issue=OuterRef("pk"))
        .order_by()
        .values("issue")
        .annotate(count=Count("pk"))
        .values("count")
    )
    annotated: QuerySet[Any] = issues.annotate(
        quotes=Coalesce(Subquery(quotes, output_field=IntegerField()), 0),
        strength=Case(
            When(quotes__gte=SEVERAL, then=Value("several")),
            When(quotes__gte=1, then=Value("few")),
            default=Value("none"),
            output_field=CharField(),
        ),
        has_strategy=Case(
            When(Exists(Mitigation.objects.filter(issue=OuterRef("pk"))), then=Value("yes")),
            default=Value("no"),
            output_field=CharField(),
        ),
    )
    return annotated


class IssueFilter(django_filters.FilterSet):
    """Within a facet the chosen values widen (or), between facets they narrow (and). Unknown values are ignored.

    The text query is one more condition: what it matched is found by `catalog.search` and handed in.
    """

    phase = django_filters.MultipleChoiceFilter(label=_("Workflow phase"), method="by_phase")
    attribute = django_filters.MultipleChoiceFilter(label=_("Quality attribute"), method="by_attribute")
    evidence = django_filters.MultipleChoiceFilter(label=_("Evidence here"), choices=STRENGTHS, method="by_strength")
    strategy = django_filters.MultipleChoiceFilter(label=_("Strategy"), choices=STRATEGIES, method="by_strategy")

    # Which value of an issue each facet counts.
    counted: ClassVar[dict[str, str]] = {
        "phase": "phases__slug",
        "attribute": "attributes__slug",
        "evidence": "strength",
        "strategy": "has_strategy",
    }

    def __init__(self, data: QueryDict, *, matched: list[int] | None, path: str) -> None:
        """`matched`: keys of the issues that the text query found, None without one. `path`: the list's address."""
        data = with_present_slugs(data)
        super().__init__(data, with_facts(Issue.objects.published()))
        self.matched = matched
        self.path = path
        self.filters["phase"].extra["choices"] = names_of(WorkflowPhase.objects.with_texts())
        self.filters["attribute"].extra["choices"] = names_of(QualityAttribute.objects.with_texts())
        self.form.is_valid()
        chosen = self.form.cleaned_data
        # What is asked for, condition by condition, in the facets' own order and without unknown values.
        self.state: dict[str, list[str]] = {"q": [data.get("q", "").strip()] if matched is not None else []}
        for name in self.counted:
            self.state[name] = [value for value, _ in self.choices(name) if value in chosen.get(name, [])]

    def by_phase(self, issues: QuerySet[Any], _name: str, slugs: list[str]) -> QuerySet[Any]:
        return issues.filter(pk__in=IssuePhase.objects.filter(phase__slug__in=slugs).values("issue"))

    def by_attribute(self, issues: QuerySet[Any], _name: str, slugs: list[str]) -> QuerySet[Any]:
        return issues.filter(pk__in=IssueAttribute.objects.filter(attribute__slug__in=slugs).values("issue"))

    def by_strength(self, issues: QuerySet[Any], _name: str, strengths: list[str]) -> QuerySet[Any]:
        return issues.filter(strength__in=strengths)

    def by_strategy(self, issues: QuerySet[Any], _name: str, answers: list[str]) -> QuerySet[Any]:
        return issues.filter(has_strategy__in=answers)

    def choices(self, name: str) -> list[tuple[str, Any]]:
        return list(self.filters[name].extra["choices"])

    @property
    def conditions(self) -> list[str]:
        """Names of the facets in which something is chosen, and q where words are asked for."""
        return [name for name, values in self.state.items() if values]

    def narrowed(self, *, by: list[str] | None = None) -> QuerySet[Any]:
        """The issues that the conditions named in `by` leave; all conditions where it is None."""
        issues: QuerySet[Any] = self.queryset
        for name in self.conditions if by is None else by:
            if name == "q":
                issues = issues.filter(pk__in=self.matched or [])
            else:
                issues = self.filters[name].filter(issues, self.state[name])
        return issues

    def without(self, name: str) -> list[str]:
        return [other for other in self.conditions if other != name]

    def address(self, **changes: list[str]) -> str:
        """The list's address with these conditions changed; the page number goes."""
        state = {**self.state, **changes}
        pairs = [(name, value) for name, values in state.items() for value in values]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def facets(self) -> list[Facet]:
        """Every facet with its counts: how many issues a value has among those the other conditions leave."""
        return [Facet(name, self.filters[name].label, list(self._options(name))) for name in self.counted]

    def _options(self, name: str) -> Iterable[Option]:
        key = self.counted[name]
        left = self.narrowed(by=self.without(name))
        counted = left.order_by().values(key).annotate(count=Count("pk", distinct=True))
        counts = dict(counted.values_list(key, "count"))
        chosen = self.state[name]
        for value, label in self.choices(name):
            is_chosen = value in chosen
            ticked = [other for other in chosen if other != value] if is_chosen else [*chosen, value]
            yield Option(value, label, counts.get(value, 0), is_chosen, self.address(**{name: ticked}))

    def ways_out(self) -> list[Way]:
        """Which one condition to drop to see something again; where no single one is to blame, which one to keep."""
        for dropped in (True, False):
            ways = [self._way(name, dropped) for name in self.conditions]
            helpful = [way for way in ways if way.count]
            if helpful:
                return sorted(helpful, key=lambda way: -way.count)
        return []

    def _way(self, name: str, dropped: bool) -> Way:
        kept = self.without(name) if dropped else [name]
        others: dict[str, list[str]] = {other: [] for other in self.conditions if other not in kept}
        return Way(self.told(name), self.narrowed(by=kept).count(), self.address(**others), dropped)

    def told(self, name: str) -> str:
        """A condition in words: "Deployment, Maintenance"."""
        if name == "q":
            return self.state["q"][0]
        return ", ".join(capfirst(str(label)) for value, label in self.choices(name) if value in self.state[name])


def names_of(taxa: Iterable[Any]) -> list[tuple[str, str]]:
    """Choices of a facet: address part and name in the page's language."""
    return [(taxon.slug, str(taxon)) for taxon in taxa]


def with_present_slugs(data: QueryDict) -> QueryDict:
    """The query with former slugs of phases and qualities replaced by the present ones. One query a facet in use."""
    data = data.copy()
    for name, model in (("phase", WorkflowPhase), ("attribute", QualityAttribute)):
        if asked := data.getlist(name):
            now = model.objects.now_called(asked)
            data.setlist(name, [now.get(slug, slug) for slug in asked])
    return data
