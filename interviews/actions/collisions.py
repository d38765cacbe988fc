"""Collisions of a study's placeholders, read from what is stored, and settled by a person with a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from interviews.actions.log import record
from interviews.actions.placeholders import occurrences_in, turns_of
from interviews.actions.rescan import may_hold
from interviews.deidentification.collisions import Collision, collisions, questions
from interviews.deidentification.folding import joined
from interviews.deidentification.matching import Match
from interviews.errors import WrongState
from interviews.models import AuthorPlaceholder, IdentifierVariant, Interview, Replacement, Segment
from interviews.models.identifiers import IdentifierType
from interviews.permissions import Act, check
from interviews.registry import Registry

# A person's name may stand beside any firm's placeholder, a date too, without being what it stands for.
BESIDE_ANYTHING = frozenset({IdentifierType.PERSON, IdentifierType.DATE, IdentifierType.COUNTRY, IdentifierType.PLACE})
LONGEST_REASON = AuthorPlaceholder._meta.get_field("settled_reason").max_length or 0


@dataclass(frozen=True)
class Question:
    """Collisions of one interview that share placeholders: looked at and settled together."""

    interview: Interview
    collisions: tuple[Collision, ...]
    placeholders: tuple[AuthorPlaceholder, ...]

    @cached_property
    def digests(self) -> frozenset[str]:
        return frozenset(collision.digest for collision in self.collisions)

    @property
    def one_for_two(self) -> bool:
        """Whether one placeholder may stand for two things."""
        return any(collision.one_for_two for collision in self.collisions)

    @property
    def one_under_two(self) -> bool:
        """Whether one thing may stand under two placeholders or spellings."""
        return any(not collision.one_for_two for collision in self.collisions)

    @property
    def settled(self) -> bool:
        """Whether somebody settled all that is seen now."""
        return all(self.digests <= set(placeholder.settled_signs) for placeholder in self.placeholders)

    @property
    def settled_before(self) -> AuthorPlaceholder | None:
        """The placeholder that tells who settled what was seen then, and why."""
        return next((placeholder for placeholder in self.placeholders if placeholder.settled_by_id), None)


def questions_of(interview: Interview) -> list[Question]:
    """What is to be asked about the interview's placeholders, settled questions included."""
    rows = AuthorPlaceholder.objects.filter(interview=interview).select_related("settled_by", "identifier")
    placeholders = {(row.type, row.key): row for row in rows}
    segments = turns_of(interview, with_placeholders=True)
    found = collisions(
        occurrences_in(segments),
        links={key: row.identifier_id for key, row in placeholders.items() if row.identifier_id is not None},
        linked={
            (segment.position, row.start, row.end): row.identifier_id
            for segment in segments
            for row in segment.replacements.all()
            if row.identifier_id is not None and row.status != Replacement.Status.REJECTED
        },
        known=names_in(interview, segments),
    )
    return [
        Question(interview, tuple(group), tuple(placeholders[key] for key in keys_of(group) if key in placeholders))
        for group in questions(found)
    ]


def keys_of(group: Collection[Collision]) -> list[tuple[str, str]]:
    return sorted({key for collision in group for key in collision.keys})


def names_in(interview: Interview, segments: list[Segment]) -> dict[int, list[Match]]:
    """Where names of the study's organisations stand in the raw words, by position of the turn."""
    known = IdentifierVariant.objects.filter(identifier__study=interview.study_id, text_encrypted__isnull=False)
    variants = list(known.exclude(identifier__type__in=BESIDE_ANYTHING).select_related("identifier"))
    names, registry = [joined(variant.text) for variant in variants], Registry(variants)
    return {one.position: registry.find(one.text) for one in segments if may_hold(one.text, names)}


@transaction.atomic
def settle_question(*, by: Any, interview: Interview, digests: Collection[str], reason: str) -> Question:
    """Say why the collisions with these digests are none. `reason` must not quote a name.

    Holds while exactly this is seen: an identifier that is linked later asks anew. Raises WrongState without a
    reason, and when something else is seen by now.
    """
    check(by, Act.DEIDENTIFY, interview.study)
    reason = reason.strip()
    if not reason:
        raise WrongState("say why, without a name: the next person has to understand it")
    if len(reason) > LONGEST_REASON:
        raise WrongState(f"the reason takes more than {LONGEST_REASON} characters: be shorter")
    question = next((each for each in questions_of(interview) if each.digests == set(digests)), None)
    if question is None:
        raise WrongState("something else is seen by now: look at the page again")
    for placeholder in question.placeholders:
        placeholder.settled_by, placeholder.settled_at, placeholder.settled_reason = by, timezone.now(), reason
        placeholder.settled_signs = sorted(question.digests)
        placeholder.save(update_fields=["settled_by", "settled_at", "settled_reason", "settled_signs"])
    ids = [placeholder.pk for placeholder in question.placeholders]
    record(by=by, action="collision settled", interview=interview, placeholders=ids, signs=sorted(question.digests))
    return question


@transaction.atomic
def reopen_question(*, by: Any, interview: Interview, digests: Collection[str]) -> None:
    """Ask again what somebody settled. Raises WrongState when it is not settled."""
    check(by, Act.DEIDENTIFY, interview.study)
    question = next((each for each in questions_of(interview) if each.digests == set(digests)), None)
    if question is None or not question.settled:
        raise WrongState("this is not settled: look at the page again")
    ids = [placeholder.pk for placeholder in question.placeholders]
    nothing: dict[str, Any] = {"settled_by": None, "settled_at": None, "settled_reason": "", "settled_signs": []}
    AuthorPlaceholder.objects.filter(pk__in=ids).update(**nothing)
    record(by=by, action="collision reopened", interview=interview, placeholders=ids)
