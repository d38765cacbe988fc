"""A rare noun that stands bare where English and French want an article: "moved to zephyr, and", "marrow has a tool".

Names take no article; a thing that can be counted takes one. So a rare singular noun between a preposition and the
end of its phrase, or before a verb of what organisations and people do, is most likely a name.
"""

import re
from collections.abc import Iterator

from interviews.deidentification.suggestions.base import Suggestion, Talk
from interviews.deidentification.suggestions.careers import tells_a_career
from interviews.deidentification.suggestions.heard import AFTER_AT, GENERAL
from interviews.deidentification.suggestions.oddity import is_bare_noun
from interviews.deidentification.suggestions.things import things
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.vocabulary import zipf
from interviews.deidentification.suggestions.words import words

BEFORE = words("before_names")
# After "to" stands a verb, unless somebody moves or is compared.
MOVES = re.compile(
    r"\b(?:go|goes|going|went|gone|move[ds]?|moving|come|came|back|over|s[eo]ld|switch(?:ed|ing)?|belong(?:s|ed)?"
    r"|it|them|him|her|us|that|close|compared|similar|sent|return(?:ed)?|transferred|applied) to $",
    re.IGNORECASE,
)
AFTER = words("after_names")
SUBJECT = words("verbs_of_names")
STARTS = words("clause_starts")
RARE, RARE_IN_CAREERS = 3.0, 4.2
"""Zipf frequencies from which a noun without an article is taken for one that needs none."""
# Much else stands after these, and before "is".
BESIDE = frozenset({"of", "between", "behind", "about", "against", "under"})
IS = frozenset({"is", "was", "does", "did", "est", "était"})
RARE_BESIDE, RARE_SUBJECT = 3.0, 3.8
ENDS = re.compile(r"\s*(?:[.,;:?!)]|$)")
INFINITIVE = re.compile(r"(?:er|ir|re)$")


class BareNames:
    name = "bare name"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        plain = things(talk)
        for turn in talk.turns:
            told = tells_a_career(turn)
            tokens = (None, *tokens_of(turn.text), None)
            for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
                if token is None or (token.capital and not token.first):
                    continue
                below = limit(turn.text, before, token, after, told)
                if zipf(token.base) < below and token.base not in plain and could_be_a_name(talk, token.base):
                    yield Suggestion(turn.position, token.start, token.end, "company", self.name, 0.3, True)


def could_be_a_name(talk: Talk, word: str) -> bool:
    return word not in AFTER_AT and word not in GENERAL and is_bare_noun(word) and not talk.study_words.is_shared(word)


def limit(text: str, before: Token | None, token: Token, after: Token | None, told: bool) -> float:
    """The Zipf frequency below which a word is a name where it stands; 0 where it has an article, or belongs to more.

    `told`: it stands where somebody tells who they are.
    """
    ends = after is None or ENDS.match(text, token.end) is not None
    follows = after.lower if after else ""
    if before and text[before.end : token.start].isspace() and (ends or follows in AFTER):
        if before.lower in BESIDE:
            return RARE_BESIDE
        if follows_a_preposition(text, before, token):
            return RARE_IN_CAREERS if told else RARE
    if token.first or (before is not None and before.lower in STARTS):
        owns = token.base != token.lower and after is not None
        if owns or (follows in SUBJECT and not ends):
            return RARE_IN_CAREERS if told else RARE
        return RARE_SUBJECT if follows in IS and not ends else 0.0
    return 0.0


def follows_a_preposition(text: str, before: Token, token: Token) -> bool:
    if before.lower == "to":
        return MOVES.search(text, max(0, before.start - 12), token.start) is not None
    if before.lower == "pour" and INFINITIVE.search(token.base):
        return False
    return before.lower in BEFORE
