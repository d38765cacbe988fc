"""Labels at the start of a line: before a colon, before a time stamp, or alone on the line.

* "Interviewer 1: So ...", "**Interviewer 1:** So ...", "Interviewer1 : Alors ...", "Interviewer 1; So ..."
* "[00:19:00] Interviewer 1: So ...", "Interviewer 1 [00:19:00]: So ...", "Interviewer 1  0:13 So ..."
* "Interviewer" or "Unknown Speaker  0:13" on a line, the words on the next.
"""

import re
from dataclasses import dataclass

from interviews.transcripts.labels import Label, Strength, parse_label, parse_name
from interviews.transcripts.lines import INVISIBLE

STAMP = r"[\[(<{]?(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?[\])>}]?"

# Bounded, so that a line of nothing but dashes costs no more than another.
_LEAD = rf"[\s{INVISIBLE}*_#>•\-–—]{{0,12}}"
_START = rf"(?P<lead>{_LEAD}(?:(?P<before>{STAMP})[\s,;|\-–—]*)?{_LEAD})"
_BEFORE_COLON = re.compile(
    rf"{_START}(?P<head>[^\W_][^:：;\n]{{0,60}}?)"
    rf"[\s,(\-–—]*(?P<after>{STAMP})?[\s*_]*(?P<mark>[:：]+|;|\t)(?P<rest>.*)",
    re.DOTALL,
)
_BEFORE_STAMP = re.compile(
    rf"{_START}(?P<head>[^\W_][^:：;\n]{{0,40}}?)\s+(?P<after>{STAMP})[*_]*(?:\s+(?P<rest>.*))?", re.DOTALL
)
_ALONE = re.compile(rf"{_START}(?P<head>[^\W_][^:：;\n.?!,]{{0,60}}?)[\s*_{INVISIBLE}]*")
_IN_BRACKETS = re.compile(r"[\[(<]([^\[\]()<>:：]{1,40})[\])>](?=\s*[:：])")
_CLOCK = re.compile(r"\d+")


@dataclass(frozen=True)
class LineStart:
    """A label found at a line's start, the words after it, and the time stamp glued to it."""

    label: Label
    rest: str
    start_ms: int | None
    oddities: tuple[str, ...]
    alone: bool


def read_line_start(line: str) -> LineStart | None:
    """Return the label that begins `line`, if any may.

    A label of strength NAME is only a possibility: whether names are labels, the whole file tells.
    """
    line = line.strip().lstrip(INVISIBLE).lstrip()
    line = _IN_BRACKETS.sub(r"\1", line, count=1) if line[:1] in "[(<" else line
    return _read_before_stamp(line) or _read_before_colon(line) or _read_alone(line)


def _read_before_colon(line: str) -> LineStart | None:
    match = _BEFORE_COLON.fullmatch(line)
    if match is None or _colon_is_of_a_clock(match):
        return None
    label = parse_label(match["head"]) or parse_name(match["head"])
    oddities: tuple[str, ...] = ()
    if match["mark"] in ";\t":
        if label is None or label.strength < Strength.ROLE:
            return None
        oddities = ("no-colon",)
    return _line_start(match, label, oddities)


def _colon_is_of_a_clock(match: re.Match[str]) -> bool:
    """Tell whether "Interviewer 1 0:13" was cut at its clock's colon."""
    return bool(re.search(r"\w \d{1,2}$", match["head"]) and re.match(r"\d\d(?!\d)", match["rest"]))


def _read_before_stamp(line: str) -> LineStart | None:
    match = _BEFORE_STAMP.fullmatch(line)
    if match is None:
        return None
    label = parse_label(match["head"])
    if label is None and not match["rest"]:
        # A name and a clock, alone on their line: no one says this.
        name = parse_name(match["head"])
        label = name and Label(name.raw, name.speaker, Strength.ROLE)
    return _line_start(match, label) if label and label.strength == Strength.ROLE else None


def _read_alone(line: str) -> LineStart | None:
    match = _ALONE.fullmatch(line)
    label = parse_label(match["head"]) if match else None
    if match is None or label is None or label.strength < Strength.ROLE:
        return None
    return LineStart(label, "", stamp_ms(match["before"]), label.oddities, alone=True)


def _line_start(match: re.Match[str], label: Label | None, oddities: tuple[str, ...] = ()) -> LineStart | None:
    if label is None:
        return None
    rest = match["rest"] or ""
    if "**" in match["lead"] or "__" in match["lead"]:
        rest = re.sub(r"^(?:\*\*|__)", "", rest)
    time = stamp_ms(match["before"] or match["after"])
    return LineStart(label, rest, time, label.oddities + oddities, alone=False)


def looks_like_a_label(line: str) -> bool:
    """Tell whether an unlabelled line begins as a labelled one might: "Kim: ...", "Interviewer yes ..."."""
    start = read_line_start(line)
    if start is not None:
        return True
    words = line.split(maxsplit=2)
    return any(_is_plainly_a_role(" ".join(words[:count])) for count in (2, 1) if len(words) > count)


def _is_plainly_a_role(words: str) -> bool:
    label = parse_label(words)
    return label is not None and label.strength == Strength.ROLE and words[:1].isupper() and "." not in words


def stamp_ms(stamp: str | None) -> int | None:
    """Return the milliseconds of "[00:19:00]" or "0:13.5"; None without a stamp."""
    if stamp is None:
        return None
    clock, _, fraction = stamp.strip("[](){}<>").replace(",", ".").partition(".")
    seconds = 0
    for part in _CLOCK.findall(clock):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)
