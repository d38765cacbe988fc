"""Speakers' labels: computed anew when what they rest on changes, and linked where a study decides so.

A linking label ties all quotes of a participant together: "a data scientist, participant 3". Together they may say
what none of them says alone, so whoever turns linking on has first seen each person's quotes side by side.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.models import Evidence, Revision
from catalog.releases import reissue_without
from interviews.actions.log import record
from interviews.actions.recompute import labels_in_release, recompute_labels
from interviews.errors import WrongState
from interviews.labels import speakers_of
from interviews.models import Participant, Study
from interviews.permissions import Act, check
from interviews.questions import untold_in_release
from interviews.registry import hold_registry


@dataclass(frozen=True)
class Person:
    """A participant of a study and all of their quotes that are public, in the order of their issues."""

    participant: Participant
    quotes: tuple[Evidence, ...]


def people_quoted(study: Study) -> list[Person]:
    """Everybody of the study with a public quote, by code."""
    if study.source is None:
        return []
    spoken = {i: person for i, person in speakers_of(study.source).items() if person.study_id == study.pk}
    quotes: dict[int, list[Evidence]] = defaultdict(list)
    rows = Evidence.objects.filter(public_id__in=spoken).select_related("issue").order_by("issue__number", "public_id")
    for quote in rows:
        quotes[spoken[quote.public_id].pk].append(quote)
    people = {person.pk: person for person in spoken.values()}
    return [Person(people[pk], tuple(quotes[pk])) for pk in sorted(people, key=lambda pk: people[pk].code)]


def seen_hash(people: Collection[Person]) -> str:
    """SHA-256, in hex, of who is quoted with which words: what somebody looked at before linking."""
    lines = (
        f"{person.participant.code} {quote.public_id} {quote.text}" for person in people for quote in person.quotes
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@transaction.atomic
def relabel(*, by: Any, study: Study) -> list[str]:
    """Compute the labels of the study's quotes anew, in the catalog and in every release; returns the changed ones.

    For when k, the study's source, or what is known of a participant was changed. In releases labels only become
    more general. Permission is the caller's to check: nothing here tells more than k people allow.
    """
    hold_registry()
    if study.source is None:
        return []
    changed = recompute_labels(study.source)
    today = timezone.localdate()
    reissued = reissue_without([], status="", on=today, labels=labels_in_release, untold=untold_in_release)
    if changed or reissued:
        Revision.objects.bump()
        record(by=by, action="labels recomputed", study=study, evidence=sorted(changed), releases=len(reissued))
    return sorted(changed)


@transaction.atomic
def turn_on_linking(*, by: Any, study: Study, read: Collection[int], seen: str) -> list[str]:
    """Label each participant's quotes with a number of theirs; returns the public ids of the quotes so labelled.

    `read` are the participants (ids) whose quotes `by` read together and found to say no more than they may; `seen`
    is the `seen_hash` of what was shown.
    Raises NotPermitted, and WrongState when linking is on, when there is nothing to read, when somebody's quotes were
    not read, or when they changed since.
    """
    check(by, Act.PUBLISH, study)
    hold_registry()
    study.refresh_from_db()
    if study.linking_labels:
        raise WrongState(f"study {study.slug} links its labels already")
    people = people_quoted(study)
    if not people:
        raise WrongState(
            "nobody of the study is quoted publicly: publish first, then read each person's quotes together"
        )
    if unread := [person.participant.code for person in people if person.participant.pk not in read]:
        raise WrongState(f"read together the quotes of {', '.join(unread)} first, and confirm each")
    if seen_hash(people) != seen:
        raise WrongState("the study's public quotes changed while you read: read them again")
    study.linking_labels, study.linking_labels_by, study.linking_labels_at = True, by, timezone.now()
    study.save(update_fields=["linking_labels", "linking_labels_by", "linking_labels_at"])
    record(by=by, action="linking turned on", study=study, participants=[person.participant.pk for person in people])
    return relabel(by=by, study=study)


@transaction.atomic
def turn_off_linking(*, by: Any, study: Study) -> list[str]:
    """Take the numbers off all labels, in releases too, and forget them. Copies that were downloaded keep them."""
    check(by, Act.PUBLISH, study)
    hold_registry()
    study.refresh_from_db()
    if not study.linking_labels:
        raise WrongState(f"study {study.slug} does not link its labels")
    study.linking_labels, study.linking_labels_by, study.linking_labels_at = False, None, None
    study.save(update_fields=["linking_labels", "linking_labels_by", "linking_labels_at"])
    Participant.objects.filter(study=study).update(public_number=None)
    record(by=by, action="linking turned off", study=study)
    return relabel(by=by, study=study)
