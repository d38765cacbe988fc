"""How the API answers: languages, validators, other sites' scripts, methods, and refusals that programs can read."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog import statistics
from catalog.models import Evidence, Issue, Revision
from tests.catalog.api.world import ADDRESSES, ROOT, SITE, ask, released_catalog
from tests.catalog.factories import Shelf

pytestmark = pytest.mark.django_db
every_address = pytest.mark.parametrize("address", [*ADDRESSES.values(), "openapi.json"])
MACHINE = ["issues/", "issues/MLQ-001/", "evidence/f0000000000f/", "nowhere/", "issues", "issues/?page=99"]


make_shelf = released_catalog


# --- languages


def test_words_come_in_the_language_asked_for_and_say_where_they_fall_back(client: Client, shelf: Shelf):
    issue = ask(client, "issues/MLQ-001/?lang=fr")
    assert (issue["title"], issue["language"]) == ("Des champs vides", "fr")
    assert issue["phases"][0]["name"] == "Préparation"
    assert (issue["claims"][0]["statement"], issue["claims"][0]["language"]) == (
        "Rows lack the values models need.",
        "en",
    )


@pytest.mark.parametrize(
    ("lang", "accepted", "expected"),
    [
        ("", "", "en"),
        ("", "fr", "fr"),
        ("", "fr-CA, en;q=0.5", "fr"),
        ("", "de, fr;q=0.2", "fr"),
        ("", "en;q=0.2, fr;q=0.8", "fr"),
        ("", "de", "en"),
        ("", "*", "en"),
        ("en", "fr", "en"),
        ("fr", "en", "fr"),
    ],
)
def test_lang_is_heard_first_then_what_is_accepted_then_english(
    client: Client, shelf: Shelf, lang: str, accepted: str, expected: str
):
    headers = {"accept-language": accepted} if accepted else {}
    response = client.get(f"{ROOT}issues/MLQ-001/", {"lang": lang} if lang else {}, headers=headers)
    assert response.json()["language"] == expected
    assert response["Content-Language"] == expected
    assert "Accept-Language" in response["Vary"]


def test_addresses_in_an_answer_are_the_same_in_every_language(client: Client, shelf: Shelf):
    english, french = (ask(client, f"issues/MLQ-001/?lang={lang}") for lang in ("en", "fr"))
    assert english["url"] == french["url"] == f"{SITE}/issues/MLQ-001/fields-are-empty/"
    assert english["api_url"] == french["api_url"]


def test_a_french_answer_leaves_no_french_behind(client: Client, shelf: Shelf):
    ask(client, "issues/MLQ-001/?lang=fr")
    assert "What do you see" in client.get("/").content.decode()


# --- validators


@every_address
def test_a_conditional_request_costs_one_query_and_sends_nothing(client: Client, shelf: Shelf, address: str):
    first = client.get(f"{ROOT}{address}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = client.get(f"{ROOT}{address}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(queries) == 1
    assert again["Access-Control-Allow-Origin"] == "*"


@every_address
def test_caches_must_ask_before_each_use(client: Client, shelf: Shelf, address: str):
    assert client.get(f"{ROOT}{address}")["Cache-Control"] == "public, no-cache"


def test_each_language_has_a_validator_of_its_own_at_the_same_address(client: Client, shelf: Shelf):
    address = f"{ROOT}issues/MLQ-001/"
    etags = {client.get(address, headers={"accept-language": one})["ETag"] for one in ("en", "fr", "en-GB")}
    assert len(etags) == 2


def test_a_quote_that_was_withdrawn_is_never_answered_from_a_validator(client: Client, shelf: Shelf):
    address = f"{ROOT}evidence/{shelf.supporting.public_id}/"
    etag = client.get(address)["ETag"]
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status="withdrawn", text="")
    Revision.objects.bump()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 410


def test_a_star_matches_only_what_is_there(client: Client, shelf: Shelf):
    there = client.get(f"{ROOT}issues/MLQ-001/", headers={"if-none-match": "*"})
    assert (there.status_code, there.content) == (304, b"")
    assert there["ETag"] == client.get(f"{ROOT}issues/MLQ-001/")["ETag"]
    assert client.get(f"{ROOT}issues/MLQ-999/", headers={"if-none-match": "*"}).status_code == 404
    assert client.get(f"{ROOT}evidence/f0000000000f/", headers={"if-none-match": "*"}).status_code == 410
    assert client.get(f"{ROOT}issues/?per_page=0", headers={"if-none-match": "*"}).status_code == 400


# --- scripts of other sites


@pytest.mark.parametrize("address", MACHINE)
def test_every_answer_may_be_read_by_scripts_of_every_site(client: Client, shelf: Shelf, address: str):
    response = client.get(f"{ROOT}{address}", headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link"} <= set(response["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in response


def test_a_browser_that_asks_first_is_told_what_it_may_do(client: Client, django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        response = client.options(
            f"{ROOT}issues/",
            headers={
                "origin": "https://elsewhere.example",
                "access-control-request-method": "GET",
                "access-control-request-headers": "if-none-match",
            },
        )
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", ["/", "/issues/", "/api/", "/fr/api/"])
def test_pages_are_opened_to_nobody_elses_scripts(client: Client, shelf: Shelf, address: str):
    response = client.get(address, headers={"origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("address", [*ADDRESSES.values(), *MACHINE])
def test_no_answer_sets_a_cookie(client: Client, shelf: Shelf, address: str):
    assert not client.get(f"{ROOT}{address}").cookies


# --- methods


@every_address
def test_head_is_get_without_the_body(client: Client, shelf: Shelf, address: str):
    got, head = client.get(f"{ROOT}{address}"), client.head(f"{ROOT}{address}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Link", "Cache-Control", "Vary"):
        assert head.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["", "issues/MLQ-001/", "nowhere/"])
def test_nothing_but_reading_is_allowed(client: Client, shelf: Shelf, method: str, address: str):
    strict = Client(enforce_csrf_checks=True)
    response = getattr(strict, method)(f"{ROOT}{address}")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == f"{SITE}/api/#method-not-allowed"


# --- refusals


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("issues/MLQ-999/", 404, "not-found"),
        ("issues/nonsense/", 404, "not-found"),
        ("strategies/MLQ-001/", 404, "not-found"),
        ("phases/nowhere/", 404, "not-found"),
        ("evidence/000000000000/", 404, "not-found"),
        ("releases/2026.1/r0/", 404, "not-found"),
        ("releases/2026.1/r99999999999999999999/", 404, "not-found"),
        ("releases/2026.1/rx/", 404, "not-found"),
        ("issues/?page=2", 404, "not-found"),
        ("nowhere/", 404, "not-found"),
        ("issues/?page=0", 400, "bad-parameter"),
        ("evidence/f0000000000f/", 410, "withdrawn"),
        ("issues/mlq1/", 301, "moved"),
    ],
)
def test_a_refusal_is_a_problem_with_a_type_that_is_explained(
    client: Client, shelf: Shelf, address: str, status: int, kind: str
):
    response = client.get(f"{ROOT}{address}")
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert (problem["status"], problem["type"]) == (status, f"{SITE}/api/#{kind}")
    assert problem["instance"] == f"{ROOT}{address}".partition("?")[0]
    assert {"title", "detail"} <= set(problem)
    assert f'id="{kind}"' in client.get("/api/").content.decode()


@pytest.mark.parametrize("path", ["/api/v2/", "/api/v1/issues/MLQ-001/quotes/", "/api/nowhere"])
def test_an_address_that_nobody_knows_is_a_problem_too(client: Client, path: str):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_elsewhere_a_refusal_stays_a_page(client: Client):
    response = client.get("/apricot/")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_a_host_that_is_not_ours_is_told_so_as_a_problem(client: Client):
    response = client.get(f"{ROOT}issues/", headers={"host": "elsewhere.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert client.get("/issues/", headers={"host": "elsewhere.example"})["Content-Type"].startswith("text/html")


def test_a_fault_of_ours_is_a_problem_that_tells_nothing_of_itself(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    def fails() -> None:
        raise RuntimeError("the word Zanzibar stood in a row")

    monkeypatch.setattr(statistics, "matrix", fails)
    reader = Client(raise_request_exception=False)
    response = reader.get(f"{ROOT}matrix/")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "Zanzibar" not in response.content.decode()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert reader.get("/matrix/")["Content-Type"].startswith("text/html")


def test_a_missing_slash_is_added_where_scripts_of_other_sites_can_follow(client: Client):
    response = client.get("/api/v1/issues?q=empty")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/issues/?q=empty")
    assert response["Access-Control-Allow-Origin"] == "*"


# --- plain JSON


def test_json_is_utf_8_with_letters_as_they_are(client: Client, shelf: Shelf):
    response = client.get(f"{ROOT}issues/MLQ-001/?lang=fr")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert "Préparation" in response.content.decode()


def test_the_same_question_gets_the_same_bytes(client: Client, shelf: Shelf):
    for address in ADDRESSES.values():
        assert client.get(f"{ROOT}{address}").content == client.get(f"{ROOT}{address}").content


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/issues/MLQ-001/fields-are-empty/", "/api/v1/issues/MLQ-001/"),
        ("/fr/issues/MLQ-001/fields-are-empty/", "/api/v1/issues/MLQ-001/?lang=fr"),
        ("/evidence/a0000000000a/", "/api/v1/evidence/a0000000000a/"),
        ("/strategies/MLS-001/measure-completeness/", "/api/v1/strategies/MLS-001/"),
        ("/phases/deployment/", "/api/v1/phases/deployment/"),
        ("/attributes/reliability/", "/api/v1/attributes/reliability/"),
        ("/matrix/", "/api/v1/matrix/"),
    ],
)
def test_a_page_names_its_answer_in_the_api(client: Client, shelf: Shelf, page: str, address: str):
    assert f'<link rel="alternate" type="application/json" href="{address}">' in client.get(page).content.decode()
    assert client.get(address).status_code == 200


def test_an_issue_without_any_text_still_answers(client: Client, shelf: Shelf):
    Issue.objects.get(number=3).texts.all().delete()
    issue = ask(client, "issues/MLQ-003/")
    assert (issue["title"], issue["summary"], issue["description"], issue["languages"]) == ("MLQ-003", "", None, [])
