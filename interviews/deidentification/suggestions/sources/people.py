"""First names inside sentences: "we asked X about it"; small ones only where they are hardly ever anything else."""

from collections.abc import Iterator, Sequence

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import end_of_name, is_first_name, surnames
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

HARDLY_A_WORD = 3.5
STILL_A_NAME = 4.9


class People:
    name = "first name"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            tokens = tokens_of(turn.text)
            for at, token in enumerate(tokens):
                word = token.base
                if word in TALK or is_technology(word) or not is_first_name(word):
                    continue
                if (surname := surname_after(tokens, at)) and zipf(word) < STILL_A_NAME:
                    yield Suggestion(turn.position, token.start, surname.end, "person", self.name, 0.6, True)
                    continue
                if not token.capital and zipf(word) >= HARDLY_A_WORD:
                    continue
                # At the start of a sentence every word has a capital: only words that are hardly anything else count.
                if not token.first or zipf(word) < 4.5:
                    end = end_of_name(turn.text, list(tokens[at : at + 3]))
                    yield Suggestion(turn.position, token.start, end, "person", self.name, 0.4, True)


def surname_after(tokens: Sequence[Token], at: int) -> Token | None:
    """The surname right behind the first name at `at`, where one stands there: "andrew kim"."""
    if at + 1 == len(tokens) or tokens[at + 1].start - tokens[at].end != 1:
        return None
    behind = tokens[at + 1]
    is_one = behind.base in surnames() and behind.base not in TALK and zipf(behind.base) < STILL_A_NAME
    return behind if is_one else None
