"""Names that a language model recognises: an optional extra (`pip install -e '.[names]'`), English only.

The model is a package that is installed like any other and read from where it lies; nothing is fetched. It knows
capitals far better than spoken words, so it only adds to the other sources. It is loaded when the first talk is read.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from interviews.deidentification.suggestions.base import Suggestion, Talk, Turn
from interviews.deidentification.suggestions.oddity import JARGON
from interviews.deidentification.suggestions.vocabulary import TALK, is_technology

TYPES = {"PERSON": "person", "ORG": "company", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "country"}
"""What the model's labels are called here; its other labels (numbers, times, laws) are left to the other sources."""
INDIRECT = frozenset({"country"})
CONFIDENCE = 0.3
UNNEEDED = ("tok2vec", "lemmatizer", "attribute_ruler", "tagger", "parser")


@lru_cache(maxsize=1)
def loaded(package: str) -> Any:
    """The model of an installed package. OSError where spaCy cannot read it, ImportError where spaCy is missing."""
    import spacy

    return spacy.load(package, exclude=list(UNNEEDED))


class Model:
    name = "model"

    def __init__(self, package: str) -> None:
        self.package = package

    def suggest(self, talk: Talk) -> Iterator[Suggestion]:
        if talk.language != "en":
            return
        recognise = loaded(self.package)
        for turn, document in zip(talk.turns, recognise.pipe(turn.text for turn in talk.turns), strict=True):
            for entity in document.ents:
                if entity.label_ in TYPES and not is_of_the_trade(entity.text):
                    yield suggestion(turn, entity.start_char, entity.end_char, TYPES[entity.label_])


def suggestion(turn: Turn, start: int, end: int, type_: str) -> Suggestion:
    return Suggestion(turn.position, start, end, type_, Model.name, CONFIDENCE, type_ not in INDIRECT)


def is_of_the_trade(name: str) -> bool:
    """Whether what the model takes for a name is a tool, or words of talk, or none at all."""
    words = [word.casefold() for word in re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", name)]
    return all(word in TALK or word in JARGON or is_technology(word) for word in words)
