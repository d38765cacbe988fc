"""Comparing short words: accents folded away, and how many slips of the keyboard apart."""

import unicodedata


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with single plain spaces; for comparing only."""
    decomposed = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(letters.casefold().split())


def edit_distance(first: str, second: str) -> int:
    """Return how many insertions, deletions, substitutions and swaps of neighbours lie between two words.

    The optimal string alignment distance (Damerau 1964, restricted): "copmany" is 1 from "company".
    """
    before_last: list[int] = []
    last = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            cost = min(
                last[column] + 1,
                current[column - 1] + 1,
                last[column - 1] + (letter != other),
            )
            swapped = row > 1 and column > 1 and letter == second[column - 2] and first[row - 2] == other
            if swapped:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return last[-1]


def is_within(slips: int, first: str, second: str) -> bool:
    """Tell whether two words are at most so many slips apart, without counting where lengths already say no."""
    return abs(len(first) - len(second)) <= slips and edit_distance(first, second) <= slips


def word_set(words: str) -> frozenset[str]:
    """Return the words of a string: how this package writes its vocabularies."""
    return frozenset(words.split())
