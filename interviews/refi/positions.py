"""Where a selection stands: the same number means different places to different tools.

The standard counts Unicode code points from 0. Tools differ in whether CR LF is one or two of them, whether a byte
order mark is one, whether a rare character counts once or as the two halves that UTF-16 stores, and whether the end is
the last character or the place after it. Selections mostly bear their own words as a name, so the way of counting in
which these words stand at their places is the one that was meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from interviews.refi.document import Selection

MARK = "\ufeff"
# Shorter words are found by chance, so nothing is moved to where they stand.
LONG_ENOUGH = 12
CUT = ("…", "...")
# Of a span only so much is compared with its name: twice as much as the name has, and this for runs of blanks.
BLANKS = 200
# What is looked through for words that stand elsewhere, in characters; later selections stay where the file says.
MOST_LOOKED_THROUGH = 1_000_000_000


@dataclass(frozen=True)
class Counting:
    """A way of counting; as it stands, the standard's own with CR LF as the two characters it is."""

    crlf_is_one: bool = False
    mark_counts: bool = False
    halves: bool = False
    end_is_last: bool = False


def plain(raw: str) -> str:
    """The text without a byte order mark, its line ends LF."""
    return raw.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Placed:
    """Selections at their places in `plain` text.

    `moved` were at another place than their words, `unsure` bear a name that is not the words there (it may be a
    title), `outside` has those that lie outside the text or are empty.
    """

    selections: tuple[Selection, ...]
    counting: Counting
    moved: int = 0
    unsure: int = 0
    outside: int = 0

    @property
    def astray(self) -> int:
        """How many were not where their words are."""
        return self.moved + self.unsure + self.outside


def place(raw: str, selections: Sequence[Selection], *, ours: bool = False) -> Placed:
    """Find the way of counting that fits, and give the selections positions in `plain(raw)` by it.

    `ours` says that this program wrote them: then the standard's way is the one, and nothing is moved.
    """
    text = plain(raw)
    counting = Counting() if ours else best_counting(raw, text, selections)
    starts = boundaries(raw, counting)
    kept: list[Selection] = []
    moved = unsure = outside = looked = 0
    for selection in selections:
        span = counted(selection, starts, counting)
        if span is None:
            outside += 1
            continue
        if selection.name and not fits(text, span, selection.name):
            looked += len(text)
            elsewhere = None if ours or looked > MOST_LOOKED_THROUGH else only_place(text, selection.name)
            if elsewhere and elsewhere[0] == span[0] and elsewhere[1] < span[1]:
                elsewhere = None
            moved, unsure = moved + (elsewhere is not None), unsure + (elsewhere is None)
            span = elsewhere or span
        kept.append(replace(selection, start=span[0], end=span[1]))
    return Placed(tuple(kept), counting, moved, unsure, outside)


def best_counting(raw: str, text: str, selections: Sequence[Selection]) -> Counting:
    """The counting in which most names are the words at their place; without names, most spans end between words."""
    best, most = Counting(), (-1, -1, -1)
    for counting in countings(raw):
        starts = boundaries(raw, counting)
        spans = [(selection, counted(selection, starts, counting)) for selection in selections]
        inside = [(selection.name, span) for selection, span in spans if span is not None]
        # Words that fit letter by letter say more than words between which white space differs.
        quoted = sum(is_exactly(text, span, name) + fits(text, span, name) for name, span in inside if name)
        # The rarer ways of counting are believed to words alone: a coder may well cut a word.
        rare = counting.end_is_last or counting.halves
        between = 0 if rare else sum(between_words(text, span) for _, span in inside)
        score = (quoted, 0 if rare else len(inside), between)
        if score > most:
            best, most = counting, score
    return best


def countings(raw: str) -> Iterable[Counting]:
    """The ways of counting that make a difference in this text, the likeliest first."""
    ends, marks = (False, True), (False, True) if raw.startswith(MARK) else (False,)
    crlf = (False, True) if "\r\n" in raw else (False,)
    halves = (False, True) if any(letter > "\uffff" for letter in raw) else (False,)
    for end, mark, half, one in product(ends, marks, halves, crlf):
        yield Counting(crlf_is_one=one, mark_counts=mark, halves=half, end_is_last=end)


def boundaries(raw: str, counting: Counting) -> Sequence[int]:
    """For each number of the counting the place in plain text that it means; the last is the text's end."""
    body = raw.removeprefix(MARK)
    if "\r\n" not in body and not counting.halves and not counting.mark_counts:
        return range(len(body) + 1)
    starts = [0] if counting.mark_counts else []
    at = 0
    for index, letter in enumerate(body):
        if letter == "\r" and body[index + 1 : index + 2] == "\n":
            if not counting.crlf_is_one:
                starts.append(at)
            continue
        starts.extend([at] * (2 if counting.halves and letter > "\uffff" else 1))
        at += 1
    return [*starts, at]


def counted(selection: Selection, starts: Sequence[int], counting: Counting) -> tuple[int, int] | None:
    """The selection's span in plain text; None where it is empty or lies outside."""
    start, end = selection.start, selection.end + counting.end_is_last
    if not 0 <= start < end < len(starts) or starts[start] >= starts[end]:
        return None
    return starts[start], starts[end]


def is_exactly(text: str, span: tuple[int, int], name: str) -> bool:
    """Whether the name is the words of the span, letter by letter."""
    return span[1] - span[0] == len(name) and text.startswith(name, span[0])


def fits(text: str, span: tuple[int, int], name: str) -> bool:
    """Whether the name is the words of the span, perhaps shortened; white space counts as nothing.

    Some tools shorten without a sign, so a long beginning is believed too.
    """
    start, end = span
    reach = min(end, start + 2 * len(name) + BLANKS)
    words, said = squeezed(text[start:reach]), squeezed(name)
    if said.endswith(CUT):
        said = said.removesuffix("...").removesuffix("…").rstrip()
        return bool(said) and words.startswith(said)
    return (reach == end and words == said) or (len(said) >= LONG_ENOUGH and words.startswith(said))


def only_place(text: str, name: str) -> tuple[int, int] | None:
    """Where a name that was not shortened stands in the text, letter by letter, once and only once."""
    if len(name) < LONG_ENOUGH or name.endswith(CUT) or text.count(name) != 1:
        return None
    start = text.index(name)
    return start, start + len(name)


def between_words(text: str, span: tuple[int, int]) -> bool:
    """Whether the span cuts no word at either end."""
    start, end = span
    cuts_first = text[start - 1 : start].isalnum() and text[start].isalnum()
    cuts_last = text[end - 1].isalnum() and text[end : end + 1].isalnum()
    return not cuts_first and not cuts_last and not text[start].isspace()


def squeezed(text: str) -> str:
    """The text with each run of white space as one blank."""
    return " ".join(text.split())


def shortened(words: str, *, most: int = 100) -> str:
    """What a selection is named in files written here: its words in one line, the end left out where they are long.

    >>> shortened("half of the\\nfields", most=8)
    'half of…'
    """
    line = squeezed(words)
    return line if len(line) <= most else line[:most].rstrip() + "…"
