"""What was taken down stays down, whatever older backup, fixture or release comes back. Without a workshop."""

import io
import json
import re
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from catalog import guard, takedown
from catalog.followers import Quotes
from catalog.ledger import LedgerError
from catalog.loading import LoadError, load_catalog
from catalog.models import Evidence, Release, ReleaseFile, Revision
from catalog.releases import make_release
from tests.backups import Backup, Crash, crashing, fixture, said
from tests.factories import make_claim, make_issue, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_role")]
DAY = date(2026, 2, 1)
FIRST, SECOND = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
WORDS = "Half of it was empty."


@pytest.fixture
def quotes() -> list[Evidence]:
    """Two quotes beside a claim, in a release, and a ledger that says nothing yet."""
    issue, source = make_issue(1), make_source()
    fields = {"issue": issue, "source": source, "phase": issue.primary_phase, "published_on": DAY}
    fields |= {"claim": make_claim(issue), "speaker_label": "an analyst"}
    made = [Evidence.objects.create(public_id=i, text=f"{WORDS} {i}", **fields) for i in (FIRST, SECOND)]
    make_release("2026.1", on=DAY)
    guard.start()
    return made


def status_of(public_id: str) -> str:
    return str(Evidence.objects.get(public_id=public_id).status)


def text_of_releases() -> str:
    return "".join(ReleaseFile.objects.values_list("content", flat=True))


def lose_everything() -> None:
    """Another database, with nothing in it."""
    Evidence.objects.all().delete()
    Release.objects.all().delete()
    Revision.objects.all().delete()


def get(address: str) -> Any:
    return Client().get(address)


# --- what is written


@pytest.mark.parametrize("status", ["hidden", "withdrawn"])
def test_a_quote_that_is_taken_down_is_in_the_ledger_by_its_id_alone(quotes, status):
    takedown.take_down([FIRST], status)
    assert said() == [(status, FIRST)]
    assert WORDS not in takedown.ledger().path.read_text()


def test_what_is_withdrawn_stays_withdrawn_whatever_is_said_later(quotes):
    takedown.take_down([FIRST], "withdrawn")
    takedown.note([("hidden", FIRST), ("shown", FIRST, "0" * 64)])
    assert said() == [("withdrawn", FIRST)]


def test_a_withdrawn_quote_forgets_beside_which_statement_it_stood_in_releases_too(quotes):
    takedown.take_down([FIRST], "withdrawn")
    assert Evidence.objects.get(public_id=FIRST).claim is None
    rows = json.loads(ReleaseFile.objects.get(name="catalog.json").content)
    [tombstone] = [row["fields"] for row in rows if row["fields"].get("public_id") == FIRST]
    assert (tombstone["status"], tombstone["text"], tombstone["claim"]) == ("withdrawn", "", None)


def test_a_hidden_quote_that_is_withdrawn_is_withdrawn_in_releases_too(quotes):
    takedown.take_down([FIRST], "hidden")
    takedown.take_down([FIRST], "withdrawn")
    assert '"status": "withdrawn"' in text_of_releases()
    assert '"status": "hidden"' not in text_of_releases()


def test_where_the_ledger_can_not_be_written_nothing_is_taken_down(quotes, monkeypatch):
    def refuse(*args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(LedgerError, match="nothing was changed"), transaction.atomic():
        takedown.take_down([FIRST], "withdrawn")
    assert status_of(FIRST) == "published"
    assert FIRST in text_of_releases()


# --- an older backup


@pytest.mark.parametrize(("status", "answer"), [("hidden", 404), ("withdrawn", 410)])
def test_a_restored_backup_loses_the_quote_before_it_serves(quotes, status, answer):
    backup = Backup()
    takedown.take_down([FIRST], status)
    backup.restore()
    assert (status_of(FIRST), FIRST in text_of_releases()) == ("published", True)
    guard.start()
    assert status_of(FIRST) == status
    assert f"{WORDS} {FIRST}" not in text_of_releases()
    assert Release.objects.order_by("-revision").first().revision == 2
    assert get(f"/evidence/{FIRST}/").status_code == answer
    assert get(f"/evidence/{SECOND}/").status_code == 200


def test_no_cache_of_the_restored_database_is_believed(quotes):
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    before = Revision.objects.current()
    guard.start()
    assert Revision.objects.current() > before


def test_labels_of_whom_nobody_knows_become_general_where_somebody_left(quotes):
    """A catalog can't count people: two analysts may be one now."""
    other = make_source("another-study")
    Evidence.objects.filter(public_id=SECOND).update(source=other)
    kept = Evidence.objects.create(
        public_id="cccccccccccc",
        text="Kept.",
        speaker_label="an analyst",
        source=quotes[0].source,
        issue=quotes[0].issue,
        phase=quotes[0].phase,
        published_on=DAY,
    )
    make_release("2026.2", on=DAY)
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    guard.start()
    labels = dict(Evidence.objects.values_list("public_id", "speaker_label"))
    assert labels == {FIRST: "a practitioner", SECOND: "an analyst", kept.public_id: "a practitioner"}
    rows = json.loads(ReleaseFile.objects.get(name="catalog.json", release__version="2026.2").content)
    in_release = {r["fields"]["public_id"]: r["fields"]["speaker_label"] for r in rows if "public_id" in r["fields"]}
    assert in_release == labels


def test_a_hidden_quote_comes_back_from_no_backup_of_its_old_words_once_it_is_shown_with_new_ones(
    quotes, django_capture_on_commit_callbacks
):
    before = Backup()
    takedown.take_down([FIRST], "hidden")
    with django_capture_on_commit_callbacks(execute=True):
        Evidence.objects.filter(public_id=FIRST).update(status="published", text="Half of [dataset] was empty.")
        takedown.lift(FIRST, "Half of [dataset] was empty.")
    guard.start()
    assert status_of(FIRST) == "published"
    before.restore()
    guard.start()
    assert status_of(FIRST) == "hidden"
    assert f"{WORDS} {FIRST}" not in text_of_releases()


def test_a_quote_that_is_shown_again_stays_so(quotes, django_capture_on_commit_callbacks):
    takedown.take_down([FIRST], "hidden")
    with django_capture_on_commit_callbacks(execute=True):
        Evidence.objects.filter(public_id=FIRST).update(status="published", text="New words.")
        takedown.lift(FIRST, "New words.")
    assert said()[-1] == ("shown", FIRST, takedown.hash_of("New words."))
    assert Quotes().behind() == []


def test_a_database_that_knows_more_than_its_ledger_teaches_it(quotes):
    """As one that an older version of the program wrote."""
    Evidence.objects.filter(public_id=SECOND).update(text="", status="withdrawn")
    guard.start()
    assert said() == [("withdrawn", SECOND)]


def test_starting_again_changes_nothing(quotes):
    takedown.take_down([FIRST], "withdrawn")
    before = (Revision.objects.with_ledger(), takedown.ledger().path.read_bytes(), Release.objects.count())
    guard.start()
    assert (Revision.objects.with_ledger(), takedown.ledger().path.read_bytes(), Release.objects.count()) == before


# --- a transaction that ends between


def test_a_taking_down_that_was_written_and_not_committed_is_carried_out_at_the_next_start(quotes):
    with crashing():
        takedown.take_down([FIRST], "withdrawn")
    assert status_of(FIRST) == "published"
    assert said() == [("withdrawn", FIRST)]
    guard._seen = None
    guard.start()
    assert status_of(FIRST) == "withdrawn"
    takedown.take_down([SECOND], "hidden")
    assert said() == [("withdrawn", FIRST), ("hidden", SECOND)]


def test_a_showing_that_was_not_committed_is_not_written(quotes, django_capture_on_commit_callbacks):
    takedown.take_down([FIRST], "hidden")
    with django_capture_on_commit_callbacks(execute=True), crashing():
        takedown.lift(FIRST, "New words.")
    assert said() == [("hidden", FIRST)]


def test_what_is_written_together_is_not_written_where_the_block_fails(quotes):
    with suppress(Crash), takedown.written_together():
        takedown.note([("hidden", FIRST)])
        raise Crash
    assert said() == []


# --- older and newer packages


@pytest.mark.parametrize("known_here", [True, False])
@pytest.mark.parametrize("status", ["hidden", "withdrawn"])
def test_an_older_fixture_brings_nothing_back(quotes, tmp_path, status, known_here):
    older = fixture(tmp_path / "older.json")
    takedown.take_down([FIRST], status)
    if not known_here:
        lose_everything()
    report = load_catalog(older)
    assert report.kept_down == [FIRST]
    assert (status_of(FIRST), status_of(SECOND)) == (status, "published")


@pytest.mark.parametrize("known_here", [True, False])
def test_an_older_release_brings_nothing_back(quotes, tmp_path, known_here):
    older = tmp_path / "catalog.json"
    older.write_text(ReleaseFile.objects.get(name="catalog.json").content)
    takedown.take_down([FIRST], "withdrawn")
    if not known_here:
        lose_everything()
    load_catalog(older)
    tombstone = Evidence.objects.get(public_id=FIRST)
    assert (tombstone.status, tombstone.text, tombstone.claim) == ("withdrawn", "", None)


def test_an_older_file_over_a_restored_backup_brings_nothing_back(quotes, tmp_path):
    backup, older = Backup(), fixture(tmp_path / "older.json")
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    load_catalog(older)
    assert status_of(FIRST) == "withdrawn"
    assert f"{WORDS} {FIRST}" not in text_of_releases()


def test_a_rehearsal_with_an_older_file_says_what_stays_down_and_writes_nothing(quotes, tmp_path):
    older = fixture(tmp_path / "older.json")
    takedown.take_down([FIRST], "withdrawn")
    before = takedown.ledger().path.read_bytes()
    assert load_catalog(older, dry_run=True).kept_down == [FIRST]
    assert takedown.ledger().path.read_bytes() == before


@pytest.mark.parametrize("status", ["hidden", "withdrawn"])
def test_a_newer_package_takes_down_what_stands_here_and_in_releases(quotes, tmp_path, status):
    backup = Backup()
    Evidence.objects.filter(public_id=FIRST).update(text="", status=status)
    newer = fixture(tmp_path / "newer.json")
    backup.restore()
    before = Revision.objects.current()
    load_catalog(newer)
    assert status_of(FIRST) == status
    assert f"{WORDS} {FIRST}" not in text_of_releases()
    assert said() == [(status, FIRST)]
    assert Revision.objects.current() > before


def test_a_newer_packages_labels_are_believed(quotes, tmp_path):
    backup = Backup()
    Evidence.objects.filter(public_id=FIRST).update(text="", status="withdrawn")
    newer = fixture(tmp_path / "newer.json")
    backup.restore()
    load_catalog(newer)
    assert Evidence.objects.get(public_id=SECOND).speaker_label == "an analyst"


def test_what_is_hidden_here_and_withdrawn_in_the_package_is_withdrawn(quotes, tmp_path):
    backup = Backup()
    Evidence.objects.filter(public_id=FIRST).update(text="", status="withdrawn")
    newer = fixture(tmp_path / "newer.json")
    backup.restore()
    takedown.take_down([FIRST], "hidden")
    assert load_catalog(newer).kept_down == []
    assert status_of(FIRST) == "withdrawn"


def test_a_file_that_can_not_be_compared_with_the_ledger_is_not_loaded(quotes, tmp_path):
    older = fixture(tmp_path / "older.json")
    takedown.take_down([FIRST], "withdrawn")
    takedown.ledger().path.unlink()
    with pytest.raises(LoadError, match=r"older\.json: nothing was loaded, the ledger .* is missing"):
        load_catalog(older)
    assert status_of(FIRST) == "withdrawn"


def test_djangos_own_loading_does_not_outlive_the_next_start(quotes, tmp_path):
    older = fixture(tmp_path / "older.json")
    takedown.take_down([FIRST], "withdrawn")
    call_command("loaddata", older, verbosity=0)
    assert status_of(FIRST) == "published"
    guard._seen = None
    guard.start()
    assert status_of(FIRST) == "withdrawn"


# --- refusing to serve


def test_a_database_that_is_exchanged_under_a_running_process_is_not_served_until_it_is_mended(quotes):
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    assert get(f"/evidence/{FIRST}/").status_code == 410
    backup.restore(by_another_process=False)
    for address in (f"/evidence/{FIRST}/", "/", "/downloads/fixture/catalog.json", "/admin/login/"):
        answer = get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store"), address
        assert WORDS not in answer.content.decode()
    call_command("replay_withdrawals", stdout=io.StringIO())
    assert get(f"/evidence/{FIRST}/").status_code == 410
    assert get("/").status_code == 200


def test_a_role_that_may_only_read_does_not_start_and_says_which_command_to_run(quotes, monkeypatch, capsys):
    monkeypatch.setattr(guard, "may_write", lambda: False)
    monkeypatch.setattr(guard, "PATIENCE", 0)
    guard.start()
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    with pytest.raises(SystemExit, match="3"):
        guard.start_or_exit()
    assert "run manage.py replay_withdrawals with a role that may write" in capsys.readouterr().err
    assert status_of(FIRST) == "published"


def test_a_reader_that_starts_while_a_quote_is_being_taken_down_waits_for_it(quotes, monkeypatch):
    """Its line is in the ledger before its transaction is committed."""
    monkeypatch.setattr(guard, "may_write", lambda: False)
    with crashing():
        takedown.take_down([FIRST], "withdrawn")
    monkeypatch.setattr("time.sleep", lambda seconds: takedown.take_down([FIRST], "withdrawn"))
    guard.start()
    assert status_of(FIRST) == "withdrawn"


def test_the_log_says_which_command_to_run(quotes, caplog, monkeypatch):
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    get("/")
    assert "1 withdrawn in the catalog; 1 withdrawn in releases" in caplog.text.replace(
        "quotes that were taken down stand again: ", ""
    )
    assert "run manage.py replay_withdrawals" in caplog.text


@pytest.mark.parametrize("command", [["export", "fixture"], ["build_site", "site"], ["release", "2026.2"]])
def test_nothing_is_exported_from_a_database_that_is_behind(quotes, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    with pytest.raises(CommandError, match="the database is older than its ledger"):
        call_command(*command, stdout=io.StringIO())
    assert list(tmp_path.iterdir()) == []


def cut_off(path: Path) -> None:
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


def edited(path: Path) -> None:
    path.write_text(path.read_text().replace("withdrawn", "hidden"))


SPOILED = {"missing": Path.unlink, "cut off": cut_off, "edited": edited}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_with_a_ledger_that_can_not_be_trusted_nothing_is_served(quotes, spoil, capsys):
    takedown.take_down([FIRST], "withdrawn")
    spoil(takedown.ledger().path)
    guard._seen = None
    assert get("/").status_code == 503
    with pytest.raises(SystemExit, match="3"):
        guard.start_or_exit()
    assert re.match(r"Nothing is served: .*name the right file in LEDGER", capsys.readouterr().err)
    assert takedown.ledger().path.exists() == (spoil is not Path.unlink)


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_lost_ledger_is_begun_anew_with_what_the_database_knows_when_somebody_says_so(quotes, spoil, capsys):
    takedown.take_down([FIRST], "withdrawn")
    takedown.take_down([SECOND], "hidden")
    spoil(takedown.ledger().path)
    with pytest.raises(CommandError, match="--new-ledger"):
        call_command("replay_withdrawals")
    call_command("replay_withdrawals", "--new-ledger")
    assert sorted(said()) == [("hidden", SECOND), ("withdrawn", FIRST)]
    assert get("/").status_code == 200
    aside = [path for path in takedown.ledger().path.parent.iterdir() if path.name.endswith(".aside")]
    assert len(aside) == (spoil is not Path.unlink)
    assert all(path.name in capsys.readouterr().out for path in aside)


def test_a_release_that_can_not_be_read_is_named(quotes):
    takedown.take_down([FIRST], "withdrawn")
    ReleaseFile.objects.filter(name="catalog.json").update(content="no longer JSON")
    with pytest.raises(LedgerError, match=r"release 2026\.1 r2 can't be compared with the ledger"):
        guard.start()


def test_a_ledger_that_is_whole_is_never_begun_anew(quotes):
    takedown.take_down([FIRST], "withdrawn")
    before = takedown.ledger().path.read_bytes()
    call_command("replay_withdrawals", "--new-ledger", stdout=io.StringIO())
    assert takedown.ledger().path.read_bytes() == before


def test_a_database_that_never_took_anything_down_needs_its_ledger_all_the_same(quotes):
    """Otherwise a public site that can't see the ledger would be told so only at the first withdrawal."""
    takedown.ledger().path.unlink()
    guard._seen = None
    with pytest.raises(LedgerError, match="is missing"):
        guard.start()


# --- the command


def test_the_command_says_what_it_took_down(quotes, capsys):
    backup = Backup()
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    call_command("replay_withdrawals")
    assert capsys.readouterr().out == (
        "quotes taken down: 1 withdrawn in the catalog\nquotes taken down: 1 withdrawn in releases\n"
    )
    call_command("replay_withdrawals")
    assert capsys.readouterr().out == "nothing was behind: the database knows all that its ledgers say\n"


def test_checking_changes_nothing_and_exits_with_3_where_something_is_behind(quotes, capsys):
    backup = Backup()
    call_command("replay_withdrawals", "--check")
    assert capsys.readouterr().out == "nothing is behind\n"
    takedown.take_down([FIRST], "withdrawn")
    backup.restore()
    with pytest.raises(CommandError, match="older than its ledger") as error:
        call_command("replay_withdrawals", "--check")
    assert error.value.returncode == 3
    assert status_of(FIRST) == "published"


# --- several at once


in_threads = pytest.mark.skipif(
    "connection.vendor == 'sqlite'",
    reason="the tests' SQLite lies in memory; tests/test_public_site.py starts processes on a file",
)


@in_threads
@pytest.mark.django_db(transaction=True)
def test_several_processes_that_start_at_once_do_it_once(quotes):
    with crashing():
        takedown.take_down([FIRST], "withdrawn")
    failures: list[BaseException] = []

    def start() -> None:
        try:
            guard.start()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=start) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert status_of(FIRST) == "withdrawn"
    assert Release.objects.order_by("-revision").first().revision == 2
    assert said() == [("withdrawn", FIRST)]


@in_threads
@pytest.mark.django_db(transaction=True)
def test_whoever_starts_while_a_quote_is_being_taken_down_waits_for_it(quotes):
    written, go_on = threading.Event(), threading.Event()

    def take_down_slowly() -> None:
        with transaction.atomic():
            takedown.take_down([FIRST], "withdrawn")
            written.set()
            go_on.wait(5)
        connection.close()

    other = threading.Thread(target=take_down_slowly)
    other.start()
    assert written.wait(5)
    threading.Timer(0.3, go_on.set).start()
    guard.start()
    other.join()
    assert status_of(FIRST) == "withdrawn"
    assert Release.objects.order_by("-revision").first().revision == 2
