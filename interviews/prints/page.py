"""One page of a print as geometry: lines of words with their underlines, and code boxes.

Words come from the page's text and positions from its characters; underlines and boxes are path objects.
Text objects are not joined to words: the renderer cuts them at kerning pairs ("dif" + "ferent").
All lengths are points, y grows upwards, as in PDF.
"""

import ctypes
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

# A line-end hyphen, as the library gives it: both lines come as one, without a line break.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
_SURROGATE = re.compile("[\ud800-\udfff]")
# How far two baselines of one line may lie apart.
SAME_LINE = 2.0
# An underline is a thin filled bar, 2.1 points under the baseline of its words.
_UNDERLINE_HEIGHT = 3.0
_UNDERLINE_DROP = 6.0
# Text is black and rules are grey; an underline is coloured: this far from grey, of 255.
_COLOURED = 40
_BOX_HEIGHT = 7.0
# A code name stands 4 points from its frame; words above the box may reach into the frame's own edge.
_BOX_INSET = 2.0
# Underline edges and character origins agree to rounding.
_EDGE = 0.6


@dataclass
class Line:
    """Words on one baseline. `spans` are underlined stretches of `text`, touching ones kept apart.

    `size` is the font size as printed, in points.
    """

    text: str
    baseline: float
    left: float
    size: float
    bold: bool
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """A rounded box with a code name."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, line: Line) -> bool:
        return self.bottom <= line.baseline <= self.top and self.left - 1 <= line.left <= self.right


@dataclass(frozen=True)
class Page:
    """`lines` and `boxes` from top to bottom, left to right; `unplaced` counts underlines under no words."""

    height: float
    lines: list[Line]
    boxes: list[Box]
    unplaced: int


@dataclass
class _Row:
    """Characters first..last (inclusive) of the page's text, on one baseline."""

    first: int
    last: int
    left: float
    baseline: float


def read_page(page: Any) -> Page:
    """The lines and boxes of a `pypdfium2.PdfPage`, in reading order whatever order they were painted in."""
    text_page = page.get_textpage()
    characters = _Characters(text_page)
    bars, frames = _paths(page)
    rows = characters.rows()
    rows.sort(key=lambda row: (-round(row.baseline), row.left))
    unplaced = 0
    marks: dict[int, list[tuple[int, int]]] = {}
    levels = [-row.baseline for row in rows]
    for left, right, top in bars:
        index = _row_above(rows, levels, left, top)
        if index is None:
            unplaced += 1
        else:
            marks.setdefault(index, []).append(characters.between(rows[index], left, right))
    lines = [characters.line(row, marks.get(index, [])) for index, row in enumerate(rows)]
    boxes = [Box(_box_text(text_page, frame), *frame) for frame in frames]
    boxes.sort(key=lambda box: (-round(box.top), box.left))
    height = page.get_height()
    text_page.close()
    return Page(height, lines, boxes, unplaced)


class _Characters:
    """The page's characters by index. One call into the library costs a microsecond: ask per line, not per letter."""

    def __init__(self, text_page: Any) -> None:
        self.page = text_page.raw
        self.text = text_page.get_text_range()
        count = text_page.count_chars()
        if len(self.text) != count:
            # Where the library drops a character from its text, indexes shift; then ask for each.
            codes = (pdfium.FPDFText_GetUnicode(self.page, index) for index in range(count))
            self.text = "".join(chr(code) if code else "\ufffd" for code in codes)
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def origin(self, index: int) -> tuple[float, float]:
        """Where the character's advance begins, on the baseline."""
        pdfium.FPDFText_GetCharOrigin(self.page, index, self._x, self._y)
        return self._x.value, self._y.value

    def rows(self) -> list[_Row]:
        """One row for each line that has ink. The library's own line breaks are checked, not trusted."""
        rows = []
        position = 0
        for chunk in self.text.split("\r\n"):
            stripped = chunk.strip()
            if stripped:
                first = position + chunk.index(stripped[0])
                last = first + len(stripped) - 1
                left, baseline = self.origin(first)
                if first == last or abs(self.origin(last)[1] - baseline) < SAME_LINE:
                    rows.append(_Row(first, last, left, baseline))
                else:
                    rows.extend(self._split(first, last))
            position += len(chunk) + 2
        return rows

    def _split(self, first: int, last: int) -> list[_Row]:
        """Rows of a stretch that holds more than one baseline (a hyphen at a line end hides the break)."""
        rows: list[_Row] = []
        for index in range(first, last + 1):
            if self.text[index].isspace() or pdfium.FPDFText_IsGenerated(self.page, index) == 1:
                continue
            left, baseline = self.origin(index)
            if rows and abs(rows[-1].baseline - baseline) < SAME_LINE:
                rows[-1].last = index
            else:
                rows.append(_Row(index, index, left, baseline))
        return rows

    def between(self, row: _Row, left: float, right: float) -> tuple[int, int]:
        """The characters (end exclusive) of a row whose advance begins between two edges."""
        if left <= row.left + _EDGE and self.origin(row.last)[0] < right - _EDGE:
            return row.first, row.last + 1
        inside = [
            index
            for index in range(row.first, row.last + 1)
            if pdfium.FPDFText_IsGenerated(self.page, index) != 1
            and left - _EDGE <= self.origin(index)[0] < right - _EDGE
        ]
        return (inside[0], inside[-1] + 1) if inside else (row.last + 1, row.last + 1)

    def line(self, row: _Row, marks: list[tuple[int, int]]) -> Line:
        """The row as a line: white space collapsed, hyphens restored, spans relative to its text."""
        raw = self.text[row.first : row.last + 1]
        spans = []
        for start, end in sorted(marks):
            span = len(_clean(raw[: start - row.first])), len(_clean(raw[: end - row.first]))
            if span[0] < span[1]:
                spans.append(span)
        size, bold = self._font(row.first)
        return Line(_clean(raw), row.baseline, row.left, size, bold, spans)

    def _font(self, index: int) -> tuple[float, bool]:
        """The font size as printed (the page is scaled), and whether the font is a bold one."""
        pdfium.FPDFText_GetMatrix(self.page, index, self._matrix)
        pdfium.FPDFText_GetFontInfo(self.page, index, self._name, 128, self._flags)
        size = pdfium.FPDFText_GetFontSize(self.page, index) * abs(self._matrix.d)
        return size, b"bold" in self._name.value.lower()


def _row_above(rows: list[_Row], levels: list[float], left: float, top: float) -> int | None:
    """The row that a bar underlines: the lowest above it, of several on one baseline the one it begins in.

    `levels` are the rows' baselines, negated so that they rise.
    """
    index = bisect_right(levels, SAME_LINE / 2 - top) - 1
    if index < 0 or rows[index].baseline - top > _UNDERLINE_DROP:
        return None
    while index and rows[index].left > left + _EDGE and levels[index] - levels[index - 1] < SAME_LINE:
        index -= 1
    return index


def _clean(text: str) -> str:
    """Blanks collapsed, line-end hyphens restored, halves of an emoji joined to one code point."""
    if "  " in text:
        text = re.sub("  +", " ", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.translate(_HYPHENS)


def _paths(page: Any) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float, float]]]:
    """The page's underlines as (left, right, top) and its box frames as (left, bottom, right, top)."""
    bars, frames = [], []
    edges = [ctypes.c_float() for _ in range(4)]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPageObj_GetBounds(item, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if stroke.value and not fill.value and top - bottom >= _BOX_HEIGHT:
            frames.append((left, bottom, right, top))
        elif fill.value and top - bottom <= _UNDERLINE_HEIGHT and _is_coloured(item):
            bars.append((left, right, top))
    return bars, frames


def _is_coloured(item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    shades = red.value, green.value, blue.value
    return max(shades) - min(shades) >= _COLOURED


def _box_text(text_page: Any, frame: tuple[float, float, float, float]) -> str:
    """The code name in a frame; a name wrapped at a hyphen joins without a blank, at a blank with one."""
    left, bottom, right, top = frame
    inner = left + _BOX_INSET, bottom + _BOX_INSET, right - _BOX_INSET, top - _BOX_INSET
    lines = text_page.get_text_bounded(*inner).translate(_HYPHENS).split("\r\n")
    return re.sub(r"(?<=\w-) (?=\w)", "", " ".join(" ".join(lines).split())) if len(lines) > 1 else lines[0].strip()
