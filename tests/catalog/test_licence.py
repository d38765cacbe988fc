"""Under which licence the catalog's words may be reused: named wherever they go, or that none was granted."""

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from openapi_spec_validator import validate
from rdflib import DCTERMS, URIRef

from catalog.api.document import document
from catalog.linked_data import skos
from catalog.releases import make_release
from catalog.views import pages
from config.env import Licence, env_licence
from tests.catalog.factories import DAY, Shelf
from tests.catalog.test_pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Invented: whoever owns a catalog chooses its licence.
SOME = Licence("Some Licence 1.0", "https://licences.example/some/1.0/")
NONE = "No licence has been granted for the catalog’s texts and quotes"


@pytest.fixture
def granted(settings: Any) -> Licence:
    settings.LICENCE = SOME
    return SOME


@pytest.fixture
def not_granted(settings: Any) -> None:
    settings.LICENCE, settings.LICENCE_CONTACT = None, ""


def data_in(client: Client, address: str) -> list[dict[str, Any]]:
    page = client.get(address).content.decode()
    return [
        json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    ]


@pytest.mark.parametrize(
    "address", ["/", "/fr/", "/issues/", "/issues/MLQ-001/fields-are-empty/", "/cite/", "/fr/cite/"]
)
def test_every_page_names_the_licence(client: Client, shelf: Shelf, granted: Licence, address: str):
    link = f'<a rel="license" href="{granted.url}">{granted.name}</a>'
    assert link in client.get(address).content.decode()
    assert NONE not in text_of(client, address)


def test_without_a_licence_the_page_on_citing_says_so_and_whom_to_ask(client: Client, shelf: Shelf, not_granted: None):
    assert NONE in text_of(client, "/cite/")
    assert "Ask whoever runs this site, or the authors of the studies behind it." in text_of(client, "/cite/")
    assert "Aucune licence n’a été accordée" in text_of(client, "/fr/cite/")


def test_whom_to_ask_can_be_named(client: Client, shelf: Shelf, not_granted: None, settings: Any):
    settings.LICENCE_CONTACT = "rights@catalog.example"
    assert "Ask rights@catalog.example." in text_of(client, "/cite/")


def test_without_a_licence_nothing_else_speaks_of_one(client: Client, shelf: Shelf, not_granted: None):
    quote = shelf.supporting.get_absolute_url()
    addresses = ["/", quote, "/downloads/", "/feeds/changes.atom", "/feeds/changes.json", "/api/v1/openapi.json"]
    addresses += ["/cite/issue/MLQ-001.csl.json", f"{quote}annotation.jsonld", "/downloads/skos/taxonomy.ttl"]
    for address in addresses:
        said = client.get(address)
        assert said.status_code == 200, address
        assert not re.search(rb"licen[cs]e|<rights|\"rights\"", said.content, re.IGNORECASE), address


@pytest.mark.parametrize("address", ["/", "/downloads/", "/evidence/a0000000000a/"])
def test_works_in_json_ld_name_the_licence(client: Client, shelf: Shelf, granted: Licence, address: str):
    assert granted.url in [one.get("license") for one in data_in(client, address)]


def test_a_release_says_its_licence(client: Client, shelf: Shelf, granted: Licence):
    make_release("2026.1", on=DAY)
    assert [one["license"] for one in data_in(client, "/releases/2026.1/")] == [granted.url]


def test_feeds_annotations_and_taxonomies_name_it(client: Client, shelf: Shelf, granted: Licence):
    atom = client.get("/feeds/changes.atom").content.decode()
    assert f"<rights>{granted.name}, {granted.url}</rights>" in atom
    assert client.get("/feeds/changes.json").json()["_license"] == {"name": granted.name, "url": granted.url}
    quote = client.get(f"{shelf.supporting.get_absolute_url()}annotation.jsonld").json()
    assert quote["rights"] == granted.url
    assert set(skos.graph().objects(predicate=DCTERMS.license)) == {URIRef(granted.url)}


def test_the_document_of_the_api_names_it_and_stays_valid(shelf: Shelf, granted: Licence):
    told = document()
    assert told["info"]["license"] == {"name": granted.name, "url": granted.url}
    validate(told)


@pytest.mark.parametrize("what", ["issue/MLQ-001", "strategy/MLS-001", "quote/a0000000000a", "issues"])
def test_csl_items_name_it(client: Client, shelf: Shelf, granted: Licence, what: str):
    [item] = client.get(f"/cite/{what}.csl.json").json()
    assert item["license"] == f"{granted.name}, {granted.url}"


def test_a_reader_who_has_the_page_gets_it_again_once_a_licence_is_granted(
    client: Client, shelf: Shelf, not_granted: None, settings: Any
):
    pages.build.cache_clear()
    before = client.get("/cite/").headers["ETag"]
    settings.LICENCE = SOME
    pages.build.cache_clear()
    try:
        assert client.get("/cite/", headers={"if-none-match": before}).status_code == 200
    finally:
        pages.build.cache_clear()


def test_the_licence_is_read_from_two_variables_that_come_together(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("A_NAME", raising=False)
    monkeypatch.delenv("A_URL", raising=False)
    assert env_licence("A_NAME", "A_URL") is None
    monkeypatch.setenv("A_NAME", SOME.name)
    with pytest.raises(ImproperlyConfigured, match="A_NAME and A_URL come together"):
        env_licence("A_NAME", "A_URL")
    monkeypatch.setenv("A_URL", "licences.example")
    with pytest.raises(ImproperlyConfigured, match="A_URL must be the licence's address"):
        env_licence("A_NAME", "A_URL")
    monkeypatch.setenv("A_URL", SOME.url)
    assert env_licence("A_NAME", "A_URL") == SOME
