"""The planted study, made once for each module."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.privacy.world import Planted, planted_database


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    with planted_database(django_db_blocker) as planted:
        yield planted
