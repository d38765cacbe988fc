"""What tests of the workshop share."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.utils import translation

from tests.interviews.ready import Ready, make_ready
from tests.lasting import undone


@pytest.fixture(scope="module")
def prepared(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A quote that is ready to be published, or what else `prepare` of the module makes, once for all of its tests.

    It is in the database for every test of the module that comes after the first one that asks for it, so that such
    a module has neither a test that commits nor one that counts on an empty database.
    """
    with django_db_blocker.unblock(), undone(), translation.override("en"):
        yield getattr(request.module, "prepare", make_ready)()


@pytest.fixture
def ready(prepared: Any, db: None) -> Ready:
    """The same, and what a test changes in it is undone after the test."""
    mine: Ready = deepcopy(prepared)
    return mine
