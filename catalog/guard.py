"""Nothing is served from a database that does not know what was taken down since.

A process that starts to serve replays the ledger (`start`); one whose role may only read, and one under whose hands the
database was exchanged, refuses (`refusal`, `check`), and says which command to run.
"""

import sys
import time
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.models import F

from catalog import takedown
from catalog.followers import followers
from catalog.ledger import LedgerError, Position
from catalog.models import Revision

REMEDY = "run manage.py replay_withdrawals with a role that may write, then start again"
# Somebody may be taking a quote down just now: its line is written before its transaction is committed.
PATIENCE = 5.0
PAUSE = 0.5
# What gunicorn understands as a worker that can't start: it ends, too, instead of starting one after the other.
NOT_TO_BE_STARTED_AGAIN = 3


class Behind(LedgerError):
    """The database holds what was taken down since it was saved; `str()` says what, and the remedy."""


def check() -> None:
    """Raise LedgerError where the database is behind its ledgers, or they can't be trusted."""
    if behind := [line for follower in followers() for line in follower.behind()]:
        raise Behind(f"the database is older than its ledger: {'; '.join(behind)}; {REMEDY}")


def start() -> None:
    """Replay what is behind, as far as this role may, and begin ledgers where there are none.

    Several processes may start at once: the second finds nothing to do. Raises LedgerError, and ImproperlyConfigured
    where the database has no tables yet.
    """
    try:
        if may_write():
            for follower in followers():
                follower.replay()
        wait_until_followed()
        remember()
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"the database can't be compared with its ledger ({type(error).__name__}): run manage.py migrate, and let "
            "the role that serves read all tables of the catalog"
        ) from error


def start_or_exit() -> None:
    """As `start`; a process that may not serve ends with one line that says why."""
    try:
        start()
    except (LedgerError, ImproperlyConfigured) as error:
        sys.stderr.write(f"Nothing is served: {error}\n")
        sys.exit(NOT_TO_BE_STARTED_AGAIN)


def wait_until_followed() -> None:
    """As `check`, and patient with a transaction that is about to commit."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return check()
        except Behind:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE)


def may_write() -> bool:
    """Whether this role may change the catalog."""
    try:
        with transaction.atomic():
            Revision.objects.get_or_create(pk=1)
            Revision.objects.filter(pk=1).update(counter=F("counter"))
    except DatabaseError:
        # It may be that the tables are not there: then reading fails next, and says so.
        return False
    return True


# --- while serving


@dataclass(frozen=True)
class Seen:
    """The database as this process knows it: it goes forward only, unless somebody exchanges it."""

    counter: int
    followed: Position
    files: tuple[str, ...]

    def is_before(self, other: "Seen") -> bool:
        """Whether nothing but ordinary changes lies between this and the other."""
        return (
            self.files == other.files
            and self.counter <= other.counter
            and self.followed.lines <= other.followed.lines
            and bool(self.followed.head) == bool(other.followed.head)
        )


_seen: Seen | None = None


def now() -> Seen:
    counter, followed = Revision.objects.with_ledger()
    return Seen(counter, followed, tuple(str(follower.ledger().path) for follower in followers()))


def remember() -> None:
    global _seen
    _seen = now()


def refusal() -> tuple[str, int]:
    """Why nothing may be served now, empty where it may, and the catalog's revision. One query if nothing changed."""
    global _seen
    current, before = now(), _seen
    try:
        if before is None or not before.is_before(current):
            if current.followed.head or any(follower.ledger().exists() for follower in followers()):
                check()
        elif before.followed != current.followed:
            # Something was taken down, here or by another process: is it the ledger that we know?
            takedown.ledger().read(current.followed)
    except LedgerError as error:
        return str(error), current.counter
    _seen = current
    return "", current.counter
