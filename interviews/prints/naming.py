"""Who coded which interview, when: read from a print's title, its page header and its file name."""

import re
from dataclasses import dataclass
from datetime import date

# "Interview 17- Ada", "2023-06-04-Interview 20 - Kim.txt.pdf", "interview_3 (Ada)", "Interview 32 – Bo.txt"
_NAME = re.compile(
    r"(?:(?P<date>\d{4}[-_.]\d{2}[-_.]\d{2})[\s_-]*)?"
    r"(?:interview|entrevue|entretien)[\s_#-]*(?:n[o°º]\.?\s*)?(?P<number>\d+)"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SUFFIXES = re.compile(r"(?:\.(?:pdf|txt|docx?|vtt|srt|rtf))+\s*$", re.IGNORECASE)
_COPY_MARK = re.compile(r"\s*(?:\(\d+\)|- copy|\bcopy)\s*$", re.IGNORECASE)
_HEADER_DATE = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})\b|^\s*(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True)
class PrintName:
    """What a title or a file name tells; "" and None where it tells nothing."""

    number: int | None
    coder: str
    printed_on: date | None


def parse_name(name: str) -> PrintName:
    """The interview's number, the coder and the date in a title or file name.

    >>> parse_name("2023-06-04-Interview 17- Ada.txt.pdf")
    PrintName(number=17, coder='Ada', printed_on=datetime.date(2023, 6, 4))
    >>> parse_name("Notes.pdf")
    PrintName(number=None, coder='', printed_on=None)
    """
    found = _NAME.search(_SUFFIXES.sub("", name.strip()))
    if not found:
        return PrintName(None, "", None)
    coder = _COPY_MARK.sub("", found["rest"]) if found["rest"] else ""
    coder = _SUFFIXES.sub("", coder).strip(" \t-_–—:,()[]")
    return PrintName(int(found["number"]), " ".join(coder.split()), _iso_date(found["date"]))


def header_date(header: str) -> date | None:
    """The date a browser puts at the left of its page header: month/day/year, or ISO.

    >>> header_date("6/4/23, 5:46 PM 2023-06-04-Interview 2 - Ada")
    datetime.date(2023, 6, 4)
    """
    found = _HEADER_DATE.match(header)
    if not found:
        return None
    month, day, year, *iso = found.groups()
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    return _date(*(int(part) for part in iso))


def _iso_date(text: str | None) -> date | None:
    return _date(*(int(part) for part in re.split(r"[-_.]", text))) if text else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
