"""Short ways to read a text and to look at what came of it; the talk is invented."""

from interviews.transcripts.document import Transcript
from interviews.transcripts.reader import read_transcript


def read(source: str | bytes, name: str = "talk.txt", format: str | None = None) -> Transcript:
    """Read a transcript from its text or its bytes."""
    data = source.encode() if isinstance(source, str) else source
    return read_transcript(data, name=name, format=format)


def said(source: str | bytes, name: str = "talk.txt") -> list[tuple[str, str]]:
    """Return who said what."""
    return [(turn.speaker.name, turn.text) for turn in read(source, name).turns]


def odd(transcript: Transcript) -> list[tuple[int, str]]:
    """Return line and code of the warnings."""
    return [(warning.line, warning.code) for warning in transcript.warnings]
