"""Canaries: made-up words planted wherever private words live, and a search for them in whatever is public."""

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_plus


@dataclass
class Cage:
    """Makes canaries and remembers where each was planted. All differ, and none is part of another."""

    planted: dict[str, str] = field(default_factory=dict)

    def new(self, place: str) -> str:
        """A word that nobody says: an accent, a capital and a number in it, so that every form of it is tried."""
        word = f"Kvåkk{len(self.planted):04d}Ünder"
        self.planted[word] = place
        return word


def forms(text: str) -> set[str]:
    """A text as it is, without case, and without case and accents."""
    folded = text.casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return {text, folded, bare}


def readings(body: str) -> Iterator[str]:
    """What a page says: as it is, and with the escapes of HTML, of addresses and of JSON undone."""
    yield body
    yield html.unescape(body)
    yield unquote_plus(body)
    yield unquote_plus(html.unescape(body))
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda escaped: json.loads(f'"{escaped[0]}"'), body)


def found_in(body: str, canaries: Iterable[str]) -> set[str]:
    """The canaries that a page gives away in any form."""
    said = [form for reading in readings(body) for form in forms(reading)]
    return {canary for canary in canaries if any(form in text for form in forms(canary) for text in said)}
