"""A catalog with nothing in it yet; other modules share an invented one, in which these would find no nothing."""

import atoma
import pytest
from django.test import Client

from tests.catalog.test_pages import text_of

pytestmark = pytest.mark.django_db


def test_home_of_an_empty_catalog_is_a_page(client: Client):
    assert "0 issues" in text_of(client, "/")


def test_an_empty_catalog_has_a_feed_without_entries(client: Client):
    assert atoma.parse_atom_bytes(client.get("/feeds/changes.atom").content).entries == []
