"""Suggesting what in a talk identifies somebody. Knows no database; people decide on what it suggests.

>>> talk = Talk((Turn(0, "So my name is Ottoline, and I work at Quillonix.", "interviewee"),))
>>> [(one.type, one.source) for one in suggest(talk)]
[('person', 'introduction'), ('company', 'employer')]
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from interviews.deidentification.matching import Match
from interviews.deidentification.suggestions.base import Source, Span, StudyWords, Suggestion, Talk, Turn
from interviews.deidentification.suggestions.merge import merged
from interviews.deidentification.suggestions.repeats import repeats
from interviews.deidentification.suggestions.sources import SOURCES, sources_with

__all__ = [
    "REGISTRY",
    "SOURCES",
    "Source",
    "Span",
    "StudyWords",
    "Suggestion",
    "Talk",
    "Turn",
    "sources_with",
    "suggest",
]
REGISTRY = "registry"
LEAST = 0.2
"""What is less certain than this is not suggested."""


def suggest(
    talk: Talk,
    *,
    known: Callable[[str], Iterable[Match]] | None = None,
    types: Mapping[int, str] | None = None,
    sources: Iterable[Source] = SOURCES,
) -> list[Suggestion]:
    """Everything in `talk` that may identify somebody: no two overlap; direct ones first, then by confidence.

    `known` finds the identifiers of the study's registry in a text (the key of a match is the identifier's id), and
    `types` says of which type each is; what it finds is certain.
    """
    registered = in_registry(talk, known, types or {}) if known else ()
    proposed = list(chain(registered, *(source.suggest(talk) for source in sources)))
    found = merged([*proposed, *repeats(talk, proposed)], talk.covered)
    return [one for one in found if one.confidence >= LEAST]


def in_registry(talk: Talk, known: Callable[[str], Iterable[Match]], types: Mapping[int, str]) -> Iterator[Suggestion]:
    """The registry as a source: whatever is an identifier already."""
    for turn in talk.turns:
        for match in known(turn.text):
            yield Suggestion(turn.position, match.start, match.end, types.get(match.key, "other"), REGISTRY, 1.0, True)
