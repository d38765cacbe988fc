"""Looking into a .docx before anything unpacks it: is it a sound zip, not locked, not a zip bomb?"""

import zipfile
from io import BytesIO

from interviews.transcripts.errors import TranscriptError

DOCUMENT = "word/document.xml"
ZIP_START = b"PK\x03\x04"

_MOST_ENTRIES = 2_000
_MOST_BYTES = 100 * 1024 * 1024
_MOST_DOCUMENT_BYTES = 30 * 1024 * 1024
"""A day of talk is about one megabyte of document.xml."""
_MOST_RATIO = 400
"""XML of a real document shrinks to a tenth or a thirtieth; a bomb to a thousandth."""
_ENCRYPTED = 0x1
_NOT_AN_ARCHIVE = (zipfile.BadZipFile, ValueError, OSError, RuntimeError)


def is_word_file(data: bytes) -> bool:
    """Tell whether `data` is a zip archive with a Word document in it."""
    if not data.startswith(ZIP_START):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return DOCUMENT in archive.namelist()
    except _NOT_AN_ARCHIVE:
        return False


def check_word_archive(data: bytes, *, name: str) -> list[str]:
    """Return the names of the archive's parts, having looked at their declared sizes only.

    zipfile never unpacks more of a part than it declares, so the limits hold for what is read later.
    Raises TranscriptError for a broken or locked archive, one without a Word document, and a zip bomb.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except _NOT_AN_ARCHIVE as error:
        raise _refusal(name, "the Word file is broken") from error
    names = [part.filename for part in parts]
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise TranscriptError(name, 1, "the Word file is locked with a password", "save it without one")
    if DOCUMENT not in names:
        raise _refusal(name, "the archive holds no Word document")
    if len(parts) > _MOST_ENTRIES or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise _refusal(name, "the Word file unpacks to more than a transcript can be")
    if any(_is_bomb(part) for part in parts):
        raise _refusal(name, "a part of the Word file unpacks to more than a transcript can be")
    return names


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if part.filename == DOCUMENT and part.file_size > _MOST_DOCUMENT_BYTES:
        return True
    return part.file_size > 1024 * 1024 and part.file_size > _MOST_RATIO * max(part.compress_size, 1)


def _refusal(name: str, reason: str) -> TranscriptError:
    return TranscriptError(name, 1, reason, "open it in Word and save it again as .docx")
