"""Safe text: what replacements make of raw text, and the way back from a selection on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.deidentification.safe_text import SafeText, Substitution, apply, state_hash

RAW = "We ask Ottoline twice."
ONE_NAME = [Substitution(7, 15, "[person]")]
KEY = b"a key of the tests"


@st.composite
def texts_and_substitutions(draw: st.DrawFn) -> tuple[str, list[Substitution]]:
    """A raw text and replacements in it that don't overlap; texts hold astral and combining characters too."""
    raw = draw(st.text(alphabet=st.sampled_from("abc é\u0301\n😀[]"), min_size=1, max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=8)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    texts = st.text(alphabet=st.sampled_from("[xy]😀"), max_size=6)
    return raw, [Substitution(start, end, draw(texts)) for start, end in spans]


@st.composite
def safe_texts(draw: st.DrawFn) -> tuple[str, list[Substitution], SafeText]:
    raw, substitutions = draw(texts_and_substitutions())
    return raw, substitutions, apply(raw, substitutions)


def test_safe_text_has_each_replacement_in_place_of_its_span():
    assert apply(RAW, ONE_NAME).text == "We ask [person] twice."


def test_a_deletion_leaves_nothing():
    assert apply(RAW, [Substitution(6, 15, "")]).text == "We ask twice."


def test_offsets_count_code_points_not_bytes_or_code_units():
    assert apply("😀 Zoë", [Substitution(2, 5, "[person]")]).text == "😀 [person]"


def test_an_empty_turn_is_safe_as_it_is():
    assert apply("", []) == SafeText("", ())


@pytest.mark.parametrize("start", [7, 9, 14])
def test_a_selection_inside_a_placeholder_snaps_outward_to_all_that_it_stands_for(start):
    assert apply(RAW, ONE_NAME).raw_span(start, start + 1) == (7, 15)


def test_a_selection_that_cuts_a_placeholder_takes_it_in_whole():
    assert apply(RAW, ONE_NAME).raw_span(3, 10) == (3, 15)


def test_a_selection_beside_a_placeholder_leaves_it_out():
    assert apply(RAW, ONE_NAME).raw_span(0, 7) == (0, 7)
    assert apply(RAW, ONE_NAME).raw_span(15, 22) == (15, 22)


def test_a_deletion_at_the_edge_of_a_selection_stays_out_and_one_inside_comes_along():
    safe = apply("one two three", [Substitution(4, 8, "")])
    assert safe.raw_span(0, 4) == (0, 4)
    assert safe.raw_span(0, 9) == (0, 13)


def test_the_quote_of_a_span_that_cuts_a_name_shows_its_placeholder_and_no_letter_of_it():
    assert apply(RAW, ONE_NAME).quote(0, 11) == "We ask [person]"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (20, 23)])
def test_a_span_that_is_empty_or_outside_is_refused(start, end):
    safe = apply(RAW, ONE_NAME)
    for asked in (safe.raw_span, safe.safe_span, safe.snap):
        with pytest.raises(ValueError, match="empty or outside"):
            asked(start, end)


def test_overlapping_replacements_are_refused():
    with pytest.raises(ValueError, match="overlaps"):
        apply(RAW, [*ONE_NAME, Substitution(10, 20, "x")])


@given(texts_and_substitutions())
def test_raw_words_outside_replacements_stay_and_inside_go(made):
    raw, substitutions = made
    safe = apply(raw, substitutions)
    expected, at = "", 0
    for one in sorted(substitutions):
        expected, at = expected + raw[at : one.start] + one.text, one.end
    assert safe.text == expected + raw[at:]


@given(safe_texts())
def test_pieces_cover_both_texts_in_order_without_gaps(made):
    raw, _, safe = made
    assert [p.raw_start for p in safe.pieces] == [0, *(p.raw_end for p in safe.pieces[:-1])]
    assert [p.safe_start for p in safe.pieces] == [0, *(p.safe_end for p in safe.pieces[:-1])]
    assert safe.pieces[-1].raw_end == len(raw)
    assert safe.pieces[-1].safe_end == len(safe.text)


@given(safe_texts(), st.data())
def test_a_selection_led_to_raw_text_and_back_holds_at_least_what_was_selected(made, data):
    _, _, safe = made
    if not safe.text:
        return
    start = data.draw(st.integers(0, len(safe.text) - 1))
    end = data.draw(st.integers(start + 1, len(safe.text)))
    raw_start, raw_end = safe.raw_span(start, end)
    back_start, back_end = safe.safe_span(raw_start, raw_end)
    assert back_start <= start < end <= back_end


@given(safe_texts(), st.data())
def test_snapping_is_settled_after_once_and_never_cuts_a_replacement(made, data):
    raw, substitutions, safe = made
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    snapped = safe.snap(start, end)
    assert safe.snap(*snapped) == snapped
    assert snapped[0] <= start < end <= snapped[1]
    assert not any(one.start < edge < one.end for one in substitutions for edge in snapped)
    assert safe.quote(start, end) == safe.quote(*snapped)


@given(texts_and_substitutions())
def test_the_state_does_not_depend_on_the_order_of_replacements(made):
    raw, substitutions = made
    assert state_hash(raw, substitutions, key=KEY) == state_hash(raw, substitutions[::-1], key=KEY)


@pytest.mark.parametrize(
    ("raw", "substitutions"),
    [
        ("We ask Ottoline thrice.", ONE_NAME),
        (RAW, []),
        (RAW, [Substitution(7, 15, "[place]")]),
        (RAW, [Substitution(7, 14, "[person]")]),
    ],
    ids=["other words", "no replacement", "another text", "another span"],
)
def test_any_change_of_words_or_replacements_is_another_state(raw, substitutions):
    assert state_hash(raw, substitutions, key=KEY) != state_hash(RAW, ONE_NAME, key=KEY)


def test_without_the_key_nobody_can_try_names_against_a_state():
    assert state_hash(RAW, ONE_NAME, key=KEY) != state_hash(RAW, ONE_NAME, key=b"another key")
