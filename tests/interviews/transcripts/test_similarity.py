"""How alike two texts are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.transcripts.similarity import word_overlap

TALK = "we label every image twice and then we train the model on what both of us agreed upon in the morning"


def test_a_text_is_like_itself_whatever_its_case_and_punctuation() -> None:
    assert word_overlap(TALK, TALK.upper().replace(" ", ",  ")) == 1.0


def test_a_few_words_apart_is_nearly_the_same() -> None:
    assert word_overlap(" ".join([TALK] * 10), " ".join([TALK] * 9 + [TALK.replace("image", "picture")])) > 0.95


def test_other_words_are_unlike() -> None:
    assert word_overlap(TALK, "nobody has ever looked at these numbers since the vendor changed them") == 0.0


def test_the_order_of_words_matters() -> None:
    assert word_overlap(TALK, " ".join(reversed(TALK.split()))) < 0.1


def test_where_turns_are_cut_does_not_matter() -> None:
    assert word_overlap([TALK[:40], TALK[40:]], TALK.split()) > 0.8
    assert word_overlap(["we label every", "image twice"], "we label every image twice") == 1.0


@pytest.mark.parametrize(("first", "second", "expected"), [("", "", 1.0), ("", "word", 0.0), ("word", "Word", 1.0)])
def test_short_texts_have_a_likeness_too(first: str, second: str, expected: float) -> None:
    assert word_overlap(first, second) == expected


def test_it_is_the_dice_coefficient_of_three_word_sequences() -> None:
    assert word_overlap("a b c d", "a b c e") == pytest.approx(2 * 1 / (2 + 2))


@settings(deadline=None)
@given(st.text(), st.text())
def test_it_is_between_0_and_1_and_the_same_both_ways(first: str, second: str) -> None:
    assert 0.0 <= word_overlap(first, second) <= 1.0
    assert word_overlap(first, second) == word_overlap(second, first)
