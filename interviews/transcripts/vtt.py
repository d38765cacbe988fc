"""WebVTT (https://www.w3.org/TR/webvtt1/): header, NOTE, STYLE and REGION blocks, cues with voice tags."""

from itertools import groupby

from interviews.transcripts.cues import Timing, cue_lines, is_timing, read_timing
from interviews.transcripts.decoding import decode
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.lines import Reading, SourceLine, split_lines
from interviews.transcripts.warning_messages import warning

_NOT_SPOKEN = ("NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP")


def read_vtt(data: bytes, *, name: str) -> Reading:
    """Return the words of a WebVTT file's cues as lines, with their times and voices.

    Raises TranscriptError for a file that does not begin with WEBVTT, a malformed timing, no cue at all.
    """
    lines = split_lines(decode(data, name=name).text)
    first = next(line for line in lines if not line.is_blank)
    if not first.text.strip().startswith("WEBVTT"):
        remedy = "write WEBVTT in the first line, or choose another format"
        raise TranscriptError(name, first.number, "a WebVTT file begins with WEBVTT", remedy)
    reading = Reading([])
    timing: Timing | None = None
    for block in _blocks(lines[first.number - 1 :], header=first):
        timing = _read_block(block, timing, reading, name)
    if timing is None:
        raise TranscriptError(name, first.number, "the file has no cue", "export the captions again")
    return reading


def _blocks(lines: list[SourceLine], *, header: SourceLine) -> list[list[SourceLine]]:
    """Return the blocks between blank lines, without the header and what is not spoken."""
    grouped = [list(group) for blank, group in groupby(lines, key=lambda line: line.is_blank) if not blank]
    return [block for block in grouped if not _is_comment(block) and _below_header(block, header)]


def _is_comment(block: list[SourceLine]) -> bool:
    word = block[0].text.split(maxsplit=1)[0]
    return word in _NOT_SPOKEN and not any(is_timing(line) for line in block[:2])


def _below_header(block: list[SourceLine], header: SourceLine) -> bool:
    """Tell whether a block stands below the header, which ends at the first blank line."""
    if block[0] is not header:
        return True
    del block[0]
    while block and not is_timing(block[0]):
        del block[0]
    return bool(block)


def _read_block(block: list[SourceLine], timing: Timing | None, reading: Reading, name: str) -> Timing | None:
    """Add a block's words to the reading; return the times of its cue."""
    at = next((index for index, line in enumerate(block[:2]) if is_timing(line)), None)
    if at is not None:
        timing = read_timing(block[at], name=name)
        block = block[at + 1 :]
    elif timing is None:
        raise TranscriptError(name, block[0].number, "a cue without a timing", "export the captions again")
    else:
        reading.warnings.append(warning(block[0].number, "text-outside-cue"))
    for line in block:
        if is_timing(line):
            raise TranscriptError(name, line.number, "a timing inside a cue", "put a blank line before it")
        reading.lines.extend(cue_lines(line, timing))
    return timing
