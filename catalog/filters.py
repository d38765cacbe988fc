"""Facets of the issue list: what may be narrowed, with live counts, every state an address.

Everything here is counted from one census (catalog/census.py), so no count can disagree with the list.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from catalog.census import Census, Mask, census, union
from catalog.models import Issue, QualityAttribute, WorkflowPhase

STRENGTHS = [
    ("several", _("3 quotes or more")),
    ("few", _("1 or 2 quotes")),
    ("none", _("no quote yet")),
]
COUNTER = [("yes", _("a quote limits or contradicts it"))]
STRATEGIES = [
    ("before", _("before it shows")),
    ("after", _("once it shows")),
    ("no", _("none known yet")),
]
# Facets in the order of the page; their names are part of addresses.
FACETS = {
    "phase": _("Workflow phase"),
    "attribute": _("Quality attribute"),
    "evidence": _("Evidence here"),
    "counter": _("Counter-evidence"),
    "strategy": _("Strategy"),
    "group": _("Told by"),
    "language": _("Language of quotes"),
}
# Facets whose values say little without the facet's name beside them.
NEED_NAME = {"strategy", "group", "language"}
# Values that addresses carried before they were told apart, and what they stand for.
FORMER = {("strategy", "yes"): ["before", "after"]}
# Orders of the list; the first is the order where none is asked for, or after words how well they are answered.
SORTS = {
    "number": _("number"),
    "evidence": _("most evidence"),
    "participants": _("most practitioners"),
    "changed": _("changed last"),
}
# How the list may be shown besides with summaries: as titles alone.
VIEWS = ["titles"]
# Of a value that no facet knows, as many characters are told back.
UNKNOWN_SHOWN = 40


@dataclass(frozen=True)
class Option:
    """A value of a facet: how many issues it would leave, and the address that ticks or unticks it.

    `language` is that of the label, where it is not the page's.
    """

    value: str
    label: Any
    count: int
    chosen: bool
    url: str
    language: str = ""


@dataclass(frozen=True)
class Facet:
    name: str
    label: Any
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.chosen]

    @property
    def needs_name(self) -> bool:
        return self.name in NEED_NAME


@dataclass(frozen=True)
class Way:
    """A way out of an empty list: a condition to drop (or the only one to keep), what then remains, its address."""

    label: str
    count: int
    url: str
    dropped: bool


@dataclass(frozen=True)
class Order:
    """An order that the list may take."""

    value: str
    label: Any
    chosen: bool
    url: str


def facet(name: str) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(label=FACETS[name], method="meeting")


class IssueFilter(django_filters.FilterSet):
    """Within a facet the chosen values widen (or), between facets they narrow (and).

    The text query is one more condition: what it matched is found by `catalog.search` and handed in. A value that is
    none of a facet's is left out and told in `unknown`; parameters of other names are left out without a word.

        filtered = IssueFilter(request.GET, matched=None, path="/issues/")
        filtered.total, filtered.in_order()[:40], filtered.facets(), filtered.address(phase=["deployment"])

    django-filter declares the parameters and narrows query sets; what each would leave is counted from the census.
    """

    phase = facet("phase")
    attribute = facet("attribute")
    evidence = facet("evidence")
    counter = facet("counter")
    strategy = facet("strategy")
    group = facet("group")
    language = facet("language")

    def __init__(
        self,
        data: QueryDict,
        *,
        matched: list[int] | None,
        path: str,
        statuses: Collection[str] = (Issue.Status.PUBLISHED,),
        counted: Census | None = None,
    ) -> None:
        """`matched`: keys of the issues that the text query found, best first, None without one. `path`: the list's
        address. `statuses`: of which issues to list.
        """
        super().__init__(data, Issue.objects.filter(status__in=statuses))
        data = with_present_slugs(data)
        self.census = counted or census()
        self.size = len(self.census.keys)
        self.base = union((self.census.statuses[status] for status in statuses), self.size)
        self.matched = matched
        self.path = path
        # What is asked for, condition by condition, in the facets' own order and without unknown values.
        self.state: dict[str, list[str]] = {"q": [data.get("q", "").strip()] if matched is not None else []}
        self.unknown: list[tuple[Any, str]] = []
        for name in FACETS:
            asked = asked_for(name, data)
            self.filters[name].extra["choices"] = self.choices(name)
            known = [value for value, _ in self.choices(name)]
            self.state[name] = [value for value in known if value in asked]
            self.unknown += [(FACETS[name], value[:UNKNOWN_SHOWN]) for value in asked if value not in known]
        sort = data.get("sort", "")
        # The default says nothing: one state has one address.
        self.sort = sort if sort in SORTS and sort != self.orders_offered[0] else ""
        self.view = next((view for view in VIEWS if view == data.get("view")), "")

    @property
    def orders_offered(self) -> list[str]:
        return (["relevance"] if self.matched is not None else []) + list(SORTS)

    def choices(self, name: str) -> list[tuple[str, Any]]:
        """The values of a facet and their names, in the page's language where they have one in it."""
        if name == "phase":
            return names_of(self.census.phases)
        if name == "attribute":
            return names_of(self.census.attributes)
        if name == "group":
            return list(self.census.groups.items())
        if name == "language":
            return [(code, language_name(code)) for code in self.census.sets["language"]]
        return {"evidence": STRENGTHS, "counter": COUNTER, "strategy": STRATEGIES}[name]

    @property
    def conditions(self) -> list[str]:
        """Names of the facets in which something is chosen, and q where words are asked for."""
        return [name for name, values in self.state.items() if values]

    # --- what is left

    @cached_property
    def sets(self) -> Mapping[str, Mask]:
        """For each condition the set of issues that meet it."""
        found = {
            name: union((self.census.sets[name][value] for value in self.state[name]), self.size) for name in FACETS
        }
        return {"q": self.census.of_keys(self.matched or []), **found}

    def left(self, by: Iterable[str] | None = None) -> Mask:
        """The set of issues that the conditions named in `by` leave; all conditions where it is None."""
        left = self.base.copy()
        for name in self.conditions if by is None else by:
            left &= self.sets[name]
        return left

    @property
    def total(self) -> int:
        return int(self.left().sum())

    def in_order(self, sort: str | None = None) -> list[int]:
        """Keys of the issues that are left, in the order asked for."""
        sort = self.sort if sort is None else sort
        left = self.left()
        if not sort and self.matched is not None:
            places = self.census.places
            return [key for key in self.matched if key in places and left[places[key]]]
        return self.census.ordered(left, sort)

    def narrowed(self) -> QuerySet[Any]:
        """The issues that are left, by number, as a query set."""
        left: QuerySet[Any] = self.queryset.filter(pk__among=self.matched or []) if self.state["q"] else self.queryset
        for name, values in self.state.items():
            if name != "q" and values:
                left = self.filters[name].filter(left, values)
        return left.order_by("number")

    def meeting(self, issues: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        """Those of `issues` of which one of the facet's values is true."""
        met = union((self.census.sets[name][value] for value in values), self.size)
        return issues.filter(pk__among=self.census.ordered(met))

    # --- addresses

    def without(self, name: str) -> list[str]:
        return [other for other in self.conditions if other != name]

    def address(self, *, sort: str | None = None, view: str | None = None, **changes: list[str]) -> str:
        """The list's address with these conditions changed; the page number goes."""
        return self.address_of({**self.state, **changes}, sort=sort, view=view)

    def address_of(self, state: Mapping[str, list[str]], *, sort: str | None = None, view: str | None = None) -> str:
        pairs = [(name, value) for name, values in state.items() for value in values]
        sort = self.sort if sort is None else sort
        view = self.view if view is None else view
        # By number is the default again once there are no words to be answered.
        pairs += [("sort", sort)] if sort and not (sort == "number" and not state["q"]) else []
        pairs += [("view", view)] if view else []
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @property
    def canonical(self) -> str:
        """The address of what is listed, in whatever order and however it is shown."""
        return self.address(sort="", view="")

    def orders(self) -> list[Order]:
        """The orders that the list may take, each with its address."""
        offered = self.orders_offered
        names = {"relevance": _("best match"), **SORTS}
        chosen = self.sort or offered[0]
        return [
            Order(value, names[value], value == chosen, self.address(sort="" if value == offered[0] else value))
            for value in offered
        ]

    # --- facets

    def facets(self) -> list[Facet]:
        """Every facet with its counts: how many issues a value has among those the other conditions leave.

        A facet that has no values, such as groups of speakers where none is large enough to be told, is not there.
        """
        facets = [Facet(name, FACETS[name], list(self._options(name))) for name in FACETS]
        return [facet for facet in facets if facet.options]

    def _options(self, name: str) -> Iterable[Option]:
        left = self.left(self.without(name))
        chosen = self.state[name]
        for value, label in self.choices(name):
            count = int((left & self.census.sets[name][value]).sum())
            is_chosen = value in chosen
            ticked = [other for other in chosen if other != value] if is_chosen else [*chosen, value]
            language = "en" if name == "group" else ""
            yield Option(value, label, count, is_chosen, self.address_of({**self.state, name: ticked}), language)

    # --- ways out

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
        return Way(self.told(name), int(self.left(kept).sum()), self.address_of({**self.state, **others}), dropped)

    def told(self, name: str) -> str:
        """A condition in words: "Deployment, Maintenance"."""
        if name == "q":
            return self.state["q"][0]
        labels = [str(label) for value, label in self.choices(name) if value in self.state[name]]
        if name in NEED_NAME:
            return f"{FACETS[name]}: {', '.join(labels)}"
        return ", ".join(capfirst(label) for label in labels)


def asked_for(name: str, data: QueryDict) -> list[str]:
    """The values that an address asks for, each once; those of older addresses as they are called now."""
    values = [value for value in data.getlist(name) if value]
    return list(dict.fromkeys(new for value in values for new in FORMER.get((name, value), [value])))


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


def language_name(code: str) -> Any:
    """A language's name in the page's language where the site knows it, else its own name, else its code."""
    known = {"en": _("English"), "fr": _("French")}
    if code in known:
        return known[code]
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return code
