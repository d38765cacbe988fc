"""From source lines to turns: the one place where the canonical rule of a segment's text is carried out.

Each label begins a turn; a line without one continues the turn before it; words before the first label
become a turn of an unknown speaker; a title line and a tool's footer are left out. Everything but the plain
case is told as a warning.
"""

from dataclasses import dataclass, field

from interviews.transcripts.document import UNKNOWN, UNKNOWN_SPEAKER, ReadingWarning, SpeakerLabel, Turn
from interviews.transcripts.furniture import is_footer, is_title
from interviews.transcripts.inline_labels import find_inline_labels
from interviews.transcripts.known_labels import KnownLabels, find_known_labels
from interviews.transcripts.labels import name_of_markup
from interviews.transcripts.line_starts import looks_like_a_label
from interviews.transcripts.lines import SourceLine
from interviews.transcripts.warning_messages import warning


@dataclass
class _Draft:
    """A turn while its paragraphs are being gathered."""

    label: str
    speaker: SpeakerLabel
    line: int
    start_ms: int | None = None
    end_ms: int | None = None
    paragraphs: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        if stripped := words.strip():
            self.paragraphs.append(stripped)

    def turn(self, position: int) -> Turn:
        text = "\n".join(self.paragraphs)
        return Turn(position, self.label, self.speaker, text, self.line, self.start_ms, self.end_ms)


def make_turns(lines: list[SourceLine], *, name: str) -> tuple[tuple[Turn, ...], list[ReadingWarning]]:
    """Return the turns of a file's lines and what was odd about them; no turns where no label is found."""
    lines = [line for line in lines if not line.is_blank]
    known = find_known_labels(lines)
    if not (known.spellings or known.speakers):
        return (), []
    maker = _TurnMaker(known)
    for line in _without_furniture(lines, known, maker.warnings, name):
        maker.read(line)
    return maker.finish()


def _without_furniture(
    lines: list[SourceLine], known: KnownLabels, warnings: list[ReadingWarning], name: str
) -> list[SourceLine]:
    first, last = lines[0], lines[-1]
    if first.label is None and known.line_start(first.text) is None and is_title(first.text, name):
        warnings.append(warning(first.number, "title-line"))
        lines = lines[1:]
    if lines and last.label is None and is_footer(last.text):
        warnings.append(warning(last.number, "tool-footer"))
        lines = lines[:-1]
    return lines


class _TurnMaker:
    """Reads lines one after the other; `drafts` are the turns so far."""

    def __init__(self, known: KnownLabels) -> None:
        self.known = known
        self.drafts: list[_Draft] = []
        self.warnings: list[ReadingWarning] = []
        self._continuations: list[int] = []
        self._last_line = 0

    def read(self, line: SourceLine) -> None:
        """Add a line's words to the turns, beginning new ones where its labels say so."""
        text = line.text
        begun: _Draft | None = None
        if line.label is not None:
            label = name_of_markup(line.label)
            begun = self._begin(line, label.raw, label.speaker, label.oddities)
        if start := self.known.line_start(text):
            odd = start.oddities
            if start.alone and not self.known.own_line:
                odd = (*odd, "label-without-colon")
            begun = self._begin_or_repeat(begun, line, start.label.raw, self.known.settle(start.label), odd)
            begun.start_ms = start.start_ms if line.start_ms is None else line.start_ms
            text = start.rest
        elif line.label is None:
            self._continue(line)
        self._split(line, text, begun)
        self._last_line = line.number

    def _split(self, line: SourceLine, text: str, begun: _Draft | None) -> None:
        """Add `text` to the last turn, up to the labels inside it that begin others."""
        done = 0
        for inline in find_inline_labels(text, self.known):
            self._add(line, text[done : inline.start])
            oddities = (*inline.label.oddities, "inline-label")
            empty = begun if begun and not begun.paragraphs else None
            begun = self._begin_or_repeat(
                empty, line, inline.label.raw, self.known.settle(inline.label), oddities, inline=True
            )
            done = inline.end
        self._add(line, text[done:])

    def _begin(self, line: SourceLine, raw: str, speaker: SpeakerLabel, oddities: tuple[str, ...]) -> _Draft:
        self.warnings.extend(warning(line.number, code) for code in oddities)
        self.drafts.append(_Draft(raw, speaker, line.number, line.start_ms, line.end_ms))
        return self.drafts[-1]

    def _begin_or_repeat(
        self,
        empty: _Draft | None,
        line: SourceLine,
        raw: str,
        speaker: SpeakerLabel,
        oddities: tuple[str, ...],
        *,
        inline: bool = False,
    ) -> _Draft:
        """Begin a turn; but a label written twice before the same words begins only one.

        `empty` is the wordless turn that a label right before this one, on the same line, has begun. A voice
        tag and a label in its words are one too, and the label, the more precise of them, stays.
        """
        marked = line.label is not None and not inline
        if empty is None or not (marked or empty.speaker == speaker):
            return self._begin(line, raw, speaker, oddities)
        empty.label, empty.speaker = raw, speaker
        self.warnings.append(warning(line.number, "doubled-label"))
        return empty

    def _continue(self, line: SourceLine) -> None:
        last = self.drafts[-1] if self.drafts else None
        same_paragraph = line.number == self._last_line or (
            last is not None and line.start_ms is not None and line.start_ms == last.start_ms
        )
        if last and last.label and last.paragraphs and not same_paragraph:
            if self.known.own_line:
                self.warnings.append(warning(line.number, "missing-label"))
            else:
                self._continuations.append(line.number)
        if looks_like_a_label(line.text):
            self.warnings.append(warning(line.number, "possible-label"))

    def _add(self, line: SourceLine, words: str) -> None:
        if not words.strip():
            return
        if not self.drafts:
            self._begin(line, "", UNKNOWN_SPEAKER, ("text-before-first-label",))
        self.drafts[-1].add(words)
        if line.end_ms is not None:
            self.drafts[-1].end_ms = line.end_ms

    def finish(self) -> tuple[tuple[Turn, ...], list[ReadingWarning]]:
        """Return the turns, and the warnings by line."""
        turns = tuple(draft.turn(position) for position, draft in enumerate(self.drafts))
        self.warnings.extend(warning(turn.line, "empty-turn") for turn in turns if not turn.text)
        if self._continuations:
            count = len(self._continuations)
            self.warnings.append(warning(self._continuations[0], "continuations", count=count))
        nameless = [turn.line for turn in turns if turn.label and turn.speaker.role == UNKNOWN]
        if nameless:
            self.warnings.append(warning(nameless[0], "unknown-roles", count=len(nameless)))
        return turns, sorted(self.warnings)
