"""Word files (.docx): paragraphs, their line breaks, and tables whose first column names the speaker.

python-docx opens the file; the paragraphs are walked here, since its `Paragraph.text` leaves out tracked
insertions, content controls and text boxes, and words must not be lost. Deleted text is left out.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from interviews.transcripts.archive import check_word_archive
from interviews.transcripts.document import ReadingWarning
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.labels import parse_label, parse_name
from interviews.transcripts.line_starts import STAMP, stamp_ms
from interviews.transcripts.lines import Reading, SourceLine, split_lines
from interviews.transcripts.spelling import fold, word_set
from interviews.transcripts.warning_messages import warning

_LEFT_OUT = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:pPr"), qn("w:rPr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NOTES = {"word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes", "word/comments.xml": "comments"}
_HEADER_WORDS = word_set(
    "speaker speakers time timestamp timecode text transcript transcription words start end who content "
    "locuteur orateur intervenant temps heure texte debut fin contenu # no n°"
)
_WORDS_IN_XML = re.compile(rb"<w:t(?: [^>]*)?>[^<]*[^<\s]")
_ONLY_STAMP = re.compile(rf"\s*{STAMP}\s*")


def read_docx(data: bytes, *, name: str) -> Reading:
    """Return the paragraphs of a Word file as lines, numbered by paragraph (a table's row counts as one).

    Raises TranscriptError for a file that is broken, locked with a password or suspiciously large.
    """
    parts = check_word_archive(data, name=name)
    reading = Reading([])
    try:
        body = docx.Document(BytesIO(data)).element.body
        for number, (kind, block) in enumerate(_blocks(body), start=1):
            lines = _row_lines(block, number, reading) if kind == "row" else _paragraph_lines(block, number)
            reading.lines.extend(lines)
        reading.warnings.extend(_warnings_of_parts(data, parts))
    except Exception as error:  # A damaged archive or XML makes python-docx raise nearly anything.
        remedy = "open it in Word and save it again as .docx"
        raise TranscriptError(name, 1, "the Word file is broken", remedy) from error
    return reading


def _blocks(parent: Any) -> Iterator[tuple[str, Any]]:
    """Yield the paragraphs and table rows of a body in order, through content controls and revisions."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield "paragraph", child
        elif child.tag == qn("w:tr"):
            yield "row", child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _text(element: Any) -> str:
    """Return the words in an XML element, with line breaks and tabs; a text box has lines of its own."""
    if element.tag in _LEFT_OUT or element.tag == _FALLBACK or not isinstance(element.tag, str):
        return ""
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in _CHARACTERS:
        return _CHARACTERS[element.tag]
    words = "".join(_text(child) for child in element)
    return f"\n{words}\n" if element.tag == qn("w:p") else words


def _paragraph_lines(paragraph: Any, number: int) -> list[SourceLine]:
    return _numbered(_text(paragraph), number)


def _numbered(text: str, number: int) -> list[SourceLine]:
    return [SourceLine(number, line.text) for line in split_lines(text) if not line.is_blank]


def _row_lines(row: Any, number: int, reading: Reading) -> list[SourceLine]:
    """Return a table row's lines; where a cell before the last one is a label, the others are its words."""
    cells = [text for cell in _cells(row) if (text := _text(cell).strip())]
    if len(cells) > 1 and all(set(fold(cell).split()) <= _HEADER_WORDS for cell in cells):
        reading.warnings.append(warning(number, "table-header"))
        return []
    stamps = [cell for cell in cells[:3] if _ONLY_STAMP.fullmatch(cell)]
    words = [cell for cell in cells if cell not in stamps]
    label = words[0].rstrip(": \u00a0") if len(words) > 1 else ""
    if not (parse_label(label) or parse_name(label)):
        return [line for cell in cells for line in _numbered(cell, number)]
    start = stamp_ms(stamps[0].strip()) if stamps else None
    end = stamp_ms(stamps[1].strip()) if len(stamps) > 1 else None
    first, *others = [line for cell in words[1:] for line in _numbered(cell, number)]
    return [SourceLine(number, first.text, label, start, end), *others]


def _cells(parent: Any) -> Iterator[Any]:
    """Yield the cells of a row, through content controls; not those of tables inside them."""
    for child in parent:
        if child.tag == qn("w:tc"):
            yield child
        elif isinstance(child.tag, str):
            yield from _cells(child)


def _warnings_of_parts(data: bytes, parts: list[str]) -> Iterator[ReadingWarning]:
    """Yield a warning for each part beside the body that has words: they are not read."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part, what in _NOTES.items():
            if part in parts and _WORDS_IN_XML.search(archive.read(part)):
                yield warning(1, "left-out", what=what)
