"""Turns out of lines and boxes, page after page: who speaks, what is said, what is underlined, which codes."""

import re
from dataclasses import dataclass, field

from interviews.prints.document import PrintedTurn, PrintWarning, Span
from interviews.prints.page import Box, Line, Page

# Sizes in points as printed: title 18, words and speakers 10.5, header and footer 8, codes 7.9.
_TITLE_SIZE = 15.0
_SMALL_SIZE = 9.0
# Header and footer stand this near to the paper's edge; words begin 67 points from it.
_MARGIN = 40.0
# Lines of a paragraph are 2.2 font sizes apart, paragraphs and turns at least 2.9; a speaker line is 1.8 above.
_PARAGRAPH_GAP = 2.6
_TOOL_FOOTER = re.compile(r"^created with (?:the )?delve\b.{0,80}$", re.IGNORECASE)
_TOOL_ADDRESS = "delvetool.com/"
# A wrapped "well-" + "known" is one word; "well-" + "I mean" and "- no" are not.
_WRAPPED_HYPHEN = re.compile(r"\w[-\u2010]$")


@dataclass
class _Turn:
    """A turn in the making. `runs` are underlines as drawn, touching ones apart."""

    speaker: str
    page: int
    continues: bool = False
    text: str = ""
    runs: list[Span] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def add(self, line: Line, *, new_paragraph: bool) -> None:
        """Put a line at the end; an underline that ends its line and goes on from the next's start is one run."""
        goes_on = not new_paragraph and bool(self.runs) and self.runs[-1][1] == len(self.text)
        self.text += self._glue(line, new_paragraph)
        offset = len(self.text)
        for start, end in line.spans:
            if goes_on and start == 0:
                self.runs[-1] = (self.runs[-1][0], offset + end)
            else:
                self.runs.append((offset + start, offset + end))
            goes_on = False
        self.text += line.text

    def _glue(self, line: Line, new_paragraph: bool) -> str:
        if not self.text:
            return ""
        if new_paragraph:
            return "\n"
        return "" if _WRAPPED_HYPHEN.search(self.text) and line.text[:1].islower() else " "

    def spans(self) -> tuple[Span, ...]:
        """The runs, touching ones joined, without white space at their edges."""
        joined: list[Span] = []
        for start, end in self.runs:
            if joined and joined[-1][1] >= start:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        trimmed = (trim(self.text, span) for span in joined)
        return tuple(span for span in trimmed if span[0] < span[1])

    def finish(self, position: int) -> PrintedTurn:
        spans, codes = self.spans(), tuple(self.codes)
        return PrintedTurn(position, self.speaker, self.text, spans, codes, self.page, self.continues, len(self.runs))


def trim(text: str, span: Span) -> Span:
    """The span without white space at its edges.

    >>> trim("so it is", (2, 6))
    (3, 5)
    """
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


class Assembler:
    """Takes pages in order; then `turns()`, `title`, `header` and `warnings` tell what was on them."""

    def __init__(self) -> None:
        self.title = ""
        self.header = ""
        self.footer = ""
        # Whether anything on the pages is the coding tool's own: its last line, its address, a code box.
        self.is_of_the_tool = False
        self.warnings: list[PrintWarning] = []
        self._turns: list[_Turn] = []
        self._page = 0
        # The line before, on this page; None at a page's top.
        self._above: Line | None = None
        # The boxes since the last line: on this page, and at the bottom of the page before.
        self._boxes: list[Box] = []
        self._boxes_cut: list[Box] = []

    def add(self, page: Page) -> None:
        self._page += 1
        self._above = None
        self._boxes_cut, self._boxes = self._boxes, []
        if page.unplaced:
            self._warn("underline-without-words", f"{page.unplaced} underline(s) under no words")
        for item in _in_reading_order(page):
            if isinstance(item, Box):
                self._code(item)
            elif self._is_furniture(item, page.height):
                continue
            elif item.size >= _TITLE_SIZE and not self._turns:
                self.title = f"{self.title} {item.text}".strip()
            else:
                self._speaker(item) if item.bold else self._words(item)
                self._above, self._boxes, self._boxes_cut = item, [], []

    def turns(self) -> tuple[PrintedTurn, ...]:
        """The turns that have words or codes; a speaker line with nothing under it is told as a warning."""
        full = []
        for turn in self._turns:
            if turn.text or turn.codes:
                full.append(turn)
            else:
                self.warnings.append(PrintWarning(turn.page, "empty-turn", "a speaker line has no words under it"))
        return tuple(turn.finish(position) for position, turn in enumerate(full))

    def _is_furniture(self, line: Line, height: float) -> bool:
        """Header, footer and the tool's own last line; what the header says is kept."""
        if line.size < _SMALL_SIZE and line.baseline > height - _MARGIN:
            self.header = self.header or line.text
            return True
        if line.size < _SMALL_SIZE and line.baseline < _MARGIN:
            self.footer = line.text
            self.is_of_the_tool |= _TOOL_ADDRESS in line.text
            return True
        if _TOOL_FOOTER.match(line.text):
            self.is_of_the_tool = True
            return True
        return False

    def _speaker(self, line: Line) -> None:
        above = self._above
        wrapped = above is not None and above.bold and above.baseline - line.baseline < _PARAGRAPH_GAP * line.size
        if wrapped and self._turns:
            self._turns[-1].speaker += f" {line.text}"
        else:
            self._turns.append(_Turn(line.text, self._page))

    def _words(self, line: Line) -> None:
        if line.size < _SMALL_SIZE:
            self._warn("small-print", "small words outside a code box were read as spoken words")
        turn = self._turn()
        if turn.codes:
            turn = _Turn(turn.speaker, self._page, continues=True)
            self._turns.append(turn)
        turn.add(line, new_paragraph=self._is_after_gap(line))

    def _is_after_gap(self, line: Line) -> bool:
        """Whether a line begins a paragraph. After a page break nothing tells, and the words go on."""
        above = self._above
        return above is not None and not above.bold and above.baseline - line.baseline > _PARAGRAPH_GAP * line.size

    def _code(self, box: Box) -> None:
        if not box.text:
            self._warn("empty-box", "a code box has no name")
            return
        self.is_of_the_tool = True
        turn = self._turn()
        if not turn.runs and not turn.codes:
            self._warn("code-without-underline", "a code stands under words of which none is underlined")
        cut = next((above for above in self._boxes_cut if _is_printed_again(above, box)), None)
        if cut is not None and cut.text in turn.codes:
            turn.codes[turn.codes.index(cut.text)] = box.text
        elif box.text not in turn.codes:
            turn.codes.append(box.text)
        self._boxes.append(box)

    def _turn(self) -> _Turn:
        if not self._turns:
            self._warn("no-speaker", "words stand before the first speaker line")
            self._turns.append(_Turn("", self._page))
        return self._turns[-1]

    def _warn(self, code: str, message: str) -> None:
        self.warnings.append(PrintWarning(self._page, code, message))


def _is_printed_again(cut: Box, box: Box) -> bool:
    """Whether a box is the one that the page's end cut, whole: as wide, at the same place in its row.

    A browser paints such a box on both pages; the first time letters may be missing from its name.
    """
    same_place = abs(cut.left - box.left) < 1 and abs(cut.right - box.right) < 1
    letters = iter(box.text)
    return same_place and all(letter in letters for letter in cut.text if not letter.isspace())


def _in_reading_order(page: Page) -> list[Line | Box]:
    """Boxes and lines from top to bottom; the lines inside boxes are left out."""
    items: list[tuple[float, float, Line | Box]] = [
        (-round((box.top + box.bottom) / 2), box.left, box) for box in page.boxes if box.text
    ]
    for line in page.lines:
        if not (line.size < _SMALL_SIZE and any(box.holds(line) for box in page.boxes)):
            items.append((-round(line.baseline), line.left, line))
    return [item for _, _, item in sorted(items, key=lambda entry: entry[:2])]
