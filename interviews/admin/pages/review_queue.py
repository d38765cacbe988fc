"""The queue of a study's suggestions: what is left to decide, in the order in which deciding is fastest.

The same words, wherever they stand in the study, are one decision. Keeps that wait for the person come first, then
direct identifiers, then the groups that settle most places at once, then the surest. One query reads the queue,
whatever its length; no word is decrypted for it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from interviews.models import Replacement, Study
from interviews.models.identifiers import DIRECT_TYPES, IdentifierType

FIELDS = (
    "pk",
    "segment__interview_id",
    "segment__interview__number",
    "segment__position",
    "start",
    "type",
    "origin",
    "source",
    "confidence",
    "words_fingerprint",
    "keep_asked_by",
)
ORDERS = {"": "direct first", "talk": "as they were said"}


@dataclass(frozen=True)
class Place:
    """One undecided replacement, without its words."""

    pk: int
    interview: int
    number: int
    position: int
    start: int
    type: str
    origin: str
    source: str
    confidence: Decimal
    words: str
    asked_by: int | None

    @property
    def direct(self) -> bool:
        """Whether it names somebody; what the study's authors hid already names nobody."""
        return self.type in DIRECT_TYPES and self.origin != Replacement.Origin.PLACEHOLDER

    @property
    def key(self) -> tuple[str | int, int | None]:
        """What places that one decision settles have in common; without a fingerprint each stands alone."""
        return self.words or self.pk, self.asked_by

    @property
    def found_by(self) -> str:
        """The rule that suggested it, or, for what no rule did, where it comes from."""
        return self.source or self.origin


@dataclass(frozen=True)
class Decision:
    """Places with the same words: one thing to decide. They stand in the order of the interviews."""

    places: tuple[Place, ...]

    @property
    def first(self) -> Place:
        return self.places[0]

    @property
    def direct(self) -> bool:
        return any(place.direct for place in self.places)

    @property
    def interviews(self) -> int:
        return len({place.interview for place in self.places})

    @property
    def confidence(self) -> Decimal:
        return max(place.confidence for place in self.places)

    def waits_for(self, user: int) -> bool:
        """Whether somebody else asked to keep these words: `user` may be the second person."""
        return self.first.asked_by not in (None, user)

    def asked_by(self, user: int) -> bool:
        return self.first.asked_by == user


@dataclass(frozen=True)
class Filter:
    """Which decisions are shown, and in which order; every part of it stands in the address."""

    interview: int | None = None
    source: str = ""
    type: str = ""
    order: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filter":
        """From an address; what makes no sense filters nothing."""
        number = query.get("interview", "")
        order = query.get("order", "")
        return cls(
            interview=int(number) if number.isdecimal() and len(number) < 10 else None,
            source=query.get("source", "")[:24],
            type=query.get("type", "") if query.get("type") in IdentifierType.values else "",
            order=order if order in ORDERS else "",
        )

    def keeps(self, decision: Decision) -> bool:
        return any(
            self.interview in (None, place.number)
            and self.source in ("", place.found_by)
            and self.type in ("", place.type)
            for place in decision.places
        )

    @property
    def narrows(self) -> bool:
        return bool(self.interview or self.source or self.type)

    def query(self, **more: Any) -> str:
        """The address's query with this filter; `more` adds to it or replaces."""
        parts = {"interview": self.interview, "source": self.source, "type": self.type, "order": self.order, **more}
        return urlencode({name: value for name, value in parts.items() if value})


@dataclass
class Queue:
    """Everything undecided in a study, and what of it the filter leaves for `user`, in order."""

    user: int
    filter: Filter
    places: list[Place]
    everything: list[Decision] = field(init=False)
    decisions: list[Decision] = field(init=False)

    def __post_init__(self) -> None:
        self.everything = grouped(self.places)
        mine = [d for d in self.everything if self.filter.keeps(d) and not d.asked_by(self.user)]
        if self.filter.order == "talk":
            # A group stands where it is met first in the interview that is read, not in one that is filtered out.
            mine.sort(key=lambda decision: place_order(self.shown_first(decision)))
        else:
            mine.sort(key=lambda decision: urgency(decision, self.user))
        self.decisions = mine

    def at(self, pk: int | None) -> int | None:
        """Where the decision about replacement `pk` stands; the first one, when there is none; None: nothing left."""
        found = (n for n, decision in enumerate(self.decisions) if any(place.pk == pk for place in decision.places))
        return next(found, 0 if self.decisions else None)

    def after(self, index: int, step: int = 1) -> Decision | None:
        """The decision `step` places on, around the end; None when there is no other."""
        return self.decisions[(index + step) % len(self.decisions)] if len(self.decisions) > 1 else None

    def shown_first(self, decision: Decision) -> Place:
        """The place that is shown in its turn: of the interview that is looked at, if there is one."""
        here = (place for place in decision.places if self.filter.interview in (None, place.number))
        return next(here, decision.first)

    @property
    def waiting_for_others(self) -> int:
        """Keeps that the person asked for."""
        return sum(decision.asked_by(self.user) for decision in self.everything)

    def by_interview(self) -> Counter[int]:
        """Undecided places by interview number."""
        return Counter(place.number for place in self.places)

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """The sources and types there are, each with its number of decisions, most first."""
        sources = Counter(decision.first.found_by for decision in self.everything)
        types = Counter(decision.first.type for decision in self.everything if decision.first.type)
        return {"source": sources.most_common(), "type": types.most_common()}


def read_queue(study: Study, user: Any, chosen: Filter) -> Queue:
    """The queue of `user` in `study`, in one query."""
    rows = Replacement.objects.filter(
        segment__interview__study=study,
        segment__interview__data_key__isnull=False,
        status=Replacement.Status.SUGGESTED,
    )
    places = [Place(*row) for row in rows.order_by().values_list(*FIELDS)]
    return Queue(user.pk, chosen, sorted(places, key=place_order))


def place_order(place: Place) -> tuple[int, int, int, int]:
    return place.number, place.position, place.start, place.pk


def grouped(places: Iterable[Place]) -> list[Decision]:
    """Places in decisions; each keeps the order in which it got its places."""
    groups: dict[Any, list[Place]] = {}
    for place in places:
        groups.setdefault(place.key, []).append(place)
    return [Decision(tuple(group)) for group in groups.values()]


def urgency(decision: Decision, user: int) -> tuple[Any, ...]:
    """The order of the queue: smaller comes sooner."""
    return (
        not decision.waits_for(user),
        not decision.direct,
        -len(decision.places),
        -decision.confidence,
        place_order(decision.first),
    )
