"""How a word may be written without being there as it is: one function for each form, by name.

Pure: every function takes a word and returns text that somebody, or some program, could still read the word from.
"""

import base64
import json
import unicodedata
from collections.abc import Callable
from html.entities import codepoint2name
from urllib.parse import quote

Spelling = Callable[[str], str]


def fold(text: str) -> str:
    """Text without case and without accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.casefold()


def named_entities(word: str) -> str:
    return "".join(f"&{codepoint2name[ord(c)]};" if ord(c) in codepoint2name else c for c in word)


def code_points(form: str) -> Spelling:
    """Every character by its code point, written as `form` says."""
    return lambda word: "".join(form.format(ord(c)) for c in word)


def in_base64(before: int) -> Spelling:
    """Base64 of the word after `before` other bytes and before some more: three alignments, three spellings."""
    return lambda word: base64.b64encode(b"x" * before + word.encode() + b"yz").decode()


def split_by(mark: str) -> Spelling:
    """The word with `mark` after its third character, and again further on."""
    return lambda word: mark.join((word[:3], word[3:7], word[7:]))


SPELLINGS: dict[str, Spelling] = {
    "raw": str,
    "case-folded": str.casefold,
    "upper case": str.upper,
    "accent-stripped": lambda word: "".join(
        c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)
    ),
    "folded": fold,
    "accents apart": lambda word: unicodedata.normalize("NFD", word),
    "URL": quote,
    "URL, every byte": lambda word: "".join(f"%{byte:02x}" for byte in word.encode()),
    "URL, twice": lambda word: quote(quote(word)),
    "HTML names": named_entities,
    "HTML decimal": code_points("&#{};"),
    "HTML hexadecimal": code_points("&#x{:X};"),
    "HTML, twice": lambda word: named_entities(word).replace("&", "&amp;"),
    "JSON": lambda word: json.dumps(word)[1:-1],
    "JSON, every letter": code_points("\\u{:04x}"),
    "JSON, twice": lambda word: json.dumps(json.dumps(word))[2:-2],
    "base64, first": in_base64(0),
    "base64, second": in_base64(1),
    "base64, third": in_base64(2),
    "base64url": lambda word: base64.urlsafe_b64encode(word.encode()).decode().rstrip("="),
    "hexadecimal": lambda word: word.encode().hex(),
    "HEXADECIMAL": lambda word: word.encode().hex().upper(),
    "split by an empty tag": split_by("<b></b>"),
    "split by a tag with attributes": lambda word: f'{word[:4]}<em class="a">{word[4:8]}</em>{word[8:]}',
    "split by a comment": split_by("<!-- -->"),
    "split by zero width": split_by("\u200b"),
    "split by a soft hyphen": split_by("\u00ad"),
    "split by the name of a soft hyphen": split_by("&shy;"),
}
