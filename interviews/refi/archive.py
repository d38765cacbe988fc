"""Opening a .qdpx without trusting it: a zip that anybody may have made.

Nothing is ever unpacked to disk. What the archive says of itself is checked first (names, kinds, sizes); then only the
members that are needed are read, counted as they unpack, whatever their headers claim.
"""

import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO

from interviews.refi.errors import RefiError
from interviews.refi.words import _

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 10_000
MOST_DIRECTORY_BYTES = 4 * MEGABYTE
"""The list of members at the archive's end; a name takes a hundred bytes or so."""
MOST_MEMBER_BYTES = 500 * MEGABYTE
"""Also for members that are never read: recordings don't travel in a project that is for reading here."""
MOST_READ_BYTES = 64 * MEGABYTE
"""Of one member that is read: 300,000 characters with 5,000 codings are 3 megabytes."""
MOST_READ_IN_ALL = 256 * MEGABYTE
MOST_RATIO = 200
"""A codebook that says the same again and again shrinks to a fiftieth; a bomb to a thousandth."""
RATIO_FROM = MEGABYTE
"""Below, what a member unpacks to does no harm, however much it shrank."""
PIECE = 256 * 1024

ARCHIVES = {".zip", ".qdpx", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".zst"}
ZIP_START = b"PK\x03\x04"
_END, _END_OF_LARGE = b"PK\x05\x06", b"PK\x06\x07"
_ENCRYPTED = 0x1
_PLAIN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError)
_AGAIN = _("export the project again")
_DISTRUST = _("ask for another export, and don't trust this file")
_WITHOUT = _("export it without recordings")
_TOO_MUCH = _("a part of the archive unpacks to more than a project can be")
_NESTED = _("there is an archive inside the archive")
_MANY = _("the archive has more than %(most)s parts")


@dataclass
class Archive:
    """An archive whose list of members was looked through. Members are asked for by path, whatever its case."""

    name: str
    opened: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    read_bytes: int = 0

    def __contains__(self, path: str) -> bool:
        return key_of(path) in self.members

    def read(self, path: str) -> bytes:
        """The whole of a member. Raises RefiError where it is damaged, a zip itself, or unpacks to too much."""
        member = self.members[key_of(path)]
        pieces: list[bytes] = []
        unpacked = 0
        try:
            with self.opened.open(member) as stream:
                while piece := stream.read(PIECE):
                    pieces.append(piece)
                    unpacked += len(piece)
                    self.read_bytes += len(piece)
                    self._check_size(member, unpacked)
        except _DAMAGED as error:
            raise RefiError(self.name, _("a part of the archive is damaged or cut off"), _AGAIN) from error
        data = b"".join(pieces)
        if data.startswith(ZIP_START):
            raise RefiError(self.name, _NESTED, _DISTRUST)
        return data

    def _check_size(self, member: zipfile.ZipInfo, unpacked: int) -> None:
        bomb = unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(member.compress_size, 1)
        if bomb or unpacked > MOST_READ_BYTES or self.read_bytes > MOST_READ_IN_ALL:
            raise RefiError(self.name, _TOO_MUCH, _DISTRUST)


def open_archive(file: BinaryIO, *, name: str) -> Archive:
    """The archive in `file`, once everything that it says of itself is harmless. Raises RefiError."""
    _check_directory(file, name)
    try:
        opened = zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise RefiError(name, _("this is not a zip archive, or it is damaged or cut off"), _AGAIN) from error
    parts = opened.infolist()
    if len(parts) > MOST_MEMBERS:
        raise RefiError(name, _MANY, _DISTRUST, most=MOST_MEMBERS)
    archive = Archive(name, opened)
    for part in parts:
        _check_member(part, name)
        key = key_of(part.filename)
        if key in archive.members:
            raise RefiError(name, _("two parts of the archive have the same name"), _DISTRUST)
        archive.members[key] = part
    return archive


def key_of(path: str) -> str:
    """A member's path as it is looked up: tools differ in case ("Sources/") and in the slash."""
    return str(PurePosixPath(path.replace("\\", "/"))).casefold()


def _check_directory(file: BinaryIO, name: str) -> None:
    """Look at the end of the file before all of its list is read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + 22:
        raise RefiError(name, _("this is not a zip archive, or it is cut off"), _AGAIN)
    if _END_OF_LARGE in tail[max(0, end - 20) : end]:
        raise RefiError(name, _("the archive is of the kind for more than 4 gigabytes"), _WITHOUT)
    if int.from_bytes(tail[end + 12 : end + 16], "little") > MOST_DIRECTORY_BYTES:
        raise RefiError(name, _MANY, _DISTRUST, most=MOST_MEMBERS)


def _check_member(part: zipfile.ZipInfo, name: str) -> None:
    """Raise RefiError for a member that no tool writes but somebody who means harm, or that can't be read."""
    path = part.orig_filename.replace("\\", "/")
    leads_out = path.startswith("/") or ".." in path.split("/") or path[1:2] == ":" or "\0" in path
    if leads_out:
        raise RefiError(name, _("a part of the archive has a path that leads out of it"), _DISTRUST)
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise RefiError(name, _("a part of the archive is a link or a device instead of a file"), _DISTRUST)
    if part.flag_bits & _ENCRYPTED:
        raise RefiError(name, _("the archive is locked with a password"), _("export it without one"))
    if part.compress_type not in _PLAIN_METHODS:
        raise RefiError(name, _("the archive is compressed in a way that REFI-QDA does not use"), _AGAIN)
    if PurePosixPath(path).suffix.casefold() in ARCHIVES:
        raise RefiError(name, _NESTED, _DISTRUST)
    if part.file_size > MOST_MEMBER_BYTES:
        most = MOST_MEMBER_BYTES // MEGABYTE
        raise RefiError(name, _("a part of the archive has more than %(most)s megabytes"), _WITHOUT, most=most)
    if part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise RefiError(name, _TOO_MUCH, _DISTRUST)
