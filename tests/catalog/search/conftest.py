"""Catalogs to search in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from catalog.loading import load_catalog
from catalog.models import Revision
from tests.catalog.factories import Shelf, make_catalog

FIXTURE = Path(__file__).resolve().parents[3] / "fixtures" / "catalog.json"


@pytest.fixture
def shelf(db: None) -> Shelf:
    return make_catalog()


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped catalog, loaded once for a module that only reads it."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            load_catalog(FIXTURE)
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def publish() -> None:
    """Count a change, as everything that publishes does at its end."""
    Revision.objects.bump()
