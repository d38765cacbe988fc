"""A search for a private word answers as one for a word that nobody ever said: same page, same hits, same counts."""

import json
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from catalog import search
from catalog.models import IssueText, Revision
from tests.privacy.spellings import fold
from tests.privacy.world import Planted

pytestmark = pytest.mark.django_db

PAGES = (
    "/search/",
    "/fr/search/",
    "/issues/",
    "/fr/issues/",
    "/search/suggest/",
    "/fr/search/suggest/",
    "/api/v1/search/",
    "/api/v1/issues/",
)
# Other in every answer, whatever was asked.
CHANGING = re.compile(r'nonce="[^"]*"|nonce-[\w-]+|ETag: \S+')


def nonsense(word: str) -> str:
    """A word of the same shape that stands nowhere: its number is far beyond those planted."""
    return re.sub(r"\d{4}", lambda number: f"{int(number[0]) + 9000:04d}"[-4:], word)


def answer(page: str, query: str) -> tuple[int, str]:
    """Status, head and body of a search, the query itself taken out wherever it is given back."""
    response = Client().get(page, {"q": query})
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    text = CHANGING.sub("", f"{head}\n{response.content.decode()}")
    for word in query.split():
        for given in (word, quote(word), fold(word), json.dumps(word)[1:-1]):
            text = text.replace(given, "QUERY")
    return response.status_code, text


def one_of_each_place(planted: Planted) -> list[str]:
    return list({place: word for word, place in planted.cage.planted.items()}.values())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_results_is_the_same_for_a_private_word_and_for_nonsense(page: str, planted: Planted):
    told = [word for word in one_of_each_place(planted) if answer(page, word) != answer(page, nonsense(word))]
    assert [planted.cage.planted[word] for word in told] == []


FORMS: dict[str, Callable[[str], str]] = {
    "without case and accents": fold,
    "in capitals": str.upper,
    "the beginning of it": lambda word: word[:9],
    "among other words": lambda word: f"fields {word}",
}


@pytest.mark.parametrize("name", FORMS)
def test_so_it_is_however_the_word_is_asked_for(name: str, planted: Planted):
    words, form = one_of_each_place(planted)[:10], FORMS[name]
    told = [word for word in words if answer("/search/", form(word)) != answer("/search/", form(nonsense(word)))]
    assert [planted.cage.planted[word] for word in told] == []


def test_no_canary_of_all_that_are_planted_has_a_hit(planted: Planted):
    found = {word: search.search(word) for word in planted.cage.planted}
    assert [word for word, results in found.items() if results.count or results.near or results.corrected] == []
    assert [word for word in planted.cage.planted if search.suggest(word)] == []
    assert [word for word in planted.cage.planted if search.matching_issues(word)] == []


def test_a_private_word_in_a_filter_changes_no_count(planted: Planted):
    for word in one_of_each_place(planted)[:5]:
        for name in ("phase", "attribute", "evidence", "strategy", "page"):
            here, there = (Client().get("/issues/", {name: asked}) for asked in (word, nonsense(word)))
            assert here.status_code == there.status_code
            assert here.context["listed"].total == there.context["listed"].total


@pytest.mark.parametrize("page", PAGES)
def test_a_search_that_finds_a_private_word_is_told(page: str, planted: Planted):
    word = one_of_each_place(planted)[0]
    IssueText.objects.update(title=f"They call it {word}.")
    Revision.objects.bump()
    assert answer(page, word) != answer(page, nonsense(word))
