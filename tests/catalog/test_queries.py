"""How many queries each page asks, and what for; none of them depends on how much the catalog holds."""

from typing import Any

import pytest
from django.db import connection
from django.template.backends.django import Template
from django.test import Client

from tests.catalog.factories import Shelf, make_catalog, many_more

pytestmark = pytest.mark.django_db

# PostgreSQL is told to use its indexes, and no longer: 2, in a transaction, which in a test is a savepoint: 2.
BY_INDEX = 4 if connection.vendor == "postgresql" else 0

# Every page first asks for the revision (its validator): 1. Phases and their texts, for the line: 2.
# Taking the census: phases and texts 2, qualities and texts 2, issues, their phases, their qualities, quotes,
# strategies, what studies counted: 6. A server takes it once for each revision; the tests' own transaction takes it
# every time.
CENSUS = 10
BUDGETS = {
    # the census; strategies and studies counted 2; grounds 2; the most named and their texts 2; one quote: the revision
    # again to choose a place among the ids, none after it, the first instead, its issue's texts 4; changes: the
    # last days 1, versions, quotes by day and releases 3, issues to name and their texts 2.
    "/": 1 + CENSUS + 2 + 2 + 2 + 4 + 4 + 2,
    "/phases/": 1 + CENSUS,
    # the census; its issues and their texts 2; first symptoms and their texts 2.
    "/phases/maintenance/": 1 + CENSUS + 2 + 2,
    # from the census alone.
    "/attributes/": 1 + CENSUS,
    # the census; its issues and their texts 2.
    "/attributes/reliability/": 1 + CENSUS + 2,
    "/matrix/": 1 + CENSUS,
    "/matrix/?evidence=several": 1 + CENSUS,
    # the census; the rows and their texts 2; the revision that the list is cited with 1.
    "/issues/": 1 + CENSUS + 2 + 1,
    "/issues/?view=titles&sort=participants": 1 + CENSUS + 2 + 1,
    # the same, after asking the index: which words it knows 1, whether it is in step 1, which issues hold them 1, what
    # these hold, to order them 1, which quotes do 1; and which words to mark 1.
    "/issues/?q=empty": 1 + CENSUS + 2 + 1 + 6 + BY_INDEX,
    # symptoms 1; claims and texts 2; phases 2.
    "/triage/": 1 + 1 + 2 + 2,
    # the same, and the issues that fit with their texts 2.
    "/triage/?s=1.1&s=3.1": 1 + 1 + 2 + 2 + 2,
    "/triage/?w=rows": 1 + 1 + 2 + 2,
    "/strategies/": 1 + 2,
    # the same; phases or qualities 2, which strategy helps where 1.
    "/strategies/by-phase/": 1 + 2 + 3,
    "/strategies/by-quality/": 1 + 2 + 3,
    # phases 2, qualities 2.
    "/glossary/": 1 + 2 + 2,
    # the issue with its phase 1, its texts 1; how many versions 1, the versions 1, the one before them 1.
    "/issues/MLQ-001/fields-are-empty/history/": 1 + 2 + 3,
    # the issue 2, the version 1.
    "/issues/MLQ-001/fields-are-empty/history/1/": 1 + 2 + 1,
    # the line from the census; which words the index knows 1, whether it is in step 1; which issues, strategies and
    # quotes hold them 3; what the issues hold, to order them 1, themselves and their texts 2; nothing more of kinds
    # that have no hit.
    "/search/?q=world": 1 + CENSUS + 2 + 3 + 3 + BY_INDEX,
    # the same, of which two kinds have hits (quotes: what they hold 1, themselves 1, their issues' texts 1).
    "/search/?q=columns": 1 + CENSUS + 2 + 3 + 3 + BY_INDEX,
    # a word that stands nowhere: which begin so 1, which it may be a slip for 1, and the words once more 1.
    "/search/?q=wrold": 1 + CENSUS + 2 + 3 + 3 + 3 + BY_INDEX,
    # words that nothing holds together: of each kind what holds some of them 3; statements of the issues, for excerpts,
    # 2; of quotes: what they hold 1, themselves 1, their issues' texts 1; whether each word is written somewhere 1.
    "/search/?q=empty+fields+nothing": 1 + CENSUS + 2 + 3 + 3 + 3 + 2 + 3 + 1 + BY_INDEX,
    "/search/": 1 + CENSUS,
    # which words begin so 1, which the index knows 1, whether it is in step 1, which issues and strategies hold them 2,
    # the issues with texts 2.
    "/search/suggest/?q=empt": 1 + 2 + 1 + 2 + 2 + BY_INDEX,
    # sources 2, their quotes 1; totals: the census, strategies and studies counted 2.
    "/method/": 1 + 2 + 1 + CENSUS + 2,
    # release, issue 2, quote, sources 2.
    "/cite/": 1 + 1 + 2 + 1 + 2,
    "/releases/": 1 + 1,
    # written from the code alone.
    "/api/": 1,
    # changes, as on the front page, 4; their issues and texts 2; the time of the change 1.
    "/feeds/changes.atom": 1 + 4 + 2 + 1,
    "/feeds/changes.json": 1 + 4 + 2,
    # how many there are; with a page also the quotes.
    "/evidence/annotations.jsonld": 1 + 1,
    "/evidence/annotations.jsonld?page=1": 1 + 1 + 1,
    "/opensearch.xml": 1,
    # the issue and its texts.
    "/cite/issue/MLQ-001.bib": 1 + 2,
    # phases, qualities, issues, strategies.
    "/sitemap.xml": 1 + 4,
    "/robots.txt": 1,
}
# Where the census, the changes and the symptoms were read before: the revision again for each of them, and the rest.
# Where there is more, something comes near in one kind more: what it holds 1, itself 1.
NEARER = {"/search/?q=empty+fields+nothing": 2}
WARM = {
    "/": 1 + 1 + 2 + 2 + 2 + 4 + 1 + 2,
    "/feeds/changes.json": 1 + 1 + 2,
    "/phases/": 1 + 1,
    "/phases/maintenance/": 1 + 1 + 2 + 2,
    "/matrix/": 1 + 1,
    "/issues/": 1 + 1 + 2 + 1,
    "/triage/": 1 + 1 + 2 + 2,
}


@pytest.fixture
def shelf() -> Shelf:
    return make_catalog()


@pytest.mark.parametrize(("address", "budget"), BUDGETS.items(), ids=BUDGETS.keys())
def test_a_page_asks_as_many_queries_as_it_says(
    client: Client, shelf: Shelf, django_assert_num_queries: Any, address: str, budget: int
):
    with django_assert_num_queries(budget):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_asks_no_more_where_the_catalog_holds_more(
    client: Client, shelf: Shelf, django_assert_max_num_queries: Any, address: str
):
    many_more(shelf, 5)
    with django_assert_max_num_queries(BUDGETS[address] + NEARER.get(address, 0)):
        assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("address", "budget"), WARM.items(), ids=WARM.keys())
def test_a_server_counts_the_catalog_once_for_each_revision(
    client: Client, shelf: Shelf, django_assert_num_queries: Any, address: str, budget: int
):
    client.get(address)
    with django_assert_num_queries(budget):
        assert client.get(address).status_code == 200


def test_an_issue_page_asks_what_it_shows(client: Client, shelf: Shelf, django_assert_num_queries: Any):
    """The validator 1; the issue, its texts, phases and qualities with texts 7; the page of quotes and its length 2;
    claims and texts 2; mitigations, texts and strategies' texts 3; quotes beside each 1; what it rests on: quotes 1,
    studies 1, their texts 1; the line 2; relations, texts of both sides 3; other catalogs 1; issues merged into it 1;
    versions 1; neighbours in its phases 1 and nothing of them, for it has none.
    """
    with django_assert_num_queries(1 + 7 + 2 + 2 + 3 + 1 + 3 + 2 + 3 + 1 + 1 + 1 + 1):
        assert client.get(shelf.empty_fields.get_absolute_url()).status_code == 200


def test_an_issue_page_asks_no_more_however_much_is_tied_to_it(
    client: Client, shelf: Shelf, django_assert_num_queries: Any
):
    """Two more than above, for the neighbours and their texts."""
    many_more(shelf, 20)
    with django_assert_num_queries(30):
        assert client.get(shelf.empty_fields.get_absolute_url()).status_code == 200


def test_a_strategy_page_asks_what_it_shows(client: Client, shelf: Shelf, django_assert_num_queries: Any):
    """The validator 1; the strategy 2; how much it helps 1, what 1, how 1, the issues and their texts 2; the census;
    quotes and their issues' texts 2; strategies against the same issues 1 and no texts, for it has none; the revision
    that it is cited with 1.
    """
    with django_assert_num_queries(1 + 2 + 5 + CENSUS + 2 + 1 + 1):
        assert client.get(shelf.measure.get_absolute_url()).status_code == 200


def test_a_strategy_page_asks_no_more_however_much_is_tied_to_it(
    client: Client, shelf: Shelf, django_assert_num_queries: Any
):
    """One more than above, for the texts of strategies against the same issues."""
    many_more(shelf, 20)
    with django_assert_num_queries(1 + 2 + 5 + CENSUS + 2 + 1 + 1 + 1):
        assert client.get(shelf.measure.get_absolute_url()).status_code == 200


def test_a_quote_page_asks_for_the_quote_and_its_place(client: Client, shelf: Shelf, django_assert_num_queries: Any):
    """The validator 1; the quote with all it belongs to 1; texts of issue, phase, source, claim 4; the line 2; the
    quotes before and after it 2.
    """
    with django_assert_num_queries(1 + 1 + 4 + 2 + 2):
        assert client.get(shelf.supporting.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("address", ["/", "/issues/?q=empty", "/issues/MLQ-001/fields-are-empty/", "/matrix/"])
def test_a_conditional_request_costs_one_query(
    client: Client, shelf: Shelf, django_assert_num_queries: Any, address: str
):
    etag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.fixture
def _templates_may_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any query while a template renders is an error."""
    render = Template.render

    def refuse(execute: Any, sql: str, *args: Any) -> None:
        raise AssertionError(f"a template asked: {sql[:200]}")

    def render_without_queries(self: Template, *args: Any, **kwargs: Any) -> Any:
        with connection.execute_wrapper(refuse):
            return render(self, *args, **kwargs)

    monkeypatch.setattr(Template, "render", render_without_queries)


@pytest.mark.usefixtures("_templates_may_not_ask")
@pytest.mark.parametrize("language", ["", "/fr"])
def test_no_template_asks_the_database(client: Client, shelf: Shelf, language: str):
    # In French the texts that are missing fall back to English: that must not cost a query either.
    many_more(shelf, 2)
    rows: list[Any] = [shelf.empty_fields, shelf.slow_answers, shelf.supporting, shelf.limiting, shelf.measure]
    for address in [*BUDGETS, "/issues/?phase=deployment&q=zz", *(row.get_absolute_url() for row in rows)]:
        assert client.get(f"{language}{address}").status_code == 200, address
