"""Plain text: labels before a colon, or alone on their line as the Delve coding tool prints them.

Both layouts are read by one grammar (`line_starts`, `inline_labels`), since files mix them; the layout that
prevails in the file decides what is odd in it.
"""

from interviews.transcripts.decoding import decode
from interviews.transcripts.lines import Reading, split_lines
from interviews.transcripts.warning_messages import warning


def read_plain(data: bytes, *, name: str) -> Reading:
    """Return the lines of a plain text. Raises TranscriptError for what is not text."""
    decoded = decode(data, name=name)
    reading = Reading(split_lines(decoded.text))
    if decoded.guessed:
        reading.warnings.append(warning(1, "guessed-encoding", encoding=decoded.guessed))
    return reading
