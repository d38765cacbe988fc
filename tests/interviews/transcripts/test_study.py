"""The study's own transcripts, where they are at hand: nothing lost, nothing doubled, nothing changed.

What is expected is keyed by interview number ("seed" for the interview as its coding tool printed it).
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from interviews.transcripts.document import Transcript
from interviews.transcripts.placeholders import find_placeholders
from interviews.transcripts.reader import read_transcript
from interviews.transcripts.similarity import word_overlap
from tests.interviews.transcripts.other_reading import source_labels, source_words

pytestmark = pytest.mark.real_study

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
TRANSCRIPTS = sorted((SHARED / "study" / "package" / "interviews" / "transcripts").glob("*"))
SEED = sorted((SHARED / "seed").glob("*.txt"))
SOURCES = [pytest.param(path, id=f"file {index}") for index, path in enumerate(TRANSCRIPTS + SEED)]

# Turns, and of them the interviewee's, the interviewers', nobody's.
TURNS = {
    "2": (89, 44, 45, 0),
    "3": (152, 71, 80, 1),
    "5": (161, 94, 67, 0),
    "6": (225, 125, 100, 0),
    "7": (72, 34, 38, 0),
    "10": (239, 173, 66, 0),
    "12": (160, 95, 65, 0),
    "19": (104, 73, 31, 0),
    "30": (136, 84, 52, 0),
    "seed": (160, 93, 67, 0),
}
WARNINGS = {
    "2": [(21, "continuations"), (94, "doubled-number")],
    "3": [
        *((153, "label-without-colon"), (153, "unknown-roles")),
        *((214, "continuations"), (222, "label-without-colon")),
    ],
    "5": [(219, "empty-turn")],
    "6": [(36, "continuations"), (156, "inline-label"), (182, "inline-label")],
    "7": [(6, "continuations")],
    "10": [(167, "continuations")],
    "12": [],
    "19": [(115, "continuations")],
    "30": [],
    "seed": [
        *((3, "title-line"), (109, "missing-label"), (359, "missing-label")),
        *((445, "doubled-label"), (649, "tool-footer")),
    ],
}
PLACEHOLDERS = {
    "2": {"company": 21, "country": 3, "city": 3, "person": 1},
    "3": {"company": 5, "country": 2, "person": 1},
    "5": {"company": 2, "university": 1},
    "6": {},
    "7": {"company": 8, "date": 4, "city": 1},
    "10": {"company": 1, "school": 1, "person": 1},
    "12": {"company": 7, "person": 1},
    "19": {"person": 3},
    "30": {},
    "seed": {"company": 2, "university": 1},
}


@cache
def read(path: Path) -> tuple[str, Transcript]:
    """Return a file's key in the tables above, and its transcript; skip a file that nobody has looked at."""
    transcript = read_transcript(path.read_bytes(), name=path.name)
    key = "seed" if path in SEED else str(transcript.number)
    if key not in TURNS:
        pytest.skip(f"interview {key} has not been read by eye")
    return key, transcript


@pytest.mark.parametrize("path", SOURCES)
def test_the_turns_hold_the_words_of_the_source_in_order_and_no_other(path: Path) -> None:
    _, transcript = read(path)

    words = [word for turn in transcript.turns for word in turn.text.split()]
    assert words == source_words(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SOURCES)
def test_each_label_of_the_source_is_one_turn(path: Path) -> None:
    _, transcript = read(path)

    assert len(transcript.turns) == source_labels(path.read_text(encoding="utf-8"))
    assert [turn.position for turn in transcript.turns] == list(range(len(transcript.turns)))


@pytest.mark.parametrize("path", SOURCES)
def test_each_text_obeys_the_canonical_rule(path: Path) -> None:
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", path.read_text(encoding="utf-8"))]
    _, transcript = read(path)

    for turn in transcript.turns:
        assert turn.text == turn.text.strip()
        paragraphs = turn.text.split("\n") if turn.text else []
        assert all(paragraph and paragraph == paragraph.strip() for paragraph in paragraphs)
        # Every paragraph but the first is a whole line of the source; the first is the rest of one.
        assert all(paragraph in lines for paragraph in paragraphs[1:])
        assert not paragraphs or any(paragraphs[0] in line for line in lines[turn.line - 1 : turn.line + 2])


@pytest.mark.parametrize("path", SOURCES)
def test_speakers_and_warnings_are_as_read_by_eye(path: Path) -> None:
    key, transcript = read(path)

    roles = Counter(turn.speaker.role for turn in transcript.turns)
    found = (len(transcript.turns), roles["interviewee"], roles["interviewer"], roles["unknown"])
    assert found == TURNS[key]
    assert [(warning.line, warning.code) for warning in transcript.warnings] == WARNINGS[key]


@pytest.mark.parametrize("path", SOURCES)
def test_language_number_and_layout_are_told(path: Path) -> None:
    key, transcript = read(path)

    assert transcript.language == ("fr" if key == "2" else "en")
    assert transcript.format == ("delve" if key == "seed" else "labelled")
    assert transcript.number == (5 if key == "seed" else int(key))


@pytest.mark.parametrize("path", SOURCES)
def test_the_authors_placeholders_are_found(path: Path) -> None:
    key, transcript = read(path)

    found = Counter(each.type for turn in transcript.turns for each in find_placeholders(turn.text))
    assert found == PLACEHOLDERS[key]


@pytest.mark.parametrize("path", SOURCES)
def test_no_warning_quotes_the_interview(path: Path) -> None:
    _, transcript = read(path)
    spoken = {turn.text for turn in transcript.turns if len(turn.text) > 12}

    assert not any(text in warning.message for warning in transcript.warnings for text in spoken)


def test_the_seed_and_interview_5_are_nearly_the_same_talk() -> None:
    texts = {key: [turn.text for turn in transcript.turns] for key, transcript in map(read, TRANSCRIPTS + SEED)}

    assert word_overlap(texts["seed"], texts["5"]) >= 0.9
    others = [key for key in texts if key not in ("seed", "5")]
    assert max(word_overlap(texts["5"], texts[key]) for key in others) < 0.3
    assert max(word_overlap(texts["seed"], texts[key]) for key in others) < 0.3
