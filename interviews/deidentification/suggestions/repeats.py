"""A name that a cue gave away once is found again where no cue stands."""

from collections.abc import Iterable, Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.oddity import is_bare_noun
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

SURE_ENOUGH = 0.5
HARDLY_A_WORD = 3.8
"""Zipf frequency below which a name is found again in small letters too."""
LIKELY_ENOUGH = 0.3
"""What is hardly a word and has the form of a name needs less certainty."""
STILL_A_NAME = 5.0
GIVEN_AWAY_TWICE = 4.4
"""Zipf frequency below which a name is found again in small letters if cues gave it away at two places."""


def repeats(talk: Talk, proposed: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Other places of single words that were proposed as direct identifiers with some certainty."""
    texts = {turn.position: turn.text for turn in talk.turns}
    names: dict[str, Suggestion] = {}
    places: dict[str, set[tuple[int, int]]] = {}
    for one in sorted(proposed, key=lambda s: (s.confidence, s)):
        word = texts[one.position][one.start : one.end].casefold()
        if one.direct and is_name(word, one.confidence):
            names[word] = one
            places.setdefault(word, set()).add((one.position, one.start))
    for position, text in texts.items():
        for token in tokens_of(text):
            name = names.get(token.base)
            if name and zipf(token.base) < limit(token.capital and not token.first, len(places[token.base])):
                confidence = min(SURE_ENOUGH, name.confidence)
                yield Suggestion(position, token.start, token.base_end, name.type, name.source, confidence, True)


def is_name(word: str, confidence: float) -> bool:
    """Whether a single word that was proposed is looked for elsewhere."""
    if not word.isalpha() or len(word) < 3 or word in TALK or is_technology(word):
        return False
    return confidence >= SURE_ENOUGH or (confidence >= LIKELY_ENOUGH and is_bare_noun(word))


def limit(large: bool, places: int) -> float:
    """The Zipf frequency below which a name is found again, written large inside a sentence or not."""
    return STILL_A_NAME if large else GIVEN_AWAY_TWICE if places > 1 else HARDLY_A_WORD
