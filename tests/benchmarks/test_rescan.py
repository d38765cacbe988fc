"""How long adding an identifier takes in a large study, beside merely decrypting all of its text in the same run.

`pytest tests/benchmarks/test_rescan.py --benchmark-only -s` prints the ratio. The study is invented: 36 interviews of
7,000 words, in which each new name stands 72 times. Nothing is asserted on time; the aim is under ten seconds.
"""

import random
import time

import pytest

from interviews.actions.identify import add_identifier
from interviews.models import Interview, Replacement, Segment, Study
from tests import factories as make
from tests.people import team

pytestmark = pytest.mark.django_db
INTERVIEWS, TURNS, WORDS = 36, 200, 35
TALK = ["we", "the", "data", "model", "it", "is", "fields", "empty", "labels", "then", "so", "drift", "uh", "you know"]
NAMES = ["Quillonix Works", "Vexmoor Hall", "Zephyrine Labs", "Brambleworks"]


def invented_talk(study: Study, seed: int) -> Interview:
    """An interview of random words, the same on every machine; two of its turns hold all names."""
    chance = random.Random(seed)
    turns = [" ".join(chance.choices(TALK, k=WORDS)) for _ in range(TURNS)]
    for at in (TURNS // 3, TURNS // 2):
        turns[at] += f" at {' or '.join(NAMES)} {chance.choice(TALK)}"
    interview = make.make_interview(study, turns=[], number=seed + 1)
    first = make.add_turn(interview, "interviewee", "hello")
    Segment.objects.bulk_create(
        Segment.written(interview=interview, position=at, text=text, speaker=first.speaker)
        for at, text in enumerate(turns, 1)
    )
    return interview


def seconds_of_decrypting(study: Study) -> float:
    start = time.perf_counter()
    for segment in Segment.objects.filter(interview__study=study).select_related("interview"):
        assert segment.text
    return time.perf_counter() - start


def test_adding_an_identifier_beside_decrypting_the_study(benchmark, capsys):
    study = make.make_study()
    people = team(study)
    for seed in range(INTERVIEWS):
        invented_talk(study, seed)
    names = iter(NAMES)

    def add() -> None:
        add_identifier(by=people.dele, study=study, type="company", name=next(names))

    benchmark.pedantic(add, rounds=3, warmup_rounds=1)
    assert Replacement.objects.count() == 2 * INTERVIEWS * len(NAMES)
    ours, theirs = benchmark.stats.stats.max, min(seconds_of_decrypting(study) for _ in range(3))
    with capsys.disabled():
        line = f"{INTERVIEWS * TURNS * WORDS} words: adding a name {ours:.2f} s, decrypting {theirs:.2f} s"
        print(f"\n{line}, ratio {ours / theirs:.1f}")  # noqa: T201 -- the ratio is what this benchmark is for
