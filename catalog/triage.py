"""From what is seen to the issues that fit, best first, with the reason. Knows no database.

A symptom weighs more the fewer issues share it: ln(1 + issues / sharing), the inverse document frequency of
information retrieval (Spärck Jones 1972, doi:10.1108/eb026526). An issue's place is decided by the weight of those of
its symptoms that are seen; between equals by their share of all its symptoms; then by its number.

    fits = ranked({"tired"}, having={"tired": [1, 2]}, of={1: ["tired"], 2: ["tired", "hungry"]}, issues=2)
    [fit.issue for fit in fits]      # [1, 2]: all that 1 shows is seen, half of what 2 shows
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, log
from typing import Generic, TypeVar

Symptom = TypeVar("Symptom", bound=Hashable)


@dataclass(frozen=True)
class Fit(Generic[Symptom]):
    """How an issue fits what is seen.

    `seen` and `unseen` are its own symptoms in their own order. `explained` is the part of the weight of all that is
    seen which this issue has (0 to 1), `share` the part of its own symptoms' weight that is seen (0 to 1).
    """

    issue: int
    seen: tuple[Symptom, ...]
    unseen: tuple[Symptom, ...]
    explained: float
    share: float


def weight(sharing: int, issues: int) -> float:
    """What a symptom tells that `sharing` of `issues` issues have; at least 1 of 1.

    >>> round(weight(1, 30), 2), round(weight(15, 30), 2)
    (3.43, 1.1)
    """
    return log(1 + issues / sharing)


def ranked(
    seen: Collection[Symptom],
    *,
    having: Mapping[Symptom, Collection[int]],
    of: Mapping[int, Sequence[Symptom]],
    issues: int,
) -> list[Fit[Symptom]]:
    """The issues that have any of the symptoms `seen`, best fit first.

    `having` gives the issues of a symptom, `of` the symptoms of an issue, each once; `issues` is how many issues there
    are in all. A symptom that no issue has counts for nothing. Only what is seen and its issues are looked at.
    """
    known = {symptom for symptom in seen if having.get(symptom)}
    all_seen = total({symptom: len(having[symptom]) for symptom in known}, issues)
    fits = []
    for issue in sorted({issue for symptom in known for issue in having[symptom]}):
        own = {symptom: len(having[symptom]) for symptom in of[issue]}
        met = {symptom: sharing for symptom, sharing in own.items() if symptom in known}
        fits.append(
            Fit(
                issue,
                seen=tuple(met),
                unseen=tuple(symptom for symptom in own if symptom not in met),
                explained=round(total(met, issues) / all_seen, 9),
                share=round(total(met, issues) / total(own, issues), 9),
            )
        )
    return sorted(fits, key=lambda fit: (-fit.explained, -fit.share, fit.issue))


def total(sharing: Mapping[Symptom, int], issues: int) -> float:
    """The weight of several symptoms, each with how many issues share it. Exact in any order."""
    return fsum(weight(count, issues) for count in sharing.values())
