"""Talks whose identifiers are marked where they stand, and counts of what suggestions find of them.

A mark is `⟦D:type|words⟧` for what names somebody or something by itself (a direct identifier), `⟦Q:type|words⟧` for
what does so only together with other things.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from interviews.deidentification.suggestions import StudyWords, Suggestion, Talk, Turn
from interviews.transcripts.document import Transcript
from interviews.transcripts.placeholders import find_placeholders
from interviews.transcripts.reader import read_transcript

MARK = re.compile(r"⟦(?P<degree>[DQ]):(?P<type>[^|⟧]*)\|(?P<words>[^⟧]*)⟧")


class Marked(NamedTuple):
    """An identifier as a reader marked it: a span of a turn, in code points."""

    position: int
    start: int
    end: int
    direct: bool

    def meets(self, one: Suggestion) -> bool:
        return one.position == self.position and one.start < self.end and self.start < one.end


@dataclass
class Figures:
    """Counts of one talk, or of several together."""

    direct: int = 0
    direct_found: int = 0
    suggested: int = 0
    true: int = 0
    words: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def recall(self) -> float:
        """The share of direct identifiers that any suggestion overlaps."""
        return self.direct_found / self.direct

    @property
    def precision(self) -> float:
        """The share of suggestions that overlap any identifier."""
        return self.true / self.suggested

    @property
    def per_thousand(self) -> float:
        return 1000 * self.suggested / self.words

    def __str__(self) -> str:
        found = f"direct {self.direct_found}/{self.direct}, true {self.true}/{self.suggested}"
        return f"{found}, {self.per_thousand:.1f} per 1,000 words"


def figures(talk: Talk, suggestions: Iterable[Suggestion], marked: list[Marked]) -> Figures:
    made = list(suggestions)
    direct = [each for each in marked if each.direct]
    return Figures(
        direct=len(direct),
        direct_found=sum(any(each.meets(one) for one in made) for each in direct),
        suggested=len(made),
        true=sum(any(each.meets(one) for each in marked) for one in made),
        words=sum(len(turn.text.split()) for turn in talk.turns),
    )


def talk_of(transcript: Transcript, study_words: StudyWords | None = None) -> Talk:
    """A transcript as the sources read it; what its authors replaced already is covered."""
    turns = tuple(Turn(turn.position, turn.text, turn.speaker.role) for turn in transcript.turns)
    spans = {turn.position: tuple((p.start, p.end) for p in find_placeholders(turn.text)) for turn in turns}
    return Talk(turns, transcript.language, spans, spans, study_words or StudyWords())


def read_marked(data: bytes, *, name: str) -> tuple[Talk, list[Marked]]:
    """The talk of a marked text without its marks, and what they mark."""
    transcript = read_transcript(data, name=name)
    bare = [without_marks(turn.text, turn.position) for turn in transcript.turns]
    turns = tuple(replace(turn, text=text) for turn, (text, _) in zip(transcript.turns, bare, strict=True))
    return talk_of(replace(transcript, turns=turns)), [each for _, found in bare for each in found]


def without_marks(text: str, position: int) -> tuple[str, list[Marked]]:
    """
    >>> without_marks("I am ⟦D:person|Ottoline⟧.", 3)
    ('I am Ottoline.', [Marked(position=3, start=5, end=13, direct=True)])
    """
    bare, at, found = "", 0, []
    for mark in MARK.finditer(text):
        bare += text[at : mark.start()]
        found.append(Marked(position, len(bare), len(bare) + len(mark["words"]), mark["degree"] == "D"))
        bare, at = bare + mark["words"], mark.end()
    return bare + text[at:], found
