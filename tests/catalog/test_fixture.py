"""`export fixture` and `load_catalog`: the catalog out, and the same catalog in again."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from catalog import word_checks
from catalog.exports.fixture import FIXTURE_MODELS, FixtureFormat
from catalog.loading import LoadError, load_catalog
from catalog.models import (
    SEARCH_INDEX,
    Evidence,
    Issue,
    IssuePhase,
    IssueRelation,
    Question,
    Release,
    ReleaseFile,
    Revision,
)
from tests.backups import exported
from tests.factories import make_claim, make_issue, make_mitigation, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_catalog() -> Issue:
    issue = make_issue(1, "Fields are empty")
    old = make_issue(2, "Blank fields")
    Issue.objects.filter(pk=old.pk).update(status=Issue.Status.MERGED, merged_into=make_issue(3, "Fields go missing"))
    IssueRelation.objects.create(issue=issue, kind="causes", other_id=old.pk)
    make_mitigation(issue)
    quote(issue, "Half of it was empty.", claim=make_claim(issue), public_id="zz0000000001")
    return issue


def quote(issue: Issue, text: str, **fields: Any) -> Evidence:
    source = fields.pop("source", None) or make_source()
    fields = {"phase": issue.primary_phase, "published_on": date(2026, 1, 20), **fields}
    return Evidence.objects.create(issue=issue, source=source, text=text, **fields)


def empty_the_catalog() -> None:
    """As a new database is. The catalog itself never deletes what has a number."""
    Issue.objects.update(merged_into=None, status=Issue.Status.PUBLISHED)
    for model in reversed(FIXTURE_MODELS):
        QuerySet(model).delete()


def saved(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "catalog.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fixture_loads_into_an_empty_catalog_to_the_same_bytes(small_catalog, tmp_path):
    before = exported()
    empty_the_catalog()
    load_catalog(saved(tmp_path, before))
    assert exported() == before
    assert IssuePhase.objects.count() == 3


def test_two_exports_of_one_catalog_are_the_same_bytes(small_catalog):
    assert exported() == exported()


def test_a_fixture_names_no_row_by_the_number_of_one_database(small_catalog):
    assert all("pk" not in row for row in json.loads(exported()))


def test_every_public_model_is_exported_but_releases_the_counter_and_the_index():
    from django.apps import apps

    left_out = set(apps.get_app_config("catalog").get_models()) - set(FIXTURE_MODELS)
    assert left_out - {IssuePhase} == {Release, ReleaseFile, Revision, *SEARCH_INDEX}


def test_exporting_takes_a_query_a_model_whatever_the_number_of_rows(small_catalog):
    """One query for each model; natural keys come with the rows, through joins."""
    with CaptureQueriesContext(
        connection,
    ) as few:
        exported()
    for number in range(10, 30):
        make_claim(make_issue(number, f"Issue {number}"))
    with CaptureQueriesContext(connection) as many:
        exported()
    assert len(many) == len(few) == len(FIXTURE_MODELS)


def test_django_can_load_the_fixture_too(small_catalog, tmp_path):
    before = exported()
    empty_the_catalog()
    call_command("loaddata", saved(tmp_path, without_merges(before)), verbosity=0)
    assert Evidence.objects.get().text == "Half of it was empty."


def without_merges(text: str) -> str:
    # loaddata goes from the first row to the last and can't wait for the issue that another was merged into.
    rows = json.loads(text)
    for row in rows:
        if row["model"] == "catalog.issue" and row["fields"]["merged_into"]:
            row["fields"].update(merged_into=None, status="deprecated")
    return json.dumps(rows)


def test_loading_twice_changes_nothing_the_second_time(small_catalog, tmp_path):
    report = load_catalog(saved(tmp_path, exported()))
    assert (report.added.total(), report.changed.total()) == (0, 0)
    assert Revision.objects.current() == 0


def test_a_load_that_changes_something_bumps_the_revision(small_catalog, tmp_path):
    path = saved(tmp_path, exported().replace("Half of it was empty.", "Half of them were empty."))
    assert load_catalog(path).changed == {"evidence": 1}
    assert Revision.objects.current() == 1


def test_a_dry_run_reports_and_changes_nothing(small_catalog, tmp_path):
    path = saved(tmp_path, exported().replace("Half of it was empty.", "Half of them were empty."))
    assert load_catalog(path, dry_run=True).changed.total() == 1
    assert Evidence.objects.get().text == "Half of it was empty."


@pytest.mark.parametrize("status", ["hidden", "withdrawn"])
def test_a_quote_that_was_taken_down_is_not_brought_back_by_an_older_file(small_catalog, tmp_path, status):
    path = saved(tmp_path, exported())
    Evidence.objects.update(text="", status=status)
    assert load_catalog(path).kept_down == ["zz0000000001"]
    assert Evidence.objects.get().text == ""


def test_a_quote_that_was_taken_down_loses_the_question_that_an_older_file_names(small_catalog, tmp_path):
    asked = Question.objects.create(source=Evidence.objects.get().source, guide="first", key="Q1", position=1)
    Evidence.objects.update(question=asked)
    (tmp_path / "older.json").write_text(exported(), encoding="utf-8")
    Evidence.objects.update(status="hidden", text="", question=None)
    assert load_catalog(tmp_path / "older.json").kept_down == ["zz0000000001"]
    assert Evidence.objects.get().question is None


def test_words_that_a_check_speaks_against_are_not_loaded_and_their_row_is_named(small_catalog, tmp_path, monkeypatch):
    (tmp_path / "catalog.json").write_text(exported(), encoding="utf-8")
    empty_the_catalog()
    monkeypatch.setattr(word_checks, "word_checks", [lambda text: ["Say it without."] * ("Half of it" in text)])
    with pytest.raises(LoadError, match=r"row \d+ \(catalog\.evidence\) may not be published: Say it without\."):
        load_catalog(tmp_path / "catalog.json")
    assert not Evidence.objects.exists()


def test_words_that_stand_in_the_catalog_already_are_not_asked_about_again(small_catalog, tmp_path, monkeypatch):
    (tmp_path / "catalog.json").write_text(exported(), encoding="utf-8")
    monkeypatch.setattr(word_checks, "word_checks", [lambda text: ["Say it without."] * ("Half of it" in text)])
    assert not load_catalog(tmp_path / "catalog.json").changed


def test_a_withdrawal_travels_with_the_fixture_as_a_quote_without_words(small_catalog):
    Evidence.objects.update(text="", status=Evidence.Status.WITHDRAWN)
    row = next(row for row in json.loads(exported()) if row["model"] == "catalog.evidence")
    assert (row["fields"]["status"], row["fields"]["text"]) == ("withdrawn", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[\n{,\n]", ":2: is not JSON"),
        ("{}", "a fixture is a list of rows"),
        ('[{"model": "interviews.segment", "fields": {}}]', "row 1 is not a row of the public catalog"),
        ('[{"model": "catalog.claim", "fields": {"issue": [99], "aspect": "cause", "position": 1}}]', "row 1"),
    ],
)
def test_a_file_that_is_no_fixture_is_one_clear_error(tmp_path, text, said):
    with pytest.raises(LoadError, match=r"catalog\.json") as error:
        load_catalog(saved(tmp_path, text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_one_bad_row_leaves_nothing_of_the_file_behind(small_catalog, tmp_path):
    before = exported()
    empty_the_catalog()
    with pytest.raises(LoadError, match="not valid in stance"):
        load_catalog(saved(tmp_path, before.replace('"supports"', '"shouts"')))
    assert not Issue.objects.exists()


def test_a_status_that_there_is_not_is_one_clear_error(small_catalog, tmp_path):
    path = saved(
        tmp_path, exported().replace('"status": "published", "text": "Half', '"status": "shouted", "text": "Half')
    )
    with pytest.raises(LoadError, match="not valid in status"):
        load_catalog(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        call_command("load_catalog", tmp_path / "nowhere.json")


def test_an_unknown_format_is_answered_with_the_ones_there_are():
    with pytest.raises(CommandError, match=r"no format 'pdf' here; there are: .*fixture"):
        call_command("export", "pdf")


def test_a_file_is_replaced_only_by_a_whole_export(small_catalog, tmp_path, monkeypatch):
    path = saved(tmp_path, "the export of last week")

    def fail(*args: object, **kwargs: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(FixtureFormat, "write", fail)
    with pytest.raises(RuntimeError):
        call_command("export", "fixture", output=path)
    assert path.read_text() == "the export of last week"
    assert list(tmp_path.iterdir()) == [path]
