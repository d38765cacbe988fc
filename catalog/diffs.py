"""What changed between two texts, word by word, as a reader tells it. Pure: knows no model and no page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

WORD = re.compile(r"\S+\s*")
# So few words between two changes are told with them: three words struck, one kept, two struck is hard to read.
TOO_FEW = 2
# Of a long stretch that stayed, so many words are shown on each side of a change.
AROUND = 14
# From this share of common words on, a statement was reworded; below, one went and another came.
REWORDED = 0.4


@dataclass(frozen=True)
class Piece:
    """A stretch of words: `same`, `gone`, `new`, or `skipped` (a long stretch that stayed), and the space after it."""

    kind: str
    text: str
    after: str = ""


@dataclass(frozen=True)
class Stretch:
    """Words that went and words that came; both sides are the same where `same`."""

    same: bool
    gone: list[str]
    come: list[str]


def compare(old: str, new: str) -> list[Piece]:
    """The pieces that both texts are made of, in the order of reading; what went stands before what came.

    >>> [(piece.kind, piece.text) for piece in compare("Rows lack values.", "Rows lack most values.")]
    [('same', 'Rows lack'), ('new', 'most'), ('same', 'values.')]
    """
    before, after = WORD.findall(old.strip()), WORD.findall(new.strip())
    groups = [(same, list(told)) for same, told in groupby(stretches(before, after), key=lambda one: one.same)]
    pieces: list[Piece] = []
    for place, (same, told) in enumerate(groups):
        come = [word for stretch in told for word in stretch.come]
        if same:
            pieces += kept(come, first=place == 0, last=place == len(groups) - 1)
        else:
            pieces += [*piece("gone", [word for stretch in told for word in stretch.gone]), *piece("new", come)]
    return pieces


def stretches(before: list[str], after: list[str]) -> Iterator[Stretch]:
    """Stretches of words, each the same on both sides or not; what is too short to be told as kept is not."""
    old, new = ([word.strip() for word in words] for words in (before, after))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        between = 0 < place < len(codes) - 1 and d - c < TOO_FEW
        yield Stretch(tag == "equal" and not between, before[a:b], after[c:d])


def piece(kind: str, words: list[str]) -> list[Piece]:
    text = "".join(words)
    told = text.rstrip()
    return [Piece(kind, told, text[len(told) :] or " ")] if words else []


def kept(words: list[str], *, first: bool, last: bool) -> list[Piece]:
    """A stretch that stayed: where it is long, only what stands next to a change."""
    if len(words) <= 3 * AROUND or (first and last):
        return piece("same", words)
    head = [] if first else piece("same", words[:AROUND])
    tail = [] if last else piece("same", words[-AROUND:])
    return [*head, Piece("skipped", "", " "), *tail]


def pairs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Which statement became which: pairs of an old and a new one, "" where it came or went; unchanged ones left out.

    >>> pairs(["Rows are empty.", "Nobody asks."], ["Nobody asks.", "Most rows are empty."])
    [('Rows are empty.', 'Most rows are empty.')]
    """
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    likely = sorted(((likeness(a, b), a, b) for a in gone for b in come), key=lambda one: -one[0])
    became: dict[str, str] = {}
    for share, a, b in likely:
        if share >= REWORDED and a not in became and b not in became.values():
            became[a] = b
    reworded = list(became.items())
    return [
        *reworded,
        *(("", b) for b in come if b not in became.values()),
        *((a, "") for a in gone if a not in became),
    ]


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio()
