"""Issues over the API: the list and its filters, and the whole of one."""

import pytest
from django.test import Client

from catalog.models import Evidence, Issue, IssueStatistics, Mitigation, Strategy
from tests.catalog.api.world import SITE, ask, ids, released_catalog
from tests.catalog.factories import Shelf

pytestmark = pytest.mark.django_db


make_shelf = released_catalog


@pytest.fixture
def issue(client: Client, shelf: Shelf) -> dict:
    return ask(client, "issues/MLQ-001/")


# --- the list


def test_the_list_holds_every_published_issue_by_number(client: Client, shelf: Shelf):
    assert ids(ask(client, "issues/")) == ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]


def test_a_row_says_what_a_card_of_the_page_says(client: Client, shelf: Shelf):
    assert ask(client, "issues/?phase=maintenance")["items"][0] == {
        "id": "MLQ-003",
        "title": "Models grow old",
        "summary": "Models grow old, and nobody knows why.",
        "language": "en",
        "status": "published",
        "version": 1,
        "first_published": "2026-01-15",
        "last_changed": "2026-01-15",
        "primary_phase": "maintenance",
        "phases": [
            {
                "id": slug,
                "name": name,
                "language": "en",
                "api_url": f"{SITE}/api/v1/phases/{slug}/",
            }
            for slug, name in (("deployment", "Deployment"), ("maintenance", "Maintenance"))
        ],
        "attributes": [
            {
                "id": "reliability",
                "name": "Reliability",
                "language": "en",
                "api_url": f"{SITE}/api/v1/attributes/reliability/",
            }
        ],
        "evidence_count": 0,
        "url": f"{SITE}/issues/MLQ-003/models-grow-old/",
        "api_url": f"{SITE}/api/v1/issues/MLQ-003/",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("phase=deployment", ["MLQ-002", "MLQ-003"]),
        ("phase=deployment&phase=data-preparation", ["MLQ-001", "MLQ-002", "MLQ-003"]),
        ("attribute=efficiency", ["MLQ-002"]),
        ("evidence=several", ["MLQ-001"]),
        ("evidence=few&evidence=none", ["MLQ-002", "MLQ-003", "MLQ-004"]),
        ("strategy=no", ["MLQ-004"]),
        ("phase=deployment&attribute=reliability", ["MLQ-003"]),
        ("q=late", ["MLQ-002"]),
        ("q=late&phase=maintenance", []),
        ("q=the", ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]),
    ],
)
def test_filters_narrow_as_on_the_page(client: Client, shelf: Shelf, query: str, expected: list[str]):
    assert ids(ask(client, f"issues/?{query}")) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("number", ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]),
        ("-number", ["MLQ-004", "MLQ-003", "MLQ-002", "MLQ-001"]),
        ("last_changed", ["MLQ-001", "MLQ-003", "MLQ-004", "MLQ-002"]),
        ("-last_changed", ["MLQ-002", "MLQ-001", "MLQ-003", "MLQ-004"]),
        ("evidence", ["MLQ-003", "MLQ-004", "MLQ-002", "MLQ-001"]),
        ("-evidence", ["MLQ-001", "MLQ-002", "MLQ-003", "MLQ-004"]),
    ],
)
def test_the_list_is_sorted_as_asked(client: Client, shelf: Shelf, sort: str, expected: list[str]):
    Issue.objects.filter(number=2).update(last_changed="2026-03-01")
    assert ids(ask(client, f"issues/?sort={sort}")) == expected


def test_a_text_query_puts_the_best_answer_first_unless_another_order_is_asked_for(client: Client, shelf: Shelf):
    assert ids(ask(client, "issues/?q=world"))[0] == "MLQ-004"
    found = ids(ask(client, "issues/?q=nobody+knows"))
    assert sorted(found) == ids(ask(client, "issues/?q=nobody+knows&sort=number"))
    assert len(found) == 4


def test_deprecated_issues_are_listed_where_they_are_asked_for(client: Client, shelf: Shelf):
    Issue.objects.filter(number=4).update(status="deprecated")
    assert "MLQ-004" not in ids(ask(client, "issues/"))
    assert ids(ask(client, "issues/?status=deprecated")) == ["MLQ-004"]
    assert len(ids(ask(client, "issues/?status=deprecated&status=published"))) == 4


def test_merged_and_withdrawn_issues_are_in_no_list(client: Client, shelf: Shelf):
    Issue.objects.filter(number=4).update(status="merged", merged_into=shelf.old_models)
    Issue.objects.filter(number=2).update(status="withdrawn")
    assert ids(ask(client, "issues/?status=deprecated&status=published")) == ["MLQ-001", "MLQ-003"]


def test_facets_count_what_each_value_would_leave_beside_the_other_filters(client: Client, shelf: Shelf):
    facets = ask(client, "issues/?phase=deployment&facets=true")["facets"]
    assert {one["value"]: one["count"] for one in facets["phase"]} == {
        "data-preparation": 1,
        "deployment": 2,
        "maintenance": 2,
    }
    assert {one["value"]: one["count"] for one in facets["attribute"]} == {
        "reliability": 1,
        "efficiency": 1,
        "explainability": 0,
    }
    assert ask(client, "issues/?phase=deployment")["facets"] is None


# --- one


def test_an_issue_holds_its_row_whole(client: Client, shelf: Shelf, issue: dict):
    row = ask(client, "issues/")["items"][0]
    assert {name: issue[name] for name in row} == row
    assert issue["languages"] == ["en", "fr"]


def test_claims_stand_by_aspect_with_the_quotes_beside_each_counted(issue: dict):
    assert [(one["aspect"], one["position"], one["evidence_count"]) for one in issue["claims"]] == [
        ("symptom", 1, 1),
        ("cause", 1, 1),
        ("consequence", 1, 0),
    ]
    assert issue["claims"][2]["statement"] == "Whole rows are thrown away."


def test_mitigations_tell_the_strategy_and_how_it_helps(issue: dict):
    (one,) = issue["mitigations"]
    assert (one["strategy"]["id"], one["strategy"]["kind"], one["how"], one["evidence_count"]) == (
        "MLS-001",
        "preventive",
        "Gaps are seen before training.",
        1,
    )


def test_a_deprecated_strategy_is_no_longer_offered(client: Client, shelf: Shelf):
    Strategy.objects.filter(number=1).update(status="deprecated")
    assert Mitigation.objects.filter(issue=shelf.empty_fields).exists()
    assert ask(client, "issues/MLQ-001/")["mitigations"] == []


def test_quotes_are_counted_by_stance_and_hidden_or_withdrawn_ones_not_at_all(client: Client, issue: dict):
    evidence = issue["evidence"]
    assert (evidence["supports"], evidence["limits"], evidence["contradicts"]) == (2, 1, 0)
    listed = client.get(evidence["api_url"].removeprefix(SITE)).json()
    assert listed["total"] == issue["evidence_count"] == 3


def test_a_relation_is_told_from_both_sides(client: Client, issue: dict):
    assert [(one["relation"], one["issue"]["id"]) for one in issue["relations"]] == [("causes", "MLQ-002")]
    other = ask(client, "issues/MLQ-002/")
    assert [(one["relation"], one["issue"]["id"]) for one in other["relations"]] == [("caused_by", "MLQ-001")]


@pytest.mark.parametrize("kind", ["causes", "aggravates", "kind_of", "seen_with"])
def test_every_kind_of_relation_has_words_on_both_sides(client: Client, shelf: Shelf, kind: str):
    shelf.empty_fields.relations.update(kind=kind)
    sides = {ask(client, f"issues/{code}/")["relations"][0]["relation"] for code in ("MLQ-001", "MLQ-002")}
    assert len(sides) == (1 if kind == "seen_with" else 2)
    assert kind in sides


def test_mappings_name_the_entry_of_the_other_catalog(issue: dict):
    assert {
        "scheme": "Another catalog",
        "identifier": "X-1",
        "title": "Gaps",
        "match": "close",
        "url": "https://other.example/x-1",
    } in issue["mappings"]


def test_statistics_are_plain_numbers_and_null_where_the_study_is_silent(client: Client, shelf: Shelf):
    IssueStatistics.objects.filter(issue=shelf.empty_fields).update(kappa="0.8125")
    (counted,) = ask(client, "issues/MLQ-001/")["statistics"]
    assert counted["source"]["id"] == "invented-study"
    assert (counted["participants"], counted["interviews"], counted["codings"], counted["kappa"]) == (9, 3, 14, 0.8125)
    (silent,) = ask(client, "issues/MLQ-003/")["statistics"]
    assert (silent["kappa"], silent["codings"], silent["survey_validated"]) == (None, None, True)


def test_versions_stand_newest_first_without_the_words_of_each(client: Client, shelf: Shelf):
    shelf.empty_fields.versions.create(
        version=2, changed_on="2026-02-02", note="Causes added.", snapshot={"title": "secret draft"}
    )
    versions = ask(client, "issues/MLQ-001/")["versions"]
    assert [(one["version"], one["note"]) for one in versions] == [(2, "Causes added."), (1, "First published.")]
    assert {name for one in versions for name in one} == {"version", "changed_on", "note"}


def test_a_deprecated_issue_still_answers_and_says_so(client: Client, shelf: Shelf):
    Issue.objects.filter(number=4).update(status="deprecated")
    assert ask(client, "issues/MLQ-004/")["status"] == "deprecated"


def test_a_merged_issue_answers_301_with_the_address_of_the_other(client: Client, shelf: Shelf):
    Issue.objects.filter(number=4).update(status="merged", merged_into=shelf.old_models)
    response = client.get("/api/v1/issues/MLQ-004/?lang=fr")
    assert response.status_code == 301
    assert response["Location"] == f"{SITE}/api/v1/issues/MLQ-003/?lang=fr"
    assert response.json()["detail"] == "MLQ-004 is part of MLQ-003 now."


@pytest.mark.parametrize("spelled", ["mlq-001", "MLQ-1", "MLQ1", "mlq0001"])
def test_another_spelling_answers_301_with_the_right_one(client: Client, shelf: Shelf, spelled: str):
    response = client.get(f"/api/v1/issues/{spelled}/")
    assert (response.status_code, response["Location"]) == (301, f"{SITE}/api/v1/issues/MLQ-001/")


def test_a_withdrawn_issue_is_gone_whatever_its_spelling(client: Client, shelf: Shelf):
    Issue.objects.filter(number=4).update(status="withdrawn")
    for spelled in ("MLQ-004", "mlq4"):
        assert ask(client, f"issues/{spelled}/", 410)["type"] == f"{SITE}/api/#withdrawn"


def test_its_evidence_count_is_that_of_the_quotes_shown(client: Client, shelf: Shelf):
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status="hidden", text="")
    issue = ask(client, "issues/MLQ-001/")
    assert issue["evidence_count"] == 2
    assert issue["claims"][0]["evidence_count"] == 0
