"""A name that a cue gave away once is found again where no cue stands."""

from collections.abc import Iterable, Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

SURE_ENOUGH = 0.5
HARDLY_A_WORD = 3.8
"""Zipf frequency below which a name is found again in small letters too."""
STILL_A_NAME = 5.0


def repeats(talk: Talk, proposed: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Other places of single words that were proposed as direct identifiers with some certainty."""
    texts = {turn.position: turn.text for turn in talk.turns}
    names: dict[str, Suggestion] = {}
    for one in sorted(proposed, key=lambda s: (s.confidence, s)):
        word = texts[one.position][one.start : one.end].casefold()
        if one.direct and one.confidence >= SURE_ENOUGH and word.isalpha() and len(word) > 2:
            names[word] = one
    names = {word: one for word, one in names.items() if word not in TALK and not is_technology(word)}
    for position, text in texts.items():
        for token in tokens_of(text):
            limit = STILL_A_NAME if token.capital and not token.first else HARDLY_A_WORD
            if token.base in names and zipf(token.base) < limit:
                one, end = names[token.base], token.start + len(token.base)
                yield Suggestion(position, token.start, end, one.type, one.source, SURE_ENOUGH, True)
