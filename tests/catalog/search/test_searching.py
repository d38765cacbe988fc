"""What is found, in which order, in how many, and what was probably meant."""

import re

import pytest
from django.test import Client
from django.utils import translation

from catalog import search
from catalog.models import ClaimText, Evidence, Issue, SearchPending, Strategy
from tests.catalog.factories import Shelf, make_quote, many_more
from tests.catalog.search.conftest import publish


def codes(query: str) -> list[str]:
    return [hit.item.code for hit in search.search(query).issues.hits]


# --- words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Données MANQUANTES", ("donnees", "manquantes")),
        ("the model is too slow", ("model", "slow")),
        ("l'étiquette et le modèle", ("etiquette", "modele")),
        ("MLQ-7", ("mlq7",)),
        ("mlq0012", ("mlq12",)),
        ("slow slow slow", ("slow",)),
        ('labels "data leakage" «boîte noire»', ("data", "leakage", "boite", "noire", "labels")),
        ("the of and", ()),
        ('" "" "', ()),
        ("", ()),
    ],
)
def test_a_query_is_folded_to_the_words_that_mean_something(query: str, words: tuple[str, ...]):
    assert search.words_of(query) == words


# --- finding


def test_a_title_comes_before_a_mention(shelf: Shelf):
    shelf.moved_world.texts.update(description="Fields may be empty for other reasons.")
    publish()
    assert codes("empty fields") == ["MLQ-001", "MLQ-004"]


@pytest.mark.parametrize("query", ["MLQ-3", "mlq3", "mlq-0003", "MLQ 003"])
def test_a_number_finds_its_issue_before_those_that_mention_it(shelf: Shelf, query: str):
    shelf.empty_fields.texts.update(description="Not to be confused with MLQ-003.")
    publish()
    assert codes(query) == ["MLQ-003", "MLQ-001"]


def test_of_equal_answers_the_lower_number_comes_first(shelf: Shelf):
    many_more(shelf, 3)
    publish()
    assert codes("further") == ["MLQ-100", "MLQ-101", "MLQ-102"]


def test_what_says_it_more_often_comes_before_what_says_it_once(shelf: Shelf):
    shelf.moved_world.texts.update(description="Weather, and weather, and weather.")
    shelf.slow_answers.texts.update(description="Weather, and nothing else.")
    publish()
    assert codes("weather") == ["MLQ-004", "MLQ-002"]


def test_a_symptom_finds_its_issue(shelf: Shelf):
    assert codes("scores sink") == ["MLQ-003"]


def test_the_beginning_of_a_word_finds_it(shelf: Shelf):
    assert codes("sco") == ["MLQ-003"]


def test_a_word_is_not_taken_for_a_beginning_where_it_stands_itself(shelf: Shelf):
    shelf.moved_world.texts.update(description="An age, and no wager.")
    shelf.old_models.texts.update(description="An agency.")
    publish()
    assert codes("age") == ["MLQ-004"]


@pytest.mark.parametrize("form", ["score", "scores", "SCORING", "scored"])
def test_every_form_of_a_word_finds_it(shelf: Shelf, form: str):
    assert codes(form) == ["MLQ-003"]


def test_a_phrase_finds_only_its_words_in_their_order(shelf: Shelf):
    shelf.moved_world.texts.update(description="Empty are the fields.")
    publish()
    assert set(codes("empty fields")) == {"MLQ-001", "MLQ-004"}
    assert codes('"fields empty"') == ["MLQ-001"]
    assert codes('"empty fields"') == ["MLQ-004"]


def test_a_synonym_of_the_field_finds_what_the_catalog_calls_otherwise(shelf: Shelf):
    shelf.moved_world.texts.update(description="Nothing is known of its provenance.")
    publish()
    assert codes("lineage") == ["MLQ-004"]


def test_a_word_said_comes_before_one_that_means_the_same(shelf: Shelf):
    shelf.moved_world.texts.update(description="Its provenance.")
    shelf.old_models.texts.update(description="Its lineage.")
    publish()
    assert codes("lineage") == ["MLQ-003", "MLQ-004"]


@pytest.mark.parametrize("said", ["can't", "doesn't", "won’t", "isn't"])
def test_a_contraction_asks_for_nothing_with_its_apostrophe_or_without(shelf: Shelf, said: str):
    for word in (said, re.sub("['’]", "", said)):
        assert codes(f"fields {word} empty") == codes("fields empty") != []


def test_words_of_common_use_alone_find_nothing(shelf: Shelf):
    assert search.search("the of and").count == 0


def test_issues_strategies_and_quotes_are_found_apart(shelf: Shelf):
    results = search.search("completeness")
    assert (results.issues.total, [hit.item.code for hit in results.strategies.hits]) == (0, ["MLS-001"])
    assert [hit.item.public_id for hit in search.search("columns").quotes.hits] == ["a0000000000a"]


# --- most of the words


def test_where_nothing_holds_all_words_those_that_hold_most_are_shown_and_said_to_be(shelf: Shelf, client: Client):
    results = search.search("scores sink columns")
    assert results.issues.total == 0
    assert [hit.item.code for hit in results.issues.near] == ["MLQ-003"]
    page = client.get("/search/?q=scores+sink+columns").content.decode()
    assert "Nothing here holds all of your words" in page


def test_what_holds_all_words_comes_first_and_alone_is_counted(shelf: Shelf):
    shelf.moved_world.texts.update(title="Models grow")
    publish()
    results = search.search("models grow old").issues
    assert ([hit.item.code for hit in results.hits], results.total) == (["MLQ-003"], 1)
    assert [hit.item.code for hit in results.near] == ["MLQ-004", "MLQ-001"]


def test_a_word_that_stands_nowhere_does_not_hide_what_the_others_find(shelf: Shelf, client: Client):
    results = search.search("scores kryptonite")
    assert results.unknown == ("kryptonite",)
    assert [hit.item.code for hit in results.issues.near] == ["MLQ-003"]
    assert (
        "“kryptonite” is not in the catalog, so these are hits for your other words"
        in client.get("/search/?q=scores+kryptonite").content.decode()
    )


def test_a_word_that_stands_nowhere_is_told_as_it_was_typed(shelf: Shelf):
    assert search.search("scores Kryptonité").unknown == ("Kryptonité",)


def test_several_words_that_stand_nowhere_are_each_quoted(shelf: Shelf, client: Client):
    page = client.get("/search/?q=scores+kryptonite+unobtainium").content.decode()
    assert "“kryptonite”, “unobtainium” are not in the catalog" in page
    page = client.get("/fr/search/?q=scores+kryptonite+unobtainium").content.decode()
    assert "« kryptonite », « unobtainium » ne figurent pas" in page.replace("\xa0", " ")


def test_a_hit_is_shown_by_a_statement_in_the_pages_language_before_a_summary_in_another(shelf: Shelf):
    shelf.empty_fields.texts.filter(language="fr").update(summary="On ne sait pas.")
    ClaimText.objects.create(claim=shelf.empty_fields.claims.first(), language="fr", statement="Le champ est vide.")
    shelf.empty_fields.texts.filter(language="en").update(summary="Le champ est vide, and nobody knows why.")
    publish()
    with translation.override("fr"):
        [hit] = search.search("champ vide").issues.hits
    assert (hit.text, hit.language, hit.where) == ("Le champ est vide.", "fr", "cause")


# --- did you mean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("compleetness", "completeness"),
        ("copmleteness", "completeness"),
        ("conpletemess", ""),
        ("mdoels", "models"),
        ("reponsses", "réponses"),
        ("measure of kompleteness", "measure of completeness"),
        ("emty feilds", "empty fields"),
        ("complateniss", "completeness"),
        ("completenesslessly", "completeness"),
        ("completely new measures", ""),
    ],
)
def test_a_slip_of_the_keyboard_is_taken_for_what_was_meant(shelf: Shelf, typed: str, meant: str):
    results = search.search(typed)
    assert results.corrected == meant
    assert (results.count > 0) == bool(meant)


def test_a_slip_that_has_the_stem_of_another_word_is_taken_for_what_was_meant(shelf: Shelf, client: Client):
    """In French "manquent" stands, so that "manquente" has a stem that stands; nobody wrote "manquente"."""
    shelf.moved_world.texts.create(language="fr", title="Le monde change", summary="Les données manquent.")
    shelf.empty_fields.texts.filter(language="fr").update(summary="La donnée manquante est vide.")
    publish()
    results = search.search("vide manquente")
    assert (results.corrected, [hit.item.code for hit in results.issues.hits]) == ("vide manquante", ["MLQ-001"])
    page = client.get("/search/?q=vide+manquente").content.decode()
    assert "These are hits for the corrected spelling, which finds more than yours." in page
    assert "not in the catalog" not in page


def test_what_was_meant_is_offered_as_a_link_and_its_hits_are_shown(shelf: Shelf, client: Client):
    page = client.get("/search/?q=emty+feilds").content.decode()
    assert 'Did you mean <a href="/search/?q=empty+fields">empty fields</a>?' in page
    assert "“emty”, “feilds” are not in the catalog, so these are hits for the corrected spelling." in page
    assert "MLQ-001" in page


@pytest.mark.parametrize("word", ["hell", "fake", "bread"])
def test_a_word_that_people_use_is_not_taken_for_a_slip(shelf: Shelf, word: str):
    shelf.moved_world.texts.update(description="Help, take, break.")
    publish()
    assert search.search(word).corrected == ""


# --- languages


@pytest.mark.parametrize("language", ["en", "fr"])
def test_either_language_finds_an_issue_on_a_page_of_either(shelf: Shelf, language: str):
    with translation.override(language):
        assert codes("champs vides") == ["MLQ-001"]
        assert codes("fields") == ["MLQ-001"]


def test_an_excerpt_is_in_the_language_that_matched(shelf: Shelf):
    shelf.empty_fields.texts.filter(language="fr").update(summary="Et nul ne sait pourquoi, ni le fournisseur.")
    publish()
    hit = search.search("fournisseur").issues.hits[0]
    assert (hit.language, hit.where, hit.text) == ("fr", "summary", "Et nul ne sait pourquoi, ni le fournisseur.")


def test_an_excerpt_is_in_the_page_s_language_where_any_text_in_it_holds_anything(shelf: Shelf):
    shelf.old_models.texts.create(language="fr", title="Modèles", summary="Les scores baissent, dit Zéphirine.")
    publish()
    for language, excerpt in (("en", ("en", "symptom")), ("fr", ("fr", "summary"))):
        with translation.override(language):
            hit = search.search("scores").issues.hits[0]
            assert (hit.item.code, hit.language, hit.where) == ("MLQ-003", *excerpt)


def test_an_excerpt_in_another_language_is_the_one_that_holds_most(shelf: Shelf):
    shelf.empty_fields.texts.filter(language="fr").update(
        summary="Le fournisseur s’en va.", description="Le fournisseur s’en va en vacances."
    )
    publish()
    hit = search.search("fournisseur vacances").issues.hits[0]
    assert (hit.language, hit.where) == ("fr", "description")


def test_what_only_its_title_says_is_shown_with_its_summary_in_the_page_s_language(shelf: Shelf):
    shelf.empty_fields.texts.filter(language="fr").update(title="Xylophones", summary="Le résumé.")
    publish()
    for language, summary in (("en", shelf.empty_fields.text_in("en").summary), ("fr", "Le résumé.")):
        with translation.override(language):
            hit = search.search("xylophones").issues.hits[0]
            assert (hit.text, hit.where) == (summary, "summary")


def test_quotes_are_found_in_the_language_they_were_said_in(shelf: Shelf):
    assert [hit.item.public_id for hit in search.search("reponses tard").quotes.hits] == ["d0000000000d"]
    assert [hit.item.public_id for hit in search.search("réponse").quotes.hits] == ["d0000000000d"]


def test_a_quote_in_a_third_language_is_found_by_its_words_as_they_stand(shelf: Shelf):
    make_quote(shelf.empty_fields, "Die Hälfte der Felder war leer.", "g0000000000g", language="de")
    publish()
    assert [hit.item.public_id for hit in search.search("halfte felder").quotes.hits] == ["g0000000000g"]


# --- what is not public


@pytest.mark.parametrize("status", [Evidence.Status.HIDDEN, Evidence.Status.WITHDRAWN])
def test_a_quote_taken_down_is_neither_found_nor_counted_even_before_the_index_is_written(shelf: Shelf, status: str):
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status=status, text="")
    results = search.search("columns")
    assert (results.count, results.quotes.hits) == (0, [])


def test_only_published_issues_and_strategies_are_found(shelf: Shelf):
    Issue.objects.filter(pk=shelf.old_models.pk).update(status="deprecated")
    Strategy.objects.filter(pk=shelf.measure.pk).update(status="deprecated")
    for _ in range(2):
        assert search.search("scores sink").count == 0
        assert search.search("completeness").count == 0
        publish()


def test_quotes_of_an_issue_that_left_the_lists_are_found_no_more_and_come_back_with_it(shelf: Shelf):
    for status, found in (("withdrawn", 0), ("published", 1)):
        Issue.objects.filter(pk=shelf.empty_fields.pk).update(status=status)
        publish()
        assert search.search("columns").quotes.total == found


def test_hits_are_read_as_published_whatever_the_index_says(shelf: Shelf):
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status="hidden", text="")
    SearchPending.objects.all().delete()
    assert search.search("columns").quotes.hits == []


# --- the list of issues


def test_the_list_finds_an_issue_by_the_words_of_its_quotes_after_those_that_say_it_themselves(shelf: Shelf):
    shelf.moved_world.texts.update(description="Columns.")
    publish()
    assert search.matching_issues("columns") == [shelf.moved_world.pk, shelf.empty_fields.pk]


@pytest.mark.parametrize("query", ["", "the of and", "kryptonite", "scores kryptonite"])
def test_the_list_finds_nothing_for_words_that_are_common_or_stand_nowhere(shelf: Shelf, query: str):
    assert search.matching_issues(query) == []


# --- the page


def test_the_page_says_what_kind_of_text_matched(shelf: Shelf, client: Client):
    page = client.get("/search/?q=scores").content.decode()
    assert '<span class="where">Symptom</span>' in page


def test_a_page_of_one_kind_leads_through_all_of_it(shelf: Shelf, client: Client):
    many_more(shelf, 45)
    publish()
    first = client.get("/search/?q=further&in=issues").content.decode()
    assert "1 to 20 of 45" in first
    assert 'rel="next" href="/search/?q=further&amp;in=issues&amp;page=2"' in first
    assert "41 to 45 of 45" in client.get("/search/?q=further&in=issues&page=3").content.decode()
    assert "41 to 45 of 45" in client.get("/search/?q=further&in=issues&page=99").content.decode()


def test_no_hit_stands_on_two_pages_and_none_on_no_page(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("catalog.search.finding.RANKED", 7)
    many_more(shelf, 30)
    publish()
    pages = [search.search("further", sizes={"issue": 10}, page=page).issues for page in (1, 2, 3, 4)]
    found = [hit.item.number for page in pages for hit in page.hits]
    assert sorted(found) == list(range(100, 130))
    assert {page.total for page in pages} == {30}


def test_the_page_counts_each_kind_and_leads_to_it(shelf: Shelf, client: Client):
    page = client.get("/search/?q=empty+fields").content.decode()
    assert '<a href="/search/?q=empty+fields&amp;in=issues">Issues <span class="n">1</span></a>' in " ".join(
        page.split()
    )


def test_a_phase_narrows_issues_and_quotes(shelf: Shelf, client: Client):
    many_more(shelf, 2)
    publish()
    assert search.search("further", phase=shelf.preparation.pk).issues.total == 2
    assert search.search("further", phase=shelf.deployment.pk).issues.total == 0
    assert search.search("tard", phase=shelf.deployment.pk).quotes.total == 1
    page = client.get("/search/?q=something&phase=deployment").content.decode()
    assert "The same words in any phase" in page


def test_an_issue_moved_to_another_phase_is_found_in_that(shelf: Shelf):
    assert search.search("fields", phase=shelf.maintenance.pk).issues.total == 0
    shelf.empty_fields.phases.add(shelf.maintenance)
    publish()
    assert search.search("fields", phase=shelf.maintenance.pk).issues.total == 1


def test_nothing_found_says_what_to_try(shelf: Shelf, client: Client):
    page = client.get("/search/?q=kryptonite").content.decode()
    assert "Nothing found" in page
    assert "What you can try:" in page
    assert 'value="kryptonite"' in page


HOSTILE = [
    "<script>",
    "%",
    "' OR 1=1",
    "\0",
    "(((",
    "\\",
    "🦄",
    "x" * 5000,
    '"',
    '"a" OR',
    "NEAR(a b)",
    "first:a",
    "a*",
    "&|!",
    "NOT",
]


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("address", ["/search/", "/issues/", "/search/suggest/"])
def test_no_query_breaks_an_answer(shelf: Shelf, client: Client, address: str, query: str):
    response = client.get(address, {"q": query})
    assert response.status_code == 200
    if not response["Content-Type"].endswith("json"):
        assert b"<script>" not in response.content


@pytest.mark.parametrize(
    "rest", ["in=no", "in=quotes&page=x", "in=quotes&page=-1", "in=quotes&page=²", "page=9999999999", "phase=no"]
)
def test_an_address_that_asks_for_what_there_is_not_is_answered_with_the_nearest(
    shelf: Shelf, client: Client, rest: str
):
    page = client.get(f"/search/?q=columns&{rest}").content.decode()
    assert "Half the <mark>columns</mark> had nothing in them." in page
