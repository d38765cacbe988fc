"""The file of a ledger: lines that are only ever added, each sealed by a hash over itself and all before it.

A ledger lies outside the database and outlives it: what was taken down stays known when an older backup is restored.

    catalog-ledger 1 quotes 9f86d081884c7d65 <hash>
    1 2026-10-01 hidden 3k9x8a7b6c5d <hash>
    2 2026-10-03 withdrawn 3k9x8a7b6c5d <hash>

Line 0 says what the ledger is of and has a random mark, so that no two ledgers are alike. A hash is SHA-256, in hex,
over the hash of the line before (nothing for line 0), a space, and the line as it stands before its own hash. Whoever
changes or takes out a line breaks the chain after it; whoever cuts the end off is found out by the position that the
database remembers. What a line may hold is given by a pattern for each kind of line: no ledger can hold a sentence.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

HEADER = "catalog-ledger 1"
Entry = tuple[str, ...]
"""A kind of line and what it is about: `("hidden", "3k9x8a7b6c5d")`."""


class LedgerError(Exception):
    """The ledger can't be read, written or trusted; `str()` names the file and the remedy, in one line."""


@dataclass(frozen=True)
class Position:
    """How far a ledger was followed: so many lines after line 0, the last of which has this hash; none without."""

    lines: int = 0
    head: str = ""


@dataclass(frozen=True)
class Reading:
    """What a ledger says. `heads[n]` is the hash of line n."""

    entries: tuple[Entry, ...]
    heads: tuple[str, ...]

    @property
    def position(self) -> Position:
        return Position(len(self.entries), self.heads[-1])

    def has(self, position: Position) -> bool:
        """Whether a database at this position followed this ledger, this far; one that followed none did."""
        if not position.head:
            return True
        return position.lines < len(self.heads) and self.heads[position.lines] == position.head


@dataclass(frozen=True)
class Ledger:
    """A ledger's file, as a setting names it. `kinds` gives, by kind of line, the pattern of what stands after it."""

    path: Path
    of: str
    setting: str
    kinds: Mapping[str, re.Pattern[str]] = field(compare=False)
    mode: int = 0o644

    def exists(self) -> bool:
        return self.path.exists()

    def read(self, followed: Position | None = None) -> Reading:
        """What the ledger says. Raises LedgerError where it is missing, broken, or not what `followed` was read off."""
        try:
            facts = self.path.stat()
            reading = self._read_again(facts.st_ino, facts.st_size, facts.st_mtime_ns)
        except FileNotFoundError as error:
            raise LedgerError(f"the ledger {self.path} is missing: {self._remedy()}") from error
        except OSError as error:
            raise LedgerError(f"the ledger {self.path} can't be read ({error.strerror}): {self._remedy()}") from error
        self.check(reading, followed or Position())
        return reading

    @lru_cache(maxsize=8)  # noqa: B019 - equal ledgers share what was read, and a changed file is read again
    def _read_again(self, inode: int, size: int, changed: int) -> Reading:
        return self.parse(self.path.read_bytes())

    def parse(self, data: bytes) -> Reading:
        """The lines that were written whole; raises LedgerError at the first that does not follow from those before.

        An end without a line break was being written when the machine stopped: whatever wrote it was never committed.
        """
        whole = data[: data.rfind(b"\n") + 1].decode("utf-8", errors="replace").splitlines()
        entries: list[Entry] = []
        heads: list[str] = []
        for number, line in enumerate(whole):
            words, _, digest = line.rpartition(" ")
            if digest != seal(heads[-1] if heads else "", words) or not self.is_in_place(number, words):
                raise LedgerError(f"{self.path}:{number + 1}: was changed, or lines before it: {self._remedy()}")
            heads.append(digest)
            if number:
                entries.append(tuple(words.split(" ")[2:]))
        if not heads:
            raise LedgerError(f"the ledger {self.path} is empty: {self._remedy()}")
        return Reading(tuple(entries), tuple(heads))

    def is_in_place(self, number: int, words: str) -> bool:
        if number == 0:
            return words.startswith(f"{HEADER} {self.of} ")
        count, _, rest = words.partition(" ")
        return count == str(number) and self.is_well_formed(rest.partition(" ")[2])

    def is_well_formed(self, words: str) -> bool:
        kind, _, about = words.partition(" ")
        return kind in self.kinds and self.kinds[kind].fullmatch(about) is not None

    def check(self, reading: Reading, followed: Position) -> None:
        """Raise LedgerError unless a database that is at `followed` read this ledger."""
        if reading.has(followed):
            return
        if followed.lines >= len(reading.heads):
            said = f"ends at line {len(reading.entries)}, and the database knows {followed.lines}"
        else:
            said = f"is another than the one that the database followed up to line {followed.lines}"
        raise LedgerError(f"the ledger {self.path} {said}: {self._remedy()}")

    def append(self, entries: Sequence[Entry], *, on: date, followed: Position) -> Position:
        """Add lines, and have them on the disk before returning; returns where the ledger ends then.

        Makes the file where a database at `followed` never had one. Processes that add lines at once queue. Raises
        LedgerError, and then none of the lines is there.
        """
        if wrong := [entry for entry in entries if not self.is_well_formed(" ".join(entry))]:
            raise LedgerError(f"the ledger {self.path} takes no such line: {wrong[0][0]}; nothing was written")
        try:
            with self._opened(followed) as file:
                reading, end = self._to_write_after(file)
                self.check(reading, followed)
                head, lines = reading.position.head, reading.position.lines
                added = bytearray()
                for number, entry in enumerate(entries, lines + 1):
                    words = f"{number} {on.isoformat()} {' '.join(entry)}"
                    head = seal(head, words)
                    added += f"{words} {head}\n".encode()
                write(file, bytes(added), end)
                return Position(lines + len(entries), head)
        except OSError as error:
            remedy = "nothing was changed; make room or give the right to write"
            raise LedgerError(f"the ledger {self.path} can't be written ({error.strerror}): {remedy}") from error

    @contextmanager
    def _opened(self, followed: Position) -> Iterator[int]:
        """The file's descriptor, held against other writers."""
        if followed.head and not self.exists():
            raise LedgerError(f"the ledger {self.path} is missing: {self._remedy()}")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, self.mode)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)

    def _to_write_after(self, file: int) -> tuple[Reading, int]:
        """What stands in the file, and where its last whole line ends; what was written half is cut off."""
        with os.fdopen(os.dup(file), "rb") as whole:
            whole.seek(0)
            data = whole.read()
        end = data.rfind(b"\n") + 1
        if end < len(data):
            os.ftruncate(file, end)
        if end == 0:
            words = f"{HEADER} {self.of} {secrets.token_hex(8)}"
            data = f"{words} {seal('', words)}\n".encode()
            write(file, data, 0)
            sync_directory(self.path.parent)
            end = len(data)
        return self.parse(data), end

    def set_aside(self) -> Path | None:
        """Move a ledger that can't be trusted out of the way; returns where it lies now."""
        if not self.exists():
            return None
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.aside")
        self.path.rename(aside)
        sync_directory(self.path.parent)
        return aside

    def _remedy(self) -> str:
        return (
            f"name the right file in {self.setting} or put its newest copy back; if there is none, `manage.py "
            "replay_withdrawals --new-ledger` begins another with what the database knows"
        )


def seal(before: str, words: str) -> str:
    """The hash of a line: over the hash of the line before, a space, and its words."""
    return hashlib.sha256(f"{before} {words}".encode()).hexdigest()


def write(file: int, data: bytes, end: int) -> None:
    """Write at the end and wait for the disk; where that fails, the file is as long as it was."""
    try:
        while data:
            data = data[os.write(file, data) :]
        os.fsync(file)
    except OSError:
        os.ftruncate(file, end)
        raise


def sync_directory(path: Path) -> None:
    """Have a new name in a directory on the disk, too."""
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
