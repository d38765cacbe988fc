"""A database as it was: what a restored backup is to the program. Within one test's transaction, on both databases.

backup = Backup()
...                  # much is taken down
backup.restore()     # the database knows nothing of it; the ledgers do
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction

from catalog import guard


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
