"""Strategies, the two axes and their matrix, releases, search and the index over the API."""

import pytest
from django.test import Client

from catalog import search, statistics
from catalog.models import Evidence, Issue, Strategy
from catalog.releases import reissue_without
from tests.catalog.api.world import SITE, ask, ids, released_catalog
from tests.catalog.factories import DAY, Shelf

pytestmark = pytest.mark.django_db


make_shelf = released_catalog


# --- the index


def test_the_index_leads_to_every_list_and_each_answers(client: Client, shelf: Shelf):
    index = ask(client, "")
    for name, address in index["resources"].items():
        query = "?q=empty" if name == "search" else ""
        assert client.get(address.removeprefix(SITE) + query).status_code == 200, name
    for address in (index["documentation"], index["openapi"], index["downloads"]):
        assert client.get(address.removeprefix(SITE)).status_code == 200


# --- strategies


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["MLS-001", "MLS-002"]),
        ("kind=corrective", ["MLS-002"]),
        ("issue=MLQ-002", ["MLS-001"]),
        ("issue=MLQ-004", []),
    ],
)
def test_strategies_are_listed_by_number_and_narrowed(client: Client, shelf: Shelf, query: str, expected: list[str]):
    assert ids(ask(client, f"strategies/?{query}")) == expected


def test_a_strategy_tells_the_published_issues_that_it_helps_against(client: Client, shelf: Shelf):
    strategy = ask(client, "strategies/MLS-001/")
    assert [(one["issue"]["id"], one["how"]) for one in strategy["helps"]] == [
        ("MLQ-001", "Gaps are seen before training."),
        ("MLQ-002", "Gaps are seen before training."),
    ]
    Issue.objects.filter(number=2).update(status="withdrawn")
    strategy = ask(client, "strategies/MLS-001/")
    assert [one["issue"]["id"] for one in strategy["helps"]] == ["MLQ-001"]
    assert strategy["issue_count"] == 1


def test_a_narrowed_list_still_counts_all_issues_of_a_strategy(client: Client, shelf: Shelf):
    assert ask(client, "strategies/?issue=MLQ-002")["items"][0]["issue_count"] == 2


def test_a_deprecated_strategy_keeps_its_address_and_leaves_the_list(client: Client, shelf: Shelf):
    Strategy.objects.filter(number=1).update(status="deprecated")
    assert ids(ask(client, "strategies/")) == ["MLS-002"]
    assert ask(client, "strategies/MLS-001/")["status"] == "deprecated"


def test_another_spelling_of_a_strategy_answers_301(client: Client, shelf: Shelf):
    response = client.get("/api/v1/strategies/mls1/")
    assert (response.status_code, response["Location"]) == (301, f"{SITE}/api/v1/strategies/MLS-001/")


# --- the axes


@pytest.mark.parametrize("axis", ["phases", "attributes"])
def test_an_axis_comes_whole_and_in_order_with_counts_that_its_links_bear_out(client: Client, shelf: Shelf, axis: str):
    listed = ask(client, f"{axis}/")["items"]
    assert [one["position"] for one in listed] == [1, 2, 3]
    for one in listed:
        assert client.get(one["issues_url"].removeprefix(SITE)).json()["total"] == one["issue_count"]
        assert ask(client, f"{axis}/{one['id']}/") == one
        assert client.get(one["url"].removeprefix(SITE)).status_code == 200


def test_the_matrix_has_every_cell_of_the_page(client: Client, shelf: Shelf):
    matrix = ask(client, "matrix/")
    shown = [
        {"phase": row.phase.slug, "attribute": cell.attribute.slug, "issues": cell.issues, "quotes": cell.quotes}
        for row in statistics.matrix().rows
        for cell in row.cells
    ]
    assert matrix["cells"] == shown
    assert len(shown) == len(matrix["phases"]) * len(matrix["attributes"]) == 9
    assert {"phase": "maintenance", "attribute": "reliability", "issues": 2, "quotes": 0} in shown


# --- releases


def test_a_release_names_its_files_with_hashes_and_addresses(client: Client, shelf: Shelf):
    release = ask(client, "releases/2026.1/r1/")
    assert (release["id"], release["released_on"], release["superseded"]) == ("2026.1", "2026-02-01", False)
    assert [file["name"] for file in release["files"]] == ["catalog.json", "evidence.csv"]
    for file in release["files"]:
        assert client.get(file["url"].removeprefix(SITE)).status_code == 200


def test_a_superseded_release_says_so_and_has_lost_its_files(client: Client, shelf: Shelf):
    reissue_without([shelf.supporting.public_id], status="withdrawn", on=DAY)
    old, new = (ask(client, f"releases/2026.1/r{revision}/") for revision in (1, 2))
    assert (old["superseded"], old["files"], new["superseded"], len(new["files"])) == (True, [], False, 2)
    assert new["id"] == "2026.1 r2"
    assert sorted(ids(ask(client, "releases/"))) == ["2026.1", "2026.1 r2"]


# --- search


def test_search_finds_what_the_catalogs_search_finds_in_its_order(client: Client, shelf: Shelf):
    found, results = ask(client, "search/?q=empty"), search.search("empty")
    assert [hit["item"]["id"] for hit in found["issues"]] == [hit.item.code for hit in results.issues.shown]
    assert [hit["item"]["id"] for hit in found["strategies"]] == [hit.item.code for hit in results.strategies.shown]
    assert [hit["item"]["id"] for hit in found["evidence"]] == [hit.item.public_id for hit in results.quotes.shown]
    assert found["whole"] is (results.count > 0)
    assert sum(found["totals"].values()) == results.count > 0


def test_a_hit_carries_the_row_of_its_list_and_the_text_that_answers(client: Client, shelf: Shelf):
    (hit,) = ask(client, "search/?q=late")["issues"]
    assert hit["item"] == ask(client, "issues/?q=late")["items"][0]
    assert "late" in hit["matched"]


def test_search_finds_no_word_of_what_was_taken_back(client: Client, shelf: Shelf):
    assert ask(client, "search/?q=columns")["totals"]["evidence"] == 1
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status="withdrawn", text="")
    assert ask(client, "search/?q=columns")["totals"]["evidence"] == 0


def test_the_kinds_of_hits_turn_their_pages_together(client: Client, shelf: Shelf):
    first = ask(client, "search/?q=nobody+knows&per_page=3")
    assert (first["totals"]["issues"], first["pages"], len(first["issues"])) == (4, 2, 3)
    second = client.get(first["next"].removeprefix(SITE)).json()
    assert (len(second["issues"]), second["strategies"], second["next"]) == (1, [], None)


def test_nothing_found_is_an_answer_and_no_refusal(client: Client, shelf: Shelf):
    nothing = ask(client, "search/?q=unicorns")
    assert nothing["totals"] == {"issues": 0, "strategies": 0, "evidence": 0}
    assert (nothing["issues"], nothing["pages"]) == ([], 1)
