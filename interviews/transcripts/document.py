"""What reading a transcript yields: turns, speakers, warnings.

A turn becomes a segment at import, so a `Turn.text` obeys the canonical rule: continuation paragraphs
join with one LF, outer white space is stripped, and no character inside is changed.
"""

from dataclasses import dataclass

INTERVIEWER = "interviewer"
INTERVIEWEE = "interviewee"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class SpeakerLabel:
    """Who speaks, as far as the label tells. Two labels of one person compare equal.

    `role` is "interviewer", "interviewee" or "unknown"; `number` is the one in "Interviewer 2", or None.
    `name` is the canonical display ("Interviewer 2", "Interviewee", "Unknown speaker"). It is a person's
    name only where the source used one as its label.
    """

    role: str
    number: int | None
    name: str


UNKNOWN_SPEAKER = SpeakerLabel(UNKNOWN, None, "Unknown speaker")


@dataclass(frozen=True)
class Turn:
    """One labelled turn, never merged with its neighbour even when the same speaker goes on.

    `position` counts from 0. `label` is what the source wrote, without colon and markup ("" where a text
    began without one). `line` is the 1-based source line of the label; in Word files, of the paragraph.
    Times are milliseconds from the start of the recording, None where the source has none.
    """

    position: int
    label: str
    speaker: SpeakerLabel
    text: str
    line: int
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, order=True)
class ReadingWarning:
    """Something odd that was read all the same. `message` never quotes words of the interview."""

    line: int
    code: str
    message: str


@dataclass(frozen=True)
class Transcript:
    """A transcript as read: turns in order, warnings by line.

    `language` is an ISO 639-1 code, "und" where no word gave a hint. `source_sha256` is the hex digest of
    the bytes as they came. `format` is a key of `reader.FORMATS`. `number` is the interview's number, from
    the file's name ("Interview 20 - Kim.txt") or else the title line.
    """

    turns: tuple[Turn, ...]
    warnings: tuple[ReadingWarning, ...]
    language: str
    source_sha256: str
    format: str
    number: int | None
