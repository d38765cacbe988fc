"""An issue that was withdrawn stays so, whatever older backup or fixture comes back. Without a workshop."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import translation

from catalog import guard, takedown
from catalog.followers import Quotes
from catalog.ledger import LedgerError
from catalog.loading import load_catalog
from catalog.models import Evidence, Issue, IssueRelation, Revision
from catalog.models.indexing import differences
from catalog.releases import make_release
from catalog.withdrawn_issues import highest_number, is_taken
from tests.backups import Backup, crashing, exported, fixture, said
from tests.factories import make_claim, make_issue, make_mitigation, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_role")]
DAY = date(2026, 2, 1)
STATEMENT = "Rows lack the values models need."


@pytest.fixture
def shelf() -> Backup:
    """MLQ-001 with a statement, a way to help, a quote and another issue beside it; a ledger that says nothing yet.

    What is handed to the test is the database from before, with nothing in it.
    """
    empty = Backup()
    issue, other, source = make_issue(1), make_issue(2, "Schemas change"), make_source()
    claim = make_claim(issue, statement=STATEMENT)
    make_mitigation(issue)
    IssueRelation.objects.create(issue=issue, other=other, kind=IssueRelation.Kind.CAUSES)
    fields = {"issue": issue, "source": source, "phase": issue.primary_phase, "published_on": DAY}
    Evidence.objects.create(public_id="aaaaaaaaaaaa", text="Half of it was empty.", claim=claim, **fields)
    Revision.objects.bump()
    make_release("2026.1", on=DAY)
    guard.start()
    return empty


def issue(number: int) -> Issue:
    return Issue.objects.get(number=number)


def withdraw(number: int = 1) -> None:
    """As a workshop does, but for what only a workshop has."""
    with transaction.atomic():
        Quotes().withdraw_issue(issue(number))


def get(number: int = 1) -> Any:
    with translation.override("en"):
        return Client().get(issue(number).get_absolute_url())


def start_anew() -> None:
    guard._seen = None
    guard.start()


def merge(number: int, into: int) -> None:
    Issue.objects.filter(number=number).update(status="merged", merged_into=issue(into))


# --- an older backup


def test_a_withdrawn_issue_is_in_the_ledger_by_its_number_after_its_quotes(shelf):
    withdraw()
    assert said() == [("withdrawn", "aaaaaaaaaaaa"), ("issue-withdrawn", "1")]


def test_a_restored_backup_loses_the_issue_before_it_serves(shelf):
    backup = Backup()
    withdraw()
    backup.restore()
    assert (get().status_code, STATEMENT in exported()) == (503, True)
    before = Revision.objects.current()
    start_anew()
    assert (get().status_code, get(2).status_code) == (410, 200)
    assert STATEMENT not in exported()
    assert "Fields are empty" not in exported()
    assert not IssueRelation.objects.exists()
    assert [version.change["act"] for version in issue(1).versions.all()] == ["withdrawn"]
    assert Revision.objects.current() > before
    assert differences() == []
    assert Client().get("/issues/MLQ-001/fields-are-empty/history/").status_code == 410
    assert "MLQ-001 was withdrawn" in get().content.decode()


def test_a_withdrawal_that_was_written_and_not_committed_is_carried_out_at_the_next_start(shelf):
    with crashing():
        withdraw()
    assert issue(1).status == "published"
    start_anew()
    assert issue(1).status == "withdrawn"
    assert said() == [("withdrawn", "aaaaaaaaaaaa"), ("issue-withdrawn", "1")]


def test_starting_again_changes_nothing(shelf):
    withdraw()
    before = (Revision.objects.with_ledger(), exported(), takedown.ledger().path.read_bytes())
    start_anew()
    assert (Revision.objects.with_ledger(), exported(), takedown.ledger().path.read_bytes()) == before


def test_a_backup_from_before_a_merge_loses_what_was_merged_into_the_withdrawn_issue_too(shelf):
    backup = Backup()
    merge(1, into=2)
    withdraw(2)
    assert sorted(entry[1] for entry in said() if entry[0] == "issue-withdrawn") == ["1", "2"]
    backup.restore()
    start_anew()
    assert [get(number).status_code for number in (1, 2)] == [410, 410]
    assert STATEMENT not in exported()


def test_a_backup_from_after_the_merge_loses_the_words_of_both(shelf):
    merge(1, into=2)
    backup = Backup()
    withdraw(2)
    backup.restore()
    start_anew()
    assert (issue(1).status, issue(1).texts.count(), issue(2).status) == ("merged", 0, "withdrawn")
    assert Quotes().behind() == []


def test_a_deprecated_issue_that_was_reinstated_is_in_no_ledger_and_stays(shelf):
    Issue.objects.filter(number=1).update(status="deprecated")
    start_anew()
    Issue.objects.filter(number=1).update(status="published")
    start_anew()
    assert (said(), issue(1).status) == ([], "published")


def test_a_database_that_knows_more_than_its_ledger_teaches_it_and_says_no_more_of_the_issue(shelf):
    """As one into which an older program loaded a package that withdrew it."""
    Issue.objects.filter(number=1).update(status="withdrawn")
    start_anew()
    assert ("issue-withdrawn", "1") in said()
    assert STATEMENT not in exported()
    assert Evidence.objects.get().status == "withdrawn"


def test_the_number_of_an_issue_that_the_backup_does_not_know_is_not_given_again(shelf):
    backup = Backup()
    make_issue(7, "Nobody owns the data")
    withdraw(7)
    backup.restore()
    start_anew()
    assert (highest_number(), is_taken(7), is_taken(8)) == (7, True, False)


# --- older and newer packages


@pytest.mark.parametrize("known_here", [True, False])
def test_an_older_fixture_brings_nothing_back(shelf, tmp_path, known_here):
    Issue.objects.filter(number=2).update(status="deprecated", replaced_by=issue(1))
    older = fixture(tmp_path / "older.json")
    withdraw()
    if not known_here:
        shelf.restore()
    report = load_catalog(older)
    assert report.kept_issues == ["MLQ-001"]
    assert (issue(1).status, issue(2).status, issue(2).replaced_by) == ("withdrawn", "deprecated", None)
    assert STATEMENT not in exported()
    assert Quotes().behind() == []


def test_an_older_fixture_over_a_restored_backup_brings_nothing_back(shelf, tmp_path):
    backup, older = Backup(), fixture(tmp_path / "older.json")
    withdraw()
    backup.restore()
    load_catalog(older)
    assert (issue(1).status, STATEMENT in exported()) == ("withdrawn", False)


def test_a_rehearsal_with_an_older_file_says_what_stays_withdrawn_and_changes_nothing(shelf, tmp_path):
    older = fixture(tmp_path / "older.json")
    withdraw()
    before = exported(), takedown.ledger().path.read_bytes()
    assert load_catalog(older, dry_run=True).kept_issues == ["MLQ-001"]
    assert (exported(), takedown.ledger().path.read_bytes()) == before


def test_a_newer_package_that_withdraws_an_issue_takes_its_words_from_here_into_the_ledger(shelf, tmp_path):
    backup = Backup()
    withdraw()
    newer = fixture(tmp_path / "newer.json")
    # As on a site that never heard of it.
    takedown.ledger().path.unlink()
    backup.restore()
    Quotes().forget()
    guard.start()
    load_catalog(newer)
    assert ("issue-withdrawn", "1") in said()
    assert (get().status_code, STATEMENT in exported()) == (410, False)
    assert issue(1).versions.count() == 1


def test_djangos_own_loading_does_not_outlive_the_next_start(shelf, tmp_path):
    older = fixture(tmp_path / "older.json")
    withdraw()
    call_command("loaddata", older, verbosity=0)
    assert issue(1).status == "published"
    start_anew()
    assert (issue(1).status, STATEMENT in exported()) == ("withdrawn", False)


# --- refusing to serve


def test_a_database_that_is_exchanged_under_a_running_process_is_not_served_until_it_is_mended(shelf, capsys):
    # The quote was withdrawn before the backup: of the issue alone nobody would hear otherwise.
    takedown.take_down(["aaaaaaaaaaaa"], "withdrawn")
    backup = Backup()
    withdraw()
    assert get().status_code == 410
    backup.restore(by_another_process=False)
    assert get().status_code == 503
    with pytest.raises(CommandError, match="issues that were withdrawn stand again: MLQ-001"):
        call_command("export", "fixture", stdout=io.StringIO())
    call_command("replay_withdrawals")
    assert capsys.readouterr().out == "issues withdrawn: MLQ-001\n"
    assert (get().status_code, get(2).status_code) == (410, 200)


def test_a_role_that_may_only_read_does_not_start_and_says_which_command_to_run(shelf, monkeypatch, capsys):
    monkeypatch.setattr(guard, "may_write", lambda: False)
    monkeypatch.setattr(guard, "PATIENCE", 0)
    backup = Backup()
    withdraw()
    guard.start()
    backup.restore()
    with pytest.raises(SystemExit, match="3"):
        guard.start_or_exit()
    error = capsys.readouterr().err
    assert "issues that were withdrawn stand again: MLQ-001" in error
    assert "run manage.py replay_withdrawals with a role that may write" in error
    assert issue(1).status == "published"


def test_where_the_ledger_can_not_be_written_nothing_is_withdrawn(shelf, monkeypatch):
    takedown.take_down(["aaaaaaaaaaaa"], "withdrawn")

    def refuse(*args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(LedgerError, match="nothing was changed"):
        withdraw()
    assert (issue(1).status, STATEMENT in exported()) == ("published", True)
