"""What stands in a transcript file but was not said: the title line, the tool's footer."""

import re
from pathlib import PurePath

from interviews.transcripts.lines import SourceLine
from interviews.transcripts.spelling import fold

_NUMBERED = re.compile(r"(?:interview|entrevue|entretien)[\s_#n°º.-]*?(\d{1,4})(?!\d)", re.IGNORECASE)
_TITLE = re.compile(
    r"\W*(?:transcri\w+\W+(?:of |de |du |d['’])?(?:the |l['’])?)?"
    r"(?:interview|entrevue|entretien)[ \u00a0_#n°º-]*\d{1,4}(?!\d)"
    r"(?:\s?[-–—_(]\s?.{0,60}|\.\w{3,4})?\W*",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\W*(?:created|made|transcribed|generated|exported|produced|powered|printed|cree|transcrit|genere|exporte)"
    r" (?:with|by|from|in|using|avec|par|depuis)\b"
    r".*(?:https?:|www\.|\w\.(?:com|ai|io|org|net|fr)\b|\btool\b)",
)
_EXTENSIONS = re.compile(r"(?:\.(?:txt|text|md|docx|vtt|srt|pdf))+$", re.IGNORECASE)
_LONGEST = 160


def stem(name: str) -> str:
    """Return a file's name without folders and extensions ("Interview 20 - Kim.txt.pdf" has two)."""
    return _EXTENSIONS.sub("", PurePath(name.replace("\\", "/")).name)


def interview_number(text: str) -> int | None:
    """Return the number in "Interview 17- PO", "entrevue_3", or None."""
    match = _NUMBERED.search(text)
    return int(match[1]) if match else None


def is_title(text: str, name: str) -> bool:
    """Tell whether a file's first line is its title: "Interview 5 - Kim", or the file's own name.

    A line that ends as a sentence does is speech.
    """
    line = text.strip()
    if not line or len(line) > _LONGEST or line[-1] in ".?!…,:;":
        return False
    return bool(_TITLE.fullmatch(line)) or fold(stem(line)) == fold(stem(name))


def is_footer(text: str) -> bool:
    """Tell whether a file's last line is a tool's advertisement: "Created with the ... Tool (<http://...>)"."""
    return len(text) <= _LONGEST and bool(_FOOTER.match(fold(text)))


def first_words(lines: list[SourceLine]) -> SourceLine | None:
    """Return the first line that is not blank."""
    return next((line for line in lines if not line.is_blank), None)
