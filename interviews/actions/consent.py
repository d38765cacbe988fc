"""Consent taken back: what somebody no longer agrees to have quoted leaves the public at once."""

from functools import partial
from typing import Any

from django.db import transaction

from catalog.models import Evidence
from interviews import ledger
from interviews.actions.hide import take_down
from interviews.labels import quoted
from interviews.ledger import told_in_one_line
from interviews.models import Consent, Participant
from interviews.registry import hold_registry


@told_in_one_line()
@transaction.atomic
def hide_unconsented(*, by: Any, participant: Participant) -> list[str]:
    """Hide every public quote of a participant without a standing consent to be quoted; returns their public ids.

    Their drafts are proposed again, and the gate holds them back until consent stands anew. For whoever changed a
    consent, inside the same transaction: no right to publish is asked for, since a leak must be stopped by whoever
    learns of it.
    """
    hold_registry()
    participant = Participant.objects.select_related("study").get(pk=participant.pk)
    note_consent(participant)
    if participant.may_be_quoted():
        return []
    published = Evidence.objects.published().filter(public_id__in=quoted(participant))
    ids = sorted(published.values_list("public_id", flat=True))
    take_down(by=by, public_ids=ids, status=Evidence.Status.HIDDEN, why="no consent to be quoted")
    return ids


def note_consent(participant: Participant) -> None:
    """Have the ledger say that a consent to be quoted was taken back; that it stands anew, only once that is stored."""
    person = ledger.person(participant)
    if participant.may_be_quoted():
        if person in ledger.known().unconsented:
            transaction.on_commit(partial(note_consented, person), robust=True)
    elif is_taken_back(participant):
        ledger.note([(ledger.UNCONSENTED, *person)])


def is_taken_back(participant: Participant) -> bool:
    """Whether a consent to be quoted was taken back by somebody who is still with a real study."""
    if participant.withdrawn_at is not None or participant.study.is_sample or participant.may_be_quoted():
        return False
    return bool(participant.consents.filter(scope=Consent.Scope.QUOTE, revoked_on__isnull=False).exists())


@transaction.atomic
def note_consented(person: tuple[str, str]) -> None:
    hold_registry()
    ledger.note([(ledger.CONSENTED, *person)])
