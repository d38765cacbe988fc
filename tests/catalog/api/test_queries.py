"""How many queries each address of the API asks, and what for; none depends on how much the catalog holds.

Every address first asks for the revision (its validator): 1. A page of a list is counted and its keys are read: 2;
its rows are read by these keys, so that what is joined and counted is one page and not the whole.
"""

from typing import Any

import pytest
from django.test import Client

from catalog.models import Revision
from tests.catalog.api.world import ROOT, released_catalog
from tests.catalog.factories import Shelf, make_quote, many_more
from tests.catalog.test_queries import BY_INDEX, CENSUS

pytestmark = pytest.mark.django_db
# An issue with its primary phase and quotes counted, its texts, the phase's texts, phases, qualities, texts of both.
ISSUE_ROWS = 7
# A quote with all that it belongs to 1; texts of issue, phase, source, claim, mitigation, strategy 6.
QUOTE_ROWS = 1 + 6

BUDGETS = {
    "": 1,
    # values of three filters.
    "openapi.json": 1 + 3,
    # the census, of which the page and every count are taken; its rows.
    "issues/": 1 + CENSUS + ISSUE_ROWS,
    "issues/?facets=true": 1 + CENSUS + ISSUE_ROWS,
    # the index: which words it knows 1, whether it is in step 1, which issues hold them 1, what these hold 1, which
    # quotes do 1.
    "issues/?q=happened&per_page=100": 1 + CENSUS + ISSUE_ROWS + 5 + BY_INDEX,
    # the row; quotes by statement 1, by stance 1; claims and texts 2; mitigations, texts, strategies' texts 3;
    # relations and texts of both sides 3; other catalogs 1; studies and texts 2; versions 1.
    "issues/MLQ-001/": 1 + ISSUE_ROWS + 1 + 1 + 2 + 3 + 3 + 1 + 2 + 1,
    # the page 2, texts 1.
    "strategies/": 1 + 2 + 1,
    # the issue 1 more.
    "strategies/?issue=MLQ-001": 1 + 1 + 2 + 1,
    # itself, its texts 2; how it helps 1, texts of that and of issues 2.
    "strategies/MLS-001/": 1 + 2 + 1 + 2,
    # itself and texts.
    "phases/": 1 + 2,
    "phases/maintenance/": 1 + 2,
    "attributes/": 1 + 2,
    "attributes/reliability/": 1 + 2,
    "matrix/": 1 + CENSUS,
    # known phases and studies 2; the page 2; its rows.
    "evidence/?per_page=100": 1 + 2 + 2 + QUOTE_ROWS,
    # the issue 1 more; texts of no mitigation where only claims are limited 2 fewer.
    "evidence/?issue=MLQ-001&stance=limits": 1 + 2 + 1 + 2 + QUOTE_ROWS - 2,
    # as in the list; it stands beside a claim, so that there are no texts of a mitigation 2.
    "evidence/a0000000000a/": 1 + QUOTE_ROWS - 2,
    "sources/": 1 + 2,
    "sources/invented-study/": 1 + 2,
    # the page 2, files 1.
    "releases/": 1 + 2 + 1,
    "releases/2026.1/r1/": 1 + 2,
    # which words the index knows 1, whether it is in step 1, what holds them by kind 3; of hits what they hold, to
    # order them, themselves, and what stands beside them; rows of the hits: here quotes beside claims, and here issues
    # and strategies; where no issue holds both words, whether each is written somewhere 1.
    "search/?q=happened+again&per_page=100": 1 + 5 + 1 + 7 + QUOTE_ROWS - 2 + BY_INDEX,
    "search/?q=further&per_page=100": 1 + 5 + 6 + ISSUE_ROWS + 2 + BY_INDEX,
}


make_shelf = released_catalog


@pytest.mark.parametrize(("address", "budget"), BUDGETS.items(), ids=BUDGETS.keys())
def test_an_address_asks_as_many_queries_as_it_says(
    client: Client, shelf: Shelf, django_assert_num_queries: Any, address: str, budget: int
):
    many_more(shelf, 2)
    with django_assert_num_queries(budget):
        assert client.get(f"{ROOT}{address}").status_code == 200


@pytest.mark.parametrize("address", BUDGETS)
def test_an_address_asks_no_more_where_the_catalog_holds_more(
    client: Client, shelf: Shelf, django_assert_max_num_queries: Any, address: str
):
    many_more(shelf, 12)
    for number in range(30):
        make_quote(shelf.slow_answers, "It happened again and again.", f"y{number:011d}", claim=shelf.supporting.claim)
    Revision.objects.bump()
    with django_assert_max_num_queries(BUDGETS[address]):
        assert client.get(f"{ROOT}{address}").status_code == 200


@pytest.mark.parametrize("address", ["issues/MLQ-999/", "phases/nowhere/", "evidence/e0000000000e/"])
def test_what_is_not_there_costs_no_more_than_what_is(
    client: Client, shelf: Shelf, django_assert_max_num_queries: Any, address: str
):
    with django_assert_max_num_queries(1 + QUOTE_ROWS):
        assert client.get(f"{ROOT}{address}").status_code == 404


def test_a_wrong_parameter_is_refused_before_anything_is_read(
    client: Client, shelf: Shelf, django_assert_num_queries: Any
):
    with django_assert_num_queries(1):
        assert client.get(f"{ROOT}issues/?page=0").status_code == 400
