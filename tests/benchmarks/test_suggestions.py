"""How long suggestions take beside reading the transcripts, and what they find where somebody marked the identifiers.

`IDENTIFIER_LIST=DIR pytest tests/benchmarks/test_suggestions.py --benchmark-only -s` prints, for every interview that
DIR has a list of (`interview-N.json`: `[{"interview", "segment", "start", "end", "direct", "sure"}, ...]`), how many of
the direct identifiers overlap a suggestion, and how many suggestions overlap any identifier. No such list is in the
repository: it would lead anybody to the names that still stand (docs/decisions/0013). `MARKED_TALKS=DIR` does the same
over talks with marks inside (`*.txt`, see tests/interviews/deidentification/marked_talk.py), which need no study.

With `NAME_MODEL` both use the model as well. Nothing is asserted on time.
"""

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from interviews.deidentification.suggestions import StudyWords, Suggestion, Talk, sources_with, suggest
from interviews.transcripts.document import Transcript
from interviews.transcripts.reader import read_transcript
from tests.interviews.deidentification.marked_talk import Figures, Marked, figures, read_marked, talk_of

LISTS = os.environ.get("IDENTIFIER_LIST", "")
MARKED = os.environ.get("MARKED_TALKS", "")


def transcripts_of(shared: Path) -> dict[int, Transcript]:
    paths = sorted((shared / "study/package/interviews/transcripts").glob("*.txt"))
    read = [read_transcript(path.read_bytes(), name=path.name) for path in paths]
    return {transcript.number: transcript for transcript in read if transcript.number is not None}


def talks_of(transcripts: dict[int, Transcript]) -> dict[int, Talk]:
    study_words = StudyWords.of([turn.text for turn in transcript.turns] for transcript in transcripts.values())
    return {number: talk_of(transcript, study_words) for number, transcript in transcripts.items()}


def suggest_all(talks: Iterable[Talk]) -> list[list[Suggestion]]:
    sources = sources_with(settings.NAME_MODEL)
    return [suggest(talk, sources=sources) for talk in talks]


def listed(path: Path) -> list[Marked]:
    """What a reader listed; what they were unsure of counts only as a true finding."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [Marked(row["segment"], row["start"], row["end"], row["direct"] and row.get("sure", True)) for row in rows]


def report(named: Iterable[tuple[str, Figures]], capsys) -> Figures:
    total = Figures()
    with capsys.disabled():
        for name, each in named:
            total += each
            print(f"\n{name}: {each}", end="")  # noqa: T201
        print(f"\nall: {total}")  # noqa: T201
    return total


@pytest.mark.real_study
def test_suggesting_beside_reading_the_transcripts(benchmark, shared: Path, capsys):
    start = time.perf_counter()
    transcripts = transcripts_of(shared)
    reading = time.perf_counter() - start
    benchmark.pedantic(lambda: suggest_all(talks_of(transcripts).values()), rounds=3, warmup_rounds=1)
    suggesting = benchmark.stats.stats.min
    words = sum(len(turn.text.split()) for transcript in transcripts.values() for turn in transcript.turns)
    with capsys.disabled():
        per_study = f"{suggesting:.2f} s for {words} words, {suggesting / reading:.1f} times reading the transcripts"
        print(f"\nsuggestions: {per_study}")  # noqa: T201


@pytest.mark.real_study
@pytest.mark.skipif(not LISTS, reason="IDENTIFIER_LIST names no directory with lists of identifiers")
def test_what_is_found_of_a_careful_readers_list(benchmark, shared: Path, capsys):
    talks = talks_of(transcripts_of(shared))
    found = dict(zip(talks, benchmark.pedantic(suggest_all, args=(talks.values(),), rounds=1), strict=True))
    numbers = {int(path.stem.removeprefix("interview-")): path for path in Path(LISTS).glob("interview-*.json")}
    measured = (
        (f"interview {number}", figures(talks[number], found[number], listed(numbers[number])))
        for number in sorted(numbers)
    )
    assert report(measured, capsys).suggested


@pytest.mark.skipif(not MARKED, reason="MARKED_TALKS names no directory of talks with marks")
def test_what_is_found_in_marked_talks(benchmark, capsys):
    read = {path.stem: read_marked(path.read_bytes(), name=path.name) for path in sorted(Path(MARKED).glob("*.txt"))}
    found = benchmark.pedantic(suggest_all, args=([talk for talk, _ in read.values()],), rounds=1)
    measured = (
        (name, figures(talk, suggestions, marked))
        for (name, (talk, marked)), suggestions in zip(read.items(), found, strict=True)
    )
    total = report(measured, capsys)
    with capsys.disabled():
        print(f"recall of direct {total.recall:.0%}, true {total.precision:.0%}")  # noqa: T201
    assert total.suggested
