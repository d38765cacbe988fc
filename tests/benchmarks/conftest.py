"""Databases of their own for benchmarks: a large catalog, and any other beside it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.benchmarks.large_catalog import make_large_catalog

ISSUES, QUOTES = int(os.environ.get("ISSUES", "10000")), int(os.environ.get("QUOTES", "300000"))


@pytest.fixture(scope="session")
def large_database(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database, with SQLite the path of a file, that holds a catalog of ISSUES and QUOTES.

    LARGE_CATALOG names one that large_catalog.py made before on the same server; without it one is made, which takes
    some minutes.
    """
    with django_db_blocker.unblock():
        if name := os.environ.get("LARGE_CATALOG"):
            yield name
            return
        with new_database("large", tmp_path_factory) as name:
            with asking(name):
                make_large_catalog(issues=ISSUES, quotes=QUOTES)
            yield name


@contextmanager
def new_database(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with all tables and no rows; it goes afterwards. That of the settings is not touched."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp(name) / "catalog.sqlite3")
    else:
        name = f"mlq_benchmark_{os.getpid()}_{name}"
        on_server(f'CREATE DATABASE "{name}"')
    try:
        with asking(name):
            call_command("migrate", verbosity=0)
        yield name
    finally:
        if connection.vendor == "postgresql":
            on_server(f'DROP DATABASE "{name}"')


def on_server(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)


@contextmanager
def asking(name: str) -> Iterator[None]:
    """Ask the database of this name instead of that of the settings."""
    own, opened = connection.settings_dict["NAME"], connection.connection
    connection.settings_dict["NAME"], connection.connection = name, None
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.connection = own, opened
