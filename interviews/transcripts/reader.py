"""Reading a transcript of any dialect: the one entrance of this package.

transcript = read_transcript(path.read_bytes(), name=path.name)
"""

import hashlib
import re
from collections.abc import Callable

from interviews.transcripts.archive import is_word_file
from interviews.transcripts.decoding import decode
from interviews.transcripts.document import ReadingWarning, Transcript
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.furniture import first_words, interview_number, is_title, stem
from interviews.transcripts.known_labels import find_known_labels
from interviews.transcripts.language import detect_language
from interviews.transcripts.lines import Reading, split_lines
from interviews.transcripts.plain import read_plain
from interviews.transcripts.srt import read_srt
from interviews.transcripts.turns import make_turns
from interviews.transcripts.vtt import read_vtt
from interviews.transcripts.warning_messages import warning
from interviews.transcripts.word import read_docx

FORMATS: dict[str, Callable[..., Reading]] = {
    "labelled": read_plain,
    "delve": read_plain,
    "docx": read_docx,
    "vtt": read_vtt,
    "srt": read_srt,
}
"""Reader of each format: `reader(data, name=...)` gives lines, of which the same code makes turns."""

_EXTENSIONS = {".vtt": "vtt", ".srt": "srt", ".docx": "docx"}
_SUBRIP_START = re.compile(r"\s*\ufeff?(?:\d+\s*\n)?\s*\d+:\d\d:\d\d[,.]\d+\s*-->")
_NO_LABEL_REMEDY = 'begin each turn with its speaker and a colon, such as "Interviewee:"'


def detect_format(data: bytes, name: str) -> str:
    """Return the format of a file, a key of `FORMATS`: by what it holds, else by its extension.

    Raises TranscriptError for what is no text and no Word file.
    """
    extension = _EXTENSIONS.get(f".{name.rpartition('.')[2].casefold()}")
    if is_word_file(data) or extension == "docx":
        return "docx"
    text = decode(data, name=name).text
    if text.lstrip("\ufeff \t\r\n").startswith("WEBVTT"):
        return "vtt"
    if _SUBRIP_START.match(text.replace("\r\n", "\n").replace("\r", "\n")):
        return "srt"
    return extension or ("delve" if find_known_labels(split_lines(text)).own_line else "labelled")


def read_transcript(data: bytes, *, name: str, format: str | None = None) -> Transcript:
    """Return the turns of a transcript; `name` is the file's name, for messages and the interview's number.

    `format` is a key of `FORMATS`, or None to detect it. Raises TranscriptError, and only that, for
    whatever cannot be read.
    """
    if format is not None and format not in FORMATS:
        raise TranscriptError(name, 1, "no such transcript format", f"choose one of {', '.join(FORMATS)}")
    format = format or detect_format(data, name)
    reading = FORMATS[format](data, name=name)
    turns, warnings = make_turns(reading.lines, name=name)
    if not turns:
        first = first_words(reading.lines)
        raise TranscriptError(name, first.number if first else 1, "no speaker label found", _NO_LABEL_REMEDY)
    number, conflict = _number(reading, name)
    return Transcript(
        turns=turns,
        warnings=tuple(sorted([*reading.warnings, *warnings, *conflict])),
        language=detect_language("\n".join(turn.text for turn in turns)),
        source_sha256=hashlib.sha256(data).hexdigest(),
        format=format,
        number=number,
    )


def _number(reading: Reading, name: str) -> tuple[int | None, list[ReadingWarning]]:
    """Return the interview's number, and a warning where file name and title line disagree."""
    by_name = interview_number(stem(name))
    first = first_words(reading.lines)
    titled = first is not None and first.label is None and is_title(first.text, name)
    by_title = interview_number(first.text) if first and titled else None
    if by_name is not None and by_title is not None and by_name != by_title:
        return by_name, [warning(first.number if first else 1, "number-conflict")]
    return (by_title if by_name is None else by_name), []
