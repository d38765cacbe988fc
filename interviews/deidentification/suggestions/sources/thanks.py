"""Somebody is addressed by name: "thank you, X", "bye, X", "hi X", or a turn that is but a name."""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk, Turn
from interviews.deidentification.suggestions.names import is_first_name, name_after
from interviews.deidentification.suggestions.oddity import is_unheard_of
from interviews.deidentification.suggestions.sources.introductions import first_word
from interviews.deidentification.suggestions.tokens import Token
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology, zipf
from interviews.deidentification.suggestions.words import words

THANKED = re.compile(
    r"\b(?:thank(?:s| you)(?: (?:so|very) much| a lot| again)?|bye(?:[ -]bye)?|goodbye|nice to meet you|see you"
    r"|merci(?: beaucoup| bien| encore)?|au revoir|enchantée?)\b",
    re.IGNORECASE,
)
WISH = (
    r"(?:(?:good|great|nice|lovely|bonne|belle) (?:\w+ ){0,3}?(?:day|evening|morning|afternoon|night|weekend|one|rest"
    r"|week|luck|holidays?|journée|soirée|fin|semaine|chance)(?: with (?:\w+ ?){1,4})?|take care|see you(?: \w+){0,2}"
    r"|(?:nice|good|great|lovely|pleasure) (?:talking|speaking|chatting|meeting|to talk|to meet|to see)(?: to| with)?"
    r" you|you too|cheers|a million|no problem|no worries|welcome|à bientôt|à la prochaine|de rien|pareillement)"
)
WISHED = re.compile(rf"\b{WISH},? (?P<name>[^\W\d_]{{3,}}(?:-[^\W\d_]+)?)(?=[.!,?]|$)", re.IGNORECASE)
GREETED = re.compile(r"\b(?:hi|hello|hey|good (?:morning|afternoon|evening)|bonjour|salut|bonsoir)\b", re.IGNORECASE)
# "X, you can", "X. Did you want": the floor is handed over.
HANDED_OVER = re.compile(
    r"(?:^|(?<=[.?!,] ))(?P<name>[A-Z][\w'’-]+)"
    r"(?=[,.]? (?:you|(?:do|did|can|would|could|will|if|are|have) you|go ahead|do|did|tu|vous|est-ce que)\b)",
    re.IGNORECASE,
)
# At the beginning and the end of a talk people call each other by name: ", sam."
SET_OFF = re.compile(r"(?:^|(?<=[,.!?] ))(?P<name>[^\W\d_]{3,})(?=[,.!?]|$)")
ENDS_OF_TALK = (8, 14)
"""So many turns at its beginning and at its end."""
ENDS_ADDRESS = re.compile(r"\s*(?:[.,!?;]|$|\b(?:and|for|bye|goodbye|again|so|et|pour|bonne|au)\b)")
NOBODY = words("addressed")
RARE = 4.4
HARDLY_A_WORD = 3.0
STILL_A_NAME = 4.8


class Thanks:
    name = "thanks"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in (*talk.turns[: ENDS_OF_TALK[0]], *talk.turns[-ENDS_OF_TALK[1] :]):
            for found in set_off(turn):
                yield Suggestion(turn.position, *found.span("name"), "person", self.name, 0.4, True)
        for turn in talk.turns:
            for cue in THANKED.finditer(turn.text):
                span = name_after(turn.text, cue.end(), small=addressed)
                if (
                    span
                    and ENDS_ADDRESS.match(turn.text, span[1])
                    and not is_technology(turn.text[slice(*span)].casefold())
                ):
                    known = is_first_name(first_word(turn.text[slice(*span)]))
                    yield Suggestion(turn.position, *span, "person", self.name, 0.9 if known else 0.6, True)
            for found in WISHED.finditer(turn.text):
                if could_be_thanked(found["name"].casefold()):
                    yield Suggestion(turn.position, *found.span("name"), "person", self.name, 0.6, True)
            for cue in GREETED.finditer(turn.text):
                span = name_after(turn.text, cue.end(), small=greeted)
                if span and is_first_name(first_word(turn.text[slice(*span)])):
                    yield Suggestion(turn.position, *span, "person", self.name, 0.8, True)
            for found in HANDED_OVER.finditer(turn.text):
                if found["name"][0].isupper() and could_be_called(found["name"].casefold()):
                    yield Suggestion(turn.position, *found.span("name"), "person", self.name, 0.7, True)


def set_off(turn: Turn) -> Iterator[re.Match[str]]:
    """First names that stand between stops: somebody is called."""
    for found in SET_OFF.finditer(turn.text):
        word = found["name"].casefold()
        if (
            word not in TALK
            and word not in NOBODY
            and (
                (is_first_name(word) and (zipf(word) < 4.8 or found["name"][0].isupper()))
                or (not is_technology(word) and is_unheard_of(word, HARDLY_A_WORD))
            )
        ):
            yield found


def greeted(token: Token) -> bool:
    return is_first_name(token.base) and token.base not in TALK and zipf(token.base) < STILL_A_NAME


def could_be_thanked(word: str) -> bool:
    """Whether a word after a wish may be whom it is for: a first name, or a rare word."""
    return word not in TALK and word not in NOBODY and (is_first_name(word) or zipf(word) < RARE)


def could_be_called(word: str) -> bool:
    """Whether somebody may be called so: a first name, or no word of the language and of the trade."""
    return word not in TALK and not is_technology(word) and (is_first_name(word) or zipf(word) < 2.5)


def addressed(token: Token) -> bool:
    """Whether a small word after thanks may be a name: a first name, or a misheard one."""
    return token.base not in TALK and token.base not in NOBODY and len(token.base) > 1 and not token.base.isdigit()
