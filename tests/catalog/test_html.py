"""Pages are written in the standard's grammar, and say once what must be said once."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from tests.catalog.factories import Shelf, make_catalog, rewritten
from tests.catalog.test_queries import BUDGETS
from tests.lasting import undone

# What a page is made of is the templates' affair; that each opens on both databases is counted in test_queries.py.
pytestmark = pytest.mark.any_database
ROWS = ["empty_fields", "old_models", "supporting", "limiting", "withdrawn", "measure", "retrain"]


@pytest.fixture(scope="module")
def rendered(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Every page of an invented catalog, rendered once for all tests here."""
    with django_db_blocker.unblock(), undone():
        with translation.override("en"):
            pages = every_page(make_catalog())
        yield pages


@pytest.fixture
def pages(rendered: dict[str, str], db: None) -> dict[str, str]:
    return rendered


def every_page(shelf: Shelf) -> dict[str, str]:
    addresses = [*BUDGETS, "/issues/?phase=deployment&q=zz", "/nowhere/"]
    addresses += rewritten(shelf)
    addresses += [getattr(shelf, row).get_absolute_url() for row in ROWS]
    every = [f"{language}{address}" for address in addresses for language in ("", "/fr")]
    client = Client()
    answers = {address: client.get(address) for address in every}
    return {
        address: answer.content.decode()
        for address, answer in answers.items()
        if answer.headers["Content-Type"].startswith("text/html")
    }


def test_every_page_keeps_to_the_grammar_of_html(pages: dict[str, str]):
    for address, page in pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(page)
        assert [(place, code) for place, code, _ in parser.errors] == [], address


def test_every_page_has_one_main_heading_one_title_and_no_id_twice(pages: dict[str, str]):
    for address, page in pages.items():
        assert page.count("<h1") == 1, address
        assert re.search(r"<title>\s*\S.* · ML Quality Catalog</title>", page), address
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address


def test_a_heading_never_skips_a_level(pages: dict[str, str]):
    for address, page in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page[page.index("<main") :])]
        jumps = [(one, other) for one, other in pairwise(levels) if other > one + 1]
        assert jumps == [], address


def test_no_page_carries_inline_script_style_or_another_sites_file(pages: dict[str, str]):
    # Data of search engines stands in the page and runs nothing.
    data = r' type="application/ld\+json">'
    for address, page in pages.items():
        assert not re.search(rf"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=\"/static/|{data})", page), address
        assert not re.search(r"(?:src|<link[^>]+href)=\"https?://(?!127\.0\.0\.1:8000/)", page), address


def test_every_address_a_page_leads_to_answers(pages: dict[str, str], client: Client):
    links = {link for page in pages.values() for link in re.findall(r'<a [^>]*href="(/[^"#]*)', page)}
    assert len(links) > 60
    broken = {link for link in links if client.get(link.replace("&amp;", "&")).status_code not in {200, 301}}
    # A withdrawn quote and a page that never was link to themselves in the other language.
    assert {link for link in broken if "f0000000000f" not in link and "nowhere" not in link} == set()


def test_every_anchor_a_page_leads_to_is_there(pages: dict[str, str], client: Client):
    for address, page in pages.items():
        for path, anchor in re.findall(r'href="(/?[^":]*)#([^"]+)"', page):
            target = client.get(path).content.decode() if path else page
            assert f'id="{anchor}"' in target, f"{address} leads to {path}#{anchor}"


def test_the_page_for_our_own_faults_needs_nothing_that_may_be_broken():
    page = render_to_string("500.html")
    assert "Something broke on our side" in page
    assert "/static/" not in page
