"""Finds canaries in whatever a public surface answers with, however they are written there.

    find(["Kvåkk0007Ünder"], b"... kva&#x6b;k0007<b>under</b> ...")  ->  {"Kvåkk0007Ünder"}

Pure. A canary is one word of letters and digits, long enough (ten letters or more) to be nobody's chance choice. A
body is read in several ways, each with other escapes undone, and each reading is searched without case and accents;
what base64 and hexadecimal make of a canary is searched for as such.
"""

import base64
import bz2
import gzip
import html
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import lru_cache
from itertools import takewhile
from urllib.parse import unquote

from tests.privacy.spellings import SPELLINGS, fold

# Soft hyphen, joiners, zero-width spaces, marks of direction, variation selectors: nobody sees them.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
TAG = re.compile(r"<[^<>]*>")
UNICODE_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})")
BYTE_ESCAPE = re.compile(r"\\+x([0-9a-fA-F]{2})")
# http.cookies writes a character outside ASCII as three octal digits.
OCTAL_ESCAPE = re.compile(r"\\+([0-3][0-7]{2})")
QUOTED_PRINTABLE = re.compile(r"=([0-9A-F]{2})")
ENCODED_WORD = re.compile(r"=\?[\w-]+\?[bBqQ]\?[^?\s]*\?=")
# Base64 of bytes that come after 0, 1 or 2 others: so many characters still depend on those.
CUT = (0, 2, 3)
# How packed bodies begin. What begins so by chance and cannot be unpacked is read as it stands.
PACKED: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
    **{b"\x78" + level: zlib.decompress for level in (b"\x01", b"\x5e", b"\x9c", b"\xda")},
}
# Escapes of escapes, as far as this.
DEPTH = 4


def find(canaries: Iterable[str], body: bytes | str) -> set[str]:
    """The canaries that `body` gives away."""
    wanted = needles(tuple(canaries))
    found: set[str] = set()
    for text in texts_of(body):
        told = list(readings(text))
        for reading in told:
            found |= wanted.folded.within(fold(reading))
            found |= wanted.coded_in(reading)
        found |= wanted.coded_in(re.sub(r"\s+", "", text))
    return found


class Group:
    """Strings to look for, each with its canary. Most texts are done with after a search for what all begin with."""

    def __init__(self, strings: Iterable[tuple[str, str]]) -> None:
        self.strings = list(strings)
        first, last = min(self.strings, default=("", ""))[0], max(self.strings, default=("", ""))[0]
        self.prefix = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))

    def within(self, text: str) -> set[str]:
        if self.prefix not in text:
            return set()
        return {canary for string, canary in self.strings if string in text}


class Needles:
    """What to look for: canaries folded, and their codes of bytes."""

    def __init__(self, canaries: tuple[str, ...]) -> None:
        self.folded = Group((fold(canary), canary) for canary in canaries)
        written = [SPELLINGS[name] for name in ("raw", "case-folded", "upper case", "accent-stripped", "folded")]
        self.hexadecimal = [Group((way(c).encode().hex(), c) for c in canaries) for way in written]
        self.base64 = [
            Group((base64_core(way(c).encode(), before), c) for c in canaries) for way in written for before in range(3)
        ]

    def coded_in(self, text: str) -> set[str]:
        """Canaries whose bytes stand in `text` in hexadecimal or base64."""
        plain = text.replace("-", "+").replace("_", "/")
        lower = text.lower()
        return {
            canary
            for groups, where in ((self.hexadecimal, lower), (self.base64, plain))
            for group in groups
            for canary in group.within(where)
        }


@lru_cache(maxsize=16)
def needles(canaries: tuple[str, ...]) -> Needles:
    return Needles(canaries)


def base64_core(data: bytes, before: int) -> str:
    """What base64 makes of `data` after `before` bytes, whichever these are and whatever follows."""
    code = base64.b64encode(b"\0" * before + data).decode().rstrip("=")
    # The last character mixes in bits of the next byte, unless the bytes end with a group.
    return code[CUT[before] : len(code) - bool((before + len(data)) % 3)]


def texts_of(body: bytes | str) -> Iterator[str]:
    """The texts that a body holds: itself, and what is packed in it."""
    if isinstance(body, str):
        yield body
        return
    for start, unpack in PACKED.items():
        if body.startswith(start):
            with suppress(OSError, EOFError, zlib.error, lzma.LZMAError):
                yield from texts_of(unpack(body))
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for member in packed.infolist():
                yield member.filename
                yield from texts_of(packed.read(member))
    yield body.decode("utf-8", errors="replace")
    if b"\0" in body:
        yield from (body.decode(encoding, errors="replace") for encoding in ("utf-16-le", "utf-16-be"))


def readings(text: str) -> Iterator[str]:
    """A text as it is, and with its escapes, its tags and what nobody sees undone; each once."""
    seen = {text}
    yield text
    open_ = text
    for _ in range(DEPTH):
        for reading in (open_, INVISIBLE.sub("", TAG.sub("", open_))):
            if reading not in seen:
                seen.add(reading)
                yield reading
        wider = unescaped(open_)
        if wider == open_:
            break
        open_ = wider
    if (soft := quoted_printable(text)) not in seen:
        yield soft


def unescaped(text: str) -> str:
    """One layer of every escape undone; marks that nobody sees go with it."""
    text = ENCODED_WORD.sub(lambda word: encoded_word(word[0]), text)
    if "\\" in text:
        text = UNICODE_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
        text = BYTE_ESCAPE.sub(r"%\1", text)
        text = OCTAL_ESCAPE.sub(lambda code: chr(int(code[1], 8)), text)
    return INVISIBLE.sub("", html.unescape(unquote(text)))


def encoded_word(word: str) -> str:
    """A header's `=?utf-8?b?...?=` as text; as it is where it is none."""
    try:
        return str(make_header(decode_header(word)))
    except (LookupError, ValueError, HeaderParseError):
        return word


def quoted_printable(text: str) -> str:
    return unquote(QUOTED_PRINTABLE.sub(r"%\1", text))
