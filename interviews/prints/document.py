"""What reading a coded print yields: turns, the words that are underlined in them, the codes in their boxes."""

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]


@dataclass(frozen=True)
class PrintedTurn:
    """Words with their own code boxes: from a speaker line, or from the words after code boxes, to the next.

    `position` counts from 0. `text` joins wrapped lines with a blank and paragraphs with one LF. `page` (from
    1) is where the speaker line stands; the words may be on the next. `continues` is True where the same
    speaker goes on after code boxes, without a new speaker line.

    `spans` are the underlined stretches of `text` in code points, end exclusive, wrapped lines joined.
    `codes` has each code name once, as printed, in the order of the boxes. A turn may have codes and no
    span: the tool puts a box under the turn in which a selection ends, even before its first letter.

    `runs` counts the underlines as the tool drew them: it begins a new one, touching the last, where the set
    of codes changes.
    """

    position: int
    speaker: str
    text: str
    spans: tuple[Span, ...]
    codes: tuple[str, ...]
    page: int
    continues: bool = False
    runs: int = 0

    @property
    def is_certain(self) -> bool:
        """True where the print says which words have which code: one code, or one run that all codes share."""
        return bool(self.spans) and (len(self.codes) == 1 or self.runs == 1)


@dataclass(frozen=True)
class PrintWarning:
    """Something odd that was read all the same. `message` never quotes words of the interview."""

    page: int
    code: str
    message: str


@dataclass(frozen=True)
class CodedPrint:
    """One coder's print of one interview.

    `interview_number` and `coder` come from the title, else from the file's name; `printed_on` from the page
    header, else from the file's name. `pages` is the number of pages read; `source_sha256` the hex digest of
    the bytes as they came.
    """

    title: str
    interview_number: int | None
    coder: str
    printed_on: date | None
    turns: tuple[PrintedTurn, ...]
    warnings: tuple[PrintWarning, ...]
    pages: int
    source_sha256: str

    @property
    def has_codes(self) -> bool:
        """False for a print that shows no code at all, which is not to say that its coder coded nothing."""
        return any(turn.codes for turn in self.turns)

    @property
    def coded_turns(self) -> int:
        return sum(1 for turn in self.turns if turn.codes)

    @property
    def speaker_lines(self) -> int:
        """How often a speaker is named; at most the number of turns, which code boxes cut too."""
        return sum(1 for turn in self.turns if not turn.continues)

    @property
    def codes(self) -> tuple[str, ...]:
        """Each code name once, sorted."""
        return tuple(sorted({code for turn in self.turns for code in turn.codes}))
