"""Search: what is found, in which order, and that nothing found can break a page."""

import pytest
from django.test import Client
from django.utils import translation

from catalog import search
from catalog.models import Evidence, Issue, Strategy
from tests.catalog.factories import Shelf, make_catalog


@pytest.fixture
def shelf(db: None) -> Shelf:
    return make_catalog()


def codes(query: str) -> list[str]:
    return [hit.item.code for hit in search.search(query).issues]


# --- words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Données MANQUANTES", ("donnees", "manquantes")),
        ("the model is too slow", ("model", "slow")),
        ("l'étiquette et le modèle", ("etiquette", "modele")),
        ("MLQ-7", ("mlq-007",)),
        ("mlq0012", ("mlq-012",)),
        ("slow slow slow", ("slow",)),
        ("the of and", ()),
        ("", ()),
    ],
)
def test_a_query_is_folded_to_the_words_that_mean_something(query: str, words: tuple[str, ...]):
    assert search.words_of(query) == words


@pytest.mark.parametrize("text", ["Évaluabilité", "œuvre ﬁn ǅ", "İstanbul", "naïve\u0301", "数据", "a\u0000b", ""])
def test_folding_keeps_every_character_in_its_place(text: str):
    assert len(search.fold(text)) == len(text)


# --- finding


def test_a_title_comes_before_a_mention(shelf: Shelf):
    shelf.moved_world.texts.update(description="Fields may be empty for other reasons.")
    assert codes("empty fields") == ["MLQ-001", "MLQ-004"]


def test_a_number_finds_its_issue_first(shelf: Shelf):
    assert codes("mlq-3")[0] == "MLQ-003"


def test_a_symptom_finds_its_issue(shelf: Shelf):
    assert codes("scores sink") == ["MLQ-003"]


def test_the_beginning_of_a_word_finds_it(shelf: Shelf):
    assert codes("sco") == ["MLQ-003"]


def test_a_plural_finds_the_singular_and_the_other_way_round(shelf: Shelf):
    assert codes("model") == codes("models")


def test_where_nothing_holds_all_words_those_that_hold_most_are_shown_and_said_to_be(shelf: Shelf, client: Client):
    results = search.search("scores sink unicorns")
    assert [hit.item.code for hit in results.issues] == ["MLQ-003"]
    assert not results.whole
    assert b"Nothing holds all of your words" in client.get("/search/?q=scores+sink+unicorns").content


def test_where_something_holds_all_words_the_rest_is_left_out(shelf: Shelf):
    assert codes("models old") == ["MLQ-003"]


def test_words_of_common_use_alone_find_nothing(shelf: Shelf):
    assert search.search("the of and").count == 0


def test_issues_strategies_and_quotes_are_found_apart(shelf: Shelf):
    results = search.search("completeness")
    assert (len(results.issues), [hit.item.code for hit in results.strategies]) == (0, ["MLS-001"])
    assert [hit.item.public_id for hit in search.search("columns").quotes] == ["a0000000000a"]


def test_a_french_page_is_searched_in_french_and_falls_back_where_there_is_none(shelf: Shelf):
    with translation.override("fr"):
        assert codes("champs vides") == ["MLQ-001"]
        assert codes("scores") == ["MLQ-003"]


def test_quotes_are_found_in_the_language_they_were_said_in(shelf: Shelf):
    assert [hit.item.public_id for hit in search.search("reponses tard").quotes] == ["d0000000000d"]


@pytest.mark.parametrize("status", [Evidence.Status.HIDDEN, Evidence.Status.WITHDRAWN])
def test_a_quote_taken_down_is_found_no_more(shelf: Shelf, status: str):
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status=status, text="")
    assert search.search("columns").count == 0


def test_only_published_issues_and_strategies_are_found(shelf: Shelf):
    Issue.objects.filter(pk=shelf.old_models.pk).update(status="deprecated")
    Strategy.objects.filter(pk=shelf.measure.pk).update(status="deprecated")
    assert search.search("scores sink").count == 0
    assert search.search("completeness").count == 0


def test_the_list_finds_an_issue_by_the_words_of_its_quotes(shelf: Shelf):
    assert search.matching_issues("columns") == [shelf.empty_fields.pk]


# --- showing


def test_what_matched_is_marked_accents_or_not():
    assert search.highlight("Données et donnees", ["donnee"]) == "<mark>Données</mark> et <mark>donnees</mark>"


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x>', "a & b <b>", "&lt;mark&gt;"])
def test_highlighting_escapes_the_text_and_the_query(hostile: str):
    html = search.highlight(f"before {hostile} after", search.words_of(hostile))
    assert "<script" not in html
    assert "<img" not in html
    assert html.replace("<mark>", "").replace("</mark>", "").count("<") == 0


def test_a_long_text_is_cut_around_the_first_match_at_white_space():
    text = "word " * 200 + "needle " + "word " * 200
    cut = search.highlight(text, ["needle"], width=100)
    assert cut.startswith("… word")
    assert cut.endswith("word …")
    assert "<mark>needle</mark>" in cut
    assert len(cut) < 150


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["<script>", "%", "' OR 1=1", "\u0000", "(((", "\\", "🦄", "x" * 5000])
def test_no_query_breaks_a_page(client: Client, query: str):
    for address in ("/search/", "/issues/"):
        response = client.get(address, {"q": query})
        assert response.status_code == 200
        assert b"<script>" not in response.content
