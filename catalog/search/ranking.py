"""The order of hits: how much of the query they hold, where, how often, and last their place.

The same numbers are computed here whichever database found the entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models.entries import LEVELS
from catalog.search.meaning import Alternative, Meaning
from catalog.search.prepared import of_each_kind
from catalog.search.query import AnyOf, InOrder

# What a word counts by the best level it stands at: number and title, summary and claims, the rest.
WORTH = (5.0, 2.5, 1.0)
# What each further time adds, up to so many.
AGAIN, OFTEN = 0.1, 5
ENTRIES = of_each_kind("row", *LEVELS)


Group = AnyOf | InOrder


class Entry:
    """The terms of an entry, level by level in order, and which of those asked for stand in it."""

    def __init__(self, texts: Sequence[str], asked: frozenset[str]) -> None:
        self.levels = [text.split() for text in texts]
        self.standing = tuple(asked.intersection(level) for level in self.levels)
        self.held = frozenset[str]().union(*self.standing)
        self._worths: dict[Group, float] = {}

    def holds(self, group: Group) -> bool:
        if isinstance(group, AnyOf):
            return not self.held.isdisjoint(group.terms)
        return self.worth(group) > 0

    def worth(self, group: Group) -> float:
        """The worth of the best level that holds the group, and a little for each further time; 0 where none does.

        The same group stands in many alternatives, and is looked for once.
        """
        if group not in self._worths:
            self._worths[group] = self._worth(group)
        return self._worths[group]

    def _worth(self, group: Group) -> float:
        if self.held.isdisjoint(group.terms):
            return 0.0
        times = [occurrences(group, *level) for level in zip(self.levels, self.standing, strict=True)]
        for worth_here, here in zip(WORTH, times, strict=True):
            if here:
                return worth_here * (1 + AGAIN * min(sum(times) - 1, OFTEN))
        return 0.0


def occurrences(group: Group, terms: list[str], standing: frozenset[str]) -> int:
    """How often a group stands among `terms`, of which `standing` are asked for."""
    if isinstance(group, AnyOf):
        return sum(terms.count(term) for term in group.terms if term in standing)
    if not standing.issuperset(group.terms):
        return 0
    first, length, wanted = group.terms[0], len(group.terms), list(group.terms)
    return sum(terms[at : at + length] == wanted for at, term in enumerate(terms) if term == first)


@dataclass(frozen=True)
class Weighed:
    """An alternative, and how much each of its groups says among the entries of a kind."""

    alternative: Alternative
    rarities: tuple[float, ...]

    @property
    def heft(self) -> float:
        return self.alternative.worth * sum(self.rarities) / len(self.rarities)

    def worth(self, entry: Entry) -> float:
        """The mean over the groups of rarity times place; 0 where a group is missing."""
        groups = self.alternative.groups
        for group in groups:
            if not entry.holds(group):
                return 0.0
        found = [rarity * entry.worth(group) for group, rarity in zip(groups, self.rarities, strict=True)]
        return self.alternative.worth * sum(found) / len(found)


@dataclass(frozen=True)
class Scored:
    """An entry that answers: the row it stands for, what of the query stands at each of its levels, its score, and the
    share of the query it holds (1 is all).
    """

    place: int
    row: int
    standing: tuple[frozenset[str], ...]
    score: float = 0.0
    share: float = 1.0


def rank(meaning: Meaning, kind: str, places: Sequence[int]) -> list[Scored]:
    """The entries at `places`, best first. One query."""
    parts = [[weighed(meaning, kind, alternative) for alternative in part] for part in meaning.parts]
    weights = [max(alternative.heft for alternative in part) for part in parts]
    scored = []
    for place, row, *levels in ENTRIES[kind].rows(places):
        entry = Entry(levels, meaning.terms)
        scored.append(Scored(place, row, entry.standing, *score(parts, weights, entry)))
    return sorted(scored, key=lambda hit: (-hit.score, hit.place))


def unranked(meaning: Meaning, kind: str, places: Sequence[int]) -> list[Scored]:
    """The entries at `places`, in that order. One query, none for no places."""
    found = {
        place: Scored(place, row, Entry(levels, meaning.terms).standing)
        for place, row, *levels in ENTRIES[kind].rows(places)
    }
    return [found[place] for place in places if place in found]


def score(parts: list[list[Weighed]], weights: list[float], entry: Entry) -> tuple[float, float]:
    """What an entry's parts add up to, and the share of the parts' weight that it holds."""
    total = held = 0.0
    for part, weight in zip(parts, weights, strict=True):
        best = max(alternative.worth(entry) for alternative in part)
        total += best
        held += weight if best else 0.0
    return total, held / (sum(weights) or 1.0)


def weighed(meaning: Meaning, kind: str, alternative: Alternative) -> Weighed:
    return Weighed(alternative, tuple(meaning.rarity(group, kind) for group in alternative.groups))
