"""The public site alone: `SITE_ROLE=public`, without the private app, on a role that may read `catalog_*` only."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from catalog import takedown
from catalog.loading import load_catalog
from catalog.releases import make_release

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


def at(path: Path) -> dict[str, str]:
    """Where an SQLite database and its ledger lie."""
    return {"DATABASE_URL": f"sqlite:///{path}", "STATE_DIR": str(path.parent)}


@pytest.fixture(scope="module")
def public_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that the public role made for itself, with the shipped catalog in it."""
    path = tmp_path_factory.mktemp("public") / "catalog.sqlite3"
    for command in (["migrate", "-v0"], ["load_catalog", str(FIXTURE)]):
        done = manage(*command, **at(path))
        assert done.returncode == 0, done.stderr
    return path


@pytest.mark.sqlite_file
def test_the_public_role_has_no_table_but_the_catalogs(public_sqlite: Path):
    with sqlite3.connect(public_sqlite) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in tables if not name.startswith(("catalog_", "django_migrations", "sqlite_"))} == set()


@pytest.mark.sqlite_file
def test_every_public_page_is_served_without_the_private_app(public_sqlite: Path, tmp_path: Path):
    done = manage("build_site", str(tmp_path / "site"), **at(public_sqlite))
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "site").rglob("index.html"))) >= AT_LEAST


@pytest.mark.sqlite_file
def test_the_public_role_offers_no_private_format(public_sqlite: Path):
    done = manage("export", "--list", **at(public_sqlite))
    assert done.stdout.split()[0] == "fixture"
    assert "codings-csv" not in done.stdout
    refused = manage("export", "codings-csv", "--study", "sample", **at(public_sqlite))
    assert refused.returncode == 1
    assert "no format 'codings-csv' here" in refused.stderr


@pytest.mark.sqlite_file
def test_the_public_role_knows_no_admin(public_sqlite: Path):
    code = "from django.test import Client; print(Client().get('/admin/').status_code)"
    done = manage("shell", "-v0", "-c", code, **at(public_sqlite), ALLOWED_HOSTS="testserver")
    assert done.stdout.strip() == "404", done.stderr


# Every address of the API that takes no argument but a page's, read as any program would.
ASK_THE_API = """
from django.test import Client
client = Client()
index = client.get('/api/v1/').json()
addresses = [address.partition('8000')[2] for address in index['resources'].values()] + ['/api/v1/openapi.json']
print(*(client.get(a, {'q': 'data'} if '/search/' in a else {}).status_code for a in addresses))
"""


@pytest.mark.sqlite_file
def test_the_public_role_answers_every_list_of_the_api(public_sqlite: Path):
    done = manage("shell", "-v0", "-c", ASK_THE_API, **at(public_sqlite), ALLOWED_HOSTS="testserver")
    assert done.stdout.split() == ["200"] * 10, done.stderr


@contextmanager
def reader_of_the_catalog() -> Iterator[str]:
    """The address of the tests' PostgreSQL for a role that may read the catalog's tables and nothing else."""
    load_catalog(FIXTURE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'catalog\\_%%'")
        tables = ", ".join(name for (name,) in cursor.fetchall())
        # A role belongs to the whole server, where another worker has one for its own database.
        role = f"reader_of_{connection.settings_dict['NAME']}"
        cursor.execute(f"DROP ROLE IF EXISTS {role}")
        cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'reader'")
        cursor.execute(f"GRANT SELECT ON {tables} TO {role}")
    facts = connection.settings_dict
    host, port = facts["HOST"], facts["PORT"]
    socket = f"?host={quote(host)}" if host.startswith("/") else ""
    address = f"{'' if socket else host}{f':{port}' if port else ''}"
    yield f"postgresql://{role}:reader@{address}/{facts['NAME']}{socket}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {role}")
        cursor.execute(f"DROP ROLE {role}")


@pytest.fixture
def reader_url(transactional_db: None) -> Iterator[str]:
    """That role's address, for a test that changes the catalog meanwhile (test_reader_role.py only reads it)."""
    with reader_of_the_catalog() as address:
        yield address


# --- a restored database


QUOTE, WORDS = "hv7p2k8mq4dz", "Half of it was empty on every Tuesday."
# What a server does before it serves.
SERVE = """
import config.wsgi
from django.test import Client
from catalog.models import Evidence, Release
print(Client().get("/evidence/{quote}/").status_code, Release.objects.count())
"""


def with_a_quote(path: Path, *, status: str = "published") -> Path:
    """The shipped fixture with one more quote in it, or with its tombstone."""
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    quote = next(row for row in rows if row["model"] == "catalog.evidence")
    text = WORDS if status == "published" else ""
    fields = {**quote["fields"], "public_id": QUOTE, "text": text, "status": status}
    if status != "published":
        fields["question"] = None
    path.write_text(json.dumps([*rows, {"model": "catalog.evidence", "fields": fields}]), encoding="utf-8")
    return path


def serve(**environment: str) -> subprocess.Popen[str]:
    """A process of the public site that begins to serve, and says how it answers for the quote."""
    variables = {**os.environ, "SITE_ROLE": "public", "ALLOWED_HOSTS": "testserver", **environment}
    return subprocess.Popen(
        [sys.executable, "-c", SERVE.format(quote=QUOTE)],
        cwd=ROOT,
        env={**variables, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def put_back(public_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the database file from before a quote was withdrawn, put back beside a ledger from after it."""
    directory = tmp_path_factory.mktemp("restored")
    path, backup = directory / "catalog.sqlite3", directory / "backup.sqlite3"
    shutil.copy(public_sqlite, path)
    shutil.copy(public_sqlite.parent / "ledger", directory / "ledger")
    commands: list[list[str]] = [["load_catalog", str(with_a_quote(directory / "old.json"))], ["release", "2026.9"]]
    for command in commands:
        assert manage(*command, **at(path)).returncode == 0
    with sqlite3.connect(path) as database:
        database.execute("VACUUM INTO ?", [str(backup)])
    newer = with_a_quote(directory / "new.json", status="withdrawn")
    assert manage("load_catalog", str(newer), **at(path)).returncode == 0
    for leftover in directory.glob("catalog.sqlite3*"):
        leftover.unlink()
    backup.rename(path)
    return path


@pytest.fixture
def restored(put_back: Path, tmp_path: Path) -> Path:
    """That file and its ledger, for one test to serve from."""
    for name in (put_back.name, "ledger"):
        shutil.copy(put_back.parent / name, tmp_path)
    return tmp_path / put_back.name


def words_in(database: Path) -> bool:
    """Whether the quote's words can be read anywhere in the database's rows."""
    with sqlite3.connect(database) as opened:
        return any(WORDS in line for line in opened.iterdump())


@pytest.mark.sqlite_file
def test_processes_that_serve_a_restored_file_withdraw_from_it_first_and_once(restored: Path):
    assert words_in(restored)
    answers = [server.communicate() for server in [serve(**at(restored)) for _ in range(3)]]
    # The quote is gone, and its release has a second revision, not a third.
    assert [said for said, _ in answers] == ["410 2\n"] * 3, answers
    assert not words_in(restored)


@pytest.mark.sqlite_file
def test_no_site_is_built_from_a_restored_file(restored: Path, tmp_path: Path):
    done = manage("build_site", str(tmp_path / "site"), **at(restored))
    assert done.returncode == 1
    assert "the database is older than its ledger" in done.stderr
    assert not (tmp_path / "site").exists()
    assert manage("replay_withdrawals", **at(restored)).returncode == 0
    assert manage("build_site", str(tmp_path / "site"), **at(restored)).returncode == 0
    assert not any(WORDS.encode() in page.read_bytes() for page in (tmp_path / "site").rglob("*.html"))


@on_postgresql
def test_a_role_that_may_only_read_serves_no_restored_database_and_says_what_to_run(reader_url: str, tmp_path: Path):
    load_catalog(with_a_quote(tmp_path / "old.json"))
    make_release("2026.9", on=date(2026, 2, 1))
    takedown.note([("withdrawn", QUOTE)])
    here = {"DATABASE_URL": reader_url, "STATE_DIR": str(tmp_path), "LEDGER": str(settings.LEDGER)}
    server = serve(**here)
    said, error = server.communicate()
    assert (said, server.returncode) == ("", 3)
    assert error.startswith("Nothing is served: the database is older than its ledger: ")
    assert "run manage.py replay_withdrawals with a role that may write" in error
    call_command("replay_withdrawals", stdout=io.StringIO())
    assert serve(**here).communicate()[0] == "410 2\n"
