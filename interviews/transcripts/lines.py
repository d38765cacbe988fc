"""Source lines: what every format is first turned into, before turns are made of them."""

import re
from dataclasses import dataclass, field

from interviews.transcripts.document import ReadingWarning

# Line ends of Unix, Windows and old Macs, Word's soft line break, a page break, Unicode's two separators.
# U+0085 is left out: in practice it is an ellipsis that went through a wrong encoding.
_LINE_END = re.compile("\r\n|[\r\n\v\f\u2028\u2029]")

# Marks that show nothing and that editors leave at line starts: byte order mark, zero width, direction.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e"

_BLANK = re.compile(rf"[\s{INVISIBLE}]*")


def is_blank(text: str) -> bool:
    """Tell whether a text has nothing to read: white space and marks that show nothing."""
    return _BLANK.fullmatch(text) is not None


@dataclass(frozen=True)
class SourceLine:
    """A line of the source, 1-based, with what a format's own markup tells about it.

    `label` is set where the markup names the speaker (a WebVTT voice tag, a table's first column): the
    line then begins a turn whatever its text looks like. Times are milliseconds.
    """

    number: int
    text: str
    label: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether the line has neither words nor a speaker."""
        return self.label is None and is_blank(self.text)


@dataclass
class Reading:
    """The lines of one file, and what the reading of its format found odd."""

    lines: list[SourceLine]
    warnings: list[ReadingWarning] = field(default_factory=list)


def split_lines(text: str) -> list[SourceLine]:
    """Return the lines of plain text, numbered from 1."""
    return [SourceLine(number, line) for number, line in enumerate(_LINE_END.split(text), start=1)]
