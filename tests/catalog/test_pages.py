"""What each public page says, and what it answers when something was moved, merged or taken back."""

import re
from datetime import date

import pytest
from django.test import Client

from catalog.models import Evidence, Issue, Release, Revision, Strategy
from tests.catalog.factories import Shelf, make_quote, many_more
from tests.catalog.test_queries import BUDGETS
from tests.factories import make_issue

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page without its tags, white space made single."""
    response = client.get(address)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# --- home


def test_home_leads_with_a_question_and_the_phases_with_their_counts(client: Client, shelf: Shelf):
    page = text_of(client, "/")
    assert "What do you see in your system?" in page
    assert "Data preparation 1 issue" in page
    assert "Deployment 2 issues" in page


def test_home_tells_many_changes_of_one_day_as_a_number_and_few_by_name(client: Client, shelf: Shelf):
    for issue in (shelf.empty_fields, shelf.slow_answers, shelf.old_models, shelf.moved_world):
        issue.versions.create(version=2, changed_on=date(2026, 2, 1), note="Causes added.", snapshot={})
    page = text_of(client, "/")
    assert "The world moves : Told more clearly." in page
    assert "4 issues : Causes added." in page
    # Where many changed, the list that has them first.
    assert '<a href="/issues/?sort=changed">4 issues</a>' in client.get("/").content.decode()


def test_home_tells_new_quotes_with_their_issues_and_releases_newest_first(client: Client, shelf: Shelf):
    Release.objects.create(version="2026.1", released_on=date(2026, 1, 16), root_hash="ab" * 32)
    page = text_of(client, "/")
    news = page[page.index("What changed lately") :]
    assert "Jan. 15, 2026 4 new quotes about Fields are empty , Answers come late" in news
    assert news.index("Release 2026.1") < news.index("4 new quotes")


def test_home_names_new_quotes_of_many_issues_as_a_number(client: Client, shelf: Shelf):
    for number, issue in enumerate((shelf.old_models, shelf.moved_world)):
        make_quote(issue, "And on.", f"{number:012d}")
    assert "6 new quotes on 4 issues" in text_of(client, "/")


def test_home_and_the_feeds_tell_the_same_changes_of_many_days(client: Client, shelf: Shelf):
    for day in range(1, 7):
        shelf.old_models.versions.create(
            version=day + 1, changed_on=date(2026, 3, day), note=f"Note {day}.", snapshot={}
        )
    Issue.objects.filter(pk=shelf.old_models.pk).update(status="deprecated")
    page, feed = text_of(client, "/"), client.get("/feeds/changes.json").json()
    assert all(f"Note {day}." in page for day in range(2, 7))
    assert "Note 1." not in page
    assert [item["content_text"] for item in feed["items"][:2]] == ["Version 7. Note 6.", "Version 6. Note 5."]


def test_home_has_the_matrix_and_leads_to_triage(client: Client, shelf: Shelf):
    html = client.get("/").content.decode()
    assert "2 issues, Maintenance, Reliability" in text_of(client, "/")
    assert 'href="/triage/"' in html[html.index("<main") :]


def test_home_shows_another_quote_after_each_change(client: Client, shelf: Shelf):
    shown = set()
    for _ in range(12):
        shown |= set(re.findall(r'id="q-(\w+)"', client.get("/").content.decode()))
        Revision.objects.bump()
    assert len(shown) > 1


def test_home_says_what_the_catalog_rests_on(client: Client, shelf: Shelf):
    page = text_of(client, "/")
    assert "4 issues from a study of 11 interviews, 1 of them confirmed by a survey" in page
    assert "4 quotes from 11 interviews so far." in page
    assert "Fields are empty 9 practitioners Models grow old 7 practitioners" in page


# --- phases and qualities


def test_a_phase_tells_its_own_issues_from_those_that_reach_into_it(client: Client, shelf: Shelf):
    page = text_of(client, "/phases/deployment/")
    own, other = page.index("Issues that begin here"), page.index("Issues that begin elsewhere")
    assert own < page.index("Answers come late") < other < page.index("Models grow old")


def test_a_phase_says_what_is_noticed_first_and_which_qualities_it_hurts(client: Client, shelf: Shelf):
    html = client.get("/phases/maintenance/").content.decode()
    assert "Reliability 2 issues" in text_of(client, "/phases/maintenance/")
    assert 'name="s" value="3.1"><span>Scores sink month after month.</span>' in html
    assert 'action="/triage/#fits"' in html


def test_a_phase_of_many_issues_shows_those_with_most_quotes_and_leads_to_all(client: Client, shelf: Shelf):
    many_more(shelf, 30)
    page = client.get("/phases/data-preparation/").content.decode()
    assert page.count('class="row"') == 12
    assert page.index("Fields are empty") < page.index("Further issue 100")
    assert '<a href="/issues/?phase=data-preparation&amp;sort=evidence">All issues of this phase</a>' in page
    assert "Issues that begin here 31" in text_of(client, "/phases/data-preparation/")


def test_a_phase_leads_to_the_ones_before_and_after_it(client: Client, shelf: Shelf):
    page = client.get("/phases/deployment/").content.decode()
    assert 'rel="prev" href="/phases/data-preparation/"' in page
    assert 'rel="next" href="/phases/maintenance/"' in page


def test_an_unknown_phase_is_not_found(client: Client, shelf: Shelf):
    text_of(client, "/phases/daydreaming/", 404)


def test_a_quality_lists_the_issues_that_hurt_it(client: Client, shelf: Shelf):
    page = text_of(client, "/attributes/reliability/")
    assert "3 issues hurt it · 3 quotes" in page
    assert "Answers come late" not in page


def test_a_quality_that_many_issues_hurt_is_read_in_pages(client: Client, shelf: Shelf):
    many_more(shelf, 40)
    first = client.get("/attributes/reliability/").content.decode()
    assert first.count('class="row"') == 40
    assert '<a rel="next" href="/attributes/reliability/?page=2">' in first
    assert "43 issues hurt it · 83 quotes" in text_of(client, "/attributes/reliability/")
    second = client.get("/attributes/reliability/?page=2").content.decode()
    assert second.count('class="row"') == 3
    assert 'rel="canonical" href="http://127.0.0.1:8000/attributes/reliability/?page=2"' in second


# --- an issue


def test_an_issue_answers_the_four_questions(client: Client, shelf: Shelf):
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    for question in ("Do I have this?", "Why does it happen?", "What does it cost?", "What helps?"):
        assert question in page


def test_a_quote_stands_beside_its_own_claim(client: Client, shelf: Shelf):
    html = client.get(shelf.empty_fields.get_absolute_url()).content.decode()
    symptom = html[html.index('id="symptom-1"') : html.index('id="cause-1"')]
    assert "Half the columns had nothing in them." in symptom
    assert "Ours were full" not in symptom


def test_counter_evidence_is_marked_in_words(client: Client, shelf: Shelf):
    assert "Limits this Ours were full, to be fair." in text_of(client, shelf.empty_fields.get_absolute_url())


def test_a_strategy_says_whether_it_comes_before_or_after_the_issue_shows(client: Client, shelf: Shelf):
    assert "Before it shows Measure completeness" in text_of(client, shelf.empty_fields.get_absolute_url())
    assert "Once it shows Retrain on a schedule" in text_of(client, shelf.old_models.get_absolute_url())


def test_an_issue_says_how_much_evidence_it_has(client: Client, shelf: Shelf):
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    assert "3 quotes here. 9 practitioners spoke of it, in 3 interviews." in page
    assert "1 quote limits a claim. Read what speaks against it" in page


def test_an_issue_without_a_quote_says_so_and_what_its_study_reports(client: Client, shelf: Shelf):
    page = text_of(client, shelf.old_models.get_absolute_url())
    assert "No quote in this catalog yet." in page
    assert (
        "The study reports it from 7 practitioners ( issue 2 ); a survey of other practitioners confirmed it." in page
    )


def test_an_issue_without_a_strategy_says_so(client: Client, shelf: Shelf):
    assert "No strategy against it is known" in text_of(client, shelf.moved_world.get_absolute_url())


def test_a_relation_is_told_from_both_sides(client: Client, shelf: Shelf):
    assert "This causes MLQ-002 Answers come late" in text_of(client, shelf.empty_fields.get_absolute_url())
    assert "This is caused by MLQ-001 Fields are empty" in text_of(client, shelf.slow_answers.get_absolute_url())


def test_neighbours_are_those_of_the_same_phase(client: Client, shelf: Shelf):
    html = client.get(shelf.old_models.get_absolute_url()).content.decode()
    assert f'href="{shelf.moved_world.get_absolute_url()}" rel="next"' in html
    assert 'rel="prev"' not in html


def test_neighbours_are_named_in_each_phase_of_the_issue_its_own_first(client: Client, shelf: Shelf):
    page = text_of(client, shelf.old_models.get_absolute_url())
    assert "In Maintenance MLQ-004 → The world moves In Deployment ← MLQ-002 Answers come late" in page
    assert "In Deployment MLQ-003 → Models grow old" in text_of(client, shelf.slow_answers.get_absolute_url())


def test_neighbours_are_published_ones(client: Client, shelf: Shelf):
    make_issue(7, "The world is gone", shelf.maintenance)
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status=Issue.Status.DEPRECATED)
    page = text_of(client, shelf.old_models.get_absolute_url())
    assert "In Maintenance MLQ-007 → The world is gone" in page


def test_the_page_of_an_issue_is_the_same_from_wherever_it_is_opened(client: Client, shelf: Shelf):
    """Links to it carry nothing of the page they stand on, so it has one address, one validator and one copy."""
    for phase in ("maintenance", "deployment"):
        html = client.get(f"/phases/{phase}/").content.decode()
        assert f'href="{shelf.old_models.get_absolute_url()}"' in html


def test_hidden_and_withdrawn_quotes_leave_no_trace_on_an_issue(client: Client, shelf: Shelf):
    html = client.get(shelf.empty_fields.get_absolute_url()).content.decode()
    assert shelf.hidden.public_id not in html
    assert shelf.withdrawn.public_id not in html


def test_a_long_list_of_quotes_shows_twelve_and_pages_on(client: Client, shelf: Shelf):
    for number in range(20):
        make_quote(shelf.moved_world, f"It moved {number} times.", f"{number:012d}")
    address = shelf.moved_world.get_absolute_url()
    assert client.get(address).content.decode().count("<blockquote") == 12
    assert "1 to 12 of 20" in text_of(client, address)
    assert client.get(f"{address}?page=2").content.decode().count("<blockquote") == 8


def test_a_claim_says_how_many_of_its_quotes_are_on_another_page(client: Client, shelf: Shelf):
    claim = shelf.empty_fields.claims.get(aspect="symptom")
    for number in range(14):
        make_quote(shelf.empty_fields, "Empty, empty.", f"{number:012d}", claim=claim)
    assert "3 more quotes on other pages" in text_of(client, shelf.empty_fields.get_absolute_url())


@pytest.mark.parametrize("address", ["/issues/MLQ-001/", "/issues/mlq-1/", "/issues/MLQ-1/fields-are-empty/"])
def test_any_spelling_of_a_number_leads_to_the_one_address(client: Client, shelf: Shelf, address: str):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/issues/MLQ-001/fields-are-empty/")


def test_a_former_slug_leads_to_the_present_one(client: Client, shelf: Shelf):
    response = client.get("/issues/MLQ-001/what-it-was-called-before/")
    assert (response.status_code, response["Location"]) == (301, "/issues/MLQ-001/fields-are-empty/")


@pytest.mark.parametrize("code", ["MLQ-999", "MLQ-0", "MLS-001", "rubbish", "MLQ-99999999999999999999"])
def test_what_is_no_issue_is_not_found(client: Client, shelf: Shelf, code: str):
    text_of(client, f"/issues/{code}/", 404)


def test_a_merged_issue_leads_to_the_one_it_became_part_of(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status="merged", merged_into=shelf.old_models)
    response = client.get(shelf.moved_world.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, shelf.old_models.get_absolute_url())


def test_a_deprecated_issue_keeps_its_page_and_leaves_the_lists(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.empty_fields.pk).update(status="deprecated")
    page = text_of(client, shelf.empty_fields.get_absolute_url())
    assert "Deprecated." in page
    assert "See the issues that took its place" in page
    assert "Status Deprecated , version 1" in page
    assert "Fields are empty" not in text_of(client, "/issues/")


def test_a_withdrawn_issue_is_gone_with_its_quotes(client: Client, shelf: Shelf):
    Issue.objects.filter(pk=shelf.empty_fields.pk).update(status="withdrawn")
    assert "MLQ-001 was withdrawn" in text_of(client, shelf.empty_fields.get_absolute_url(), 410)
    assert "Half the columns" not in text_of(client, shelf.supporting.get_absolute_url(), 410)
    assert "Half the columns" not in text_of(client, "/search/?q=columns")


# --- a quote


def test_a_quote_has_its_words_its_place_and_a_line_to_cite(client: Client, shelf: Shelf):
    page = text_of(client, shelf.supporting.get_absolute_url())
    assert "Half the columns had nothing in them." in page
    assert "Rows lack the values models need." in page
    assert "Said about Data preparation" in page
    assert "Quote a0000000000a (evidence for MLQ-001, version 1). (2026, January 15). In ML Quality Catalog." in page


def test_a_quote_is_marked_with_the_language_it_was_said_in(client: Client, shelf: Shelf):
    french = Evidence.objects.get(public_id="d0000000000d").get_absolute_url()
    assert '<blockquote lang="fr">' in client.get(french).content.decode()
    assert '<blockquote lang="fr">' not in client.get(f"/fr{french}").content.decode()


def test_a_hidden_quote_is_not_found(client: Client, shelf: Shelf):
    text_of(client, shelf.hidden.get_absolute_url(), 404)


def test_a_withdrawn_quote_is_gone_and_says_why(client: Client, shelf: Shelf):
    assert "This quote was withdrawn" in text_of(client, shelf.withdrawn.get_absolute_url(), 410)


# --- strategies


def test_a_strategy_lists_what_it_helps_against_and_how(client: Client, shelf: Shelf):
    page = text_of(client, shelf.measure.get_absolute_url())
    assert "MLQ-001 Fields are empty Gaps are seen before training." in page
    assert "MLQ-002 Answers come late" in page
    assert "We plot the gaps before we train." in page


def test_strategies_are_listed_by_when_they_are_done(client: Client, shelf: Shelf):
    page = text_of(client, "/strategies/")
    assert page.index("Before it shows") < page.index("Measure completeness") < page.index("Once it shows")
    assert "helps against 2 issues" in page


def test_a_deprecated_strategy_keeps_its_page_and_leaves_the_lists(client: Client, shelf: Shelf):
    Strategy.objects.filter(pk=shelf.retrain.pk).update(status="deprecated")
    assert "no longer recommended" in text_of(client, shelf.retrain.get_absolute_url())
    assert "Retrain on a schedule" not in text_of(client, "/strategies/")
    assert "Retrain on a schedule" not in text_of(client, shelf.old_models.get_absolute_url())


def test_any_spelling_of_a_strategys_number_leads_to_its_address(client: Client, shelf: Shelf):
    assert client.get("/strategies/mls-1/")["Location"] == "/strategies/MLS-001/measure-completeness/"


# --- about


def test_the_method_page_counts_what_is_published_and_names_each_study(client: Client, shelf: Shelf):
    page = text_of(client, "/method/")
    assert "The catalog holds 4 issues, 2 strategies and 4 quotes." in page
    assert "An invented study" in page
    assert "quotes here 4" in page


def test_releases_show_their_root_hash(client: Client, shelf: Shelf):
    Release.objects.create(version="2026.1", released_on=date(2026, 3, 1), root_hash="ab" * 32)
    assert f"Root hash (SHA-256) {'ab' * 32}" in text_of(client, "/releases/")
    assert "ML Quality Catalog (release 2026.1). (2026, March 1)." in text_of(client, "/cite/")


def test_the_cite_page_shows_a_line_for_an_issue_and_for_a_quote(client: Client, shelf: Shelf):
    page = text_of(client, "/cite/")
    assert "Fields are empty (MLQ-001, version 1). (2026, January 15). In ML Quality Catalog." in page
    assert "@misc{mlq001v1," in page


# --- for machines


def test_the_sitemap_names_every_issue_in_both_languages(client: Client, shelf: Shelf):
    xml = client.get("/sitemap.xml").content.decode()
    assert f"<loc>http://127.0.0.1:8000{shelf.empty_fields.get_absolute_url()}</loc><lastmod>2026-01-15" in xml
    assert f'hreflang="fr" href="http://127.0.0.1:8000/fr{shelf.empty_fields.get_absolute_url()}"' in xml


def test_robots_find_the_sitemap(client: Client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in response.content.decode()


# --- how pages are answered


@pytest.mark.parametrize("address", [*BUDGETS, "/nowhere/", "/evidence/f0000000000f/", "/evidence/e0000000000e/"])
def test_a_reader_gets_no_cookie(client: Client, shelf: Shelf, address: str):
    for language in ("", "/fr"):
        response = client.get(f"{language}{address}")
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_only_reading_is_allowed(client: Client, shelf: Shelf):
    assert client.post("/").status_code == 405
    assert client.post("/search/", {"q": "empty"}).status_code == 405


def test_an_unchanged_page_is_not_sent_twice(client: Client, shelf: Shelf):
    address = shelf.empty_fields.get_absolute_url()
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304


def test_a_change_of_the_catalog_makes_every_page_new(client: Client, shelf: Shelf):
    address = shelf.supporting.get_absolute_url()
    etag = client.get(address)["ETag"]
    Evidence.objects.filter(pk=shelf.supporting.pk).update(status="withdrawn", text="")
    Revision.objects.bump()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 410


def test_caches_must_ask_before_they_show_a_page_again(client: Client, shelf: Shelf):
    assert client.get("/")["Cache-Control"] == "public, no-cache"


def test_the_same_address_in_another_language_has_another_validator(client: Client, shelf: Shelf):
    assert client.get("/issues/")["ETag"] != client.get("/fr/issues/")["ETag"]


# --- where nothing is


def test_an_address_that_leads_nowhere_helps_to_look_on(client: Client, shelf: Shelf):
    page = client.get("/nowhere/").content.decode()
    assert 'role="search"' in page
    assert 'href="/phases/deployment/"' in page
    assert 'href="/triage/"' in page
    assert 'href="/fr/nowhere/"' in page
    assert 'href="/nowhere/"' in client.get("/fr/nowhere/").content.decode()


def test_what_was_taken_back_leads_on_too(client: Client, shelf: Shelf):
    page = client.get(shelf.withdrawn.get_absolute_url()).content.decode()
    assert 'role="search"' in page
    assert 'href="/phases/deployment/"' in page


def test_the_reason_for_not_finding_something_is_not_told(client: Client, shelf: Shelf):
    for address in (shelf.hidden.get_absolute_url(), "/nowhere/"):
        assert "hidden" not in re.sub(r"<[^>]+>", "", client.get(address).content.decode())


@pytest.mark.parametrize(
    "address",
    ["/issues/?phase=deployment&phase=maintenance&sort=evidence", "/triage/?s=1.1&s=3.1", "/search/?q=%C3%A9"],
)
def test_changing_the_language_keeps_what_was_asked_for(client: Client, shelf: Shelf, address: str):
    french = re.findall(r'<a href="([^"]+)" lang="fr" hreflang', client.get(address).content.decode())
    assert [link.replace("&amp;", "&") for link in french] == [f"/fr{address}"]
    english = re.findall(r'<a href="([^"]+)" lang="en" hreflang', client.get(f"/fr{address}").content.decode())
    assert [link.replace("&amp;", "&") for link in english] == [address]


# --- what a page says of itself


def test_every_kind_of_page_describes_itself(client: Client, shelf: Shelf):
    """In search engines and in previews of links: no two descriptions are the same, and none is empty."""
    pages = [
        *(address for address in BUDGETS if address.endswith("/") and address != "/search/"),
        *(row.get_absolute_url() for row in (shelf.empty_fields, shelf.old_models, shelf.measure, shelf.supporting)),
    ]
    for language in ("", "/fr"):
        told: dict[str, str] = {}
        for address in pages:
            html = client.get(f"{language}{address}").content.decode()
            found = re.search('<meta name="description" content="([^"]+)">', html)
            assert found, address
            assert told.setdefault(found[1], address) == address


def test_a_note_that_the_program_wrote_is_told_in_french_and_others_as_the_english_they_are(
    client: Client, shelf: Shelf
):
    own, somebodys = [f"/fr{issue.get_absolute_url()}" for issue in (shelf.empty_fields, shelf.moved_world)]
    assert "Version 1 : Première publication." in text_of(client, own)
    html = client.get(somebodys).content.decode()
    assert '<span lang="en">Told more clearly.</span>' in html


def test_formats_are_described_in_the_language_of_the_page(client: Client, shelf: Shelf):
    assert "en concepts SKOS (Turtle)" in text_of(client, "/fr/downloads/")


def test_a_kind_without_a_hit_leads_to_the_kinds_that_have_some(client: Client, shelf: Shelf):
    page = client.get("/search/?q=completeness&in=quotes").content.decode()
    assert "No quote holds your words" in page
    assert '<a href="/search/?q=completeness">1 hit of another kind</a>' in page
