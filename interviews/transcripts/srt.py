"""SubRip (.srt): numbered cues, times with a comma. Blank lines inside a cue's words are allowed for."""

import re

from interviews.transcripts.cues import Timing, cue_lines, is_timing, read_timing
from interviews.transcripts.decoding import decode
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.lines import INVISIBLE, Reading, SourceLine, split_lines

_COUNTER = re.compile(r"\s*\ufeff?\d+\s*")


def read_srt(data: bytes, *, name: str) -> Reading:
    """Return the words of a SubRip file's cues as lines, with their times.

    Raises TranscriptError for a malformed timing, a numbered cue without one, and a file without any cue.
    """
    lines = [line for line in split_lines(decode(data, name=name).text) if not line.is_blank]
    reading = Reading([])
    timing: Timing | None = None
    cues = 0
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        if is_timing(line):
            timing = read_timing(line, name=name)
            cues += 1
        elif _is_counter(line) and after and is_timing(after):
            continue
        elif timing is None or _is_next_counter(line, before, cues):
            raise TranscriptError(name, line.number, "a cue without a timing", "export the captions again")
        else:
            reading.lines.extend(cue_lines(line, timing))
    if timing is None:
        raise TranscriptError(name, 1, "the file has no cue", "export the captions again")
    return reading


def _is_counter(line: SourceLine) -> bool:
    return bool(_COUNTER.fullmatch(line.text))


def _is_next_counter(line: SourceLine, before: SourceLine | None, cues: int) -> bool:
    """Tell whether a line with no timing after it must be the next cue's number: a gap stands before it."""
    after_gap = before is None or before.number < line.number - 1
    return after_gap and _is_counter(line) and int(line.text.strip().strip(INVISIBLE)) == cues + 1
