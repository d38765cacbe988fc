"""Cutting words at the edges of marks."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.admin.pages.stretches import Mark, cut

SPAN = st.tuples(st.integers(0, 19), st.integers(1, 20)).filter(lambda span: span[0] < span[1])


@given(st.text(min_size=20, max_size=20), st.lists(SPAN, max_size=6))
def test_the_stretches_of_a_turn_are_its_words_and_each_mark_lies_on_its_own(text, spans):
    marks = [Mark(number, *span) for number, span in enumerate(spans, start=1)]
    stretches = cut(text, marks)
    assert "".join(stretch.text for stretch in stretches) == text
    for mark in marks:
        marked = "".join(stretch.text for stretch in stretches if mark in stretch.marks)
        assert marked == text[mark.start : mark.end]


@given(st.lists(SPAN, max_size=6))
def test_every_mark_begins_once(spans):
    marks = [Mark(number, *span) for number, span in enumerate(spans, start=1)]
    begun = [number for stretch in cut("x" * 20, marks) for number in stretch.starting]
    assert sorted(begun) == [mark.number for mark in marks]


def test_words_without_marks_are_one_stretch():
    assert [(stretch.text, stretch.classes) for stretch in cut("all of it", [])] == [("all of it", "")]


def test_a_turn_without_words_has_no_stretch():
    assert cut("", []) == []


def test_how_many_marks_lie_on_each_other_shows():
    both = cut("abc", [Mark(1, 0, 3), Mark(2, 1, 2)])[1]
    assert both.classes == "coded tone-1 depth-2"
