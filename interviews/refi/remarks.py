"""What a file holds that is not carried over, in lines with counts and without a name out of it."""

from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from interviews.refi.xml_tree import kind

# Elements that nothing here stands for, and what to say of them.
LEFT = {
    "PictureSource": "picture: not carried, with the codings on it",
    "PDFSource": "PDF: its pages are not carried, only the text that stands for them where there is one",
    "AudioSource": "recording (audio): not carried, only its transcripts",
    "VideoSource": "recording (video): not carried, only its transcripts",
    "PictureSelection": "selection in a picture: not carried",
    "PDFSelection": "selection on a page of a PDF: not carried, only those in its text",
    "AudioSelection": "selection in an audio recording: not carried",
    "VideoSelection": "selection in a video: not carried",
    "SyncPoint": "point that ties a transcript to its recording: not carried",
    "Set": "set: not carried, with who belongs to it",
    "Link": "link between two things: not carried",
    "Graph": "graph: not carried",
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
        return [counted(number, words) for words, number in self.found.items()]
