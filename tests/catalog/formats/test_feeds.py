"""The feeds of changes, read by other people's readers."""

from datetime import date

import atoma
import feedparser
import jsonfeedvalidator
import pytest
from django.test import Client

from catalog.models import Evidence, Issue
from catalog.releases import make_release
from tests.catalog.factories import Shelf, make_catalog

pytestmark = pytest.mark.django_db


def make_shelf() -> Shelf:
    shelf = make_catalog()
    make_release("2026.1", on=date(2026, 2, 1))
    return shelf


def test_an_atom_reader_finds_releases_issues_and_quotes_newest_first(client: Client, shelf: Shelf):
    body = client.get("/feeds/changes.atom").content
    feed = atoma.parse_atom_bytes(body)
    titles = [entry.title.value for entry in feed.entries]
    assert titles[:2] == ["Release 2026.1", "MLQ-004: The world moves"]
    assert "3 new quotes: Fields are empty" in titles
    assert {link.rel for link in feed.links} == {"alternate", "self"}
    assert feedparser.parse(body).bozo is False


def test_every_entry_has_an_id_of_its_own_that_no_language_changes(client: Client, shelf: Shelf):
    ids = [entry.id_ for entry in atoma.parse_atom_bytes(client.get("/feeds/changes.atom").content).entries]
    french = [entry.id_ for entry in atoma.parse_atom_bytes(client.get("/fr/feeds/changes.atom").content).entries]
    assert ids == french
    assert len(set(ids)) == len(ids) > 5
    assert all(one.startswith("tag:127.0.0.1,2026:") for one in ids)


def test_a_json_feed_validator_finds_nothing(client: Client, shelf: Shelf):
    feed = client.get("/feeds/changes.json").json()
    # The validator knows version 1; version 1.1 added these two and changed nothing else that is used here.
    older = {name: value for name, value in feed.items() if name not in {"language", "authors"}}
    assert list(jsonfeedvalidator.validate_feed({**older, "version": "https://jsonfeed.org/version/1"})) == []
    assert atoma.parse_json_feed(feed).items[0].title == "Release 2026.1"


def test_a_feed_is_in_the_language_of_its_address(client: Client, shelf: Shelf):
    feed = client.get("/fr/feeds/changes.json").json()
    assert (feed["language"], feed["title"]) == ("fr", "Changements du ML Quality Catalog")
    assert "3 nouvelles citations : Des champs vides" in [item["title"] for item in feed["items"]]
    assert all("/fr/" in item["url"] for item in feed["items"])


def test_what_was_taken_back_leaves_the_feed(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status="withdrawn")
    Evidence.objects.filter(issue=shelf.slow_answers).update(status="hidden", text="")
    titles = [item["title"] for item in client.get("/feeds/changes.json").json()["items"]]
    assert not any("The world moves" in title for title in titles)
    assert not any("new quote" in title and "Answers come late" in title for title in titles)


def test_every_page_names_both_feeds(client: Client, shelf: Shelf):
    page = client.get("/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" href="/feeds/changes.atom"' in page
    assert '<link rel="alternate" type="application/feed+json" href="/feeds/changes.json"' in page
