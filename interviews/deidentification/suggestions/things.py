"""Words that a talk itself uses as plain nouns: with an article, or in the plural. Those are nobody's name in it.

Some speakers drop articles ("defect on conveyor"), but none gives a name one in one sentence and none in the next.
"""

import re

from interviews.deidentification.suggestions.base import Talk
from interviews.deidentification.suggestions.tokens import tokens_of
from interviews.deidentification.suggestions.words import words

ARTICLES = words("articles")
AFTER = words("after_names")
ENDS = re.compile(r"\s*(?:[.,;:?!)]|$)")


def things(talk: Talk) -> frozenset[str]:
    """Folded words, without capitals, that stand in the talk as things that can be counted or pointed at.

    "The kestrel people" makes no thing of the kestrel: what follows an article must end its phrase.
    """
    used: set[str] = set()
    pointed_at: set[str] = set()
    for turn in talk.turns:
        tokens = (None, *tokens_of(turn.text), None)
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            if token is None or token.capital:
                continue
            used.add(token.base)
            ends = after is None or after.lower in AFTER or ENDS.match(turn.text, token.end)
            if before and ends and before.lower in ARTICLES:
                pointed_at.add(token.base)
    return frozenset(pointed_at | {word for word in used if f"{word}s" in used})
