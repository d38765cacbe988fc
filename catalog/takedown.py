"""What the ledger says of quotes, and taking quotes down so that no older backup or package brings them back.

Whoever takes a quote down writes it into the ledger *before* the transaction commits: where the disk refuses, nothing
is taken down and somebody hears of it; where the transaction fails after the line was written, the line stands for what
somebody asked for, and the next start carries it out. A hiding is lifted *after* the commit, for the same reason: at
worst a quote stays hidden that might be shown.

A quote that came back after a hiding may be shown with the words that came back, known by their hash, and no others:
a backup from before the hiding holds the words that were hidden.
"""

import hashlib
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.ledger import Entry, Ledger, Position, Reading
from catalog.models import Evidence, Revision, Source
from catalog.releases import reissue_without
from catalog.speakers import ANYBODY

Status = Evidence.Status
COVERED, ISSUE = "covered", "issue-withdrawn"
PUBLIC_ID = r"[0-9A-Za-z_-]{1,12}"
KINDS = {
    Status.HIDDEN.value: re.compile(PUBLIC_ID),
    Status.WITHDRAWN.value: re.compile(PUBLIC_ID),
    "shown": re.compile(rf"{PUBLIC_ID} [0-9a-f]{{64}}"),
    # That words of issues or strategies were covered, under a random mark: where, only a workshop finds again.
    COVERED: re.compile(r"[0-9a-f]{16}"),
    # By its number (catalog/withdrawn_issues.py).
    ISSUE: re.compile(r"[1-9][0-9]{0,9}"),
}
OF_NO_QUOTE = {COVERED, ISSUE}


def ledger() -> Ledger:
    """The ledger of quotes: public ids, numbers of issues and days, nothing that a reader could not know."""
    return Ledger(Path(settings.LEDGER), of="quotes", setting="LEDGER", kinds=KINDS)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What the ledger says of one quote: how it was taken down, and the hash of words that it came back with."""

    status: str
    shown: str = ""

    def status_of(self, text: str) -> str:
        """What a quote with these words must be."""
        return Status.PUBLISHED.value if self.shown and hash_of(text) == self.shown else self.status


@lru_cache(maxsize=8)
def verdicts(reading: Reading) -> Mapping[str, Verdict]:
    """What the ledger says of each quote it names; what is withdrawn stays so, whatever a later line says."""
    found: dict[str, Verdict] = {}
    for entry in reading.entries:
        if entry[0] not in OF_NO_QUOTE:
            found[entry[1]] = after(found.get(entry[1]), entry)
    return found


def after(verdict: Verdict | None, entry: Entry) -> Verdict:
    """What is to be said of a quote once this line is written."""
    if verdict is not None and verdict.status == Status.WITHDRAWN:
        return verdict
    kind, _, *words = entry
    return Verdict(Status.HIDDEN.value, words[0]) if kind == "shown" else Verdict(kind)


@lru_cache(maxsize=8)
def issues_in(reading: Reading) -> frozenset[int]:
    """Numbers of the issues that the ledger says were withdrawn, for good."""
    return frozenset(int(entry[1]) for entry in reading.entries if entry[0] == ISSUE)


def known() -> Mapping[str, Verdict]:
    """What the ledger says now of quotes, nothing where this database never had one. Raises LedgerError."""
    reading, _ = read()
    return verdicts(reading) if reading else {}


def withdrawn_issues() -> frozenset[int]:
    """Numbers of withdrawn issues, as `known`."""
    reading, _ = read()
    return issues_in(reading) if reading else frozenset()


def words_were_covered_since() -> bool:
    """Whether the ledger says that published words were covered after this database was saved."""
    reading, followed = read()
    return reading is not None and any(kind == COVERED for kind, *_ in reading.entries[followed.lines :])


def read() -> tuple[Reading | None, Position]:
    """The ledger, none where this database never had one, and how far the database followed it. Raises LedgerError."""
    _, followed = Revision.objects.with_ledger()
    file = ledger()
    return (file.read(followed) if followed.head or file.exists() else None), followed


# --- writing


_together: ContextVar[list[Entry] | None] = ContextVar("together", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """Write what is noted inside at the end of the block, at once; nothing where the block fails."""
    waiting: list[Entry] = []
    token = _together.set(waiting)
    try:
        yield
    finally:
        _together.reset(token)
    note(waiting)


def note(entries: Sequence[Entry]) -> None:
    """Add lines to the ledger, and remember in the database that they are there. Inside a transaction that has written.

    What the ledger says already is not written again. Raises LedgerError.
    """
    if (waiting := _together.get()) is not None:
        waiting.extend(entries)
        return
    if not entries:
        return
    with transaction.atomic():
        Revision.objects.hold()
        reading, followed = read()
        new = [entry for entry in dict.fromkeys(entries) if is_new(reading, entry)]
        Revision.objects.follow(ledger().append(new, on=timezone.localdate(), followed=followed))


def is_new(reading: Reading | None, entry: Entry) -> bool:
    """Whether a line would say what the ledger does not say already."""
    kind, about, *_ = entry
    if reading is None or kind == COVERED:
        return True
    if kind == ISSUE:
        return int(about) not in issues_in(reading)
    verdict = verdicts(reading).get(about)
    return after(verdict, entry) != verdict


def note_covered() -> None:
    """Say that published words were covered: no backup from before may be served until a workshop covers them again."""
    note([(COVERED, secrets.token_hex(8))])


def lift(public_id: str, text: str) -> None:
    """Say, once this transaction is committed, that a quote that was hidden is shown again, with these words."""
    if known().get(public_id, Verdict(Status.PUBLISHED.value)).status == Status.HIDDEN:
        # Should the disk refuse now, the next start hides the quote again, and says so.
        transaction.on_commit(partial(note, [("shown", public_id, hash_of(text))]), robust=True)


# --- taking down


class Labels(Protocol):
    """How the quotes that stay are labelled when others are taken down."""

    def relabel(self, source: Source) -> object:
        """Label the quotes of a source in the catalog's rows."""

    def in_release(self, shown: Mapping[str, str]) -> Mapping[str, str]:
        """Labels that a release's quotes must have from now on, by public id, where they differ from those `shown`."""

    def untold(self, shown: Mapping[str, str]) -> Collection[str]:
        """Of a release's quotes, by public id with the label shown, those that may not name their question any more."""


def take_down(public_ids: Collection[str], status: str, *, labels: Labels | None = None) -> None:
    """Make tombstones of quotes in rows and releases, label the others anew, count the change, and write it down.

    Raises LedgerError, and then the transaction must fail.
    """
    if not public_ids:
        return
    with transaction.atomic():
        quotes = Evidence.objects.filter(public_id__in=public_ids)
        sources = list(Source.objects.filter(evidence__in=quotes).distinct())
        labels = labels or Unknown(public_ids)
        # What was withdrawn stays withdrawn, though an older release that held its words is only found now.
        falling = quotes if status == Status.WITHDRAWN else quotes.exclude(status=Status.WITHDRAWN)
        falling.update(**Evidence.tombstone(status))
        for source in sources:
            labels.relabel(source)
        today = timezone.localdate()
        reissue_without(public_ids, status=status, on=today, labels=labels.in_release, untold=labels.untold)
        Revision.objects.bump()
        note([(status, public_id) for public_id in sorted(public_ids)])


class Unknown:
    """Labels where nobody knows who said what: when quotes leave a source, any group of its speakers may be too small.

    So all of them are practitioners, until a package from where they are known says more.
    """

    def __init__(self, leaving: Collection[str]) -> None:
        self.sources = list(Source.objects.filter(evidence__public_id__in=leaving).distinct())

    def relabel(self, source: Source) -> None:
        Evidence.objects.published().filter(source=source).update(speaker_label=ANYBODY, question=None)

    def in_release(self, shown: Mapping[str, str]) -> dict[str, str]:
        return {public_id: ANYBODY for public_id in self.untold(shown) if shown[public_id] != ANYBODY}

    def untold(self, shown: Mapping[str, str]) -> set[str]:
        elsewhere = Evidence.objects.filter(public_id__in=shown).exclude(source__in=self.sources)
        return set(shown) - set(elsewhere.values_list("public_id", flat=True))
