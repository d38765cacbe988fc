"""What may be asked: every wrong parameter is named with the reason, and lists are paged to their end."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.catalog.api.world import ADDRESSES, ROOT, SITE, ask, blamed, ids, released_catalog
from tests.catalog.factories import Shelf, many_more

pytestmark = pytest.mark.django_db


make_shelf = released_catalog


# --- refused


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_an_unknown_parameter_is_refused_everywhere(client: Client, shelf: Shelf, address: str):
    joint = "&" if "?" in address else "?"
    assert list(blamed(client, f"{address}{joint}Lang=fr")) == ["Lang"]


def test_an_unknown_parameter_is_told_which_there_are(client: Client, shelf: Shelf):
    assert blamed(client, "phases/?page=1") == {"page": "Unknown; this address takes lang"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("issues/?page=0", "page"),
        ("issues/?page=-1", "page"),
        ("issues/?page=two", "page"),
        ("issues/?page=", "page"),
        ("issues/?per_page=101", "per_page"),
        ("issues/?per_page=0", "per_page"),
        ("issues/?lang=de", "lang"),
        ("issues/?lang=", "lang"),
        ("issues/?phase=nowhere", "phase"),
        ("issues/?phase=deployment&phase=nowhere", "phase"),
        ("issues/?attribute=beauty", "attribute"),
        ("issues/?evidence=lots", "evidence"),
        ("issues/?evidence=few&evidence=lots", "evidence"),
        ("issues/?strategy=maybe", "strategy"),
        ("issues/?status=merged", "status"),
        ("issues/?sort=title", "sort"),
        ("issues/?facets=perhaps", "facets"),
        (f"issues/?q={'a' * 201}", "q"),
        ("issues/?q=%00", "q"),
        ("strategies/?kind=magic", "kind"),
        ("strategies/?issue=001", "issue"),
        ("evidence/?issue=MLS-001", "issue"),
        ("evidence/?phase=nowhere", "phase"),
        ("evidence/?stance=agrees", "stance"),
        ("evidence/?language=not a language", "language"),
        ("evidence/?source=nobody", "source"),
        ("evidence/?sort=text", "sort"),
        ("search/", "q"),
        ("search/?q=", "q"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_named(client: Client, shelf: Shelf, address: str, name: str):
    reasons = blamed(client, address)
    assert list(reasons) == [name]
    assert reasons[name]


def test_every_wrong_parameter_is_named_at_once(client: Client, shelf: Shelf):
    assert set(blamed(client, "issues/?page=0&sort=title&evidence=lots")) == {"page", "sort", "evidence"}


def test_a_refusal_never_repeats_the_value_that_was_sent(client: Client, shelf: Shelf):
    for address in (
        "issues/?phase=Zanzibar",
        "issues/?page=Zanzibar",
        "evidence/?source=Zanzibar",
        "search/?Q=Zanzibar",
    ):
        assert "Zanzibar" not in client.get(f"{ROOT}{address}").content.decode()


# --- paged


def walk(client: Client, address: str) -> list[Any]:
    """Every page of a list, followed by its own links."""
    pages = [ask(client, address)]
    while pages[-1]["next"]:
        pages.append(client.get(pages[-1]["next"].removeprefix(SITE)).json())
        assert len(pages) < 50
    return pages


@pytest.mark.parametrize("address", ["issues/", "strategies/", "evidence/"])
def test_pages_hold_each_item_once_and_in_the_order_of_the_whole(client: Client, shelf: Shelf, address: str):
    many_more(shelf, 8)
    whole, pages = ask(client, f"{address}?per_page=100"), walk(client, f"{address}?per_page=3")
    assert [one for page in pages for one in ids(page)] == ids(whole)
    assert {page["total"] for page in pages} == {len(ids(whole))}
    assert [page["page"] for page in pages] == list(range(1, pages[0]["pages"] + 1))


def test_pages_of_a_narrowed_list_keep_its_filters(client: Client, shelf: Shelf):
    many_more(shelf, 5)
    pages = walk(
        client, "issues/?phase=data-preparation&attribute=reliability&per_page=2&lang=fr&q=further&sort=-number"
    )
    assert [len(ids(page)) for page in pages] == [2, 2, 1]
    assert {item["primary_phase"] for page in pages for item in page["items"]} == {"data-preparation"}


def links(client: Client, address: str) -> dict[str, str]:
    found = re.findall(r'<([^>]+)>; rel="(\w+)"', client.get(f"{ROOT}{address}")["Link"])
    return {rel: url.removeprefix(f"{SITE}{ROOT}") for url, rel in found}


def test_the_link_header_leads_both_ways_and_to_both_ends(client: Client, shelf: Shelf):
    assert links(client, "issues/?per_page=1&page=2") == {
        "first": "issues/?per_page=1&page=1",
        "prev": "issues/?per_page=1&page=1",
        "next": "issues/?per_page=1&page=3",
        "last": "issues/?per_page=1&page=4",
    }
    assert set(links(client, "issues/?per_page=1")) == {"first", "next", "last"}
    assert set(links(client, "issues/?per_page=1&page=4")) == {"first", "prev", "last"}


def test_the_addresses_in_the_body_are_those_of_the_header(client: Client, shelf: Shelf):
    body, header = ask(client, "evidence/?per_page=1&page=2"), links(client, "evidence/?per_page=1&page=2")
    assert body["next"] == f"{SITE}{ROOT}{header['next']}"
    assert body["previous"] == f"{SITE}{ROOT}{header['prev']}"


def test_a_page_after_the_last_is_not_found_and_an_empty_list_has_one(client: Client, shelf: Shelf):
    ask(client, "issues/?page=2", 404)
    empty = ask(client, "issues/?phase=deployment&attribute=explainability")
    assert (empty["items"], empty["total"], empty["pages"], empty["next"]) == ([], 0, 1, None)
    ask(client, "issues/?phase=deployment&attribute=explainability&page=2", 404)
