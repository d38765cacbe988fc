"""Words that nobody uses, wherever they stand and however they are written: mostly names as they sound.

A word that begins a sentence has its capital from there, so it must be as rare as one without; a capital inside a
sentence is covered by `rare_phrases.py`.
"""

from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.heard import GENERAL
from interviews.deidentification.suggestions.names import end_of_name
from interviews.deidentification.suggestions.oddity import is_bare_noun, is_misspelt, is_unheard_of
from interviews.deidentification.suggestions.things import things
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.words import words

BEFORE_VERBS = words("before_verbs")
SELDOM_HEARD = 3.5
"""Zipf frequency, three times in a million words, below which a plain noun may be a name."""


class UnheardWords:
    name = "unheard word"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        plain = things(talk)
        for turn in talk.turns:
            tokens = tokens_of(turn.text)
            for at, token in enumerate(tokens):
                confidence = certainty(token, tokens[at - 1] if at else None, plain)
                if not confidence or talk.study_words.is_shared(token.base):
                    continue
                if is_cut_off(token, tokens[at + 1 : at + 3]) or (not token.capital and is_misspelt(token.base)):
                    continue
                end = end_of_name(turn.text, list(tokens[at : at + 3])) if token.capital else token.end
                yield Suggestion(turn.position, token.start, end, "company", self.name, confidence, True)


def certainty(token: Token, before: Token | None, plain: frozenset[str]) -> float:
    """How certain it is that a word is a name by its rarity alone; 0 where it is none.

    `plain`: the words that the talk uses as plain nouns.
    """
    if token.capital and not token.first:
        return 0.0
    if is_unheard_of(token.base):
        return 0.3
    is_verb = before is not None and before.lower in BEFORE_VERBS
    if is_verb or token.base in plain or token.base in GENERAL or not is_bare_noun(token.base):
        return 0.0
    return 0.25 if is_unheard_of(token.base, SELDOM_HEARD) else 0.0


def is_cut_off(token: Token, following: tuple[Token, ...]) -> bool:
    """Whether the speaker broke off and began again: "experi experiment"."""
    return any(each.lower.startswith(token.lower[:4]) and each.lower != token.lower for each in following)
