"""What tests of the catalog share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from catalog import guard


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request for a French page leaves French active in this thread; each test starts in English again."""
    with translation.override("en"):
        yield


@pytest.fixture
def public_role(settings: Any) -> None:
    """The ledger is followed as `SITE_ROLE=public` does, by a process that has seen nothing of it yet."""
    settings.LEDGER_FOLLOWERS = ["catalog.followers.Quotes"]
    guard._seen = None
