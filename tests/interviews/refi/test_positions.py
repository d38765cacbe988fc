"""Where a selection stands, in every way of counting that tools are known for."""

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.refi.document import Selection
from interviews.refi.positions import Counting, place, plain, shortened, squeezed

TEXT = "Interviewer: What hurts?\r\n\r\nInterviewee: Half of the 🗃 fields are empty.\r\n"
WORDS = "the 🗃 fields"


def counted(raw: str, words: str, *, crlf=False, mark=False, halves=False, last=False) -> tuple[int, int]:
    """Where `words` stand in `raw`, by this way of counting: the other direction, written another way."""
    text = raw if mark else raw.removeprefix("\ufeff")
    text = text.replace("\r\n", "\n") if crlf else text
    start = text.index(words)

    def number(place: int) -> int:
        return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 if halves else place

    return number(start), number(start + len(words)) - last


@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("halves", [False, True])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("raw", [TEXT, "\ufeff" + TEXT, TEXT.replace("\r\n", "\n")])
@pytest.mark.parametrize("mark", [False, True])
def test_quoted_words_tell_how_a_tool_counts(crlf, halves, last, raw, mark):
    spans = [counted(raw, words, crlf=crlf, mark=mark, halves=halves, last=last) for words in (WORDS, "empty")]
    named = [Selection("a", *span, name=name) for span, name in zip(spans, (WORDS, "empty"), strict=True)]
    placed = place(raw, named)
    assert [plain(raw)[s.start : s.end] for s in placed.selections] == [WORDS, "empty"]
    assert placed.unsure == placed.moved == 0


@pytest.mark.parametrize("crlf", [False, True])
def test_without_words_the_counting_that_cuts_no_word_is_taken(crlf):
    spans = [counted(TEXT, words, crlf=crlf) for words in ("Half", "fields", "empty")]
    placed = place(TEXT, [Selection("a", *span) for span in spans])
    assert [plain(TEXT)[s.start : s.end] for s in placed.selections] == ["Half", "fields", "empty"]


def test_without_any_evidence_the_file_is_counted_as_it_stands():
    assert place(TEXT, []).counting == Counting()


def test_a_shortened_name_fits_and_white_space_is_nothing():
    placed = place("Half of\nthe fields are empty.", [Selection("a", 0, 18, name="Half of the…")])
    assert (placed.unsure, placed.moved) == (0, 0)


def test_a_name_that_is_a_title_leaves_the_selection_where_it_is_and_is_told():
    placed = place("Half of the fields are empty.", [Selection("a", 0, 4, name="damage done")])
    assert (placed.selections[0].start, placed.selections[0].end, placed.unsure) == (0, 4, 1)


def test_words_that_stand_elsewhere_once_are_found_there_and_that_is_told():
    text = "Half of the fields are empty."
    placed = place(text, [Selection("a", 0, 4, name="fields are empty")])
    assert text[placed.selections[0].start : placed.selections[0].end] == "fields are empty"
    assert placed.moved == 1


def test_words_that_stand_elsewhere_twice_are_left_where_the_file_says():
    text = "fields are empty, fields are empty"
    assert place(text, [Selection("a", 0, 4, name="fields are empty")]).unsure == 1


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 999), (999, 1000)])
def test_a_span_outside_the_text_or_empty_is_left_out_and_counted(span):
    placed = place("Half of it.", [Selection("a", *span)])
    assert (placed.selections, placed.outside) == ((), 1)


@given(st.text(st.sampled_from("ab \n🗃é"), min_size=1, max_size=30), st.data())
def test_what_is_written_here_is_read_at_the_same_place(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made = Selection("a", start, end, name=shortened(text[start:end]))
    assert [(s.start, s.end) for s in place(text, [made], ours=True).selections] == [(start, end)]


@pytest.mark.parametrize("length", [60, 63])
def test_a_name_that_was_cut_off_without_a_sign_shortens_nothing(length):
    text = " ".join(f"word{number}" for number in range(200))
    placed = place(text, [Selection("", 6, 600, text[6 : 6 + length])])
    assert (placed.selections[0].start, placed.selections[0].end) == (6, 600)
    assert (placed.moved, placed.unsure) == (0, 0)


def test_a_span_of_a_whole_long_text_costs_no_more_than_its_name():
    text = "ab " * 700_000 + "🗃"
    with mock.patch("interviews.refi.positions.squeezed", wraps=squeezed) as squeezes:
        place(text, [Selection("", 0, len(text), "a title")] * 5)
    assert max(len(call.args[0]) for call in squeezes.call_args_list) < 1000
