"""What holds for suggestions of any talk."""

import string
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviews.deidentification.suggestions import LEAST, Talk, Turn, suggest

WORDS = [
    "I",
    "work",
    "at",
    "zephyr",
    "Quillonix",
    "my name is",
    "thank you",
    "Sam",
    "Montreal",
    "in",
    "2019",
    "the",
    "data",
]
SPOKEN = st.lists(st.sampled_from([*WORDS, *".,?!\n", "Company X", "é", "𝒬uill", "&lt;b&gt;"]), max_size=25).map(
    " ".join
)
TEXT = st.one_of(SPOKEN, st.text(alphabet=string.printable + "éÉß𝒬\u200b", max_size=80))
TALKS = st.lists(TEXT, max_size=6)


def talk_of(texts: list[str], covered: dict[int, tuple[tuple[int, int], ...]] | None = None) -> Talk:
    return Talk(tuple(Turn(at, text, "interviewee") for at, text in enumerate(texts)), "en", covered or {})


@given(TALKS)
def test_every_suggestion_is_a_span_of_its_turn_and_none_overlaps_another(texts):
    suggestions = suggest(talk_of(texts))
    for one in suggestions:
        assert 0 <= one.start < one.end <= len(texts[one.position])
        assert texts[one.position][one.start : one.end].strip()
        assert LEAST <= one.confidence <= 1
    spans = sorted((one.position, one.start, one.end) for one in suggestions)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


@given(TALKS)
def test_the_same_talk_always_gets_the_same_suggestions(texts):
    assert suggest(talk_of(texts)) == suggest(talk_of(texts))


@given(TALKS)
def test_direct_ones_come_first_and_the_surest_of_them_before_all(texts):
    order = [(not one.direct, -one.confidence) for one in suggest(talk_of(texts))]
    assert order == sorted(order)


@given(TALKS, st.data())
def test_nothing_is_suggested_inside_what_is_covered(texts, data):
    covered = {}
    for position, text in enumerate(texts):
        if text:
            start = data.draw(st.integers(0, len(text) - 1))
            covered[position] = ((start, data.draw(st.integers(start + 1, len(text)))),)
    for one in suggest(talk_of(texts, covered)):
        for start, end in covered.get(one.position, ()):
            assert one.end <= start or end <= one.start
