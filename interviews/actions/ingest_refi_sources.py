"""Which interview of a study a source of another tool's project is, and where its selections lie there.

A source is known by its GUID or by its words. Where the whole text is what went out, a place in it is a place in the
interview. Where it is not (a replacement was accepted meanwhile, a tool changed white space, the talk was imported
there by itself), turns that are word for word the same carry over what is coded in them; the others are told.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

from interviews.actions.code import Selection
from interviews.models import Interview, Study
from interviews.permissions import Act, can
from interviews.refi.document import Source
from interviews.refi.turns import Talk, read_talk, with_unix_ends
from interviews.rendered import Rendered, rendered
from interviews.transcripts.errors import TranscriptError

# Below, what two texts share is chance: greetings, and questions that are asked of everybody.
SAME_TALK = 0.5
# So much of the interview, at least, stands in the text: a guide of questions is no talk.
LEAST_OF_TALK = 0.2
# Comparing turns takes at most so many steps, about a second; a talk of a thousand turns takes some millions.
MOST_STEPS = 10_000_000


class Place(Protocol):
    """Where the text of a source lies in an interview, whose own text is `text`."""

    @property
    def interview(self) -> Interview: ...

    @property
    def text(self) -> Rendered: ...

    def pieces(self, start: int, end: int) -> tuple[list[Selection], bool]:
        """The raw spans behind a span of the text, and whether words of it have no place there."""
        ...


@dataclass(frozen=True)
class WholePlace:
    """The text is the very one that goes out today."""

    interview: Interview
    text: Rendered

    def pieces(self, start: int, end: int) -> tuple[list[Selection], bool]:
        spans = self.text.spans(start, end)
        return [
            Selection(self.text.segments[index], *self.text.safe[index].raw_span(first, last))
            for index, first, last in spans
        ], False


@dataclass(frozen=True)
class TurnsPlace:
    """Turns of the text are word for word turns of the interview: `turns` says which; `raw`, that its raw words are."""

    interview: Interview
    text: Rendered
    talk: Talk
    turns: dict[int, int]
    raw: bool = False

    def pieces(self, start: int, end: int) -> tuple[list[Selection], bool]:
        found, lost = [], False
        for turn, first, last in self.talk.spans(start, end):
            index = self.turns.get(turn)
            if index is None:
                lost = True
                continue
            span = (first, last) if self.raw else self.text.safe[index].raw_span(first, last)
            found.append(Selection(self.text.segments[index], *span))
        return found, lost


@dataclass
class Sources:
    """The interviews of a study, to be found by their words; by raw ones only where `by` may see raw text."""

    by: Any
    study: Study
    known: dict[int, Rendered] = field(default_factory=dict)

    @cached_property
    def interviews(self) -> list[Interview]:
        return list(self.study.interviews.filter(data_key__isnull=False).select_related("study").order_by("number"))

    @cached_property
    def may_see_raw(self) -> bool:
        """Otherwise whether a text fits would tell what a placeholder stands for."""
        return can(self.by, Act.SEE_RAW_TEXT, self.study)

    def text_of(self, interview: Interview) -> Rendered:
        if interview.pk not in self.known:
            self.known[interview.pk] = rendered(interview)
        return self.known[interview.pk]

    def likely(self, source: Source) -> list[Interview]:
        """The interviews, the one with the GUID of the source first."""
        return sorted(self.interviews, key=lambda interview: str(interview.guid) != source.guid)

    def whole(self, source: Source) -> Place | None:
        """Where the source lies if it is the very text of an interview."""
        for interview in self.likely(source):
            if same_text(source.text, self.text_of(interview).text):
                return WholePlace(interview, self.text_of(interview))
        return None

    def place(self, source: Source) -> Place | None:
        """Where the source lies by its turns; None where no interview has half of it, or it a fifth of that."""
        talks = list(readings(source.text))
        places = [
            (share, place) for interview in self.likely(source) for share, place in self.by_turns(interview, talks)
        ]
        best = max(places, key=lambda found: found[0], default=None)
        return best[1] if best is not None and best[0] >= SAME_TALK else None

    def by_turns(self, interview: Interview, talks: Sequence[Talk]) -> Iterator[tuple[float, TurnsPlace]]:
        """Ways in which the talk may be the interview's, each with the share of its words that fit."""
        text = self.text_of(interview)
        safe = [with_unix_ends(words.text) for words in text.safe]
        raw = [with_unix_ends(segment.text) for segment in text.segments] if self.may_see_raw else []
        for talk in talks:
            said = [turn.text for turn in talk.transcript.turns]
            for words, is_raw in ((safe, False), (raw, True)):
                turns = same_turns(said, words)
                same = sum(len(said[turn]) for turn in turns)
                share = same / max(sum(map(len, said)), 1)
                enough = same >= LEAST_OF_TALK * sum(map(len, words))
                yield share if enough else 0, TurnsPlace(interview, text, talk, turns, is_raw)

    def added(self, interview: Interview, talk: Talk) -> Place:
        """Where a source lies in the interview that was just made of it: each turn is its own."""
        text = self.text_of(interview)
        self.interviews.append(interview)
        return TurnsPlace(interview, text, talk, {turn: turn for turn in range(len(text.segments))}, raw=True)


def same_text(text: str, other: str) -> bool:
    """Whether two texts are the same but for white space at the very end, which tools add and take away."""
    return text.rstrip() == other.rstrip()


def readings(text: str) -> Iterator[Talk]:
    """The text as turns: as we write them, and as any transcript is read."""
    found = []
    for ours in (True, False):
        try:
            talk = read_talk(text, ours=ours)
        except TranscriptError:
            continue
        if talk is not None and talk not in found:
            found.append(talk)
            yield talk


def same_turns(said: Sequence[str], words: Sequence[str]) -> dict[int, int]:
    """Which turn is which, in order, where they are word for word the same and have words.

    A file may repeat a turn as often as it likes: where comparing each with each would take long, the turns that both
    have just once are compared, and what stands before and after those.
    """
    ours, theirs = Counter(said), Counter(words)
    steps = sum(ours[turn] * theirs[turn] for turn in ours.keys() & theirs.keys()) * min(len(said), len(words))
    if steps <= MOST_STEPS:
        pairs = matching(said, words, range(len(said)), range(len(words)))
    else:
        once = {turn for turn in ours.keys() & theirs.keys() if ours[turn] == theirs[turn] == 1}
        anchors = matching(
            said,
            words,
            [place for place, turn in enumerate(said) if turn in once],
            [place for place, turn in enumerate(words) if turn in once],
        )
        pairs = grown(anchors, said, words)
    return {mine: there for mine, there in pairs.items() if said[mine]}


def matching(said: Sequence[str], words: Sequence[str], ours: Sequence[int], theirs: Sequence[int]) -> dict[int, int]:
    """The turns at some places of the one that are, in order, those at some places of the other."""
    compared = SequenceMatcher(None, [said[at] for at in ours], [words[at] for at in theirs], autojunk=False)
    blocks = compared.get_matching_blocks()
    return {ours[block.a + step]: theirs[block.b + step] for block in blocks for step in range(block.size)}


def grown(anchors: dict[int, int], said: Sequence[str], words: Sequence[str]) -> dict[int, int]:
    """The pairs, with the same turns that follow each of them or lead to it, up to the next pair."""
    pairs = dict(anchors)
    bounds = [(-1, -1), *sorted(anchors.items()), (len(said), len(words))]
    for (before, there), (after, beyond) in pairwise(bounds):
        mine, other = before + 1, there + 1
        while mine < after and other < beyond and said[mine] == words[other]:
            pairs[mine] = other
            mine, other = mine + 1, other + 1
        last, end = after - 1, beyond - 1
        while last >= mine and end >= other and said[last] == words[end]:
            pairs[last] = end
            last, end = last - 1, end - 1
    return pairs
