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
from itertools import pairwise, takewhile

from interviews.deidentification.lookalikes import looks_like

Characters = Iterable[tuple[str, int, int]]
"""Characters of a text, each with the span of code points that it was read from."""

# Letters that Unicode does not decompose, as a careless writer spells them.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
# Comments, tags, targets of Markdown links, and entities: browsers read those of old without their semicolon, too.
MARKUP = re.compile(
    r"<!--.*?-->|<[/!]?[A-Za-z][^<>]*>|\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\[\]\n]*\]"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?",
    re.DOTALL,
)
AND, SPOKEN_AND = re.compile(r"(?<=\w)\s*[&+]\s*(?=\w)"), re.compile(r"(?<=\S)\s+(?:and|et)\s+(?=\S)", re.IGNORECASE)
# Escaped twice, an entity is still read by whoever reads the page's source; more is nobody's accident.
DEPTH = 3
# Letters to Unicode, but seen as nothing or as a blank.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
# Letters to Unicode, but seen as an apostrophe, an accent or another sign beside a letter.
SIGNS = frozenset(
    map(
        chr,
        [*range(0x2B9, 0x2C2), *range(0x2C6, 0x2D2), 0x2EC, 0x2EE, 0x374, 0x559, 0x7F4, 0x7F5, 0xA788, 0xA78B, 0xA78C],
    )
)


@dataclass(frozen=True)
class Word:
    """A folded word and the code points it was read from; `glued` where no white space parts it from the last.

    `capital` tells whether it begins with a capital.
    """

    start: int
    end: int
    folded: str
    glued: bool
    capital: bool = False


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
    """The words of `text` in every way that somebody may read it, cut fine (`split`): a name must be found in any.

    As it is written, and, where it may hold markup, as a browser would show it: "<Zephyrine>" may be a tag or a
    transcriber's bracket. Each with what is not seen as a break between words, and as nothing at all; and with
    letters of other scripts as the Latin ones that they look like. And with signs as letters, as older fingerprints
    were made.
    """
    as_written = [(character, at, at + 1) for at, character in enumerate(text)]
    versions = [as_written]
    if MARKUP.search(text):
        versions.append(shown(as_written))
    for version in list(versions):
        if any(character > "~" and is_invisible(character) for character, _, _ in version):
            versions.append([each for each in version if not is_invisible(each[0])])
    for version in list(versions):
        if any(character > "~" and looks_like(character) != character for character, _, _ in version):
            versions.append([(looks_like(character), start, end) for character, start, end in version])
    found = [list(split(version, fine=True)) for version in versions]
    if not SIGNS.isdisjoint(text):
        found.append(list(split(as_written, fine=True, signs=True)))
    return found


def is_invisible(character: str) -> bool:
    return character in FILLERS or unicodedata.category(character) == "Cf"


def shown(characters: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Characters as a browser shows them: tags dropped, entities decoded, those that were escaped twice as well."""
    for _ in range(DEPTH):
        once = list(shown_once(characters))
        if once == characters:
            break
        characters = once
    return characters


def shown_once(characters: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    at = 0
    for markup in MARKUP.finditer("".join(character for character, _, _ in characters)):
        yield from characters[at : markup.start()]
        decoded = html.unescape(markup[0]) if markup[0].startswith("&") else ""
        # An entity without its semicolon takes letters along that stand for themselves: these keep their places.
        ends = zip(reversed(decoded), reversed(markup[0]), strict=False)
        kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
        span = characters[markup.start()][1], characters[markup.end() - kept - 1][2] if kept < len(markup[0]) else 0
        yield from ((character, *span) for character in decoded[: len(decoded) - kept])
        at = markup.end() - kept
    yield from characters[at:]


def split(characters: Characters, *, fine: bool = False, signs: bool = False) -> Iterator[Word]:
    """Words out of characters. With `fine`, also cut where capitals meet small letters: "AIAcme" is AI, A, cme.

    With `signs`, signs that Unicode calls letters are letters.
    """
    letters: list[tuple[str, int, int]] = []
    glued = next_glued = False
    for character, start, end in characters:
        if character > "~" and letters and unicodedata.category(character)[0] == "M":
            letters[-1] = (letters[-1][0], letters[-1][1], end)
            continue
        belongs = is_letter(character) or (signs and character in SIGNS)
        if letters and not (belongs and joins(letters[-1][0], character)):
            yield from words_in(letters, glued, fine)
            letters, next_glued = [], True
        if belongs:
            if not letters:
                glued = next_glued
            letters.append((character, start, end))
        elif character.isspace():
            next_glued = False
    if letters:
        yield from words_in(letters, glued, fine)


def words_in(letters: list[tuple[str, int, int]], glued: bool, fine: bool) -> Iterator[Word]:
    """The word of these letters; cut fine, a last capital may be of either side: ACMELabs, IBMlaptop."""
    cuts = [0, len(letters)]
    if fine and len(letters) > 2 and letters[1][0].isupper():
        capitals = next((at for at, each in enumerate(letters) if not each[0].isupper()), 0)
        if capitals >= 2 and letters[capitals][0].islower():
            cuts[1:1] = [capitals - 1, capitals]
    for first, last in pairwise(cuts):
        folded = "".join(fold(character) for character, _, _ in letters[first:last])
        start, end = letters[first][1], letters[last - 1][2]
        yield Word(start, end, folded, glued or first > 0, letters[first][0].isupper())


@lru_cache(maxsize=4096)
def is_letter(character: str) -> bool:
    """Whether the character is a letter or digit to a reader: of a word, and of a fingerprint."""
    return character.isalnum() and character not in FILLERS and character not in SIGNS and fold(character).isalnum()


def joins(last: str, character: str) -> bool:
    """Whether two neighbours are of one word: both letters or both digits, and no capital after a small letter."""
    return last.isalpha() == character.isalpha() and not (last.islower() and character.isupper())


def also_written(name: str) -> list[str]:
    """How a name with "&" or "+" is said, in English and French, and how one with "and" or "et" is written.

    And in plain Latin letters where some of its letters only look so.

    >>> also_written("Zephyrine & Sons")
    ['Zephyrine and Sons', 'Zephyrine et Sons']
    >>> also_written("Zephyrine et Fils")
    ['Zephyrine & Fils']
    """
    said = [AND.sub(f" {word} ", name).strip() for word in ("and", "et")] if AND.search(name) else []
    written = SPOKEN_AND.sub(" & ", name)
    latin = "".join(map(looks_like, name))
    also = [written, latin if latin.isascii() else name]
    return [*said, *(other for other in also if other != name)]


def joined(text: str) -> str:
    """All words of `text`, folded and run together: what fingerprints are made of.

    >>> joined("Zéphyrine-Labs, 2")
    'zephyrinelabs2'
    """
    return text.translate(LETTERS)


class _Letters(dict[int, str]):
    """What each character is in a folded word, by code point; worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        self[point] = fold(chr(point)) if is_letter(chr(point)) else ""
        return self[point]


LETTERS = _Letters()
