"""Public pages say that copies already downloaded cannot be recalled, in both languages, and so does the built site."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from catalog.models import Issue
from tests.catalog.factories import Shelf
from tests.catalog.test_pages import text_of

pytestmark = pytest.mark.django_db

ENGLISH = "Copies that were downloaded before cannot be recalled."
FRENCH = "Les copies déjà téléchargées ne peuvent pas être rappelées."


def said_on(client: Client, address: str, status: int = 200) -> tuple[bool, bool]:
    """Whether the page says it in English, and its French page in French."""
    return ENGLISH in text_of(client, address, status), FRENCH in text_of(client, f"/fr{address}", status)


@pytest.mark.parametrize("address", ["/releases/", "/downloads/"])
def test_who_downloads_reads_that_a_copy_cannot_be_recalled(client: Client, shelf: Shelf, address: str):
    assert said_on(client, address) == (True, True)


def test_the_address_of_a_withdrawn_quote_asks_to_delete_it_from_copies(client: Client, shelf: Shelf):
    address = shelf.withdrawn.get_absolute_url()
    assert said_on(client, address, 410) == (True, True)
    assert "please delete this quote from it" in text_of(client, address, 410)


def test_the_address_of_a_withdrawn_issue_says_it_too(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.empty_fields.pk).update(status="withdrawn")
    assert said_on(client, shelf.empty_fields.get_absolute_url(), 410) == (True, True)


def test_the_built_site_and_the_command_that_writes_it_say_it(shelf: Shelf, tmp_path: Path):
    out, site = StringIO(), tmp_path / "site"
    call_command("build_site", str(site), stdout=out)
    assert "build the site again" in out.getvalue()
    assert "copies that were downloaded before cannot be recalled" in out.getvalue()
    for page in ("releases", "downloads"):
        assert ENGLISH in (site / page / "index.html").read_text(encoding="utf-8")
        assert FRENCH in (site / "fr" / page / "index.html").read_text(encoding="utf-8")
