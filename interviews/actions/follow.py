"""Bringing a restored workshop to where its ledgers are: withdrawals, consents and destructions are carried out again.

By the account "command-line", which is the study's custodian for as long as that takes, and logged like any other.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from catalog.followers import Quotes
from catalog.ledger import Entry, Ledger, LedgerError, Position
from catalog.models import Evidence, Issue, Source
from catalog.takedown import Labels
from interviews import ledger
from interviews.accounts import command_line_account
from interviews.actions.change_issue import left_behind, let_go, withdraw_again
from interviews.actions.consent import hide_unconsented, is_taken_back
from interviews.actions.hide import Known, hide_matching, send_back, take_down
from interviews.actions.log import record
from interviews.actions.recompute import recompute
from interviews.actions.rescan import rescan
from interviews.actions.retention import destroy_raw_text
from interviews.actions.withdraw import withdraw
from interviews.crypto import KeyMissing
from interviews.errors import WrongState
from interviews.models import Consent, Event, IdentifierVariant, Interview, Participant, Study, StudyMembership
from interviews.registry import hold_registry

WHY = "said by the ledger"
NO_KEY = (
    "no key of IDENTITY_KEYS opens this backup: add the key of its time. If that was destroyed, "
    "`manage.py replay_withdrawals --without-keys` withdraws without looking for names elsewhere"
)


@dataclass
class WorkshopQuotes(Quotes):
    """As a catalog does, with what a workshop knows: who stands behind a label, whose draft waits again, and names.

    `unreadable`: the keys of the backup were destroyed.
    """

    unreadable: bool = False

    @transaction.atomic
    def replay(self) -> list[str]:
        # In the order in which every act of the workshop takes its turn: first the registry, then the revision.
        hold_registry()
        done = super().replay()
        # A catalog that replayed before this workshop knew no drafts.
        send_back(Evidence.objects.exclude(status=Evidence.Status.PUBLISHED).values("public_id"))
        for issue in left_behind():
            let_go(by=command_line_account(), issue=issue)
        return done

    def cover_words(self) -> list[str]:
        if self.unreadable:
            return ["published words may hold names again, which can't be found without the key: read the issues"]
        return learn_names(ledger.known())

    def take_down(self, public_ids: Collection[str], status: str) -> None:
        take_down(by=None, public_ids=public_ids, status=status, why=WHY)

    def withdraw_issue(self, issue: Issue) -> None:
        withdraw_again(by=command_line_account(), issue=issue, why=WHY)

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
            *(f"{len(names)} names of study {study.slug} are not known" for study, names in unknown_names(says)),
            *(f"{name(p)} withdrew" for p in people_of(says.withdrawn) if p.withdrawn_at is None),
            *(f"the raw text of study {s.slug} was destroyed" for s in kept(says)),
            *(f"{name(p)} took back the consent to be quoted" for p in quotable(says)),
        ]

    def replay(self) -> list[str]:
        says = ledger.known()
        done = learn_names(says, unreadable=self.unreadable)
        for person in people_of(says.withdrawn):
            if person.withdrawn_at is None and again(person.study, partial(self.withdraw, person)):
                done.append(f"{name(person)} is withdrawn{' (names were not looked for)' if self.unreadable else ''}")
        for study in kept(says):
            if again(study, partial(destroy, study)):
                done.append(f"the raw text of study {study.slug} is destroyed")
        for person in quotable(says):
            if again(person.study, partial(revoke, person)):
                done.append(f"{name(person)} may not be quoted")
        self.record_what_is_new()
        return done

    def withdraw(self, participant: Participant, by: Any) -> None:
        withdraw(by=by, participant=participant, unreadable=self.unreadable)

    @transaction.atomic
    def record_what_is_new(self) -> None:
        """Begin the ledger, and note what an older version of the program did without noting it."""
        hold_registry()
        says = ledger.known()
        ledger.note(list(unrecorded(says)))

    @transaction.atomic
    def forget(self) -> None:
        Event.objects.create(action=ledger.FOLLOWED, data={"lines": 0, "head": ""})


def again(study: Study, act: Callable[[Any], object]) -> bool:
    """Do an act in the study, as its custodian; False where another process has just done it."""
    try:
        with transaction.atomic(), custodian(study) as account:
            act(account)
    except WrongState:
        return False
    except KeyMissing as error:
        raise LedgerError(NO_KEY) from error
    return True


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


def real_studies(words: Collection[str]) -> "QuerySet[Study]":
    """The studies that the ledger names and this database knows. Invented ones are left alone."""
    return Study.objects.filter(slug__in=[unquote(word) for word in words], is_sample=False)


def people_of(pairs: Collection[tuple[str, ...]]) -> list[Participant]:
    """The participants that the ledger names and this database knows."""
    studies = real_studies({slug for slug, _ in pairs})
    people = Participant.objects.filter(study__in=studies).select_related("study")
    return [participant for participant in people if ledger.person(participant) in pairs]


def quotable(says: ledger.Says) -> list[Participant]:
    """Who may be quoted here, and took that back."""
    return [participant for participant in people_of(says.unconsented) if participant.may_be_quoted()]


def kept(says: ledger.Says) -> Sequence[Study]:
    """Studies whose raw text is here, and was destroyed."""
    return list(real_studies(says.destroyed).filter(destroyed_at=None))


def unknown_names(says: ledger.Says) -> list[tuple[Study, list[tuple[str, ...]]]]:
    """By study, names that the ledger knows and the registry here does not."""
    found = []
    for study in real_studies({slug for slug, *_ in says.names}):
        variants = IdentifierVariant.objects.filter(identifier__study=study, context_before="")
        here = set(variants.values_list("fingerprint", flat=True))
        if names := sorted(each for each in says.names if each[0] == ledger.word(study.slug) and each[2] not in here):
            found.append((study, names))
    return found


def learn_names(says: ledger.Says, *, unreadable: bool = False) -> list[str]:
    """Know again what must not be published: by fingerprint, as a name whose key was destroyed is known."""
    done = []
    for study, names in unknown_names(says):
        if again(study, partial(learn, study, names, unreadable)):
            looked = " (they were not looked for)" if unreadable else ""
            done.append(f"{len(names)} names of study {study.slug} are known again{looked}")
    return done


def learn(study: Study, names: Sequence[tuple[str, ...]], unreadable: bool, by: Any) -> None:
    """Store nameless identifiers, and look for them: in what is public at once, and in every turn of the study."""
    hold_registry()
    learned = []
    for _, type_, digest, words in names:
        type_ = unquote(type_)
        if study.identifiers.filter(variants__fingerprint=digest, variants__context_before="").exists():
            continue
        given = {"type": type_, "placeholder": f"[{type_}]", "data_key": None, "added_by": by}
        # The name may be known after certain words only: then it counts everywhere now.
        identifier, _ = study.identifiers.get_or_create(fingerprint=digest, defaults=given)
        variant = IdentifierVariant.objects.create(identifier=identifier, fingerprint=digest, word_count=int(words))
        record(by=by, action="name known again", study=study, identifier=identifier.pk, why=WHY)
        learned.append(variant)
    if not unreadable:
        for identifier in study.identifiers.filter(variants__in=learned).distinct():
            hide_matching(by=by, identifier=identifier)
        rescan(by=by, study=study, variants=learned)


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
    variants = IdentifierVariant.objects.filter(identifier__study__is_sample=False, context_before="").order_by("pk")
    for variant in variants.select_related("identifier__study"):
        if (known := ledger.name_of(variant)) not in says.names:
            yield (ledger.NAME, *known)
    for study in Study.objects.filter(destroyed_at__isnull=False, is_sample=False):
        if (slug := ledger.word(study.slug)) not in says.destroyed:
            yield (ledger.DESTROYED, slug)
