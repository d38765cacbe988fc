"""What may be a name although it is written small, after words that a name often follows.

`as_one_word` is for cues after which hardly anything but a name stands ("by the name of"); `as_a_rare_phrase` for cues
after which much else may stand ("a project with").
"""

import re
from itertools import takewhile

from interviews.deidentification.suggestions.base import Span
from interviews.deidentification.suggestions.names import FILLERS, near
from interviews.deidentification.suggestions.oddity import is_bare_noun
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, zipf
from interviews.deidentification.suggestions.words import words

MOST_COMMON = 5.6
"""Zipf frequency of words so common that no firm is heard as one."""
RARE = 4.0
LESS_COMMON = 5.3
"""Zipf frequency below which the second word of an unusual pair must be."""
ALSO_IN_NAMES = frozenset(["first", "one", "second", "de", "van", "von", "der", "del", "da", "di", "el", "al", "saint"])
LONGEST = 4
# Bare nouns that stand after "at", "for" and "with" without an article and are no firm.
AFTER_AT = words("after_at")
GENERAL = words("general_nouns")


def following(text: str, at: int) -> list[Token]:
    """The words of the phrase that begins at code point `at`, hesitation left out: up to a stop or a comma."""
    tokens = [token for token in tokens_of(text) if token.start >= at]
    while tokens and tokens[0].lower in FILLERS and near(text, at, tokens[0]):
        at = tokens[0].end
        tokens = tokens[1:]
    if not tokens or not near(text, at, tokens[0]):
        return []
    together = [tokens[0]]
    for token in tokens[1:LONGEST]:
        if text[together[-1].end : token.start] not in {" ", "-", "\u00a0"}:
            break
        together.append(token)
    return together


def as_one_word(token: Token) -> bool:
    """Whether a small word may be a firm where people say at which firm they are: one that hardly ever stands there."""
    word = token.base
    if word in TALK or word in AFTER_AT or not word.isalpha() or len(word) < 3 or zipf(word) >= MOST_COMMON:
        return False
    return len(word) <= 6 or not word.endswith(("ing", "tion", "ly", "ment", "ness"))


def as_a_rare_phrase(text: str, at: int) -> Span | None:
    """The span of a small phrase at `at` that may be a name: it has a rare noun, or begins with an unusual pair."""
    phrase = list(takewhile(could_be_part, following(text, at)))
    if not phrase or phrase[0].capital:
        return None
    if any(zipf(token.base) < RARE and all(map(is_bare_noun, token.base.split("-"))) for token in phrase):
        return phrase[0].start, phrase[-1].end
    return (phrase[0].start, phrase[1].end) if len(phrase) > 1 and is_unusual(*phrase[:2]) else None


def is_unusual(first: Token, second: Token) -> bool:
    """Whether two words hardly ever stand together: neither is one of those that stand with many others."""
    return zipf(second.base) < LESS_COMMON and all(
        is_bare_noun(token.base) and token.base not in GENERAL for token in (first, second)
    )


def could_be_part(token: Token) -> bool:
    """Whether a word may stand in a name: no word that only holds sentences together."""
    word = token.base
    return word in ALSO_IN_NAMES or (
        word not in TALK
        and word not in AFTER_AT
        and zipf(word) < MOST_COMMON
        and re.fullmatch(r"[^\W\d_]{2,}(?:-[^\W\d_]+)?", word) is not None
    )


def may_be_called(token: Token, *, below: float) -> bool:
    """Whether a word where a name stands may be one: written large, or rarer than the Zipf frequency `below`."""
    if token.base in GENERAL or token.base in AFTER_AT or not all(map(is_bare_noun, token.base.split("-"))):
        return False
    return token.capital or zipf(token.base) < below
