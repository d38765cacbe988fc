"""Retention: the raw words of a study are destroyed once its destroy-by date has come.

In one transaction the data keys of the study, its interviews and its identifiers go, and the sealed bytes with them:
turns, replacement texts, speakers' labels, names and their variants, memos, drafted issues, drafts that were never
published, words of standing decisions and of held texts.

What stays tells nobody's words: offsets, codes, codings, counts, fingerprints (the gate still knows the names),
published quotes and the record of their publication.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.actions.log import record
from interviews.actions.withdraw import destroy_name
from interviews.errors import WrongState
from interviews.ledger import note_destroyed, told_in_one_line
from interviews.models import (
    CodeVersion,
    EvidenceDraft,
    HeldText,
    Identifier,
    Interview,
    IssueDraft,
    Memo,
    Replacement,
    Segment,
    Speaker,
    StandingDecision,
    Study,
)
from interviews.models.publication import DraftStatus
from interviews.permissions import Act, check
from interviews.registry import hold_registry

WARN_DAYS = 30


@dataclass(frozen=True)
class Destruction:
    """What goes, or went, in numbers."""

    interviews: int
    segments: int
    names: int
    memos: int
    evidence_drafts: int
    issue_drafts: int

    def __str__(self) -> str:
        return (
            f"{self.segments} turns of {self.interviews} interviews, {self.names} names, {self.memos} memos, "
            f"{self.evidence_drafts} unpublished drafts of quotes, {self.issue_drafts} drafts of issues"
        )


def what_would_go(study: Study) -> Destruction:
    """Count what `destroy_raw_text` would destroy."""
    return Destruction(
        interviews=study.interviews.exclude(data_key=None).count(),
        segments=Segment.objects.filter(interview__study=study).count(),
        names=study.identifiers.exclude(data_key=None).count(),
        memos=Memo.objects.filter(study=study, version_of=None).count(),
        evidence_drafts=unpublished_drafts(study).count(),
        issue_drafts=IssueDraft.objects.filter(study=study).count(),
    )


@told_in_one_line()
@transaction.atomic
def destroy_raw_text(*, by: Any, study: Study, reason: str = "") -> Destruction:
    """Destroy the raw words of `study`. Raises NotPermitted, and WrongState when it is done or not yet due.

    Before the day, or without one, a `reason` is needed; it is recorded as given or not, never its words.
    """
    check(by, Act.WITHDRAW, study)
    hold_registry()
    study.refresh_from_db()
    refuse_unless_due(study, reason)
    gone = what_would_go(study)
    destroy_talk(study)
    destroy_names_and_notes(study)
    now = timezone.now()
    Study.objects.filter(pk=study.pk).update(data_key=None, destroyed_at=now, destroyed_by=by)
    study.refresh_from_db()
    due = study.destroy_by.isoformat() if study.destroy_by else None
    record(by=by, action="raw text destroyed", study=study, due=due, early=bool(reason.strip()), **asdict(gone))
    note_destroyed(study)
    return gone


def refuse_unless_due(study: Study, reason: str) -> None:
    """Raise WrongState, with the remedy, where nothing is to be destroyed now."""
    if study.destroyed_at is not None:
        raise WrongState(f"the raw text of study {study.slug} was destroyed on {study.destroyed_at:%Y-%m-%d}")
    if reason.strip():
        return
    if study.destroy_by is None:
        raise WrongState(f"study {study.slug} has no destroy-by date: set one, or give a reason")
    if study.destroy_by > timezone.localdate():
        raise WrongState(f"study {study.slug} is kept until {study.destroy_by}: wait for that day, or give a reason")


def destroy_talk(study: Study) -> None:
    """Destroy interviews' keys first: only then does the database let the bytes of their turns go."""
    Interview.objects.filter(study=study).update(data_key=None)
    Segment.objects.filter(interview__study=study).update(text_encrypted=b"")
    Replacement.objects.filter(segment__interview__study=study).update(text_encrypted=b"")
    Speaker.objects.filter(interview__study=study).update(label_encrypted=None)


def destroy_names_and_notes(study: Study) -> None:
    """Destroy what people of the study wrote down, and the names they found."""
    for identifier in Identifier.objects.filter(study=study):
        destroy_name(identifier)
    StandingDecision.objects.filter(study=study).update(text_encrypted=None)
    HeldText.objects.filter(study=study).update(text_encrypted=None)
    Memo.objects.filter(study=study).delete()
    CodeVersion.objects.filter(code__study=study).update(entry_encrypted=None)
    unpublished_drafts(study).delete()
    IssueDraft.objects.filter(study=study).delete()


def unpublished_drafts(study: Study) -> Any:
    """Drafts of quotes that can't become public any more, and never were."""
    drafts = EvidenceDraft.objects.filter(segment__interview__study=study, public_id="")
    return drafts.exclude(status=DraftStatus.PUBLISHED)


def retention_notice(study: Study, *, today: date | None = None) -> str:
    """Where the study stands, in one line: destroyed, overdue, so many days left; empty without a day."""
    if study.destroyed_at is not None:
        return _("raw text was destroyed on %(day)s") % {"day": f"{study.destroyed_at:%Y-%m-%d}"}
    if study.destroy_by is None:
        return ""
    days = (study.destroy_by - (today or timezone.localdate())).days
    left = (
        ngettext("%(days)s day left", "%(days)s days left", days)
        if days >= 0
        else ngettext("overdue by %(days)s day", "overdue by %(days)s days", -days)
    )
    notice = _("raw text of this study must be destroyed by %(day)s: %(left)s")
    return notice % {"day": study.destroy_by, "left": left % {"days": abs(days)}}


def is_due_soon(study: Study, *, today: date | None = None) -> bool:
    """Whether to warn: the day has come, or comes within WARN_DAYS."""
    if study.destroyed_at is not None or study.destroy_by is None:
        return False
    return (study.destroy_by - (today or timezone.localdate())).days <= WARN_DAYS
