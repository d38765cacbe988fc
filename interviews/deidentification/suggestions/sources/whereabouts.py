"""Places too small for the gazetteer, or written small: "we're based in X", "I grew up in X", "our X office"."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import name_after
from interviews.deidentification.suggestions.oddity import is_bare_noun
from interviews.deidentification.suggestions.tokens import Token
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf

LIVED = re.compile(
    r"\b(?:(?:live[ds]?|living|born|raised|grew up|based|located|headquarter(?:s|ed)|offices?|site|plant|factory|branch"
    r"|moved|relocated|situated|came|come|comes|from here|originally|city|town|village|warehouse|store|hospital|campus)"
    r"(?: out| back| over)?,? (?:in|from|of|to|near|outside)"
    r"|(?:habit\w+|grandi|née?|basée?s?|situ\w+|bureaux?|viens|vient|ville|usine|siège|déménag\w+)"
    r" (?:à|de|en|dans|d['’]))(?=\s)",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"\b(?:the|our|their|my|in|notre) (?P<name>[^\W\d_]{4,}) (?:office|branch|campus|plant|site|region|area)\b",
    re.IGNORECASE,
)
RARE = 4.0
RARE_OFFICE = 3.4


class Whereabouts:
    name = "whereabouts"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for cue in LIVED.finditer(turn.text):
                span = name_after(turn.text, cue.end(), small=could_be_a_place)
                if span and not is_technology(turn.text[slice(*span)].casefold()):
                    yield Suggestion(turn.position, *span, "place", self.name, 0.4, True)
            for found in OFFICE.finditer(turn.text):
                word = found["name"].casefold()
                if could_be_an_office(word, found["name"][0].isupper()):
                    yield Suggestion(turn.position, *found.span("name"), "place", self.name, 0.35, True)


def could_be_a_place(token: Token) -> bool:
    return is_bare_noun(token.base) and zipf(token.base) < RARE


def could_be_an_office(word: str, capital: bool) -> bool:
    return word not in TALK and is_bare_noun(word) and (capital or zipf(word) < RARE_OFFICE)
