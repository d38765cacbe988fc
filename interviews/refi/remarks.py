"""What a file holds that is not carried over, in lines with counts and without a name out of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from interviews.refi.words import _
from interviews.refi.xml_tree import kind

# Elements that nothing here stands for, and what to say of them.
LEFT = {
    "PictureSource": _("picture: not carried, with the codings on it"),
    "PDFSource": _("PDF: its pages are not carried, only the text that stands for them where there is one"),
    "AudioSource": _("recording (audio): not carried, only its transcripts"),
    "VideoSource": _("recording (video): not carried, only its transcripts"),
    "PictureSelection": _("selection in a picture: not carried"),
    "PDFSelection": _("selection on a page of a PDF: not carried, only those in its text"),
    "AudioSelection": _("selection in an audio recording: not carried"),
    "VideoSelection": _("selection in a video: not carried"),
    "SyncPoint": _("point that ties a transcript to its recording: not carried"),
    "Set": _("set: not carried, with who belongs to it"),
    "Link": _("link between two things: not carried"),
    "Graph": _("graph: not carried"),
}


def not_carried(root: Element) -> list[str]:
    """A line for each kind of thing in the tree that has no place here."""
    counts = Counter(kind(element) for element in root.iter())
    return [counted(counts[name], words) for name, words in LEFT.items() if counts[name]]


def counted(number: int, words: str) -> str:
    """A line that begins with how many there are.

    >>> counted(2, "link between two things: not carried"), counted(1, "set: not carried")
    ('2 × link between two things: not carried', '1 × set: not carried')
    """
    return f"{number} × {words}"


def in_language(line: str, translate: Callable[[str], str]) -> str:
    """A counted line with its words translated.

    >>> in_language("2 × set: not carried, with who belongs to it", str.upper)
    '2 × SET: NOT CARRIED, WITH WHO BELONGS TO IT'
    """
    number, times, words = line.partition(" × ")
    return f"{number}{times}{translate(words)}"


@dataclass
class Counts:
    """How often each thing was found that has to be told, in the order in which it was found first."""

    found: dict[str, int] = field(default_factory=dict)

    def add(self, words: str, number: int = 1) -> None:
        """Count it `number` times; true is once, and zero is nothing to tell."""
        if number:
            self.found[words] = self.found.get(words, 0) + number

    def lines(self) -> list[str]:
        """One remark for each thing."""
        return self.lines_of(*self.found)

    def lines_of(self, *things: str) -> list[str]:
        """The remarks on those of these things that were found."""
        return [counted(self.found[words], words) for words in things if words in self.found]
