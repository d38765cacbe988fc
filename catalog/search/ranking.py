"""The order of hits: how much of the query they hold, where, how often, and last their place.

The same numbers are computed here whichever database found the entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from catalog.models.entries import ENTRY
from catalog.search.meaning import Alternative, Meaning
from catalog.search.query import AnyOf, InOrder

# What a word counts by the best level it stands at: number and title, summary and claims, the rest.
WORTH = (5.0, 2.5, 1.0)
# What each further time adds, up to so many.
AGAIN, OFTEN = 0.1, 5


class Level:
    """The terms of an entry at one level, in order. A level that holds none of what is asked is never taken apart."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def terms(self) -> list[str]:
        return self.text.split()

    def times(self, term: str) -> int:
        """How often a term stands here."""
        return self.terms.count(term) if term in self.text else 0

    def occurrences(self, group: AnyOf | InOrder) -> int:
        if isinstance(group, AnyOf):
            return sum(map(self.times, group.terms))
        if not all(map(self.times, group.terms)):
            return 0
        first, length, wanted = group.terms[0], len(group.terms), list(group.terms)
        return sum(self.terms[at : at + length] == wanted for at, term in enumerate(self.terms) if term == first)


@dataclass(frozen=True)
class Scored:
    """An entry that answers: the row it stands for, its score, and the share of the query it holds (1 is all)."""

    place: int
    row: int
    score: float
    share: float


def rank(meaning: Meaning, kind: str, places: Sequence[int]) -> list[Scored]:
    """The entries at `places`, best first. One query."""
    entries = ENTRY[kind]._default_manager.filter(pk__in=places).values_list("place", "row", "first", "second", "third")
    weights = [max(heft(meaning, kind, alternative) for alternative in part) for part in meaning.parts]
    scored = [
        Scored(place, row, *score(meaning, kind, weights, [Level(level) for level in levels]))
        for place, row, *levels in entries
    ]
    return sorted(scored, key=lambda hit: (-hit.score, hit.place))


def score(meaning: Meaning, kind: str, weights: list[float], levels: list[Level]) -> tuple[float, float]:
    """What an entry's parts add up to, and the share of the parts' weight that it holds."""
    total = held = 0.0
    for part, weight in zip(meaning.parts, weights, strict=True):
        best = max(worth(meaning, kind, alternative, levels) for alternative in part)
        total += best
        held += weight if best else 0.0
    return total, held / (sum(weights) or 1.0)


def heft(meaning: Meaning, kind: str, alternative: Alternative) -> float:
    rarities = [meaning.rarity(group, kind) for group in alternative.groups]
    return alternative.worth * sum(rarities) / len(rarities)


def worth(meaning: Meaning, kind: str, alternative: Alternative, levels: list[Level]) -> float:
    """The mean over the groups of rarity times place; 0 where a group is missing."""
    places = [where(group, levels) for group in alternative.groups]
    if not all(places):
        return 0.0
    found = [meaning.rarity(group, kind) * place for group, place in zip(alternative.groups, places, strict=True)]
    return alternative.worth * sum(found) / len(found)


def where(group: AnyOf | InOrder, levels: list[Level]) -> float:
    """The worth of the best level that holds the group, and a little for each further time."""
    times = [level.occurrences(group) for level in levels]
    for worth_here, here in zip(WORTH, times, strict=True):
        if here:
            return worth_here * (1 + AGAIN * min(sum(times) - 1, OFTEN))
    return 0.0
