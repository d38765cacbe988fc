"""How long suggestions take beside reading the transcripts, and what they find where a list of identifiers is at hand.

`IDENTIFIER_LIST=DIR pytest tests/benchmarks/test_suggestions.py --benchmark-only -s` prints, for every interview that
DIR has a list of (`interview-N.json`: `[{"interview", "segment", "start", "end", "direct", "sure"}, ...]`), how many of
the direct identifiers overlap a suggestion, and how many suggestions overlap any identifier. No such list is in the
repository: it would lead anybody to the names that still stand (docs/decisions/0013). Nothing is asserted on time.
"""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from interviews.deidentification.suggestions import StudyWords, Suggestion, Talk, Turn, suggest
from interviews.transcripts.document import Transcript
from interviews.transcripts.placeholders import find_placeholders
from interviews.transcripts.reader import read_transcript

pytestmark = pytest.mark.real_study
LISTS = os.environ.get("IDENTIFIER_LIST", "")


@dataclass
class Figures:
    """Counts of one interview, or of several together."""

    direct: int = 0
    direct_found: int = 0
    suggested: int = 0
    true: int = 0
    words: int = 0

    def __str__(self) -> str:
        recall = f"direct {self.direct_found}/{self.direct}"
        return f"{recall}, true {self.true}/{self.suggested}, {1000 * self.suggested / self.words:.1f} per 1,000 words"


def transcripts_of(shared: Path) -> dict[int, Transcript]:
    paths = sorted((shared / "study/package/interviews/transcripts").glob("*.txt"))
    read = [read_transcript(path.read_bytes(), name=path.name) for path in paths]
    return {transcript.number: transcript for transcript in read if transcript.number is not None}


def talk_of(transcript: Transcript, study_words: StudyWords) -> Talk:
    turns = tuple(Turn(turn.position, turn.text, turn.speaker.role) for turn in transcript.turns)
    spans = {turn.position: tuple((p.start, p.end) for p in find_placeholders(turn.text)) for turn in turns}
    return Talk(turns, transcript.language, spans, spans, study_words)


def suggest_all(transcripts: dict[int, Transcript]) -> dict[int, list[Suggestion]]:
    study_words = StudyWords.of([turn.text for turn in transcript.turns] for transcript in transcripts.values())
    return {number: suggest(talk_of(transcript, study_words)) for number, transcript in transcripts.items()}


def figures(transcript: Transcript, suggestions: list[Suggestion], listed: list[dict[str, Any]]) -> Figures:
    def meet(one: Suggestion, other: dict[str, Any]) -> bool:
        return one.position == other["segment"] and one.start < other["end"] and other["start"] < one.end

    direct = [each for each in listed if each["direct"] and each.get("sure", True)]
    return Figures(
        direct=len(direct),
        direct_found=sum(any(meet(one, each) for one in suggestions) for each in direct),
        suggested=len(suggestions),
        true=sum(any(meet(one, each) for each in listed) for one in suggestions),
        words=sum(len(turn.text.split()) for turn in transcript.turns),
    )


def test_suggesting_beside_reading_the_transcripts(benchmark, shared: Path, capsys):
    start = time.perf_counter()
    transcripts = transcripts_of(shared)
    reading = time.perf_counter() - start
    benchmark.pedantic(suggest_all, args=(transcripts,), rounds=3, warmup_rounds=1)
    suggesting = benchmark.stats.stats.min
    words = sum(len(turn.text.split()) for transcript in transcripts.values() for turn in transcript.turns)
    with capsys.disabled():
        per_study = f"{suggesting:.2f} s for {words} words, {suggesting / reading:.1f} times reading the transcripts"
        print(f"\nsuggestions: {per_study}")  # noqa: T201


@pytest.mark.skipif(not LISTS, reason="IDENTIFIER_LIST names no directory with lists of identifiers")
def test_what_is_found_of_a_careful_readers_list(benchmark, shared: Path, capsys):
    transcripts = transcripts_of(shared)
    found = benchmark.pedantic(suggest_all, args=(transcripts,), rounds=1)
    total = Figures()
    with capsys.disabled():
        for path in sorted(Path(LISTS).glob("interview-*.json")):
            number = int(path.stem.removeprefix("interview-"))
            each = figures(transcripts[number], found[number], json.loads(path.read_text(encoding="utf-8")))
            total = Figures(*(a + b for a, b in zip(vars(total).values(), vars(each).values(), strict=True)))
            print(f"\ninterview {number}: {each}", end="")  # noqa: T201
        print(f"\nall: {total}")  # noqa: T201
    assert total.suggested
