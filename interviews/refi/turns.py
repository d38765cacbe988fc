"""A talk as one plain text, as other tools take it, and the way back to its turns.

    Interviewer: What hurts?

    Interviewee: The data does.

Written so, the turns of a text of ours are read again exactly, whatever stands in them but a blank line. Any other text
is read as an uploaded transcript is; what has no speaker labels becomes one turn a paragraph, of an unknown speaker.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from interviews.transcripts.document import (
    INTERVIEWEE,
    INTERVIEWER,
    UNKNOWN,
    UNKNOWN_SPEAKER,
    SpeakerLabel,
    Transcript,
    Turn,
)
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.furniture import interview_number, stem
from interviews.transcripts.language import detect_language
from interviews.transcripts.lines import is_blank
from interviews.transcripts.reader import read_transcript

LABELS = {INTERVIEWER: "Interviewer", INTERVIEWEE: "Interviewee", UNKNOWN: "Unknown speaker"}
_ROLES = {label: role for role, label in LABELS.items()}
_OURS = re.compile(rf"(?:\A|\n\n)({'|'.join(_ROLES)})(?: (\d{{1,3}}))?:(?: |(?=\n|\Z))")
_LINE_END = re.compile("\r\n|[\r\n\v\f\u2028\u2029]")
FORMAT = "refi-qda"
BETWEEN = "\n\n"


@dataclass(frozen=True)
class SpokenTurn:
    """A turn to write: its speaker's role, their number within the role, and its words."""

    role: str
    number: int
    text: str


def with_unix_ends(text: str) -> str:
    """The text with LF line ends, every character at its place: of CR LF, the first becomes a blank.

    >>> with_unix_ends("one\\r\\ntwo\\rthree")
    'one \\ntwo\\nthree'
    """
    return text.replace("\r\n", " \n").replace("\r", "\n")


def render(turns: Sequence[SpokenTurn]) -> tuple[str, list[int]]:
    """The turns as one text with LF line ends, and for each turn where its words begin there."""
    pieces: list[str] = []
    begins: list[int] = []
    length = 0
    for turn in turns:
        label = f"{LABELS[turn.role]}{f' {turn.number}' if turn.number > 1 else ''}: "
        begins.append(length + len(label))
        pieces.append(f"{label}{with_unix_ends(turn.text)}")
        length = begins[-1] + len(turn.text) + len(BETWEEN)
    return BETWEEN.join(pieces) + "\n", begins


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn's words and where it stands in the whole text."""

    turn: int
    turn_start: int
    text_start: int
    length: int


@dataclass(frozen=True)
class Talk:
    """A text read as turns, and where each stretch of their words stands in it."""

    transcript: Transcript
    pieces: tuple[Piece, ...]

    @cached_property
    def _begins(self) -> list[int]:
        """Where each piece stands in the text; they are in order."""
        return [piece.text_start for piece in self.pieces]

    def spans(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """What of the turns a span of the text covers: turn, start and end in its words, in order; no labels."""
        found: dict[int, tuple[int, int]] = {}
        begins = self._begins
        for piece in self.pieces[max(bisect_right(begins, start) - 1, 0) : bisect_left(begins, end)]:
            first = max(start, piece.text_start) - piece.text_start + piece.turn_start
            last = min(end, piece.text_start + piece.length) - piece.text_start + piece.turn_start
            if first < last:
                found[piece.turn] = (found.get(piece.turn, (first, last))[0], last)
        return [(turn, *span) for turn, span in sorted(found.items())]


def read_talk(text: str, *, ours: bool, number_from: str = "") -> Talk | None:
    """The turns of a plain text; None where it has no words. `number_from` is a name that may tell its number.

    `ours` says that the text was written by `render`. Raises TranscriptError for a text that is none.
    """
    if is_blank(text):
        return None
    data = text.encode("utf-8")
    turns = _own_turns(text) if ours else None
    number = interview_number(stem(f"{number_from}.txt"))
    if turns is not None:
        return _talk(data, number, *zip(*turns, strict=True))
    try:
        # A reader of captions would take a text's numbers for times: here it is plain text, whatever it looks like.
        transcript = read_transcript(data, name=f"{number_from}.txt", format="labelled")
    except TranscriptError as error:
        if "no speaker label" not in error.reason:
            raise
        return _talk(data, number, *zip(*_paragraphs(text), strict=True))
    return Talk(transcript, tuple(_located(text, transcript.turns)))


def _talk(data: bytes, number: int | None, turns: Sequence[Turn], begins: Sequence[int]) -> Talk:
    """Turns that stand in the text in one piece each."""
    transcript = Transcript(
        turns=tuple(turns),
        warnings=(),
        language=detect_language("\n".join(turn.text for turn in turns)),
        source_sha256=hashlib.sha256(data).hexdigest(),
        format=FORMAT,
        number=number,
    )
    pieces = (Piece(turn.position, 0, begin, len(turn.text)) for turn, begin in zip(turns, begins, strict=True))
    return Talk(transcript, tuple(pieces))


def _own_turns(text: str) -> list[tuple[Turn, int]] | None:
    """The turns that `render` wrote, each with where its words begin; None where another hand changed the text."""
    labels = list(_OURS.finditer(text))
    if not labels or labels[0].start() != 0 or not text.endswith("\n"):
        return None
    turns: list[tuple[Turn, int]] = []
    ends = [label.start() for label in labels[1:]] + [len(text) - 1]
    line, counted = 1, 0
    for position, (label, end) in enumerate(zip(labels, ends, strict=True)):
        role, number = _ROLES[label[1]], int(label[2] or 1)
        speaker = SpeakerLabel(role, number, f"{label[1]}{f' {number}' if number > 1 else ''}")
        line, counted = line + text.count("\n", counted, label.end()), label.end()
        turns.append(_stripped(position, text[label.end() : end], label.end(), speaker, line))
    return turns


def _paragraphs(text: str) -> list[tuple[Turn, int]]:
    """One turn a line that has words, by an unknown speaker, each with where it begins."""
    turns: list[tuple[Turn, int]] = []
    for line, (start, words) in enumerate(_lines(text), start=1):
        if not is_blank(words):
            turns.append(_stripped(len(turns), words, start, UNKNOWN_SPEAKER, line))
    return turns


def _stripped(position: int, words: str, start: int, speaker: SpeakerLabel, line: int) -> tuple[Turn, int]:
    """A turn without outer white space, as every turn is stored, and where its words then begin."""
    label = "" if speaker is UNKNOWN_SPEAKER else speaker.name
    turn = Turn(position, label, speaker, words.strip(), line, None, None)
    return turn, start + len(words) - len(words.lstrip())


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines of a text, each with where it begins."""
    edges = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(text)]
    return [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _located(text: str, turns: Sequence[Turn]) -> Iterable[Piece]:
    """Where the paragraphs of each turn stand in the text: after its label, in order, letter by letter."""
    starts = [start for start, _ in _lines(text)]
    at = 0
    for turn in turns:
        at = max(at, starts[turn.line - 1])
        if turn.label:
            label = text.find(turn.label, at)
            at = label + len(turn.label) if label >= 0 else at
        turn_start = 0
        for paragraph in turn.text.split("\n") if turn.text else []:
            found = text.find(paragraph, at)
            if found >= 0:
                yield Piece(turn.position, turn_start, found, len(paragraph))
                at = found + len(paragraph)
            turn_start += len(paragraph) + 1
