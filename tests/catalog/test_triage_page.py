"""The triage page: symptoms to tick, issues that fit, and an address for every state of it."""

import re

import pytest
from django.test import Client

from catalog.models import Claim, ClaimText, Issue
from catalog.symptoms import symptoms
from catalog.views import triage
from tests.catalog.factories import Shelf, make_catalog
from tests.factories import make_claim

pytestmark = pytest.mark.django_db


def make_shelf() -> Shelf:
    """Its symptoms: 1.1 "Rows lack the values models need.", 3.1 "Scores sink month after month."; and these."""
    shelf = make_catalog()
    make_claim(shelf.empty_fields, statement="A column holds one value only.")  # 1.2
    make_claim(shelf.slow_answers, statement="Pages wait for the model.")  # 2.1
    make_claim(shelf.moved_world, statement="Scores sink, month after month")  # 4.1, said as 3.1 says it
    make_claim(shelf.moved_world, statement="Inputs look unlike last year's.")  # 4.2
    return shelf


def boxes(page: str) -> dict[str, bool]:
    """The ticks of the form: name, and whether it is set."""
    found = re.findall(r'type="checkbox" name="s" value="([\d.]+)"( checked)?', page)
    assert len(found) == len({name for name, _ in found})
    return {name: bool(ticked) for name, ticked in found}


def fits(page: str) -> list[str]:
    return re.findall(r'<li class="fit">\s*<p class="code">(MLQ-\d+)', page)


def text_of(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_every_symptom_can_be_ticked_once_however_many_issues_show_it(client: Client, shelf: Shelf):
    page = client.get("/triage/").content.decode()
    assert boxes(page) == dict.fromkeys(["1.1", "1.2", "2.1", "3.1", "4.2"], False)
    assert fits(page) == []


def test_symptoms_stand_under_the_phase_where_their_issue_begins(client: Client, shelf: Shelf):
    page = text_of(client, "/triage/")
    assert page.index("Data preparation Rows lack") < page.index("Deployment Pages wait")
    assert page.index("Pages wait") < page.index("Maintenance Scores sink")


def test_ticks_lead_to_the_issues_that_fit_with_the_reason(client: Client, shelf: Shelf):
    page = client.get("/triage/?s=3.1&s=4.2").content.decode()
    assert fits(page) == ["MLQ-004", "MLQ-003"]
    text = text_of(client, "/triage/?s=3.1&s=4.2")
    assert "2 issues fit for 2 symptoms" in text
    assert "2 of your 2 ticks (100 % by weight) · 2 of its 2 symptoms (100 %)" in text
    assert "1 of your 2 ticks (41 % by weight) · 1 of its 1 symptom (100 %)" in text
    assert boxes(page)["4.2"]


def test_what_to_check_next_is_one_step_away(client: Client, shelf: Shelf):
    page = client.get("/triage/?s=1.1").content.decode()
    assert fits(page) == ["MLQ-001"]
    assert 'href="/triage/?s=1.1&amp;s=1.2#fits"' in page
    assert "A column holds one value only." in page[page.index("Check next") : page.index('class="ticks"')]


def test_a_symptom_is_found_by_any_of_its_places(client: Client, shelf: Shelf):
    for address in ("/triage/?s=4.1", "/triage/?s=3.1", "/triage/?s=4.1&s=3.1"):
        assert fits(client.get(address).content.decode()) == ["MLQ-003", "MLQ-004"]
        assert boxes(client.get(address).content.decode())["3.1"]


def test_a_symptom_that_left_the_catalog_is_told_of(client: Client, shelf: Shelf):
    assert "1 symptom of this address is no longer in the catalog." in text_of(client, "/triage/?s=1.1&s=77.1")
    Issue.objects.filter(pk=shelf.empty_fields.pk).update(status="withdrawn")
    page = client.get("/triage/?s=1.1").content.decode()
    assert "1.1" not in boxes(page)
    assert fits(page) == []


@pytest.mark.parametrize("query", ["s=", "s=1", "s=%3Cscript%3E", "s=1.1.1", "s=9999999999999999999.1", "w=%00"])
def test_nonsense_is_answered_with_the_page(client: Client, shelf: Shelf, query: str):
    response = client.get(f"/triage/?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_words_narrow_the_symptoms_without_javascript_and_keep_what_is_ticked(client: Client, shelf: Shelf):
    page = client.get("/triage/?w=COLUMN&s=2.1").content.decode()
    assert boxes(page) == {"2.1": True, "1.2": False}
    assert "Ticked already" in page


def test_common_words_of_a_sentence_do_not_drown_the_rare_one(client: Client, shelf: Shelf):
    assert list(boxes(client.get("/triage/?w=the+column").content.decode())) == ["1.2"]


def test_words_that_only_an_issues_title_holds_find_its_symptoms(client: Client, shelf: Shelf):
    assert list(boxes(client.get("/triage/?w=late").content.decode())) == ["2.1"]


def test_words_that_nothing_holds_say_so(client: Client, shelf: Shelf):
    assert "No symptom holds these words" in text_of(client, "/triage/?w=unicorns")


def test_more_ticks_than_anybody_makes_are_cut(client: Client, shelf: Shelf):
    known = symptoms()
    assert known.known(["1.1", "1.2", "2.1", "1.1"], most=2) == (["1.1", "1.2"], [])


def test_a_symptom_without_english_words_is_there_too(client: Client, shelf: Shelf):
    claim = Claim.objects.create(issue=shelf.slow_answers, aspect="symptom", position=2)
    ClaimText.objects.create(claim=claim, language="fr", statement="La page attend.")
    assert '<span lang="fr">La page attend.</span>' in client.get("/triage/").content.decode()


def test_a_state_is_not_for_search_engines_and_the_page_is(client: Client, shelf: Shelf):
    assert "noindex" not in client.get("/triage/").content.decode()
    page = client.get("/triage/?s=1.1").content.decode()
    assert "noindex" in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/triage/"' in page


@pytest.fixture
def _too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a catalog whose symptoms nobody can read through."""
    monkeypatch.setattr(triage, "GLANCE", 3)


@pytest.mark.usefixtures("_too_many")
def test_where_there_are_too_many_symptoms_the_page_asks_for_words_first(client: Client, shelf: Shelf):
    page = client.get("/triage/").content.decode()
    assert boxes(page) == {}
    assert "The catalog knows 5 symptoms. Say in a few words what you see." in page


@pytest.mark.usefixtures("_too_many")
def test_then_words_find_symptoms_of_the_issues_that_answer_them(client: Client, shelf: Shelf):
    assert list(boxes(client.get("/triage/?w=sink").content.decode())) == ["3.1"]
    # "late" stands in the issue's title alone: all of its symptoms are offered.
    assert list(boxes(client.get("/triage/?w=late").content.decode())) == ["2.1"]


@pytest.mark.usefixtures("_too_many")
def test_then_ticks_are_kept_and_ranked_all_the_same(client: Client, shelf: Shelf):
    page = client.get("/triage/?s=1.1").content.decode()
    assert boxes(page) == {"1.1": True}
    assert fits(page) == ["MLQ-001"]
