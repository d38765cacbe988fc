"""Names beside what they name: "the X team", "project X", "our tool, X, runs", "the X hospital"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from interviews.deidentification.suggestions.base import Span, Suggestion, Talk
from interviews.deidentification.suggestions.heard import may_be_called
from interviews.deidentification.suggestions.tokens import Token, tokens_of
from interviews.deidentification.suggestions.words import words

WORD = r"(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)"
THING = (
    r"(?:project|product|platform|tool|app|application|system|team|group|library|framework|engine|service|robot|bot"
    r"|chatbot|assistant|model|dataset|software|solution|prototype|programme?|initiative|lab|division|company|startup"
    r"|firm|projet|produit|plateforme|outil|système|logiciel|équipe|modèle|groupe)"
)
BEHIND = (
    r"(?:project|platform|product|app|team|group|lab|family|people|guys|folks|thing|data|contract|account|pipeline|side"
    r"|customers?|deal|division|website|dataset)"
)
# What stands in "the helios team" is mostly what the team does, so it must be rare.
KIND_BEHIND = re.compile(rf"\b(?:the|our|their|this|that|in|a) {WORD} {BEHIND}\b", re.IGNORECASE)
KIND_BEFORE = re.compile(
    r"(?:\b(?:project|projet|produit|plateforme|système|groupe|équipe) "
    r"|\b(?:library|tool|platform|app|framework|startup|company|client|customer) "
    r"(?=\S+ (?:is|was|has|had|does|did|runs|ran|asked|wanted)\b)"
    rf"|\b(?:our|the|my|this|a|notre|un|une)(?: [\w-]+)? {THING}, (?=[\w-]+,)){WORD}\b",
    re.IGNORECASE,
)
RARE_BEHIND, RARE_BEFORE, RARE_OWN = 3.4, 4.3, 5.0
"""Zipf frequencies below which a small word is taken for a name at each of these places."""
OF_ITS_OWN = words("has_a_name")
"""What mostly has a name before it."""


class Namesakes:
    name = "namesake"

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        for turn in talk.turns:
            for pattern, below in ((KIND_BEHIND, RARE_BEHIND), (KIND_BEFORE, RARE_BEFORE)):
                for found in pattern.finditer(turn.text):
                    span = found.span("name")
                    if may_be_called(name_at(turn.text, span), below=below):
                        yield Suggestion(turn.position, *span, "product", self.name, 0.35, True)
            yield from self.own(turn.position, turn.text)

    def own(self, position: int, text: str) -> Iterator[Suggestion]:
        tokens = tokens_of(text)
        for before, token in pairwise(tokens):
            beside = token.start - before.end == 1 and token.base in OF_ITS_OWN
            if beside and may_be_called(before, below=RARE_OWN):
                yield Suggestion(position, before.start, token.end, "company", self.name, 0.35, True)


def name_at(text: str, span: Span) -> Token:
    return Token(*span, text[slice(*span)], False)
