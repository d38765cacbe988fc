"""Bringing a restored workshop to where its ledgers are: withdrawals, consents and destructions are carried out again.

By the account "command-line", which is the study's custodian for as long as that takes, and logged like any other.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.followers import Quotes
from catalog.ledger import Entry, Ledger, LedgerError, Position
from catalog.models import Source
from catalog.takedown import Labels
from interviews import ledger
from interviews.accounts import command_line_account
from interviews.actions.consent import hide_unconsented, is_taken_back
from interviews.actions.hide import Known, send_back, take_down
from interviews.actions.log import record
from interviews.actions.recompute import recompute
from interviews.actions.retention import destroy_raw_text
from interviews.actions.withdraw import withdraw
from interviews.crypto import KeyMissing
from interviews.errors import WrongState
from interviews.models import Consent, Event, Interview, Participant, Study, StudyMembership
from interviews.registry import hold_registry

WHY = "said by the ledger"
NO_KEY = (
    "no key of IDENTITY_KEYS opens this backup: add the key of its time. If that was destroyed, "
    "`manage.py replay_withdrawals --without-keys` withdraws without looking for names elsewhere"
)


class WorkshopQuotes(Quotes):
    """As a catalog does, with what a workshop knows: who stands behind a label, and whose draft waits again."""

    def take_down(self, public_ids: Collection[str], status: str) -> None:
        take_down(by=None, public_ids=public_ids, status=status, why=WHY)

    def follow_package(self, public_ids: Collection[str], status: str) -> None:
        super().follow_package(public_ids, status)
        send_back(public_ids)
        for source in Source.objects.filter(evidence__public_id__in=public_ids).distinct():
            recompute(source)

    def labels(self, leaving: Collection[str]) -> Labels:
        return Known(leaving)


@dataclass
class Participants:
    """Follows the workshop's own ledger. `unreadable`: the keys of the backup were destroyed."""

    unreadable: bool = False

    def ledger(self) -> Ledger:
        return ledger.ledger()

    def followed(self) -> Position:
        return ledger.followed()

    def behind(self) -> list[str]:
        says = ledger.known()
        return [
            *(f"{name(p)} withdrew" for p in people_of(says.withdrawn) if p.withdrawn_at is None),
            *(f"the raw text of study {s.slug} was destroyed" for s in kept(says)),
            *(f"{name(p)} took back the consent to be quoted" for p in quotable(says)),
        ]

    def replay(self) -> list[str]:
        says, done = ledger.known(), []
        for person in people_of(says.withdrawn):
            if person.withdrawn_at is None and self.again(person.study, partial(self.withdraw, person)):
                done.append(f"{name(person)} is withdrawn{' (names were not looked for)' if self.unreadable else ''}")
        for study in kept(says):
            if self.again(study, partial(destroy, study)):
                done.append(f"the raw text of study {study.slug} is destroyed")
        for person in quotable(says):
            if self.again(person.study, partial(revoke, person)):
                done.append(f"{name(person)} may not be quoted")
        self.record_what_is_new()
        return done

    def withdraw(self, participant: Participant, by: Any) -> None:
        withdraw(by=by, participant=participant, unreadable=self.unreadable)

    def again(self, study: Study, act: Callable[[Any], object]) -> bool:
        """Do an act in the study, as its custodian; False where another process has just done it."""
        try:
            with transaction.atomic(), custodian(study) as account:
                act(account)
        except WrongState:
            return False
        except KeyMissing as error:
            raise LedgerError(NO_KEY) from error
        return True

    @transaction.atomic
    def record_what_is_new(self) -> None:
        """Begin the ledger, and note what an older version of the program did without noting it."""
        hold_registry()
        says = ledger.known()
        ledger.note(list(unrecorded(says)))

    @transaction.atomic
    def forget(self) -> None:
        Event.objects.create(action=ledger.FOLLOWED, data={"lines": 0, "head": ""})


@contextmanager
def custodian(study: Study) -> Iterator[Any]:
    """The account of the command line, with the rights of a custodian inside the block; logged when it had none."""
    account, role = command_line_account(), StudyMembership.Role.CUSTODIAN
    membership, joined = StudyMembership.objects.get_or_create(study=study, user=account, role=role)
    if joined:
        record(by=account, action="role given", study=study, user=account.pk, role=role.value)
    yield account
    if joined:
        membership.delete()
        record(by=account, action="role taken", study=study, user=account.pk, role=role.value)


def name(participant: Participant) -> str:
    return f"participant {participant.code} of study {participant.study.slug}"


def people_of(pairs: Collection[tuple[str, ...]]) -> list[Participant]:
    """The participants that the ledger names and this database knows. Invented studies are left alone."""
    studies = Study.objects.filter(slug__in={slug for slug, _ in pairs}, is_sample=False)
    people = Participant.objects.filter(study__in=studies).select_related("study")
    return [participant for participant in people if ledger.person(participant) in pairs]


def quotable(says: ledger.Says) -> list[Participant]:
    """Who may be quoted here, and took that back."""
    return [participant for participant in people_of(says.unconsented) if participant.may_be_quoted()]


def kept(says: ledger.Says) -> Sequence[Study]:
    """Studies whose raw text is here, and was destroyed."""
    return list(Study.objects.filter(slug__in=says.destroyed, destroyed_at=None, is_sample=False))


def destroy(study: Study, by: Any) -> None:
    destroy_raw_text(by=by, study=study, reason=WHY)


def revoke(participant: Participant, by: Any) -> None:
    """Take back the consent to be quoted, and hide what it let out."""
    today = timezone.localdate()
    for consent in Consent.objects.filter(participant=participant, scope=Consent.Scope.QUOTE, revoked_on=None):
        consent.revoked_on = max(today, consent.granted_on)
        consent.save(update_fields=["revoked_on"])
    record(by=by, action="consent taken back", study=participant.study, participant=participant.pk, why=WHY)
    hide_unconsented(by=by, participant=participant)


def unrecorded(says: ledger.Says) -> Iterator[Entry]:
    """Lines for what this database knows and the ledger does not."""
    real = Participant.objects.filter(study__is_sample=False).select_related("study").order_by("study__slug", "code")
    for participant in real.filter(withdrawn_at__isnull=False):
        if (person := ledger.person(participant)) not in says.withdrawn:
            yield (ledger.WITHDRAWN, *person)
            # Their interview keeps the hash of its file, and neither a turn nor a key.
            theirs = Interview.objects.filter(speakers__participant=participant, data_key=None, segments=None)
            yield from ((ledger.SOURCE, person[0], i.source_sha256) for i in theirs.distinct())
    for participant in real.filter(consents__scope=Consent.Scope.QUOTE, consents__revoked_on__isnull=False):
        if (person := ledger.person(participant)) not in says.unconsented and is_taken_back(participant):
            yield (ledger.UNCONSENTED, *person)
    for study in Study.objects.filter(destroyed_at__isnull=False, is_sample=False).exclude(slug__in=says.destroyed):
        yield (ledger.DESTROYED, study.slug)
