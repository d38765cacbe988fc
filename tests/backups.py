"""A database as it was: what a restored backup is to the program. Within one test's transaction, on both databases.
And what survives of one elsewhere: an exported fixture, the ledger.

backup = Backup()
...                  # much is taken down
backup.restore()     # the database knows nothing of it; the ledgers do
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import transaction

from catalog import guard, takedown
from catalog.exports.fixture import FixtureFormat


class Backup:
    """The database as it stands now."""

    def __init__(self) -> None:
        self.saved = transaction.savepoint()

    def restore(self, *, by_another_process: bool = True) -> None:
        """Bring it back; unless told otherwise, every process that serves is started again and has seen nothing yet."""
        transaction.savepoint_rollback(self.saved)
        if by_another_process:
            guard._seen = None


class Crash(Exception):
    """The machine stops."""


@contextmanager
def crashing() -> Iterator[None]:
    """All is done inside, and the machine stops before it is committed."""
    with suppress(Crash), transaction.atomic():
        yield
        raise Crash


def exported() -> str:
    """All that the catalog says, its releases apart."""
    out = io.StringIO()
    FixtureFormat().write(out)
    return out.getvalue()


def fixture(path: Path) -> Path:
    """The catalog as it stands, exported into a file."""
    path.write_text(exported(), encoding="utf-8")
    return path


def said() -> list[tuple[str, ...]]:
    """What the public ledger says, line by line."""
    return list(takedown.ledger().read().entries)
