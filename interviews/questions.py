"""Which quotes may name the question they answer: only where the question tells nobody apart.

A question says which guide somebody was asked from, and so narrows down who speaks: to those whose interviews had that
guide. So a guide is counted like one more attribute under a label. Quotes name their question where everybody who was
interviewed for the source was asked from the same guides, for then it narrows down nothing; else only where k quoted
participants of one label were asked from the same guides, and those left over are nobody or k as well (`labels.py`).
What a question says of the talk itself, and how many quotes answer it, links nobody: every question of a guide is put
to everybody who has that guide.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from catalog.models import Question, Source
from catalog.speakers import ANYBODY
from interviews.labels import generalized, smallest_group, speakers_of, unlinked
from interviews.models import Participant, Publication

Key = TypeVar("Key", bound=Hashable)
Guides = str
"""The guides that a participant was asked from, as one word: "", "3", "3 4"."""


def may_name(people: Mapping[Key, tuple[str, Guides]], *, everybody: Collection[Guides], k: int) -> set[Key]:
    """Of quoted people, each with label and guides, those whose quotes may name their question.

    `everybody` are the guides of each person interviewed, quoted or not.

    >>> sorted(may_name({1: ("a practitioner", "1"), 2: ("a practitioner", "1")}, everybody=["1", "1", "2"], k=2))
    [1, 2]
    >>> sorted(may_name({1: ("a practitioner", "1"), 2: ("a practitioner", "2")}, everybody=["1", "2"], k=2))
    []
    """
    if len(set(everybody)) <= 1:
        return set(people)
    groups: dict[str, dict[Key, list[str]]] = defaultdict(dict)
    for key, (label, guides) in people.items():
        groups[label][key] = [f"asked from {guides}"]
    told = (generalized(group, k=k) for group in groups.values())
    return {key for group in told for key, asked in group.items() if asked != ANYBODY}


def may_name_in(source: Source, spoken: Mapping[str, Participant], labels: Mapping[str, str]) -> set[str]:
    """Of quotes, each with speaker and label by public id, those that may name their question."""
    guides = guides_of(source)
    people = {
        person.pk: (unlinked(labels[public_id])[0], guides.get(person.pk, "")) for public_id, person in spoken.items()
    }
    named = may_name(people, everybody=guides.values(), k=smallest_group(source))
    return {public_id for public_id, person in spoken.items() if person.pk in named}


def guides_of(source: Source) -> dict[int, Guides]:
    """The guides of everybody who was interviewed for the source and has not withdrawn, by participant."""
    asked: dict[int, set[Any]] = defaultdict(set)
    rows = Participant.objects.filter(study__source=source, withdrawn_at=None, speakers__isnull=False)
    for person, guide in rows.values_list("pk", "speakers__interview__guide"):
        asked[person].add(guide)
    return {person: " ".join(sorted(map(str, guides - {None}))) for person, guides in asked.items()}


def questions_of(source: Source, public_ids: Iterable[str]) -> dict[str, int | None]:
    """The public question that each quote's draft was said in answer to, by public id; None where there is none."""
    public = {(row.guide, row.key): row.pk for row in Question.objects.filter(source=source)}
    drafts = Publication.objects.filter(evidence_id__in=list(public_ids), draft__isnull=False).order_by("pk")
    asked = drafts.values_list("evidence_id", "draft__question__guide__version", "draft__question__key")
    return {public_id: public.get((guide, key)) for public_id, guide, key in asked}


def untold_in_release(shown: Mapping[str, str]) -> set[str]:
    """Of a release's quotes, by public id with the label shown, those that may not name their question any more.

    A release holds other quotes than the catalog does today, so its people are counted by themselves.
    """
    untold: set[str] = set()
    for source in Source.objects.filter(evidence__public_id__in=shown).distinct():
        spoken = speakers_of(source, list(shown))
        untold |= set(spoken) - may_name_in(source, spoken, shown)
    return untold
