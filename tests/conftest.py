"""What every test stands on."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from catalog.loading import load_catalog
from interviews.crypto import new_wrapping_key
from interviews.models import Study
from tests.catalog.factories import Shelf, make_catalog
from tests.factories import make_study
from tests.lasting import lasting, undone
from tests.people import People, team

# The study's files, beside the project; they never enter it.
SHARED = Path(__file__).resolve().parents[2] / "shared"
# Files that take a minute or more each.
LONG = {"test_act_sequences.py", "test_public_pages.py", "test_seeded_leaks.py", "test_who_sees_what.py"}
# Fixtures that make a database for all tests of a module.
PLANTING = {"planted", "prepared", "shipped", "written", "rendered"}


# A change is judged by the same examples on every machine; `make fuzz` looks for new ones.
hypothesis.settings.register_profile("same-examples", derandomize=True, deadline=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=10_000)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same-examples"))
    # Keys of this run alone, and a hasher that is fast because nothing here needs to resist an attack.
    settings.IDENTITY_KEYS = [new_wrapping_key()]
    # Outside of a test, as while a module's database is planted, there is none yet.
    nowhere = Path(tempfile.mkdtemp(prefix="mlq-ledgers-"))
    settings.LEDGER, settings.PARTICIPANT_LEDGER = nowhere / "ledger", nowhere / "participant-ledger"
    config.add_cleanup(lambda: shutil.rmtree(nowhere, ignore_errors=True))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    list_static_files_once()


def list_static_files_once() -> None:
    """Let every client of the tests know the static files that the first one listed: that takes as long as a page."""
    list_them = WhiteNoiseMiddleware.add_files_from_finders
    lists: dict[tuple[str, ...], dict[str, Any]] = {}

    def from_the_list(self: WhiteNoiseMiddleware) -> None:
        of = (settings.STATIC_URL, settings.STATIC_ROOT, settings.STORAGES["staticfiles"]["BACKEND"])
        key = tuple(map(str, (*of, *settings.STATICFILES_DIRS)))
        if key not in lists:
            list_them(self)
            lists[key] = self.files
        self.files = {**lists[key], **self.files}

    WhiteNoiseMiddleware.add_files_from_finders = from_the_list


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker waits for another; skip, saying so, what reads an absent study."""
    items.sort(key=lambda item: item.path.name not in LONG)
    if (SHARED / "study" / "package").is_dir():
        return
    absent = pytest.mark.skip(reason=f"the real study is not at {SHARED}")
    for item in items:
        if item.get_closest_marker("real_study"):
            item.add_marker(absent)


@pytest.fixture
def shared() -> Path:
    """The directory of the real study's files."""
    return SHARED


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A page that a test asked for in French leaves its thread in French: the next test begins in English."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _ledgers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Ledgers of this test alone: what a test took down is rolled back, and no other test may hear of it.

    A module that plants a database for all of its tests has ledgers that go with it; each test gets a copy of them.
    """
    before = settings.LEDGER, settings.PARTICIPANT_LEDGER
    directory = tmp_path_factory.mktemp("ledgers")
    for name in ("LEDGER", "PARTICIPANT_LEDGER"):
        planted = Path(getattr(settings, name))
        setattr(settings, name, directory / planted.name)
        if PLANTING & set(request.fixturenames) and planted.exists():
            shutil.copy(planted, directory)
    yield
    settings.LEDGER, settings.PARTICIPANT_LEDGER = before


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The shipped catalog, loaded once for a module that only reads it."""
    with django_db_blocker.unblock(), undone():
        load_catalog(settings.BASE_DIR / "fixtures" / "catalog.json")
        yield


@pytest.fixture(scope="module")
def made(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Shelf]:
    """The invented catalog, or what else `make_shelf` of the module makes of it."""
    with lasting(django_db_blocker):
        # Whatever language the request before was answered in.
        with translation.override("en"):
            shelf = getattr(request.module, "make_shelf", make_catalog)()
        yield shelf


@pytest.fixture
def shelf(made: Shelf, db: None) -> Shelf:
    """An invented catalog, made once a module; what a test changes in it is undone after the test.

    Modules whose tests commit (`transaction=True`) make their own, test by test; what holds of an empty catalog is
    tested in tests/catalog/test_empty.py.
    """
    return deepcopy(made)


@pytest.fixture
def study(db: None) -> Study:
    """An invented study; a module that needs another kind makes its own."""
    return make_study()


@pytest.fixture
def people(study: Study) -> People:
    """The study's team."""
    return team(study)
