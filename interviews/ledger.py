"""The workshop's own ledger: who withdrew, whose consent was taken back, which studies' raw words were destroyed, and
which names must not be published.

By study slug and participant code; with it the hashes of the files that a withdrawn participant spoke in. Names stand
in it as the registry's keyed fingerprints, which tell nobody anything without the key in the database. It tells neither
words nor names, but which codes left a study is nobody's business outside: the file is its owner's alone, and a public
site needs none. Its lines are written and followed as those of the ledger of quotes are (catalog/takedown.py).

How far this database followed it stands in the log, which nobody can change.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from catalog.ledger import Entry, Ledger, LedgerError, Position, Reading
from interviews.errors import NotRecorded
from interviews.models import Event, IdentifierVariant, Interview, Participant, Study

SLUG = CODE = r"[-.%~_0-9A-Za-z]{1,720}"
HASH = r"[0-9a-f]{64}"
WITHDRAWN, SOURCE, DESTROYED, UNCONSENTED, CONSENTED = "withdrawn", "source", "destroyed", "unconsented", "consented"
NAME = "name"
KINDS = {
    WITHDRAWN: re.compile(rf"{SLUG} {CODE}"),
    SOURCE: re.compile(rf"{SLUG} {HASH}"),
    DESTROYED: re.compile(SLUG),
    UNCONSENTED: re.compile(rf"{SLUG} {CODE}"),
    CONSENTED: re.compile(rf"{SLUG} {CODE}"),
    # Type, fingerprint, and how many words it has.
    NAME: re.compile(rf"{SLUG} [a-z%0-9]{{1,30}} {HASH} [1-9][0-9]*"),
}
FOLLOWED = "ledger followed"


def ledger() -> Ledger:
    path = Path(settings.PARTICIPANT_LEDGER)
    return Ledger(path, of="participants", setting="PARTICIPANT_LEDGER", kinds=KINDS, mode=0o600)


def followed() -> Position:
    """How far this database followed the ledger; nothing where it never had one."""
    event = Event.objects.filter(study=None, action=FOLLOWED).order_by("-pk").first()
    return Position(event.data["lines"], event.data["head"]) if event else Position()


@dataclass
class Says:
    """What the ledger says: pairs of study slug and participant code, and of study slug and a file's SHA-256."""

    withdrawn: set[tuple[str, ...]] = field(default_factory=set)
    sources: set[tuple[str, ...]] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    unconsented: set[tuple[str, ...]] = field(default_factory=set)
    names: set[tuple[str, ...]] = field(default_factory=set)

    def has(self, entry: Entry) -> bool:
        """Whether a line would say nothing new."""
        kind, *about = entry
        if kind == CONSENTED:
            return tuple(about) not in self.unconsented
        if kind == DESTROYED:
            return about[0] in self.destroyed
        return tuple(about) in self.of(kind)

    def of(self, kind: str) -> set[tuple[str, ...]]:
        """What lines of this kind are about."""
        return {
            WITHDRAWN: self.withdrawn,
            SOURCE: self.sources,
            UNCONSENTED: self.unconsented,
            NAME: self.names,
        }[kind]


@lru_cache(maxsize=4)
def said(reading: Reading) -> Says:
    says = Says()
    for kind, *about in reading.entries:
        if kind == CONSENTED:
            says.unconsented.discard(tuple(about))
        elif kind == DESTROYED:
            says.destroyed.add(about[0])
        else:
            says.of(kind).add(tuple(about))
    return says


def known() -> Says:
    """What the ledger says now; nothing where this database never had one. Raises LedgerError."""
    at, file = followed(), ledger()
    return said(file.read(at)) if at.head or file.exists() else Says()


def word(text: str) -> str:
    """A slug or code as the ledger writes it: one word of plain letters, whatever stands in the database."""
    return quote(text, safe="")


def person(participant: Participant) -> tuple[str, str]:
    """How the ledger names a participant: by study slug and code."""
    return word(participant.study.slug), word(participant.code)


def name_of(variant: IdentifierVariant) -> tuple[str, ...]:
    """How the ledger knows a name: by study slug, type, keyed fingerprint and number of words."""
    identifier = variant.identifier
    return word(identifier.study.slug), word(identifier.type), variant.fingerprint, str(variant.word_count)


def note_name(variant: IdentifierVariant) -> None:
    """Note a way to say a name. One that counts only after certain words can't be: the words would stand there."""
    if not variant.context_before and not variant.identifier.study.is_sample:
        note([(NAME, *name_of(variant))])


def note(entries: Sequence[Entry]) -> None:
    """Add lines, and remember in the log that they are there. In a transaction, and under `hold_registry`.

    What the ledger says already, as when a withdrawal is carried out again, is not written again.
    """
    before, says = followed(), known()
    new = [entry for entry in entries if not says.has(entry)]
    position = ledger().append(new, on=timezone.localdate(), followed=before)
    if position != before:
        Event.objects.create(action=FOLLOWED, data={"lines": position.lines, "head": position.head})


def note_withdrawn(participant: Participant, interviews: Sequence[Interview]) -> None:
    """Note a withdrawal, and the files that held nobody else's talk. An invented study needs no promise kept."""
    slug, code = person(participant)
    if not participant.study.is_sample:
        note([(WITHDRAWN, slug, code), *((SOURCE, slug, interview.source_sha256) for interview in interviews)])


def note_destroyed(study: Study) -> None:
    if not study.is_sample:
        note([(DESTROYED, word(study.slug))])


@contextmanager
def told_in_one_line() -> Iterator[Any]:
    """What the ledger refuses is refused like any act of the workshop: in words for the person who can mend it."""
    try:
        yield
    except LedgerError as error:
        raise NotRecorded(str(error)) from error
