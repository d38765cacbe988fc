"""Rows that last for a whole module: made once, read by every test, and undone at the end.

    @pytest.fixture(scope="module")
    def everything(django_db_setup, django_db_blocker):
        with lasting(django_db_blocker):
            yield a_study_with_everything()

    @pytest.fixture
    def world(everything, db):
        return deepcopy(everything)

Each test runs in a savepoint of its own, so that what one of them changes is undone before the next; a copy of the
objects keeps them from sharing what Python remembers of a row. Such a module has no test that commits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.test import override_settings

from catalog import guard


@contextmanager
def lasting(blocker: Any) -> Iterator[None]:
    """What is written to the database inside never happened afterwards."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def own_ledgers(directory: Path) -> override_settings:
    """What is taken down inside is written into ledgers below `directory`, and into no others."""
    return override_settings(LEDGER=directory / "ledger", PARTICIPANT_LEDGER=directory / "participant-ledger")


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened, and no ledger says it did."""
    with TemporaryDirectory() as directory, own_ledgers(Path(directory)), transaction.atomic():
        guard.start()
        yield
        transaction.set_rollback(True)
