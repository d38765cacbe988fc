"""Catalogs to search in."""

import pytest

from catalog.models import Revision
from tests.catalog.factories import Shelf, make_catalog


@pytest.fixture
def shelf(db: None) -> Shelf:
    return make_catalog()


def publish() -> None:
    """Count a change, as everything that publishes does at its end."""
    Revision.objects.bump()
