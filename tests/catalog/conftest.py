"""What tests of the catalog share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request for a French page leaves French active in this thread; each test starts in English again."""
    with translation.override("en"):
        yield
