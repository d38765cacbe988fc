"""Searching the safe text of a study as large as a real one: 36 interviews of 8,000 words, each turn sealed.

`pytest tests/benchmarks/test_safe_search_speed.py --benchmark-only -s -p no:xdist`, with `-p tests.postgresql` on
PostgreSQL, prints how long the page takes for a word that stands in many turns, one that stands in few, a phrase and
the beginning of a word: the first time, when no word's stem is known yet, and again; beside it how long the processor
worked on it, which counts where others share the machine. Nothing is asserted on time; the
aim is one second.
"""

import random
import sys
import time

import pytest
from django.urls import reverse

from catalog.analysis import fold, term
from interviews.models import Replacement, Segment
from tests import factories as make
from tests.people import signed_in, team

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
INTERVIEWS, WORDS = 36, 8000
# Rank and frequency as in speech (Zipf): a few words make most of a talk, and most words stand in it once.
VOCABULARY, ENDINGS = 9000, ("", "s", "ed", "ing", "ly", "ation")
ASKED = ("fields", "zebra", '"half of the fields"', "annot*", "nothing like it anywhere")


@pytest.fixture
def study():
    chance = random.Random(7)
    syllables = [c + v for c in "bdfglmnprstvz" for v in "aeiou"]
    said = [
        "".join(chance.choices(syllables, k=chance.randint(1, 4))) + chance.choice(ENDINGS) for _ in range(VOCABULARY)
    ]
    weights = [1 / (rank + 3) for rank in range(VOCABULARY)]
    study = make.make_study()
    for number in range(1, INTERVIEWS + 1):
        interview = make.make_interview(
            study, number=number, turns=[("interviewer", "And then?"), ("interviewee", "So.")]
        )
        speakers, left = list(interview.speakers.all()), WORDS
        rows: list[Segment] = []
        while left > 0:
            length = min(left, max(3, int(chance.expovariate(1 / 45))))
            words = chance.choices(said, weights, k=length)
            if chance.random() < 0.2:
                words += ["and", "half", "of", "the", "fields", "were", "empty"]
            if chance.random() < 0.002:
                words += ["a", "zebra", "annotated", "it"]
            left -= length
            text = f"{' '.join(words).capitalize()}."
            position = len(rows) + 2
            rows.append(
                Segment.written(interview=interview, position=position, text=text, speaker=speakers[position % 2])
            )
        Segment.objects.bulk_create(rows)
        turn = interview.segments.get(position=2)
        Replacement.objects.bulk_create(
            Replacement.written(
                segment=turn, start=start, end=start + 3, text="[person]", kind="pseudonym", status="suggested"
            )
            for start in (0, 4)
        )
    return study


@pytest.mark.benchmark(group="search over safe text")
def test_searching_a_study(study, benchmark):
    people = team(study)
    make.review_turns(study, by=people.dele)
    client, address = signed_in(people.cora), reverse("admin:interviews_study_search", args=[study.pk])
    for cache in (fold, term):
        cache.cache_clear()
    sys.stdout.write(f"\n{study.interviews.count()} interviews, {Segment.objects.count()} turns\n")
    for turn in ("first", "again"):
        for asked in ASKED:
            began, worked = time.perf_counter(), time.process_time()
            answer = client.get(address, {"q": asked})
            took, worked = time.perf_counter() - began, time.process_time() - worked
            count = answer.context["page"].paginator.count
            sys.stdout.write(
                f"{turn:>6}  {asked:<26} {1000 * took:6.0f} ms, {1000 * worked:5.0f} at work  {count} turns\n"
            )
    benchmark.pedantic(lambda: client.get(address, {"q": ASKED[0]}), rounds=5)
