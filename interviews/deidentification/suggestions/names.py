"""Where a name begins and ends, once a cue says that one follows; and which words are first names."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from interviews.deidentification.suggestions.base import Span
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology
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
# Locales whose lists of first names cover most people who give interviews in English and French.
LOCALES = ("en_US", "en_GB", "en_IN", "fr_FR", "fr_CA", "de_DE", "es_ES", "it_IT", "pt_BR", "tr_TR", "nl_NL", "pl_PL")


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names of many countries, folded."""
    # Read when first needed: the lists are large.
    from importlib import import_module

    found: set[str] = set()
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("first_names", "first_names_male", "first_names_female"):
            found |= {str(name).casefold() for name in getattr(provider, attribute, ())}
    return frozenset(name for name in found if len(name) > 2) | words("first_names")


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
