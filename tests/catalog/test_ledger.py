"""The file of a ledger: only added to, by several processes at once, and whatever is done to it is noticed."""

import errno
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from catalog.ledger import Ledger, LedgerError, Position

DAY = date(2026, 10, 1)
KINDS = {"hidden": re.compile(r"[0-9a-z]{1,12}"), "withdrawn": re.compile(r"[0-9a-z]{1,12}")}
NOTHING = Position()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return at(tmp_path / "ledger")


def at(path: Path) -> Ledger:
    return Ledger(path, of="quotes", setting="LEDGER", kinds=KINDS)


def written(ledger: Ledger) -> Position:
    """Three lines, a day apart."""
    position = NOTHING
    for day, entry in enumerate([("hidden", "aaa"), ("withdrawn", "bbb"), ("hidden", "ccc")], 1):
        position = ledger.append([entry], on=date(2026, 10, day), followed=position)
    return position


def changed(ledger: Ledger, old: str, new: str) -> None:
    text = ledger.path.read_text()
    assert old in text
    ledger.path.write_text(text.replace(old, new))


def test_what_was_written_is_read_in_order(ledger):
    written(ledger)
    assert ledger.read().entries == (("hidden", "aaa"), ("withdrawn", "bbb"), ("hidden", "ccc"))


def test_a_line_is_its_number_its_day_what_was_taken_down_and_a_hash(ledger):
    written(ledger)
    assert re.fullmatch(r"2 2026-10-02 withdrawn bbb [0-9a-f]{64}", ledger.path.read_text().splitlines()[2])


def test_where_it_ends_is_what_a_reader_finds(ledger):
    assert written(ledger) == ledger.read().position
    assert ledger.read().position.lines == 3


def test_no_two_ledgers_begin_alike(tmp_path):
    first, second = (at(tmp_path / name).append([], on=DAY, followed=NOTHING) for name in ("one", "two"))
    assert first.lines == second.lines == 0
    assert first.head != second.head


@pytest.mark.parametrize("line", [("hidden", "two words"), ("hidden", "a\nb"), ("shouted", "aaa"), ("hidden", "")])
def test_it_takes_no_sentence_and_no_kind_that_it_does_not_know(ledger, line):
    with pytest.raises(LedgerError, match="takes no such line"):
        ledger.append([("hidden", "aaa"), line], on=DAY, followed=NOTHING)
    assert not ledger.exists()


@pytest.mark.parametrize(
    ("old", "new", "at_line"),
    [
        ("hidden aaa", "hidden aab", 2),
        ("2026-10-02", "2026-10-03", 3),
        ("withdrawn bbb", "hidden bbb", 3),
        ("catalog-ledger 1 quotes", "catalog-ledger 1 others", 1),
    ],
)
def test_a_changed_line_is_named(ledger, old, new, at_line):
    written(ledger)
    changed(ledger, old, new)
    with pytest.raises(LedgerError, match=rf"ledger:{at_line}: was changed.*put its newest copy back"):
        ledger.read()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_line_that_was_taken_out_is_noticed(ledger, number):
    written(ledger)
    lines = ledger.path.read_text().splitlines(keepends=True)
    ledger.path.write_text("".join(lines[:number] + lines[number + 1 :]))
    with pytest.raises(LedgerError, match="was changed, or lines before it"):
        ledger.read()


def test_an_end_that_was_cut_off_is_noticed_by_whoever_followed_it(ledger):
    position = written(ledger)
    ledger.path.write_text("".join(ledger.path.read_text().splitlines(keepends=True)[:-1]))
    ledger.read()
    with pytest.raises(LedgerError, match="ends at line 2, and the database knows 3"):
        ledger.read(position)


def test_a_chain_that_was_written_anew_is_noticed_by_whoever_followed_it(ledger):
    position = written(ledger)
    ledger.path.unlink()
    written(ledger)
    with pytest.raises(LedgerError, match="another than the one that the database followed"):
        ledger.read(position)


def test_a_line_more_than_the_database_knows_is_no_fault(ledger):
    position = written(ledger)
    ledger.append([("hidden", "ddd")], on=DAY, followed=position)
    assert len(ledger.read(position).entries) == 4


@pytest.mark.parametrize("spoiled", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_lost_ledger_is_an_error_with_its_remedy(ledger, spoiled):
    position = written(ledger)
    spoiled(ledger.path)
    with pytest.raises(LedgerError, match=r"is (missing|empty): name the right file in LEDGER .*--new-ledger"):
        ledger.read(position)


def test_nothing_is_added_to_a_ledger_that_is_not_the_databases(ledger):
    position = written(ledger)
    ledger.path.unlink()
    with pytest.raises(LedgerError, match="is missing"):
        ledger.append([("hidden", "ddd")], on=DAY, followed=position)
    assert not ledger.exists()
    written(ledger)
    with pytest.raises(LedgerError, match="another than the one"):
        ledger.append([("hidden", "ddd")], on=DAY, followed=position)


def test_nothing_is_added_to_a_broken_ledger(ledger):
    position = written(ledger)
    changed(ledger, "hidden aaa", "hidden aab")
    before = ledger.path.read_bytes()
    with pytest.raises(LedgerError, match="was changed"):
        ledger.append([("hidden", "ddd")], on=DAY, followed=position)
    assert ledger.path.read_bytes() == before


def test_a_line_that_the_machine_died_over_is_passed_over_and_the_next_one_takes_its_place(ledger):
    position = written(ledger)
    with ledger.path.open("a") as file:
        file.write("4 2026-10-04 hidd")
    assert ledger.read(position).position == position
    ledger.append([("hidden", "ddd")], on=DAY, followed=position)
    assert ledger.read(position).entries[3] == ("hidden", "ddd")


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_where_the_disk_refuses_the_ledger_is_as_it_was(ledger, monkeypatch, failing):
    position = written(ledger)
    before = ledger.path.read_bytes()

    def refuse(*args: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, failing, refuse)
    with pytest.raises(LedgerError, match=r"can't be written \(No space left on device\)"):
        ledger.append([("hidden", "ddd"), ("hidden", "eee")], on=DAY, followed=position)
    monkeypatch.undo()
    assert ledger.path.read_bytes() == before


def test_lines_are_on_the_disk_before_the_writer_goes_on(ledger, monkeypatch):
    synced: list[int] = []
    fsync = os.fsync

    def watched(file: int) -> None:
        synced.append(os.fstat(file).st_size)
        fsync(file)

    monkeypatch.setattr(os, "fsync", watched)
    ledger.append([("hidden", "aaa")], on=DAY, followed=NOTHING)
    assert synced[-1] == ledger.path.stat().st_size


def test_a_changed_file_is_read_again(ledger):
    position = written(ledger)
    assert len(ledger.read().entries) == 3
    at(ledger.path).append([("hidden", "ddd")], on=DAY, followed=position)
    assert len(ledger.read().entries) == 4


# --- several processes


def add_many(path: Path, name: str, times: int) -> None:
    for number in range(times):
        at(path).append([("hidden", f"{name}{number}"), ("withdrawn", f"{name}{number}")], on=DAY, followed=NOTHING)


def test_processes_that_write_at_once_keep_one_chain_and_their_lines_together(ledger):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=add_many, args=(ledger.path, name, 15)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    entries = ledger.read().entries
    assert len(entries) == 4 * 15 * 2
    assert all(first[1] == second[1] for first, second in zip(entries[::2], entries[1::2], strict=True))


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.catalog.test_ledger import at, DAY, NOTHING
whole = os.write
def half(file, data):
    whole(file, data[: len(data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)
ledger = at(Path(sys.argv[1]))
ledger.append([("hidden", "aaa")], on=DAY, followed=NOTHING)
os.write = half
ledger.append([("hidden", "bbb")], on=DAY, followed=NOTHING)
"""


def test_a_writer_that_is_killed_half_way_leaves_a_ledger_that_can_be_written(ledger):
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, str(ledger.path)], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not ledger.path.read_bytes().endswith(b"\n")
    assert ledger.read().entries == (("hidden", "aaa"),)
    ledger.append([("hidden", "ccc")], on=DAY, followed=NOTHING)
    assert ledger.read().entries == (("hidden", "aaa"), ("hidden", "ccc"))
