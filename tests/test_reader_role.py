"""A PostgreSQL role that may read the catalog's tables and nothing else: it serves all of the public site, and no more.

The shipped catalog is committed once for all tests here, as other processes read it; they change nothing.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.lasting import own_ledgers
from tests.test_public_site import ASK_THE_API, AT_LEAST, manage, on_postgresql, reader_of_the_catalog, serve


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Where a process of that role finds the database, and its ledger."""
    if connection.vendor != "postgresql":
        pytest.skip("roles are PostgreSQL's")
    with django_db_blocker.unblock(), TemporaryDirectory() as directory, own_ledgers(Path(directory)):
        with reader_of_the_catalog() as address:
            yield {"DATABASE_URL": address, "LEDGER": str(settings.LEDGER)}
        call_command("flush", verbosity=0, interactive=False, allow_cascade=False)


@on_postgresql
def test_a_role_that_may_read_only_the_catalog_serves_every_public_page(here: dict[str, str], tmp_path: Path):
    done = manage("build_site", str(tmp_path / "site"), **here, STATE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site").rglob("index.html"))) >= AT_LEAST


@on_postgresql
def test_that_role_is_enough_for_every_list_of_the_api(here: dict[str, str], tmp_path: Path):
    done = manage("shell", "-v0", "-c", ASK_THE_API, **here, STATE_DIR=str(tmp_path), ALLOWED_HOSTS="testserver")
    assert done.stdout.split() == ["200"] * 10, done.stderr


@on_postgresql
@pytest.mark.parametrize("table", ["interviews_segment", "interviews_identifier", "auth_user", "django_session"])
def test_that_role_may_not_read_a_private_table(here: dict[str, str], table: str):
    import psycopg

    with psycopg.connect(here["DATABASE_URL"]) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(f"SELECT * FROM {table}")


@on_postgresql
def test_a_role_that_may_only_read_needs_to_see_the_ledger(here: dict[str, str], tmp_path: Path):
    said, error = serve(DATABASE_URL=here["DATABASE_URL"], STATE_DIR=str(tmp_path)).communicate()
    assert said == ""
    assert "name the right file in LEDGER" in error
