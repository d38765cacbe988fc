"""Where a name begins and ends, once a cue says that one follows; and which words are first names."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from interviews.deidentification.suggestions.base import Span
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

FILLERS = frozenset(
    [
        "uh",
        "um",
        "er",
        "euh",
        "hmm",
        "mm",
        "like",
        "you",
        "know",
        "so",
        "well",
        "just",
        "also",
        "actually",
        "basically",
        "ben",
    ]
)
JOINERS = frozenset({"of", "de", "du", "des", "la", "le"})
MOST_WORDS = 5
FIRST = ("first_names", "first_names_male", "first_names_female")
MOSTLY_A_WORD = 5.2
"""Zipf frequency from which what some list has as a name is a word: "said" is a first name in Kenya."""


def listed(attributes: Iterable[str]) -> Iterator[str]:
    """Names of many countries, folded."""
    # Read when first needed: the lists are large.
    from importlib import import_module

    for language, country in (locale.split("_") for locale in words("countries_of_names")):
        provider = import_module(f"faker.providers.person.{language}_{country.upper()}").Provider
        for attribute in attributes:
            names = getattr(provider, attribute, ())
            yield from (str(name).casefold() for name in (names if isinstance(names, Iterable) else ()))


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names of many countries, folded."""
    found = {name for name in listed(FIRST) if len(name) > 2 and zipf(name) < MOSTLY_A_WORD}
    return frozenset(found) | words("first_names")


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Surnames of many countries, folded; many are words too, so they count only after a first name."""
    return frozenset(name for name in listed(("last_names",)) if len(name) > 1)


def is_first_name(word: str) -> bool:
    """Whether a folded word is a first name, whatever else it is."""
    return word in first_names()


def name_after(text: str, at: int, *, small: Callable[[Token], bool] | None = None) -> Span | None:
    """The span of a name that begins at code point `at` of `text`, or after words of hesitation there.

    A name is a run of words with capitals ("Ottoline Zephyr", "University of Quill"); a word without one is taken
    where `small` says so. None where nothing like a name follows.
    """
    following = [token for token in tokens_of(text) if token.start >= at]
    while following and following[0].lower in FILLERS and near(text, at, following[0]):
        at = following[0].end
        following = following[1:]
    if not following or not near(text, at, following[0]):
        return None
    first = following[0]
    if first.capital and first.base not in TALK:
        return first.start, end_of_name(text, following)
    if small is not None and small(first):
        return first.start, first.end
    return None


def near(text: str, at: int, token: Token) -> bool:
    """Whether nothing but white space, a comma or a quote stands between `at` and the word."""
    return re.fullmatch(r"[\s,\"“'«-]{0,4}", text[at : token.start]) is not None


def end_of_name(text: str, tokens: list[Token]) -> int:
    """Where the name ends whose first word is `tokens[0]`: words with capitals, and small ones that join them."""
    end = tokens[0].end
    waiting = False
    for before, token in pairwise(tokens[:MOST_WORDS]):
        gap = text[before.end : token.start]
        if not re.fullmatch(r"[ \u00a0]|[-&]| & ", gap) or token.first:
            break
        if token.capital and token.base not in TALK:
            end, waiting = token.end, False
        elif token.lower in JOINERS and not waiting:
            waiting = True
        else:
            break
    return end


def looks_named(token: Token) -> bool:
    """Whether a word is written as a name and no tool's name."""
    return token.capital and token.base not in TALK and not is_technology(token.base)
