"""Words of a text, folded so that case, accents, and the tricks of writing don't hide a name.

A word is a run of letters or of digits; it also ends where a small letter meets a capital (camelCase). Each word
knows whether white space stands before it: "Zeph<b>yrine</b>", "Zeph\\u00adyrine" and "zephyrine.labs" are several
words that hang together, and matching tries them joined as well as apart (see matching.py).
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not decompose, as a careless writer spells them.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
MARKUP = re.compile(r"<[/!]?[A-Za-z][^<>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(frozen=True)
class Word:
    """A folded word and the code points it was read from; `glued` where no white space parts it from the last."""

    start: int
    end: int
    folded: str
    glued: bool


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """`text` without case, accents and invisible characters: compatibility-decomposed, marks dropped, case-folded.

    >>> fold("Žéphyrine")
    'zephyrine'
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    decomposed = unicodedata.normalize("NFKD", decomposed)
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me", "Mc", "Cf"})


def words_of(text: str) -> list[Word]:
    """The words of `text`, as it is written."""
    return list(split((character, at, at + 1) for at, character in enumerate(text)))


def readings(text: str) -> list[list[Word]]:
    """The words of `text` as it is written, and, where it may hold markup, as a browser would show it.

    Both, because "<Zephyrine>" may be a tag or a transcriber's bracket: a name must be found either way.
    """
    as_written = words_of(text)
    return [as_written, list(split(shown(text)))] if MARKUP.search(text) else [as_written]


def shown(text: str) -> Iterator[tuple[str, int, int]]:
    """Characters as a browser shows them, each with the span it came from: tags dropped, entities decoded."""
    at = 0
    for markup in MARKUP.finditer(text):
        yield from ((text[i], i, i + 1) for i in range(at, markup.start()))
        if markup[0].startswith("&"):
            yield from ((character, *markup.span()) for character in html.unescape(markup[0]))
        at = markup.end()
    yield from ((text[i], i, i + 1) for i in range(at, len(text)))


def split(characters: Iterable[tuple[str, int, int]]) -> Iterator[Word]:
    """Words out of characters with their spans."""
    start = end = 0
    letters = ""
    last = ""  # the character before, where it belongs to the word being read
    glued = next_glued = False
    for character, from_, to in characters:
        kind = unicodedata.category(character)[0]
        if kind == "M" and last:
            end = to
            continue
        belongs = character.isalnum() and fold(character).isalnum()
        if last and not (belongs and joins(last, character)):
            yield Word(start, end, letters, glued)
            letters, last, next_glued = "", "", True
        if belongs:
            if not last:
                start, glued = from_, next_glued
            letters, end, last = letters + fold(character), to, character
        elif character.isspace():
            next_glued = False
    if last:
        yield Word(start, end, letters, glued)


def joins(last: str, character: str) -> bool:
    """Whether two neighbours are of one word: both letters or both digits, and no capital after a small letter."""
    return last.isalpha() == character.isalpha() and not (last.islower() and character.isupper())


def joined(text: str) -> str:
    """All words of `text`, folded and run together: what fingerprints are made of.

    >>> joined("Zéphyrine-Labs, 2")
    'zephyrinelabs2'
    """
    return text.translate(LETTERS)


class _Letters(dict[int, str]):
    """What each character is in a folded word, by code point; worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        folded = fold(chr(point))
        self[point] = folded if chr(point).isalnum() and folded.isalnum() else ""
        return self[point]


LETTERS = _Letters()
