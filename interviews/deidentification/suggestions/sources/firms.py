"""Employers that are known all over the world, however they are written: who works there is told by little more."""

from collections.abc import Iterator
from functools import lru_cache

from interviews.deidentification.folding import fold
from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.gazetteer import Gazetteer
from interviews.deidentification.suggestions.tokens import Token
from interviews.deidentification.suggestions.vocabulary import zipf
from interviews.deidentification.suggestions.words import phrases

ALSO_A_WORD = 4.0
"""Zipf frequency from which such a name needs its capital: everybody has a target."""
ALSO_WORDS = frozenset(
    ["cascades", "ferrari", "intact", "magna", "nuance", "reliance", "simons", "travelers", "ups", "vale", "vinci"]
)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    names = phrases("firms")
    return Gazetteer(dict.fromkeys(names | {fold(name) for name in names}, "company"))


class Firms:
    name = "known firm"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        known = gazetteer()
        for turn in talk.turns:
            for firm in known.found_in(turn.text):
                several = " " in firm.name
                if several or is_meant(firm.name, firm.first):
                    # Surer than the place that may stand in it: "Air Canada".
                    confidence = 0.65 if several else 0.45
                    yield Suggestion(turn.position, firm.first.start, firm.end, "company", self.name, confidence, True)


def is_meant(name: str, token: Token) -> bool:
    """Whether a name of one word is meant as one: it is no word besides, or has its capital inside a sentence."""
    no_word = zipf(name) < ALSO_A_WORD and name not in ALSO_WORDS
    return no_word or (token.capital and not token.first)
