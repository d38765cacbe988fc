"""Timed captions: what WebVTT and SubRip have in common.

Both are a list of cues: an optional name or number, a line "start --> end", and lines of words. A line with
an arrow that is no timing is an error, since the words around it would be lost or doubled.
"""

import re
from dataclasses import dataclass

from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.lines import SourceLine

ARROW = "-->"
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
# What a broken timing looks like: two times with something else than the arrow between them.
_BROKEN_TIMING = re.compile(r"\s*\d+:[\d:.,]*\d\s*(?:-{1,3}>?|[–—]>?|→|>)\s*\d+:[\d:.,]*\d\b.*")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)*[ \t]+([^>]*)>", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:c|i|b|u|s|v|lang|ruby|rt|font)(?:[.\s][^<>]*)?/?>|<\d+:[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE
)


@dataclass(frozen=True)
class Timing:
    """When a cue begins and ends, in milliseconds."""

    start_ms: int
    end_ms: int


def is_timing(line: SourceLine) -> bool:
    """Tell whether a line is a cue's timing, well formed or not."""
    return ARROW in line.text or bool(_BROKEN_TIMING.fullmatch(line.text))


def read_timing(line: SourceLine, *, name: str) -> Timing:
    """Return the times of a cue's timing line. Raises TranscriptError where it has none."""
    match = _TIMING.fullmatch(line.text)
    if match is None:
        raise _malformed(name, line, "the cue's timing cannot be read")
    groups = match.groups()
    if any(int(part) > 59 for part in (*groups[1:3], *groups[5:7])):
        raise _malformed(name, line, "the cue's timing has over 59 minutes or seconds")
    timing = Timing(_milliseconds(groups[:4]), _milliseconds(groups[4:]))
    if timing.end_ms < timing.start_ms:
        raise _malformed(name, line, "the cue ends before it begins")
    return timing


def _malformed(name: str, line: SourceLine, reason: str) -> TranscriptError:
    return TranscriptError(name, line.number, reason, "write it as 00:01:02.000 --> 00:01:04.500")


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def cue_lines(line: SourceLine, timing: Timing | None) -> list[SourceLine]:
    """Return a cue's line of words: cut at voice tags, which name the speaker, and without other tags."""
    pieces = _VOICE.split(line.text)
    found = [_timed(line, pieces[0], None, timing)]
    for voice, words in zip(pieces[1::2], pieces[2::2], strict=True):
        found.append(_timed(line, words, voice.strip() or None, timing))
    return [piece for piece in found if not piece.is_blank]


def _timed(line: SourceLine, text: str, label: str | None, timing: Timing | None) -> SourceLine:
    words = _MARKUP.sub("", text)
    if timing is None:
        return SourceLine(line.number, words, label)
    return SourceLine(line.number, words, label, timing.start_ms, timing.end_ms)
