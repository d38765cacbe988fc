"""Equal words of two readings, in order."""

from difflib import SequenceMatcher
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.prints.matching import matching_blocks

texts = st.lists(st.sampled_from(["the", "rye", "was", "off", "by", "a", "tenth"]), max_size=60)


def matched(left: list[str], right: list[str]) -> int:
    return sum(size for _, _, size in matching_blocks(left, right))


@given(texts, texts)
def test_blocks_are_equal_words_and_rise_without_overlap(left, right):
    end_left = end_right = 0
    for i, j, size in matching_blocks(left, right):
        assert left[i : i + size] == right[j : j + size]
        assert i >= end_left
        assert j >= end_right
        end_left, end_right = i + size, j + size


@given(texts)
def test_a_text_matches_itself_in_one_block(text):
    assert matching_blocks(text, text) == ([(0, 0, len(text))] if text else [])


@given(st.integers(0, 2**32), st.integers(0, 40))
@settings(max_examples=30)
def test_long_texts_with_few_changes_lose_no_more_words_than_were_changed(seed, changes):
    # Repetitive talk of 3,000 words, some of them replaced: everything else is found again.
    chance = Random(seed)
    left = [f"word{int(chance.paretovariate(0.7)) % 400}" for _ in range(3000)]
    right = list(left)
    for _ in range(changes):
        right[chance.randrange(len(right))] = "changed"
    lost = 3000 - matched(left, right)
    assert lost <= changes


def test_a_moved_passage_is_matched_in_one_place_only():
    left = [str(number) for number in range(1000)]
    right = left[500:] + left[:500]
    assert matched(left, right) == 500


def test_texts_without_a_common_word_match_nowhere():
    assert matching_blocks(["a"] * 400, ["b"] * 400) == []


def test_small_texts_are_matched_as_difflib_would_between_their_equal_ends():
    left, right = list("abcdef"), list("axcyef")
    assert matched(left, right) == sum(
        block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    )
