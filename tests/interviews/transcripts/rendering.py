"""Writing turns in each dialect, to read them back."""

from io import BytesIO

import docx
from docx.document import Document

Said = list[tuple[str, list[str]]]
"""Speaker label and paragraphs of each turn."""


def labelled(turns: Said, colon: str = ": ", end: str = "\n") -> str:
    """Return `Interviewee: ...` text."""
    return (end * 2).join(f"{label}{colon}{end.join(paragraphs)}" for label, paragraphs in turns)


def delve(turns: Said) -> str:
    """Return text with labels on their own line, title and footer."""
    blocks = [block for label, paragraphs in turns for block in (label, *paragraphs)]
    footer = "Created with the Delve Qualitative Analysis Tool (<http://www.example.org>)"
    return "\n\n".join(["\n\nInterview 3 - Robin", *blocks, footer])


def vtt(turns: Said, *, voices: bool = True) -> str:
    """Return WebVTT, one cue a turn, the speaker in a voice tag or before a colon."""
    cues = ["WEBVTT - a talk", "NOTE about\nthis file", "STYLE\n::cue { color: red }"]
    for number, (label, paragraphs) in enumerate(turns):
        words = "\n".join(paragraphs)
        payload = f"<v {label}>{words}</v>" if voices else f"{label}: {words}"
        cues.append(f"cue-{number}\n00:{number:02}:01.250 --> 00:{number:02}:59.000 align:start\n{payload}")
    return "\n\n".join(cues) + "\n"


def srt(turns: Said) -> str:
    """Return SubRip, one cue a turn."""
    cues = []
    for number, (label, paragraphs) in enumerate(turns):
        words = "\n".join(paragraphs)
        cues.append(f"{number + 1}\n00:{number:02}:01,250 --> 00:{number:02}:59,000\n{label}: {words}")
    return "\n\n".join(cues) + "\n"


def saved(document: Document) -> bytes:
    """Return a Word document as the bytes of its file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def docx_of(paragraphs: list[str]) -> bytes:
    """Return a Word file of paragraphs; LF in one is a line break."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)
