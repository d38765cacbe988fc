"""What is known of words: how many entries hold a term, which words begin so, which are a slip of the keyboard away."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from wordfreq import zipf_frequency

from catalog.analysis import LETTERS, term, terms_asked
from catalog.models import SearchKind, SearchTerm
from catalog.models.indexing import spellings
from catalog.search.prepared import Prepared, fetch

# Words that a beginning is completed to, the most used first.
MOST_COMPLETIONS = 40
SHORTEST_BEGINNING = 2
# Occurrences in a billion words, as a power of ten, of a word in common use.
IN_USE = 3.3
# A word of so many letters may have two slips that share no spelling, behind so many that are right; with so many
# that are right, and half of the word, it is of the same root.
LONG, ALIKE, ROOT = 9, 4, 7
COLLATION = {"sqlite": "BINARY", "postgresql": '"C"'}

ENTRIES_OF = Prepared(
    [""], lambda terms: SearchTerm.objects.filter(term__among=terms).values_list("kind", "term", "entries")
)

Candidate = tuple[str, str, str, int]
"""A known word: folded, as written, the letter of its language, how many entries hold it."""


class Frequencies:
    """How many entries of each kind hold each term; 0 of a term that stands nowhere."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._entries: dict[tuple[str, str], int] = {}
        self.look_up({*terms, ""})

    def look_up(self, terms: Iterable[str]) -> None:
        """Learn of further terms. One query."""
        rows = ENTRIES_OF.rows(set(terms))
        self._entries |= {(kind, term): entries for kind, term, entries in rows}

    def __contains__(self, term: str) -> bool:
        return any(self.of(kind, term) for kind in SearchKind.values)

    def of(self, kind: str, term: str) -> int:
        return self._entries.get((kind, term), 0)

    def total(self, kind: str) -> int:
        """All entries of a kind."""
        return self.of(kind, "")


def completions(beginning: str, *, most: int = MOST_COMPLETIONS) -> list[tuple[str, str]]:
    """Words that begin so when folded, the most used first, as (written, index term). One query."""
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    by_use = f"ORDER BY entries DESC, written COLLATE {COLLATION[connection.vendor]}, letter LIMIT %s"
    return [(written, term(folded, letter)) for folded, written, letter, _ in beginning_with(beginning, by_use, most)]


def beginning_with(beginning: str, order: str = "", *parameters: Any) -> list[Candidate]:
    """Known words that begin so when folded: a range of bytes, for which both databases have an index. One query."""
    bytewise = COLLATION[connection.vendor]
    return fetch(
        f"SELECT folded, written, letter, entries FROM catalog_searchword WHERE folded COLLATE {bytewise} >= %s "  # nosec B608
        f"AND folded COLLATE {bytewise} < %s {order}",
        beginning,
        beginning + "\U0010ffff",
        *parameters,
    )


def unwritten(folded: Iterable[str]) -> set[str]:
    """Those of these folded words that stand nowhere in this form. One query, none for no word."""
    asked = set(folded)
    if not asked:
        return set()
    marks, bytewise = ", ".join(["%s"] * len(asked)), COLLATION[connection.vendor]
    rows = fetch(f"SELECT folded FROM catalog_searchword WHERE folded COLLATE {bytewise} IN ({marks})", *asked)  # nosec B608
    return asked.difference(word for (word,) in rows)


def corrections(misspelt: Iterable[str], *, language: str) -> dict[str, str]:
    """For each folded word that stands nowhere the known word it was most likely meant to be, as written.

    Candidates share a spelling with it after one letter was left out on either side, which covers a letter too many,
    too few, wrong, or in the wrong place. Of these the nearest wins, then one that begins alike, then one in
    `language`, then the one that is alike for longest, then the most used. A long word for which there is none may have
    two slips behind a beginning that is right, or another ending than is known here ("reproductability"). One query,
    and one for each such word.
    """
    asked = sorted(word for word in set(misspelt) if not is_a_word(word))
    candidates = sharing_a_spelling(asked)
    best = {word: nearest(word, candidates.get(word, ()), language) for word in asked}
    for word in asked:
        if not best[word] and len(word) >= LONG:
            alike = beginning_with(word[:ALIKE])
            best[word] = nearest(word, alike, language) or of_one_root(word, alike)
    return {word: written for word, written in best.items() if written}


def nearest(word: str, candidates: Iterable[Candidate], language: str) -> str:
    """The candidate that `word` is a slip for, as written, or empty. Another form of itself says nothing new."""
    stems = terms_asked(word)
    ranked = [
        (
            (distance(word, folded), word[0] != folded[0], letter != language[:1], -shared(word, folded), -n, written),
            folded,
        )
        for folded, written, letter, n in candidates
        if term(folded, letter) not in stems
    ]
    believed = [rank for rank, folded in ranked if is_a_slip(word, folded, rank[0])]
    return min(believed)[-1] if believed else ""


def of_one_root(word: str, candidates: Iterable[Candidate]) -> str:
    """The candidate that begins as `word` does for longest, as written; empty if none does for half of it."""
    least = max(ROOT, len(word) / 2)
    alike = [(-shared(word, folded), len(folded), -n, written) for folded, written, _, n in candidates]
    return min((each for each in alike if -each[0] >= least), default=("",))[-1]


def shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def sharing_a_spelling(misspelt: Iterable[str]) -> dict[str, list[Candidate]]:
    """Known words by the misspelt one they share a spelling with. One query, none for no word."""
    asked: dict[str, list[str]] = {}
    for word in misspelt:
        for spelling in spellings(word):
            asked.setdefault(spelling, []).append(word)
    if not asked:
        return {}
    marks = ", ".join(["%s"] * len(asked))
    rows = fetch(
        "SELECT s.spelling, w.folded, w.written, w.letter, w.entries FROM catalog_searchspelling s "  # nosec B608
        f"JOIN catalog_searchword w ON w.folded COLLATE {COLLATION[connection.vendor]} = s.folded "
        f"WHERE s.spelling IN ({marks})",
        *asked,
    )
    found: dict[str, list[Candidate]] = {}
    for spelling, *candidate in rows:
        for word in asked[spelling]:
            found.setdefault(word, []).append(tuple(candidate))
    return found


def is_a_word(word: str) -> bool:
    """Whether English or French has this word in common use: then it was meant, though nothing here holds it.

    Among the small lists of wordfreq, which hold what occurs at least once in a million words.
    """
    return any(zipf_frequency(word, language, wordlist="small") >= IN_USE for language in LETTERS)


def is_a_slip(word: str, meant: str, slips: int) -> bool:
    """Whether `word` is believed to be `meant`: of a short word one slip is, and not in its first letter."""
    return slips <= 2 if len(word) >= 6 else slips <= 1 and word[0] == meant[0]


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, change or swap with their neighbour (optimal string alignment).

    >>> distance("lable", "label")
    1
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
