"""The catalog counted: for each thing that may be said of an issue, the set of issues of which it is true.

Facets, the matrix, the workflow's line and the lists are all counted from it, so that they can't disagree, and none
of them takes longer because there are more quotes. It holds numbers and names of phases and qualities, and not one
word of a quote. Ten thousand issues take about 2 MB.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.conf import settings
from django.db.models import Count
from django.utils.text import slugify

from catalog.kept import kept
from catalog.models import (
    Evidence,
    Issue,
    IssueAttribute,
    IssuePhase,
    IssueStatistics,
    Mitigation,
    QualityAttribute,
    Strategy,
    WorkflowPhase,
)
from catalog.speakers import ANYBODY, group_of

# A set of issues: for each place whether its issue is in it.
Mask = np.typing.NDArray[np.bool_]
Numbers = np.typing.NDArray[np.int64]
# From so many quotes on, an issue counts as told by several.
SEVERAL = 3
LISTED = (Issue.Status.PUBLISHED, Issue.Status.DEPRECATED)
# Which strategy an issue has, in the words of addresses.
WHEN = {Strategy.Kind.PREVENTIVE: "before", Strategy.Kind.CORRECTIVE: "after"}


@dataclass(frozen=True)
class Census:
    """Issues by their place: place 0 is the lowest number. Sets of issues are masks over the places; nobody may
    change them.

    `sets["phase"]["deployment"]` holds the issues that bite in deployment, `begins["deployment"]` those whose primary
    phase it is. `participants` is the largest number of people that one study counted for the issue, 0 where none did;
    studies may share people, so they are not added up. `counted_once` holds the issues that one study alone counted:
    there the number is exact. `changed` are days, as ordinals.
    """

    phases: list[WorkflowPhase]
    attributes: list[QualityAttribute]
    groups: dict[str, str]
    keys: Numbers
    changed: Numbers
    quotes: Numbers
    participants: Numbers
    counted_once: Mask
    confirmed: Mask
    statuses: Mapping[str, Mask]
    begins: Mapping[str, Mask]
    sets: Mapping[str, Mapping[str, Mask]]
    places: dict[int, int] = field(default_factory=dict)

    @property
    def published(self) -> Mask:
        return self.statuses[Issue.Status.PUBLISHED]

    def of_keys(self, keys: Iterable[int]) -> Mask:
        """The set of the issues with these primary keys; unknown ones are left out."""
        return mask_of((self.places[key] for key in keys if key in self.places), len(self.keys))

    def ordered(self, mask: Mask, by: str = "number", *, rising: bool = False) -> list[int]:
        """Keys of the issues in a set by `number`, or the largest first by `evidence`, `participants` or `changed`;
        the smallest first where they are `rising`.
        """
        places = np.flatnonzero(mask)
        measures = {"evidence": self.quotes, "participants": self.participants, "changed": self.changed}
        if by in measures:
            # A stable sort: what measures the same stays by number.
            measured = measures[by][places] if rising else -measures[by][places]
            places = places[np.argsort(measured, kind="stable")]
        return [int(key) for key in self.keys[places]]


def mask_of(places: Iterable[int], size: int) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[list(places)] = True
    mask.flags.writeable = False
    return mask


def union(masks: Iterable[Mask], size: int) -> Mask:
    """The issues that are in any of the sets; none for no set."""
    found = np.zeros(size, dtype=np.bool_)
    for mask in masks:
        found |= mask
    return found


@dataclass
class Quotes:
    """How many quotes each issue has, and what is true of some of them. By place of the issue."""

    count: Counter[int] = field(default_factory=Counter)
    against: set[int] = field(default_factory=set)
    languages: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    groups: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))


@kept
def census() -> Census:
    """The census of the catalog as it is now: ten queries, or one where it was taken before."""
    phases, attributes = (list(model.objects.with_texts()) for model in (WorkflowPhase, QualityAttribute))
    issues = list(
        Issue.objects.filter(status__in=LISTED)
        .order_by("number")
        .values_list("pk", "status", "last_changed", "primary_phase__slug")
    )
    places = {issue[0]: place for place, issue in enumerate(issues)}
    size = len(issues)
    quotes = count_quotes(places)
    people = count_people(places)

    def where(column: int, value: str) -> Mask:
        return mask_of((place for place, issue in enumerate(issues) if issue[column] == value), size)

    return Census(
        phases=phases,
        attributes=attributes,
        groups={slugify(label): label for label in sorted(quotes.groups)},
        keys=np.array(list(places), dtype=np.int64),
        changed=np.array([changed.toordinal() for _, _, changed, _ in issues], dtype=np.int64),
        quotes=np.array([quotes.count[place] for place in range(size)], dtype=np.int64),
        participants=np.array([max(people.counts.get(place, [0])) for place in range(size)], dtype=np.int64),
        counted_once=mask_of((place for place, counts in people.counts.items() if len(counts) == 1), size),
        confirmed=mask_of(people.confirmed, size),
        statuses={status: where(1, status) for status in LISTED},
        begins={phase.slug: where(3, phase.slug) for phase in phases},
        sets={
            "phase": of_taxa(phases, by_value(IssuePhase, "phase__slug", places), size),
            "attribute": of_taxa(attributes, by_value(IssueAttribute, "attribute__slug", places), size),
            "strategy": by_strategy(places, size),
            **by_evidence(quotes, size),
        },
        places=places,
    )


def by_evidence(quotes: "Quotes", size: int) -> dict[str, dict[str, Mask]]:
    """The facets that quotes decide."""
    several = mask_of((place for place, count in quotes.count.items() if count >= SEVERAL), size)
    few = mask_of((place for place, count in quotes.count.items() if count < SEVERAL), size)
    languages = [code for code, _ in settings.LANGUAGES]
    languages += sorted(set(quotes.languages) - set(languages))
    return {
        "evidence": {"several": several, "few": few, "none": ~(several | few)},
        "counter": {"yes": mask_of(quotes.against, size)},
        "group": {slugify(label): mask_of(places, size) for label, places in sorted(quotes.groups.items())},
        "language": {code: mask_of(quotes.languages.get(code, ()), size) for code in languages},
    }


def by_strategy(places: Mapping[int, int], size: int) -> dict[str, Mask]:
    """Which issues a published strategy helps before they show, which after, which none. One query."""
    found = by_value(Mitigation, "strategy__kind", places, strategy__status=Strategy.Status.PUBLISHED)
    helped = {when: mask_of(found.get(kind, ()), size) for kind, when in WHEN.items()}
    return {**helped, "no": ~union(helped.values(), size)}


def count_quotes(places: Mapping[int, int]) -> Quotes:
    """Published quotes of the issues, in one query.

    A group of speakers is told where its label can be that of k people: k of them left at least k quotes. Labels
    are checked where they are given (interviews/labels.py); this holds for a label that came in by another way.
    """
    quotes, of_label = Quotes(), Counter[tuple[int, str]]()
    rows = (
        Evidence.objects.published()
        .order_by()
        .values_list("issue", "stance", "language", "speaker_label", "source", "source__k")
        .annotate(Count("pk"))
    )
    labelled = []
    for issue, stance, language, label, source, k, count in rows:
        if (place := places.get(issue)) is None:
            continue
        quotes.count[place] += count
        quotes.languages[language].add(place)
        if stance != Evidence.Stance.SUPPORTS:
            quotes.against.add(place)
        if (group := group_of(label)) != ANYBODY:
            of_label[source, group] += count
            labelled.append((place, source, group, k))
    for place, source, group, k in labelled:
        if of_label[source, group] >= k:
            quotes.groups[group].add(place)
    return quotes


@dataclass
class People:
    """What studies counted: participants of each issue, one number a study; issues that a survey confirmed."""

    counts: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    confirmed: set[int] = field(default_factory=set)


def count_people(places: Mapping[int, int]) -> People:
    """In one query."""
    counted = People()
    for issue, participants, confirmed in IssueStatistics.objects.order_by().values_list(
        "issue", "participants", "survey_validated"
    ):
        if (place := places.get(issue)) is None:
            continue
        if participants:
            counted.counts[place].append(participants)
        if confirmed:
            counted.confirmed.add(place)
    return counted


def by_value(model: Any, name: str, places: Mapping[int, int], **conditions: Any) -> dict[str, list[int]]:
    """The issues of each value of a relation, in one query."""
    found: dict[str, list[int]] = defaultdict(list)
    for issue, value in model.objects.filter(**conditions).order_by().values_list("issue", name):
        if issue in places:
            found[value].append(places[issue])
    return found


def of_taxa(taxa: Iterable[Any], found: Mapping[str, list[int]], size: int) -> dict[str, Mask]:
    """The issues of each phase or quality, in the axis's own order; those of none too."""
    return {taxon.slug: mask_of(found.get(taxon.slug, ()), size) for taxon in taxa}
