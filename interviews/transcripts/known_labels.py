"""Which labels a file uses, found by one pass over its line starts.

Two questions need the whole file: whether a capitalised word before a colon is a name or a word, and
whether a label inside a line is one that the file uses.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from interviews.transcripts.document import UNKNOWN, UNKNOWN_SPEAKER, SpeakerLabel
from interviews.transcripts.labels import Label, Strength, name_of_markup
from interviews.transcripts.line_starts import LineStart, read_line_start
from interviews.transcripts.lines import SourceLine
from interviews.transcripts.vocabulary import LETTER_ROLES

# A name must begin so many lines to be a label.
_LINES_OF_A_NAME = 2


@dataclass(frozen=True)
class KnownLabels:
    """The labels that begin lines of one file: as spelled, and whom they name."""

    spellings: frozenset[str]
    speakers: frozenset[SpeakerLabel]
    names: frozenset[str]
    own_line: bool
    """Labels stand alone on their line, as the Delve tool prints them."""

    def accepts(self, label: Label) -> bool:
        """Tell whether `label` is one in this file: a name must recur."""
        return label.strength > Strength.NAME or label.raw in self.names

    def line_start(self, line: str) -> LineStart | None:
        """Return the label that begins `line` in this file."""
        start = read_line_start(line)
        return start if start and self.accepts(start.label) else None

    def settle(self, label: Label) -> SpeakerLabel:
        """Return who speaks: "Interview 2:" is interviewer 2 in a file with no other speaker 2."""
        if "ambiguous-role" not in label.oddities or label.speaker.number is None:
            return label.speaker
        number = label.speaker.number
        same = {known for known in self.speakers if known.number == number and known.role != UNKNOWN}
        return same.pop() if len(same) == 1 else label.speaker


def find_known_labels(lines: Iterable[SourceLine]) -> KnownLabels:
    """Return the labels that begin lines of a file."""
    starts: list[LineStart] = []
    marked: list[Label] = []
    for line in lines:
        if line.label is not None:
            marked.append(name_of_markup(line.label))
        if start := read_line_start(line.text):
            starts.append(start)
    certain = [start.label for start in starts if start.label.strength > Strength.NAME] + marked
    names = _recurring_names(starts, beside_others=bool(certain))
    labels = certain + [start.label for start in starts if start.label.raw in names]
    return KnownLabels(
        spellings=frozenset(label.raw for label in labels),
        speakers=frozenset(label.speaker for label in labels if label.speaker != UNKNOWN_SPEAKER),
        names=names,
        own_line=sum(start.alone for start in starts) > len(starts) / 2,
    )


def _recurring_names(starts: list[LineStart], *, beside_others: bool) -> frozenset[str]:
    """Return the names that begin enough lines; of letters ("Q:", "A:") alone it takes two."""
    counts = Counter(start.label.raw for start in starts if start.label.strength == Strength.NAME)
    names = {name for name, count in counts.items() if count >= _LINES_OF_A_NAME}
    letters = names & LETTER_ROLES.keys()
    if not beside_others and len(letters) < 2:
        names -= letters
    return frozenset(names)
