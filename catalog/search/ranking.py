"""The order of hits: how much of the query they hold, where, how often, and last their place.

The same numbers are computed here whichever database found the entries.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models.entries import ENTRY
from catalog.search.meaning import Alternative, Meaning
from catalog.search.query import AnyOf, InOrder

# What a word counts by the best level it stands at: number and title, summary and claims, the rest.
WORTH = (5.0, 2.5, 1.0)
# What each further time adds, up to so many.
AGAIN, OFTEN = 0.1, 5


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
        Scored(place, row, *score(meaning, kind, weights, [level.split() for level in levels]))
        for place, row, *levels in entries
    ]
    return sorted(scored, key=lambda hit: (-hit.score, hit.place))


def score(meaning: Meaning, kind: str, weights: list[float], levels: list[list[str]]) -> tuple[float, float]:
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


def worth(meaning: Meaning, kind: str, alternative: Alternative, levels: list[list[str]]) -> float:
    """The mean over the groups of rarity times place; 0 where a group is missing."""
    found = [meaning.rarity(group, kind) * where(group, levels) for group in alternative.groups]
    return alternative.worth * sum(found) / len(found) if all(found) else 0.0


def where(group: AnyOf | InOrder, levels: list[list[str]]) -> float:
    """The worth of the best level that holds the group, and a little for each further time."""
    times = [occurrences(group, terms) for terms in levels]
    for level, here in zip(WORTH, times, strict=True):
        if here:
            return level * (1 + AGAIN * min(sum(times) - 1, OFTEN))
    return 0.0


def occurrences(group: AnyOf | InOrder, terms: list[str]) -> int:
    if isinstance(group, AnyOf):
        return sum(terms.count(term) for term in group.terms)
    first, length = group.terms[0], len(group.terms)
    return sum(terms[at : at + length] == list(group.terms) for at, term in enumerate(terms) if term == first)
