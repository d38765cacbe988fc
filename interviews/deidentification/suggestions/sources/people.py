"""First names inside sentences: "we asked X about it"; small ones only where they are hardly ever anything else."""

from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import end_of_name, is_first_name
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

HARDLY_A_WORD = 3.2


class People:
    name = "first name"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            tokens = tokens_of(turn.text)
            for at, token in enumerate(tokens):
                word = token.base
                if word in TALK or is_technology(word) or not is_first_name(word):
                    continue
                if not token.capital and zipf(word) >= HARDLY_A_WORD:
                    continue
                # At the start of a sentence every word has a capital: only words that are hardly anything else count.
                if not token.first or zipf(word) < 4.5:
                    end = end_of_name(turn.text, list(tokens[at : at + 3]))
                    yield Suggestion(turn.position, token.start, end, "person", self.name, 0.4, True)
