"""Quotes and their studies over the API: the same that pages show, and nothing of what was taken back."""

import pytest
from django.test import Client

from catalog.models import Evidence, Issue
from tests.catalog.api.world import SITE, ask, ids, released_catalog
from tests.catalog.factories import Shelf

pytestmark = pytest.mark.django_db
ALL = ["a0000000000a", "b0000000000b", "c0000000000c", "d0000000000d"]


make_shelf = released_catalog


def test_a_quote_tells_what_it_bears_on_and_nothing_of_who_said_it(client: Client, shelf: Shelf):
    quote = ask(client, "evidence/a0000000000a/")
    assert (quote["text"], quote["speaker_label"], quote["stance"]) == (
        "Half the columns had nothing in them.",
        "a practitioner",
        "supports",
    )
    assert quote["issue"]["id"] == "MLQ-001"
    assert quote["claim"]["statement"] == "Rows lack the values models need."
    assert quote["mitigation"] is None
    assert quote["url"] == f"{SITE}/evidence/a0000000000a/"
    assert set(quote) == {
        "id", "text", "language", "speaker_label", "stance", "published_on", "issue", "claim", "mitigation", "phase",
        "source", "url", "api_url",
    }  # fmt: skip


def test_a_quote_beside_a_mitigation_tells_its_strategy(client: Client, shelf: Shelf):
    quote = ask(client, "evidence/c0000000000c/")
    assert quote["claim"] is None
    assert quote["mitigation"]["strategy"]["id"] == "MLS-001"


def test_the_list_holds_exactly_the_quotes_whose_own_address_answers(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.slow_answers.pk).update(status="withdrawn")
    Issue.objects.filter(pk=shelf.old_models.pk).update(status="deprecated")
    every = Evidence.objects.values_list("public_id", flat=True)
    answering = [one for one in every if client.get(f"/api/v1/evidence/{one}/").status_code == 200]
    assert ids(ask(client, "evidence/")) == sorted(answering) == ALL[:3]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("issue=MLQ-002", ALL[3:]),
        ("issue=mlq1", ALL[:3]),
        ("phase=deployment", ALL[3:]),
        ("phase=deployment&phase=data-preparation", ALL),
        ("stance=limits", ALL[1:2]),
        ("stance=limits&stance=contradicts", ALL[1:2]),
        ("stance=contradicts", []),
        ("language=fr", ALL[3:]),
        ("language=de", []),
        ("source=invented-study", ALL),
        ("issue=MLQ-001&stance=supports", [ALL[0], ALL[2]]),
    ],
)
def test_filters_narrow_the_list_of_quotes(client: Client, shelf: Shelf, query: str, expected: list[str]):
    assert ids(ask(client, f"evidence/?{query}")) == expected


def test_quotes_are_sorted_by_id_or_by_day_and_then_by_id(client: Client, shelf: Shelf):
    Evidence.objects.filter(public_id="c0000000000c").update(published_on="2026-02-01")
    assert ids(ask(client, "evidence/?sort=-published_on"))[0] == "c0000000000c"
    assert ids(ask(client, "evidence/?sort=published_on")) == [ALL[0], ALL[1], ALL[3], ALL[2]]


def test_quotes_on_an_issue_that_never_was_are_not_found(client: Client, shelf: Shelf):
    assert ask(client, "evidence/?issue=MLQ-777", 404)["type"] == f"{SITE}/api/#not-found"


def test_a_hidden_quote_is_not_found_and_a_withdrawn_one_is_gone(client: Client, shelf: Shelf):
    assert ask(client, "evidence/e0000000000e/", 404)["type"] == f"{SITE}/api/#not-found"
    assert ask(client, "evidence/f0000000000f/", 410)["type"] == f"{SITE}/api/#withdrawn"


def test_a_quote_of_a_withdrawn_issue_is_gone(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.empty_fields.pk).update(status="withdrawn")
    ask(client, "evidence/a0000000000a/", 410)


def test_words_of_a_quote_are_marked_with_the_language_they_were_said_in(client: Client, shelf: Shelf):
    quote = ask(client, "evidence/d0000000000d/?lang=en")
    assert (quote["language"], quote["issue"]["language"]) == ("fr", "en")


def test_a_source_tells_how_it_was_done_and_how_to_cite_it(client: Client, shelf: Shelf):
    source = ask(client, "sources/invented-study/")
    assert source["citation"] == "Quill and Reed, An invented study, 2026."
    assert (source["participants"], source["interviews"], source["smallest_group"]) == (12, 11, 5)
    assert source["evidence_count"] == len(ids(ask(client, "evidence/?source=invented-study")))
    assert source == ask(client, "sources/")["items"][0]


def test_authors_of_a_source_come_one_by_one(client: Client, shelf: Shelf):
    shelf.source.authors = "Quill, Ada\nReed, Ben\n"
    shelf.source.save()
    assert ask(client, "sources/invented-study/")["authors"] == ["Quill, Ada", "Reed, Ben"]
