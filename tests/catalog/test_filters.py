"""The issue list: facets, their counts, and addresses that hold every state."""

import re

import pytest
from django.http import QueryDict
from django.test import Client

from catalog.filters import Facet, IssueFilter
from tests.catalog.factories import Shelf, make_catalog

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> Shelf:
    return make_catalog()


def filtered(query: str = "", matched: list[int] | None = None) -> IssueFilter:
    return IssueFilter(QueryDict(query), matched=matched, path="/issues/")


def codes(query: str) -> list[str]:
    return [issue.code for issue in filtered(query).narrowed().order_by("number")]


def counts(facet: Facet) -> dict[str, int]:
    return {option.value: option.count for option in facet.options}


def facet_of(query: str, name: str) -> Facet:
    return next(facet for facet in filtered(query).facets() if facet.name == name)


def test_without_conditions_every_published_issue_is_listed(shelf: Shelf):
    assert codes("") == ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]


def test_a_phase_finds_issues_that_begin_there_or_reach_into_it(shelf: Shelf):
    assert codes("phase=deployment") == ["MLQ-002", "MLQ-003"]


def test_values_of_one_facet_widen_and_facets_together_narrow(shelf: Shelf):
    assert codes("phase=data-preparation&phase=deployment") == ["MLQ-001", "MLQ-002", "MLQ-003"]
    assert codes("phase=deployment&attribute=reliability") == ["MLQ-003"]


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        ("several", ["MLQ-001"]),
        ("few", ["MLQ-002"]),
        ("none", ["MLQ-003", "MLQ-004"]),
    ],
)
def test_strength_of_evidence_counts_published_quotes_only(shelf: Shelf, evidence: str, found: list[str]):
    assert codes(f"evidence={evidence}") == found


def test_issues_without_a_strategy_can_be_found(shelf: Shelf):
    assert codes("strategy=no") == ["MLQ-004"]
    assert codes("strategy=yes") == ["MLQ-001", "MLQ-002", "MLQ-003"]


def test_a_facet_counts_what_each_value_would_leave(shelf: Shelf):
    assert counts(facet_of("", "phase")) == {"data-preparation": 1, "deployment": 2, "maintenance": 2}
    assert counts(facet_of("", "evidence")) == {"several": 1, "few": 1, "none": 2}


def test_a_facet_is_counted_under_the_other_facets_not_under_itself(shelf: Shelf):
    assert counts(facet_of("phase=deployment", "phase"))["maintenance"] == 2
    assert counts(facet_of("phase=deployment", "attribute")) == {"reliability": 1, "efficiency": 1, "explainability": 0}


@pytest.mark.parametrize("query", ["", "phase=deployment", "evidence=none&strategy=yes", "attribute=efficiency"])
def test_following_an_option_leaves_as_many_issues_as_it_promised(shelf: Shelf, client: Client, query: str):
    for facet in filtered(query).facets():
        # A second value of a facet in which one is chosen widens: its count is what it adds to, not the sum.
        for option in facet.options:
            if not facet.chosen:
                page = client.get(option.url).content.decode()
                assert page.count('class="row"') == option.count, option.url


def test_an_option_is_an_address_that_ticks_or_unticks_it(shelf: Shelf):
    phase = facet_of("phase=deployment&q=", "phase")
    urls = {option.value: option.url for option in phase.options}
    assert urls["deployment"] == "/issues/"
    assert urls["maintenance"] == "/issues/?phase=deployment&phase=maintenance"


def test_unknown_values_and_parameters_are_ignored(shelf: Shelf):
    assert codes("phase=daydreaming&colour=blue&page=x") == codes("")


def test_one_state_has_one_address_whatever_the_order_it_came_in(shelf: Shelf):
    one, other = (
        filtered("strategy=yes&phase=maintenance&phase=deployment"),
        filtered("phase=deployment&phase=maintenance&strategy=yes&x=1"),
    )
    assert one.address() == other.address() == "/issues/?phase=deployment&phase=maintenance&strategy=yes"


def test_an_empty_list_says_which_single_condition_to_drop(shelf: Shelf):
    ways = filtered("phase=data-preparation&attribute=efficiency").ways_out()
    assert [(way.label, way.count, way.url, way.dropped) for way in ways] == [
        ("Data preparation", 1, "/issues/?attribute=efficiency", True),
        ("Efficiency", 1, "/issues/?phase=data-preparation", True),
    ]


def test_the_words_may_be_the_condition_to_drop(shelf: Shelf):
    ways = filtered("phase=deployment&q=unicorns", matched=[]).ways_out()
    assert [(way.label, way.count, way.url) for way in ways] == [("unicorns", 2, "/issues/?phase=deployment")]


def test_where_no_single_condition_is_to_blame_it_says_which_to_keep(shelf: Shelf):
    ways = filtered("attribute=explainability&evidence=several&q=unicorns", matched=[]).ways_out()
    assert [(way.label, way.dropped, way.url) for way in ways] == [
        ("3 quotes or more", False, "/issues/?evidence=several")
    ]


def test_the_page_of_an_empty_list_shows_the_way_out(shelf: Shelf, client: Client):
    page = client.get("/issues/?phase=data-preparation&attribute=efficiency").content.decode()
    assert "No issue meets all of these conditions" in page
    assert '<a href="/issues/?attribute=efficiency">without “Data preparation”</a> (1 issue)' in page


def test_a_new_query_keeps_the_chosen_facets_without_javascript(shelf: Shelf, client: Client):
    page = client.get("/issues/?phase=deployment&phase=maintenance").content.decode()
    assert re.findall(r'type="hidden" name="(\w+)" value="([\w-]+)"', page) == [
        ("phase", "deployment"),
        ("phase", "maintenance"),
    ]


def test_a_query_orders_by_how_well_an_issue_answers_it(shelf: Shelf, client: Client):
    shelf.empty_fields.texts.filter(language="en").update(description="Models suffer.")
    page = client.get("/issues/?q=models").content.decode()
    assert page.index("MLQ-003") < page.index("MLQ-001")


def test_an_unchosen_state_is_the_canonical_address(shelf: Shelf, client: Client):
    page = client.get("/issues/?utm_source=x&phase=deployment").content.decode()
    assert 'rel="canonical" href="http://127.0.0.1:8000/issues/?phase=deployment"' in page
