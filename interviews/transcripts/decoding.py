"""From bytes to text: byte order marks, UTF-8, UTF-16, and older encodings by their statistics."""

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.lines import is_blank

# Longest mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

# What else begins a file that people take for a transcript, and what to do about it.
_OTHER_FILES = (
    (b"%PDF", "a PDF, not a transcript", "import coded prints with import_study, or export the text"),
    (b"\xd0\xcf\x11\xe0", "an old .doc file or a Word file with a password", "save it as .docx, without one"),
    (b"{\\rtf", "a rich text file (RTF)", "save it as .docx or as plain text"),
    (b"PK\x03\x04", "a zip archive that is not a Word file", "save the transcript as .docx or plain text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
)

# The encodings tried when a file is not Unicode: Windows and old Macs, as English and French used them.
_OLDER_ENCODINGS = ["cp1252", "mac_roman"]

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BINARY_SHARE = 0.01


@dataclass(frozen=True)
class Decoded:
    """The text of a file; `guessed` names its encoding where the file did not say."""

    text: str
    guessed: str | None = None


def decode(data: bytes, *, name: str) -> Decoded:
    """Return the text of `data`, without its byte order mark.

    Raises TranscriptError for an empty file, one of another kind, one that is not text, and one whose
    encoding cannot be told.
    """
    if not data.strip():
        raise TranscriptError(name, 1, "the file is empty", "export the transcript again")
    for start, kind, remedy in _OTHER_FILES:
        if data.startswith(start):
            raise TranscriptError(name, 1, f"this is {kind}", remedy)
    decoded = _decode_marked(data, name) or _decode_unmarked(data, name)
    _check_is_text(decoded.text, name)
    return decoded


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_decode_strictly(data, encoding, name))
    return None


def _decode_unmarked(data: bytes, name: str) -> Decoded:
    if b"\x00" in data:
        return _decode_utf16(data, name)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error, name)
    best = from_bytes(data, cp_isolation=_OLDER_ENCODINGS).best()
    if best is None:
        raise TranscriptError(name, 1, "the text's encoding cannot be told", "save the file as UTF-8")
    return Decoded(_decode_strictly(data, best.encoding, name), guessed=best.encoding)


def _decode_utf16(data: bytes, name: str) -> Decoded:
    """Read UTF-16 without a mark: in European text every other byte is zero, in other files not."""
    even, odd = data[::2], data[1::2]
    for encoding, letters, zeros in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        if zeros.count(0) > 0.5 * len(zeros) and letters.count(0) == 0:
            return Decoded(_decode_strictly(data, encoding, name), guessed=encoding)
    line = data[: data.index(b"\x00")].count(b"\n") + 1
    raise TranscriptError(name, line, "this is not a text file", "export the transcript as text")


def _decode_strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, errors="ignore").count("\n") + 1
        reason = f"the bytes here are not {encoding.removesuffix('-sig')}"
        raise TranscriptError(name, line, reason, "save the file as UTF-8") from error


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Refuse a UTF-8 file with a few broken bytes: read in another encoding every accent would be wrong."""
    sound = sum(len(match[0]) for match in _UTF8_SEQUENCE.finditer(data))
    high = sum(byte >= 0x80 for byte in data)
    if sound > high - sound:
        line = data[: error.start].count(b"\n") + 1
        raise TranscriptError(name, line, "the bytes here are not UTF-8", "save the file as UTF-8") from error


def _check_is_text(text: str, name: str) -> None:
    if is_blank(text):
        raise TranscriptError(name, 1, "the file is empty", "export the transcript again")
    controls = [match.start() for match in _CONTROL.finditer(text)]
    if "\x00" in text or len(controls) > _BINARY_SHARE * len(text):
        line = text[: controls[0]].count("\n") + 1
        raise TranscriptError(name, line, "this is not a text file", "export the transcript as text")
