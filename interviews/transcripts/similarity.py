"""How alike two texts are, word for word: for "the same number with nearly the same words"."""

import re
from collections import Counter

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SHINGLE = 3


def word_overlap(first: str | list[str], second: str | list[str]) -> float:
    """Return the share of three-word sequences that two texts have in common, 0 to 1.

    The Sørensen-Dice coefficient over multisets of shingles (Broder 1997): twice the common ones over all of
    them. It does not depend on where turns begin nor on punctuation and case. Texts are strings, or lists of
    words or of turns. Two texts without words are alike (1.0); one without words is like no other (0.0).

    >>> word_overlap("We retrain it every week.", "we retrain it every day")
    0.6666666666666666
    """
    ours, theirs = shingles(first), shingles(second)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def share_found(sample: str | list[str], text: Counter[tuple[str, ...]]) -> float:
    """Return the share of a sample's three-word sequences that stand in a text of which `shingles` were taken.

    A quick look before the whole comparison: two readings of one talk share nearly all of any sample.
    """
    wanted = shingles(sample)
    return (wanted & text).total() / wanted.total() if wanted else 1.0


def shingles(text: str | list[str]) -> Counter[tuple[str, ...]]:
    """The three-word sequences of a text, each with how often it stands there."""
    words = _WORD.findall((text if isinstance(text, str) else " ".join(text)).casefold())
    if len(words) < _SHINGLE:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
