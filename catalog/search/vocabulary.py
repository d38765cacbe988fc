"""What is known of words: how many entries hold a term, which words begin so, which are a slip of the keyboard away."""

from collections.abc import Iterable

from django.db import connection
from wordfreq import zipf_frequency

from catalog.analysis import LETTERS, term
from catalog.models import SearchKind, SearchTerm
from catalog.models.indexing import spellings
from catalog.search.backends import fetch

# Words that a beginning is completed to, the most used first.
MOST_COMPLETIONS = 40
SHORTEST_BEGINNING = 2
# Occurrences in a billion words, as a power of ten, of a word in common use.
IN_USE = 3.3
COLLATION = {"sqlite": "BINARY", "postgresql": '"C"'}


class Frequencies:
    """How many entries of each kind hold each term; 0 of a term that stands nowhere."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._entries: dict[tuple[str, str], int] = {}
        self.look_up({*terms, ""})

    def look_up(self, terms: Iterable[str]) -> None:
        """Learn of further terms. One query."""
        rows = SearchTerm.objects.filter(term__in=set(terms)).values_list("kind", "term", "entries")
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
    bytewise = COLLATION[connection.vendor]
    rows = fetch(
        f"SELECT written, folded, letter FROM catalog_searchword WHERE folded COLLATE {bytewise} >= %s "  # nosec B608
        f"AND folded COLLATE {bytewise} < %s ORDER BY entries DESC, written COLLATE {bytewise}, letter LIMIT %s",
        beginning,
        beginning + "\U0010ffff",
        most,
    )
    return [(written, term(folded, letter)) for written, folded, letter in rows]


def corrections(misspelt: Iterable[str], *, language: str) -> dict[str, str]:
    """For each folded word that stands nowhere the known word it was most likely meant to be, as written. One query.

    Candidates share a spelling with it after one letter was left out on either side, which covers a letter too many,
    too few, wrong, or in the wrong place. Of these the nearest wins, then one that begins alike, then one in
    `language`, then the most used.
    """
    variants = {spelling: word for word in misspelt if not is_a_word(word) for spelling in spellings(word)}
    if not variants:
        return {}
    marks = ", ".join(["%s"] * len(variants))
    rows = fetch(
        "SELECT s.spelling, w.folded, w.written, w.letter, w.entries FROM catalog_searchspelling s "  # nosec B608
        f"JOIN catalog_searchword w ON w.folded = s.folded WHERE s.spelling IN ({marks})",
        *variants,
    )
    best: dict[str, tuple[tuple[int, bool, bool, int, str], str]] = {}
    for spelling, folded, written, letter, entries in rows:
        word = variants[spelling]
        rank = (distance(word, folded), word[0] != folded[0], letter != language[:1], -entries, written)
        if is_a_slip(word, folded, rank[0]) and (word not in best or rank < best[word][0]):
            best[word] = (rank, written)
    return {word: written for word, (_, written) in best.items()}


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
