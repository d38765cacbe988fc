"""What the box offers while somebody types: issues, strategies, words; quickly, and nothing that is not public."""

import json

import pytest
from django.test import Client

from catalog import search
from catalog.models import Issue
from tests.catalog.factories import Shelf, many_more
from tests.catalog.search.conftest import publish


def offered(typed: str) -> list[str]:
    return [suggestion.text for suggestion in search.suggest(typed)]


def test_an_unfinished_word_offers_titles_that_hold_it_and_words_that_finish_it(shelf: Shelf):
    assert offered("mod") == ["Models grow old", "models"]


def test_strategies_are_offered_too(shelf: Shelf):
    assert offered("measure comp") == ["Measure completeness", "measure completeness"]


def test_every_earlier_word_must_stand_in_the_title(shelf: Shelf):
    assert offered("models emp") == ["models empty"]


def test_a_number_offers_its_issue(shelf: Shelf):
    assert offered("mlq-2") == ["Answers come late"]


def test_accents_and_case_do_not_matter(shelf: Shelf):
    assert "Fields are empty" in offered("DÉS CHÀMPS")


@pytest.mark.parametrize("typed", ["", " ", "m", "the ", "kryptonite", "…"])
def test_too_little_or_nothing_known_offers_nothing(shelf: Shelf, typed: str):
    assert offered(typed) == []


def test_few_are_offered_however_many_there_are(shelf: Shelf):
    many_more(shelf, 30)
    publish()
    assert offered("furth")[:5] == [f"Further issue {number}" for number in range(100, 105)]
    assert len(offered("furth")) <= 11


def test_an_issue_that_left_the_lists_is_not_offered(shelf: Shelf):
    Issue.objects.filter(pk=shelf.old_models.pk).update(status="withdrawn")
    assert "Models grow old" not in offered("models grow")
    publish()
    assert "Models grow old" not in offered("models grow")


def test_the_answer_is_in_the_format_of_opensearch(shelf: Shelf, client: Client):
    response = client.get("/search/suggest/?q=mod")
    assert response["Content-Type"] == "application/x-suggestions+json"
    query, texts, notes, addresses = json.loads(response.content)
    assert (query, texts) == ("mod", ["Models grow old", "models"])
    assert notes == ["Issue MLQ-003", ""]
    assert addresses == [
        "http://127.0.0.1:8000/issues/MLQ-003/models-grow-old/",
        "http://127.0.0.1:8000/search/?q=models",
    ]


def test_a_french_page_is_answered_in_french(shelf: Shelf, client: Client):
    _, texts, notes, addresses = json.loads(client.get("/fr/search/suggest/?q=champs").content)
    assert (texts[0], notes[0]) == ("Des champs vides", "Problème MLQ-001")
    assert addresses[0] == "http://127.0.0.1:8000/fr/issues/MLQ-001/fields-are-empty/"


def test_the_same_letters_are_answered_from_the_readers_own_cache_until_something_changes(shelf: Shelf, client: Client):
    etag = client.get("/search/suggest/?q=mod")["ETag"]
    assert client.get("/search/suggest/?q=mod", headers={"if-none-match": etag}).status_code == 304
    publish()
    assert client.get("/search/suggest/?q=mod", headers={"if-none-match": etag}).status_code == 200
