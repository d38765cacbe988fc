"""An issue's history: what each version changed, and each as it stood."""

import re
from datetime import date

import pytest
from django.test import Client

from catalog.models import Issue, IssueVersion
from tests.catalog.factories import Shelf, make_catalog, rewritten, words

pytestmark = pytest.mark.django_db
HISTORY = "/issues/MLQ-001/fields-are-empty/history/"


def make_shelf() -> Shelf:
    shelf = make_catalog()
    rewritten(shelf)
    return shelf


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_every_version_stands_with_its_date_and_note_newest_first(client: Client, shelf: Shelf):
    page = text_of(client, HISTORY)
    second, first = page.index("Version 2 Jan. 15, 2026 Said more exactly."), page.index("Version 1 Jan. 15, 2026")
    assert second < first < page.index("The first version: everything in it was new.")


def test_words_that_came_and_went_are_marked_in_the_text_and_for_screen_readers(client: Client, shelf: Shelf):
    html = client.get(HISTORY).content.decode()
    gone = re.findall(r'<del><span class="unseen" lang="en">\[removed: </span>(.*?)<span', html)
    new = re.findall(r'<ins><span class="unseen" lang="en">\[added: </span>(.*?)<span', html)
    assert "Half" in gone
    assert "Most" in new
    assert "Nobody noticed." in gone
    assert "Do I have this? removed" in text_of(client, HISTORY)


def test_a_reworded_mitigation_names_its_strategy(client: Client, shelf: Shelf):
    assert "What helps? MLS-001 Measure completeness" in text_of(client, HISTORY)


def test_a_change_in_the_pages_language_is_told_first(client: Client, shelf: Shelf):
    for version, title in ((1, "Champs sans valeurs"), (2, "Champs vides")):
        row = IssueVersion.objects.get(issue=shelf.empty_fields, version=version)
        french = words(title, language="fr")["texts"]
        IssueVersion.objects.filter(pk=row.pk).update(
            snapshot={**row.snapshot, "texts": {**row.snapshot["texts"], **french}}
        )
    html = client.get(f"/fr{HISTORY}").content.decode()
    assert html.index('<span lang="fr">Français</span>') < html.index('<span lang="en">English</span>')


def test_a_version_in_which_no_word_changed_says_so(client: Client, shelf: Shelf):
    same = IssueVersion.objects.get(issue=shelf.empty_fields, version=2).snapshot
    IssueVersion.objects.create(
        issue=shelf.empty_fields, version=3, changed_on=date(2026, 3, 1), note="Moved.", snapshot=same
    )
    assert "No word changed" in text_of(client, HISTORY)


def test_a_long_history_pages_on_and_still_compares_with_the_version_before(client: Client, shelf: Shelf):
    for version in range(3, 14):
        snapshot = words(f"Title number {version}")
        IssueVersion.objects.create(
            issue=shelf.empty_fields, version=version, changed_on=date(2026, 3, 1), note="Again.", snapshot=snapshot
        )
    page = text_of(client, HISTORY)
    assert "1 to 10 of 13" in page
    # The oldest on the page, version 4, is compared with version 3, which is on the next.
    assert "[removed: 3" in page
    assert "Version 3 March 1, 2026" in text_of(client, f"{HISTORY}?page=2")


def test_an_old_version_is_read_whole_and_says_that_it_is_not_the_current_one(client: Client, shelf: Shelf):
    page = text_of(client, f"{HISTORY}1/")
    assert "Version 1 is not the current one: that is version 2." in page
    for said in ("Fields lack values, at length.", "Half of the rows are empty.", "Nobody noticed.", "Count the gaps."):
        assert said in page
    assert '<meta name="robots" content="noindex">' in client.get(f"{HISTORY}1/").content.decode()


def test_the_current_version_has_its_permanent_address_too(client: Client, shelf: Shelf):
    assert "Version 2 is the current one." in text_of(client, f"{HISTORY}2/")
    assert "noindex" not in client.get(f"{HISTORY}2/").content.decode()


def test_an_old_version_falls_back_to_english_and_marks_it(client: Client, shelf: Shelf):
    assert '<h1 lang="en">Fields lack values</h1>' in client.get(f"/fr{HISTORY}1/").content.decode()


def test_a_version_whose_words_were_not_kept_says_so(client: Client, shelf: Shelf):
    page = text_of(client, f"{shelf.old_models.get_absolute_url()}history/1/")
    assert "The words of this version were not kept." in page


def test_an_issue_of_which_no_version_was_kept_says_so(client: Client, shelf: Shelf):
    IssueVersion.objects.all().delete()
    assert "No version of this issue was kept." in text_of(client, HISTORY)


@pytest.mark.parametrize("version", ["3", "0", "99999999999999999999", "one"])
def test_a_version_that_never_was_is_not_found(client: Client, shelf: Shelf, version: str):
    text_of(client, f"{HISTORY}{version}/", 404)


@pytest.mark.parametrize("rest", ["history/", "history/1/"])
def test_a_former_slug_leads_to_the_history_at_its_present_address(client: Client, shelf: Shelf, rest: str):
    response = client.get(f"/issues/mlq-1/what-it-was-called/{rest}")
    assert (response.status_code, response["Location"]) == (301, f"/issues/MLQ-001/fields-are-empty/{rest}")


@pytest.mark.parametrize("rest", ["history/", "history/1/"])
def test_a_withdrawn_issue_has_no_history(client: Client, shelf: Shelf, rest: str):
    Issue.objects.filter(number=1).update(status="withdrawn")
    page = text_of(client, f"/issues/MLQ-001/fields-are-empty/{rest}", 410)
    assert "Half of the rows" not in page


def test_the_issue_leads_to_its_history(client: Client, shelf: Shelf):
    assert f'href="{HISTORY}"' in client.get(shelf.empty_fields.get_absolute_url()).content.decode()
