"""Words with capitals inside a sentence that neither the language nor the trade knows: some name for something."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import end_of_name, is_first_name
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

RARE = 4.0
RARE_ACRONYM = 3.2


class RarePhrases:
    name = "rare phrase"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            tokens = tokens_of(turn.text)
            for at, token in enumerate(tokens):
                word = token.base
                if not token.capital or token.first or word in TALK or is_technology(word) or is_first_name(word):
                    continue
                if talk.study_words.share(word) > 0.34 or not re.fullmatch(r"[^\W\d_].+", token.text):
                    continue
                commonness = zipf(word)
                if commonness < (RARE_ACRONYM if token.acronym else RARE):
                    end = end_of_name(turn.text, list(tokens[at : at + 4]))
                    confidence = 0.2 if token.acronym else 0.35 if commonness < 3 else 0.3
                    yield Suggestion(
                        turn.position, token.start, end, "company", self.name, confidence, not token.acronym
                    )
