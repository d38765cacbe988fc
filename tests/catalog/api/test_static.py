"""The API in a built site: each thing by itself, as JSON that a plain server can answer with, and no list."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from tests.catalog.api.world import ROOT, ask, released_catalog
from tests.lasting import undone

pytestmark = pytest.mark.django_db

THINGS = [
    "issues/MLQ-001/",
    "evidence/a0000000000a/",
    "strategies/MLS-001/",
    "phases/deployment/",
    "attributes/reliability/",
    "matrix/",
]


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """The directory of the built site's API, and what the command said; built once for all tests here."""
    said, site = StringIO(), tmp_path_factory.mktemp("built") / "site"
    with django_db_blocker.unblock(), undone():
        with translation.override("en"):
            released_catalog()
            call_command("build_site", str(site), stdout=said)
        yield site / ROOT.strip("/"), said.getvalue()


@pytest.fixture
def built(written: tuple[Path, str], db: None) -> tuple[Path, str]:
    return written


def test_each_thing_is_a_file_of_json_with_the_bytes_of_its_answer(client: Client, built: tuple[Path, str]):
    for address in THINGS:
        file = built[0] / address / "index.json"
        assert file.read_bytes() == client.get(f"{ROOT}{address}").content, address


def test_the_document_is_a_file_too(client: Client, built: tuple[Path, str]):
    assert json.loads((built[0] / "openapi.json").read_text(encoding="utf-8")) == ask(client, "openapi.json")


def test_no_list_is_written_for_a_plain_server_cannot_turn_its_pages(built: tuple[Path, str]):
    files = [file for file in built[0].rglob("*.json") if file.name == "index.json"]
    assert len(files) > 10
    assert [file for file in files if "items" in json.loads(file.read_text(encoding="utf-8"))] == []
    assert not (built[0] / "search").exists()


def test_the_command_says_what_of_the_api_it_leaves_out(built: tuple[Path, str]):
    assert "its lists and its search need the running program" in built[1]
