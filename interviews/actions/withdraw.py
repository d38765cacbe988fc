"""Withdrawal: everything a participant said leaves the workshop, the catalog and its releases, and stays out.

In one transaction:

1. every other text of the study is scanned for the identifiers of the person, and matches become replacements;
2. the person's quotes become tombstones, in rows and in releases; what was cleared of these identifiers is cleared no
   more, so quotes of others and words of issues that held one by a clearance are hidden and covered;
3. their turns go, with replacements, reviews, codings, drafts and memos on them; so do the passes of an interview
   that was theirs alone, whose data key is destroyed;
4. names of persons, and names that stand in nobody else's talk, are destroyed with their keys; their fingerprints
   stay, so that the gate still knows them;
5. what was decided to keep of those names is ended; texts held back for them are destroyed, other held texts lose them;
6. an interview that others were interviewed in too, and the study, get new data keys, so that what older backups
   hold of the person dies with the old ones (interviews/actions/reseal.py);
7. labels and statistics are computed anew, and the catalog's revision is bumped.

What stays of an interview is its number and the hash of its source: the same file is not imported again by accident.

The ledgers say who left and which quotes are gone, as the last act of the transaction: a backup from before is brought
to where they are before it serves (interviews/actions/follow.py).
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog import takedown
from catalog.models import Evidence, Revision
from interviews.actions.hide import hide_matching, take_down
from interviews.actions.log import record
from interviews.actions.recompute import recompute
from interviews.actions.reseal import reseal_interview, reseal_study
from interviews.actions.scan import identifiers_in, replace_everywhere, rewrite_held
from interviews.errors import WrongState
from interviews.labels import quoted
from interviews.ledger import note_withdrawn, told_in_one_line
from interviews.models import (
    AuthorPlaceholder,
    CodingPass,
    Consent,
    HeldText,
    Identifier,
    IdentifierVariant,
    Interview,
    Memo,
    Participant,
    Replacement,
    Segment,
    StandingDecision,
    Study,
)
from interviews.models.identifiers import IdentifierType
from interviews.permissions import Act, check
from interviews.registry import hold_registry

ATTRIBUTES = ("role", "sector", "experience", "country", "company_size")


@dataclass(frozen=True)
class Withdrawal:
    """What a withdrawal did, in numbers."""

    interviews: int
    segments: int
    quotes: int
    replacements_elsewhere: int
    names_destroyed: int


@told_in_one_line()
@transaction.atomic
def withdraw(*, by: Any, participant: Participant, unreadable: bool = False) -> Withdrawal:
    """Take back everything `participant` said.

    `unreadable` is for a backup whose keys were destroyed: nothing in it can be read, so no name can be looked for, and
    nothing that stays needs a new key. Names that replacements in their turns are linked to are destroyed all the same.

    Raises NotPermitted, WrongState when they withdrew before, and NotRecorded where the ledgers can't be written.
    """
    check(by, Act.WITHDRAW, participant.study)
    hold_registry()
    participant.refresh_from_db()
    if participant.withdrawn_at is not None:
        raise WrongState(f"participant {participant.code} withdrew on {participant.withdrawn_at:%Y-%m-%d}")
    with takedown.written_together():
        return carry_out(by, participant, unreadable)


def carry_out(by: Any, participant: Participant, unreadable: bool) -> Withdrawal:
    """Everything but asking whether it may be done."""
    study = participant.study
    interviews = list(Interview.objects.filter(study=study, speakers__participant=participant).distinct())
    leaving = Segment.objects.filter(pk__in=[pk for interview in interviews for pk in turns_of(interview, participant)])
    known, replaced, standing = names_linked(study, leaving) if unreadable else names_said(by, study, leaving)
    quotes = bury_quotes(by, participant)
    for identifier in [] if unreadable else known:
        end_clearances(by, identifier)
        hide_matching(by=by, identifier=identifier)
    alone = [interview for interview in interviews if not is_shared(interview, participant)]
    segments = sum(forget_talk(interview, participant) for interview in interviews)
    theirs = [i for i in known if i.type == IdentifierType.PERSON or i.pk not in standing]
    names = sum(destroy_name(identifier) for identifier in theirs)
    forget_decisions(by, known, theirs)
    if not unreadable:
        rewrite_held(theirs)
    forget_person(participant)
    if not unreadable:
        for interview in interviews:
            if interview not in alone:
                reseal_interview(interview)
        reseal_study(study)
    if study.source is not None:
        recompute(study.source)
    Revision.objects.bump()
    done = Withdrawal(len(interviews), segments, quotes, replaced, names)
    searched = not unreadable
    record(
        by=by, action="participant withdrawn", study=study, participant=participant.pk, searched=searched, **vars(done)
    )
    note_withdrawn(participant, alone)
    return done


def names_said(by: Any, study: Study, leaving: "QuerySet[Segment]") -> tuple[list[Identifier], int, set[int]]:
    """The names in what goes, how often they were replaced in what stays, and which of them stand there."""
    # Words that were destroyed before (interviews/actions/retention.py) name nobody any more.
    known = identifiers_in(by=by, study=study, segments=leaving.filter(interview__data_key__isnull=False))
    return (known, *replace_everywhere(by=by, study=study, identifiers=known, but=leaving))


def names_linked(study: Study, leaving: "QuerySet[Segment]") -> tuple[list[Identifier], int, set[int]]:
    """As `names_said`, without reading: names that replacements in what goes are linked to, and those elsewhere."""
    linked = Replacement.objects.filter(segment__interview__study=study, identifier__isnull=False)
    theirs, others = linked.filter(segment__in=leaving), linked.exclude(segment__in=leaving)
    known = list(study.identifiers.filter(pk__in=theirs.values("identifier")))
    return known, 0, set(others.values_list("identifier_id", flat=True))


def bury_quotes(by: Any, participant: Participant) -> int:
    """Make tombstones of the person's quotes, hidden ones too; the statements they stood beside are forgotten."""
    ids = quoted(participant)
    take_down(by=by, public_ids=ids, status=Evidence.Status.WITHDRAWN, why="withdrawal")
    return len(ids)


def end_clearances(by: Any, identifier: Identifier) -> None:
    """Nobody finds the name harmless any longer, in drafts, held texts or what became public of them, in any study."""
    count, _ = identifier.clearances.all().delete()
    if count:
        record(by=by, action="clearances ended", study=identifier.study, identifier=identifier.pk, count=count)


def is_shared(interview: Interview, participant: Participant) -> bool:
    """Whether somebody else was interviewed there too."""
    return interview.speakers.filter(participant__isnull=False).exclude(participant=participant).exists()


def turns_of(interview: Interview, participant: Participant) -> "QuerySet[Any, int]":
    """Ids of the turns that go: all of the interview, questions included, unless others were interviewed too."""
    theirs = Q(speaker__participant=participant) if is_shared(interview, participant) else Q()
    return interview.segments.filter(theirs).values_list("pk", flat=True)


def forget_talk(interview: Interview, participant: Participant) -> int:
    """Delete the turns that go and all that hangs on them; returns how many turns.

    An interview that others were interviewed in too keeps their turns, and so its passes and its data key.
    """
    shared = is_shared(interview, participant)
    segments = Segment.objects.filter(pk__in=list(turns_of(interview, participant)))
    count = segments.count()
    Memo.objects.filter(Q(interview=interview) | Q(segment__in=segments) | Q(coding__segment__in=segments)).delete()
    segments.delete()
    gone = interview.speakers.filter(participant=participant) if shared else interview.speakers.all()
    gone.update(label_encrypted=None)
    if not shared:
        CodingPass.objects.filter(interview=interview).delete()
        AuthorPlaceholder.objects.filter(interview=interview).delete()
        Interview.objects.filter(pk=interview.pk).update(data_key=None, warnings=[])
    return count


def destroy_name(identifier: Identifier) -> int:
    """Destroy the name and its key; placeholder and fingerprints stay."""
    IdentifierVariant.objects.filter(identifier=identifier).update(text_encrypted=None)
    return Identifier.objects.filter(pk=identifier.pk).update(name_encrypted=None, data_key=None)


def forget_decisions(by: Any, known: list[Identifier], theirs: list[Identifier]) -> None:
    """End what was decided to stand of the names `known`, and destroy the published words held back for `theirs`.

    A held text keeps its placeholder for readers; nobody can put the words back, so the question is settled. Words
    held back for another name lose these.
    """
    now = timezone.now()
    names = IdentifierVariant.objects.filter(identifier__in=known).values_list("fingerprint", flat=True)
    standing = StandingDecision.objects.filter(study__identifiers__in=known, undone_at=None)
    standing = standing.filter(words_fingerprint__in=list(names)).exclude(verdict=StandingDecision.Verdict.REPLACE)
    StandingDecision.objects.filter(pk__in=list(standing.values_list("pk", flat=True))).update(undone_at=now)
    held = HeldText.objects.filter(identifier__in=theirs)
    held.filter(settlement="").update(
        settlement=HeldText.Settlement.LEFT, settled_by=by, settled_at=now, reason="a participant withdrew"
    )
    held.update(text_encrypted=None)


def forget_person(participant: Participant) -> None:
    """Keep of the person a code, the day of the withdrawal, and that there was a consent, now revoked."""
    now = timezone.now()
    for name in ATTRIBUTES:
        setattr(participant, name, "")
    participant.withdrawn_at = now
    participant.save()
    for consent in Consent.objects.filter(participant=participant, revoked_on=None):
        consent.revoked_on = max(now.date(), consent.granted_on)
        consent.save(update_fields=["revoked_on"])
