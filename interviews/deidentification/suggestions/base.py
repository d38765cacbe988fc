"""What a suggestion is, what it is made from, and the interface of everything that makes some.

A source looks at a whole talk, because a name is often introduced once and then only repeated. It may propose too
much: `merge.py` settles overlaps, and a person decides in any case.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from interviews.deidentification.suggestions.tokens import tokens_of

Span = tuple[int, int]
SHARED = 0.34
"""A word that stands in more talks of a study than this share of them is nobody's name."""


@dataclass(frozen=True)
class Turn:
    """A speaker turn: its place in the talk, its raw words, and `role` (interviewer, interviewee, unknown)."""

    position: int
    text: str
    role: str


@dataclass(frozen=True)
class StudyWords:
    """In how many talks of a study each folded word stands: a word of many talks is nobody's name."""

    talks: Mapping[str, int] = field(default_factory=dict)
    total: int = 0

    @classmethod
    def of(cls, talks: Iterable[Iterable[str]]) -> "StudyWords":
        """Count over talks, each given as the texts of its turns."""
        counts: Counter[str] = Counter()
        total = 0
        for texts in talks:
            total += 1
            counts.update({token.lower for text in texts for token in tokens_of(text)})
        return cls(counts, total)

    def share(self, word: str) -> float:
        """The share of talks in which `word` stands, 0 to 1; 0 where there are too few talks to tell."""
        return self.talks.get(word, 0) / self.total if self.total >= 4 else 0.0

    def is_shared(self, word: str) -> bool:
        """Whether so many talks have `word` that it names nobody of one of them."""
        return self.share(word) > SHARED


@dataclass(frozen=True)
class Talk:
    """An interview as sources read it.

    `covered` are spans, by turn position, of which something is known already: nothing is suggested there.
    `placeholders` are the spans at whose edges a rest of a name may stand.
    """

    turns: tuple[Turn, ...]
    language: str = "en"
    covered: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    placeholders: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    study_words: StudyWords = field(default_factory=StudyWords)


@dataclass(frozen=True, order=True)
class Suggestion:
    """That the code points `start` to `end` of a turn identify somebody.

    `type` is a value of `IdentifierType`; `source` the name of what proposed it; `confidence` about the share of such
    suggestions that people accept, 0 to 1; `direct` whether it names somebody by itself.
    """

    position: int
    start: int
    end: int
    type: str
    source: str
    confidence: float
    direct: bool


class Source(Protocol):
    """One way to find identifiers."""

    name: str

    def suggest(self, talk: Talk) -> Iterable[Suggestion]:
        """Everything in the talk that this source takes for an identifier; spans may overlap."""
