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
    ours, theirs = _shingles(first), _shingles(second)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def _shingles(text: str | list[str]) -> Counter[tuple[str, ...]]:
    words = _WORD.findall((text if isinstance(text, str) else " ".join(text)).casefold())
    if len(words) < _SHINGLE:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
