"""Labels inside a line, where a line end was lost: "... in production. Interviewee: Yes. ..."

A line is split before a label and its colon when all of this holds; else the words stay one turn:

1. The label is one that begins lines of this file, or an unmistakable interview label ("Interviewer 3",
   "Interviewee", "Unknown speaker"). A participant code or a name counts only when it begins lines of the
   file, and one misspelled only at the end of a sentence.
2. It ends right before the colon (a time stamp, white space and bold marks may stand between), and begins
   after white space or after the end of a sentence.
3. What stands before it ends a sentence (. ? ! ... or a closing quote or bracket after them). Or else, since
   labels do cut sentences in two: the label has a capital, or the labels that begin lines of this file have
   none either; and the word before it is not one after which a noun follows ("the", "first", "un"). For a
   label without a capital more words count as such ("told", "my", "with"), so that "I told the
   interviewee: ..." and "we ask interviewer 2: ..." stay whole.
"""

import re
from dataclasses import dataclass

from interviews.transcripts.known_labels import KnownLabels
from interviews.transcripts.labels import Label, Strength, parse_label, parse_name
from interviews.transcripts.line_starts import STAMP
from interviews.transcripts.spelling import fold
from interviews.transcripts.vocabulary import DETERMINERS, LEADING_IN

_LONGEST_LABEL = 40
_WINDOW = 160
"""How far before a colon to look, for the label and for what stands before it."""
_TOO_ODD = {"ambiguous-role", "doubled-label", "several-speakers"}
_MOST_WORDS = 4
_COLON = re.compile(r"(?<!\d)[:：]+|[:：]+(?!\d\d)")
_BEFORE_COLON = re.compile(rf"[\s,(]*(?:{STAMP})?[\s*_]*$")
_WORD_START = re.compile(r"(?:(?<=[\s.?!…\"”’»)\]*_])|^)[^\W_]")
_SENTENCE_END = re.compile(r"[.?!…][\"'”’»)\]]*$|\]$")
_LAST_WORD = re.compile(r"([^\W_]+)\W*$")


@dataclass(frozen=True)
class InlineLabel:
    """A label inside a line, from `start` to `end` (behind its colon)."""

    label: Label
    start: int
    end: int


def find_inline_labels(line: str, known: KnownLabels) -> list[InlineLabel]:
    """Return the labels at which `line` (the words after its own label) is to be split, in order."""
    found: list[InlineLabel] = []
    begin = 0
    for colon in _COLON.finditer(line):
        window = max(begin, colon.start() - _WINDOW)
        before = _BEFORE_COLON.sub("", line[window : colon.start()])
        if inline := _label_that_ends(before, known):
            label, offset = inline
            found.append(InlineLabel(label, window + offset, colon.end()))
            begin = colon.end()
    return found


def _label_that_ends(before: str, known: KnownLabels) -> tuple[Label, int] | None:
    """Return the longest label at the end of `before` that begins a turn, and where it begins."""
    floor = max(0, len(before) - _LONGEST_LABEL)
    starts = [match.start() for match in _WORD_START.finditer(before, floor)][-_MOST_WORDS:]
    for start in starts:
        label = parse_label(before[start:]) or parse_name(before[start:])
        if label and _is_believed(label, known) and _begins_a_turn(before[:start], label, known):
            return label, len(before[:start].rstrip("*_"))
    return None


def _is_believed(label: Label, known: KnownLabels) -> bool:
    if label.raw in known.spellings:
        return True
    return label.strength == Strength.ROLE and not set(label.oddities) & _TOO_ODD


def _begins_a_turn(before: str, label: Label, known: KnownLabels) -> bool:
    before = before.rstrip(" \t\u00a0*_")
    if not before or _SENTENCE_END.search(before):
        return True
    capital = label.raw[:1].isupper()
    if label.raw not in known.spellings and not (capital and label.is_exact):
        return False
    last = _LAST_WORD.search(before)
    return not (last and fold(last[1]) in (DETERMINERS if capital else LEADING_IN))
