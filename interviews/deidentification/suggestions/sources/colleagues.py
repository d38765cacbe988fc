"""People whom somebody mentions: "professor X", "my boss, X", "X, he's our", "we asked X", "X told me".

Speech recognition writes them small as often as not. A title leaves little doubt; elsewhere a small word must be a
first name, or a word that hardly anybody uses.
"""

import re
from collections.abc import Callable, Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.names import is_first_name, name_after
from interviews.deidentification.suggestions.oddity import is_unheard_of
from interviews.deidentification.suggestions.tokens import Token
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

NOBODY = words("addressed")
TITLE = re.compile(
    r"\b(?:(?:mr|mrs|ms|dr|prof|mme|mlle)\.?|mister|misses|madame|monsieur|professor|professeure?|doctor|docteure?)"
    r"(?=\s)",
    re.IGNORECASE,
)
ROLE = (
    r"(?:boss|manager|supervisor|advisor|adviser|professor|colleagues?|teammates?|co-?founders?|founder|ceo|cto|cfo|mentor"
    r"|director|lead|leader|friends?|wife|husband|partner|intern|postdoc|teacher|brother|sister|owner|guy|girl|lady"
    r"|statistician|engineer|scientist|developer|analyst|patronn?e?|cheff?e?|collègues?|directeur|directrice"
    r"|superviseure?|stagiaire|associée?|fondateur|fondatrice|amie?)"
)
MINE = re.compile(
    rf"\b(?:my|our|his|her|their|mon|ma|notre|un|une|mes|nos)(?: [\w-]+){{0,2}}? {ROLE}(?: de thèse)?"
    r"(?:,| was| is| are| called| named| est| s['’]appelle|,? c['’](?:est|était))?(?=\s)",
    re.IGNORECASE,
)
DOES = re.compile(
    r"\b(?:asked|ask|told|tell|hired|emailed|e-?mail|pinged|ping|with|brought in|said to|says to|talk(?:ed)? to"
    r"|according to|thanks to|credit to|me and|and|by|from|between|avec|par|c['’]est|demandé à|grâce à|selon|moi et)"
    r"(?=\s)",
    re.IGNORECASE,
)
# A name, and then what its bearer is or does.
IS = re.compile(
    r"(?:^|(?<=[\s,]))(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)"
    r"(?:, (?:he|she|who|ma|mon|notre|my|our|il|elle|qui|celui|celle)(?:['’]s)?\b|\. (?:he|she)['’]s\b"
    r"| (?:told|asked|said|says|mentioned|joined|and I|and me|m['’]a|nous a|et moi)\b)",
    re.IGNORECASE,
)


class Colleagues:
    name = "colleague"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            yield from self.cued(turn.position, turn.text, TITLE, titled, 0.6)
            yield from self.cued(turn.position, turn.text, MINE, could_be_called, 0.5)
            yield from self.cued(turn.position, turn.text, DOES, is_called, 0.4)
            for found in IS.finditer(turn.text):
                token = Token(*found.span("name"), found["name"], False)
                if is_called(token):
                    yield Suggestion(turn.position, token.start, token.end, "person", self.name, 0.4, True)

    def cued(
        self, position: int, text: str, cue: re.Pattern[str], small: Callable[[Token], bool], confidence: float
    ) -> Iterator[Suggestion]:
        for found in cue.finditer(text):
            span = name_after(text, found.end(), small=small)
            if span and (cue is not DOES or small(Token(*span, text[slice(*span)], False))):
                yield Suggestion(position, *span, "person", self.name, confidence, True)


def titled(token: Token) -> bool:
    """Whether a small word after a title may be a name: hardly anything else stands there."""
    return nobody_else(token.base) and zipf(token.base) < 4.4


def could_be_called(token: Token) -> bool:
    """Whether a small word beside what somebody is may be their name."""
    return nobody_else(token.base) and zipf(token.base) < 4.4 and (is_first_name(token.base) or zipf(token.base) < 3.0)


def is_called(token: Token) -> bool:
    """Whether a word is a first name that is seldom anything else, or no word at all."""
    word = token.base
    return nobody_else(word) and ((is_first_name(word) and zipf(word) < 4.4) or is_unheard_of(word, 3.0))


def nobody_else(word: str) -> bool:
    return word not in TALK and word not in NOBODY and len(word) > 2 and not is_technology(word)
