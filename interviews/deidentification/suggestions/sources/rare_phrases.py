"""Words with capitals that neither the language nor the trade knows: some name for something.

Where people tell who they are, and where the talk never has the word in small letters, a word may be more common.
"""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.careers import tells_a_career
from interviews.deidentification.suggestions.heard import GENERAL
from interviews.deidentification.suggestions.names import end_of_name, is_first_name
from interviews.deidentification.suggestions.oddity import JARGON, is_bare_noun, is_derived, is_rare_word
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

RARE = 4.0
ALWAYS_LARGE = 5.2
"""Zipf frequency below which a word counts that a talk has with a capital alone."""
LARGE_IN_CAREERS = 6.0
RARE_ACRONYM = 3.2
KNOWN_ACRONYM = 5.0
RARE_BEGINNING = 3.2
UNUSED = 1.0
ABSTRACT = re.compile(r"(?:ness|ity|tion|sion|ment|ing|ism|ance|ence|ics|ized|ised|able|ive|al|é|age)s?$")


class RarePhrases:
    name = "rare phrase"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        small = {token.lower for turn in talk.turns for token in tokens_of(turn.text) if not token.capital}
        for turn in talk.turns:
            told = tells_a_career(turn)
            tokens = tokens_of(turn.text)
            for at, token in enumerate(tokens):
                if not token.capital or not could_be_a_name(talk, token):
                    continue
                confidence = certainty(token, token.lower in small, told)
                if confidence:
                    end = end_of_name(turn.text, list(tokens[at : at + 4]))
                    direct = not (token.acronym and confidence < 0.3)
                    yield Suggestion(turn.position, token.start, end, "company", self.name, confidence, direct)


def could_be_a_name(talk: Talk, token: Token) -> bool:
    word = token.base
    if word in TALK or is_technology(word) or is_first_name(word) or talk.study_words.is_shared(word):
        return False
    if word in JARGON or not re.fullmatch(r"[^\W\d_].+", token.text):
        return False
    return not (ABSTRACT.search(word) and is_derived(word))


def certainty(token: Token, also_small: bool, told: bool) -> float:
    """How certain it is that a word with a capital is a name; 0 where nothing says so.

    `also_small`: the talk has the word in small letters too; `told`: it stands where somebody tells who they are.
    """
    word, commonness = token.base, zipf(token.base)
    if token.first:
        unusual = commonness < RARE_BEGINNING and not is_rare_word(word)
        return (
            0.3
            if unusual or (word.isalpha() and commonness < UNUSED and not is_derived(word) and word not in JARGON)
            else 0.0
        )
    if token.acronym:
        if commonness < RARE_ACRONYM:
            return 0.2
        return 0.2 if len(token.text) > 2 and commonness < KNOWN_ACRONYM and not also_small else 0.0
    if commonness < RARE:
        return 0.35 if commonness < 3 else 0.3
    if word in GENERAL or also_small or not is_bare_noun(word):
        return 0.0
    return 0.25 if commonness < (LARGE_IN_CAREERS if told else ALWAYS_LARGE) else 0.0
