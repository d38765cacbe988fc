"""The public site alone: `SITE_ROLE=public`, without the private app, on a role that may read `catalog_*` only."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from catalog.loading import load_catalog

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "fixtures" / "catalog.json"
# Home, phases, issues and strategies of the shipped catalog, each in two languages: fewer means a page is missing.
AT_LEAST = 150

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="roles are PostgreSQL's")


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the public site, in a process of its own."""
    variables = {**os.environ, "SITE_ROLE": "public", **environment}
    variables.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def public_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the public role made for itself, with the shipped catalog in it."""
    directory = tmp_path_factory.mktemp("public")
    path = directory / "catalog.sqlite3"
    here = {"DATABASE_URL": f"sqlite:///{path}", "STATE_DIR": str(directory)}
    for command in (["migrate", "-v0"], ["load_catalog", str(FIXTURE)]):
        done = manage(*command, **here)
        assert done.returncode == 0, done.stderr
    return path


def test_the_public_role_has_no_table_but_the_catalogs(public_sqlite: Path):
    with sqlite3.connect(public_sqlite) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in tables if not name.startswith(("catalog_", "django_migrations", "sqlite_"))} == set()


def test_every_public_page_is_served_without_the_private_app(public_sqlite: Path, tmp_path: Path):
    done = manage("build_site", str(tmp_path / "site"), DATABASE_URL=f"sqlite:///{public_sqlite}")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site").rglob("index.html"))) >= AT_LEAST


def test_the_public_role_offers_no_private_format(public_sqlite: Path):
    done = manage("export", "--list", DATABASE_URL=f"sqlite:///{public_sqlite}")
    assert done.stdout.split()[0] == "fixture"
    assert "codings-csv" not in done.stdout
    refused = manage("export", "codings-csv", "--study", "sample", DATABASE_URL=f"sqlite:///{public_sqlite}")
    assert refused.returncode == 1
    assert "no format 'codings-csv' here" in refused.stderr


def test_the_public_role_knows_no_admin(public_sqlite: Path):
    code = "from django.test import Client; print(Client().get('/admin/').status_code)"
    done = manage("shell", "-v0", "-c", code, DATABASE_URL=f"sqlite:///{public_sqlite}", ALLOWED_HOSTS="testserver")
    assert done.stdout.strip() == "404", done.stderr


@pytest.fixture
def reader_url(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of the test's PostgreSQL for a role that may read the catalog's tables and nothing else."""
    load_catalog(FIXTURE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'catalog\\_%%'")
        tables = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute("DROP ROLE IF EXISTS catalog_reader")
        cursor.execute("CREATE ROLE catalog_reader LOGIN PASSWORD 'reader'")
        cursor.execute(f"GRANT SELECT ON {tables} TO catalog_reader")
    facts = connection.settings_dict
    host, port = facts["HOST"], facts["PORT"]
    socket = f"?host={quote(host)}" if host.startswith("/") else ""
    address = f"{'' if socket else host}{f':{port}' if port else ''}"
    yield f"postgresql://catalog_reader:reader@{address}/{facts['NAME']}{socket}"
    with connection.cursor() as cursor:
        cursor.execute("DROP OWNED BY catalog_reader")
        cursor.execute("DROP ROLE catalog_reader")


@on_postgresql
def test_a_role_that_may_read_only_the_catalog_serves_every_public_page(reader_url: str, tmp_path: Path):
    done = manage("build_site", str(tmp_path / "site"), DATABASE_URL=reader_url, STATE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site").rglob("index.html"))) >= AT_LEAST


@on_postgresql
@pytest.mark.parametrize("table", ["interviews_segment", "interviews_identifier", "auth_user", "django_session"])
def test_that_role_may_not_read_a_private_table(reader_url: str, table: str):
    import psycopg

    with psycopg.connect(reader_url) as reader, pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(f"SELECT * FROM {table}")
