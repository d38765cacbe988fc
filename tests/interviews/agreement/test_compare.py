"""Two coders of one interview: on segments, on printed turns, on characters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from interviews.agreement.compare import NO_CODES, ONE_SIDED, compare, pooled
from interviews.agreement.reading import CodedSpans, Reading
from interviews.agreement.units import matrices

LENGTHS = [20, 10, 30, 15]
UNITS = ["turn", "character"]

rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 10), st.sampled_from("ABC")).map(
        lambda row: (row[0], row[1], min(LENGTHS[row[0]], row[1] + row[2]), row[3])
    ),
    max_size=8,
)


def coder(*codings):
    return Reading.of_segments(LENGTHS, codings)


def turn(position, pieces, codes=(), spans=None):
    made = {"position": position, "pieces": pieces, "codes": list(codes)}
    return made if spans is None else made | {"spans": spans}


def test_a_segment_has_a_code_when_a_part_of_it_has():
    result = compare(coder((0, 5, 8, "A")), coder((0, 10, 20, "A")), "turn")
    assert (result.units, result.codes, result.kappa) == (4, 1, 1)


def test_characters_tell_how_far_spans_overlap():
    result = compare(coder((0, 0, 10, "A")), coder((0, 5, 15, "A")), "character")
    [code] = result.per_code
    assert (result.units, code.a_count, code.b_count, code.both) == (75, 10, 10, 5)
    a, b = np.zeros(75), np.zeros(75)
    a[0:10], b[5:15] = 1, 1
    assert result.kappa == pytest.approx(cohen_kappa_score(a, b))


def test_codes_are_pooled_as_one_yes_or_no_per_unit_and_code():
    ada = coder((0, 0, 20, "A"), (1, 0, 10, "B"))
    bo = coder((0, 0, 20, "A"), (2, 0, 30, "B"))
    yes_ada = [1, 0, 0, 0, 0, 1, 0, 0]
    yes_bo = [1, 0, 0, 0, 0, 0, 1, 0]
    assert compare(ada, bo, "turn").kappa == pytest.approx(cohen_kappa_score(yes_ada, yes_bo))


def test_per_code_counts_are_told_in_the_codes_order():
    result = compare(coder((0, 0, 5, "B"), (1, 0, 5, "B"), (1, 0, 5, "A")), coder((1, 3, 9, "B")), "turn")
    counts = [(code.code, code.a_count, code.b_count, code.both, code.units) for code in result.per_code]
    assert counts == [("A", 1, 0, 0, 4), ("B", 2, 1, 1, 4)]


def test_the_same_code_twice_in_a_segment_counts_once():
    once, twice = coder((0, 0, 5, "A")), coder((0, 0, 5, "A"), (0, 3, 9, "A"))
    assert compare(once, twice, "turn").per_code[0].b_count == 1


@pytest.mark.parametrize("unit", UNITS)
@given(a=rows, b=rows)
def test_the_order_of_the_coders_does_not_matter(unit, a, b):
    one, other = compare(coder(*a), coder(*b), unit), compare(coder(*b), coder(*a), unit)
    assert (one.units, one.codes, one.reason) == (other.units, other.codes, other.reason)
    assert (one.kappa, one.alpha, one.percent) == pytest.approx((other.kappa, other.alpha, other.percent))


@pytest.mark.parametrize("unit", UNITS)
@given(rows.filter(bool))
def test_a_coder_agrees_with_themselves(unit, codings):
    result = compare(coder(*codings), coder(*codings), unit)
    assert result.percent == 1
    assert result.kappa is None or result.kappa == pytest.approx(1)
    assert (result.kappa is None) == bool(result.reason)


@given(a=rows, b=rows)
def test_turns_cut_alike_are_compared_as_they_are(a, b):
    tables = matrices(coder(*a), coder(*b), "turn")
    for matrix, codings in ((tables.first, a), (tables.second, b)):
        said = {(segment, code) for segment, start, end, code in codings if start < end}
        assert {(int(u), tables.codes[c]) for u, c in np.argwhere(matrix)} == said


def test_turns_cut_differently_are_compared_on_their_common_refinement():
    # Ada's print has one turn where Bo's has two; her code lies in the second half only.
    ada = Reading.of_printed_turns([turn(0, [[0, 0, 20]], ["A"], [[[0, 12, 20]]]), turn(1, [[1, 0, 10]])])
    bo = Reading.of_printed_turns([turn(0, [[0, 0, 10]], ["A"]), turn(1, [[0, 11, 20]], ["A"]), turn(2, [[1, 0, 10]])])
    result = compare(ada, bo, "turn")
    [code] = result.per_code
    assert (result.units, code.a_count, code.b_count, code.both) == (3, 1, 2, 1)


def test_cuts_that_cross_make_a_unit_of_every_overlap():
    ada = Reading((((0, 0, 10),), ((0, 10, 20),)), (CodedSpans("A", ((0, 0, 10),)),))
    bo = Reading((((0, 0, 5),), ((0, 5, 20),)), (CodedSpans("A", ((0, 0, 5),)),))
    assert compare(ada, bo, "turn").units == 3


def test_a_printed_turn_over_two_segments_is_one_unit():
    print_of_both = [turn(0, [[0, 0, 20], [1, 0, 10]], ["A"]), turn(1, [[2, 0, 30]])]
    reading = Reading.of_printed_turns(print_of_both)
    result = compare(reading, reading, "turn")
    assert (result.units, result.per_code[0].a_count) == (2, 1)


def test_what_only_one_print_has_is_left_out():
    ada = Reading.of_printed_turns([turn(0, [[0, 0, 20]], ["A"]), turn(1, [[1, 0, 10]], ["A"])])
    bo = Reading.of_printed_turns([turn(0, [[0, 0, 20]], ["A"]), turn(1, [])])
    result = compare(ada, bo, "turn")
    assert (result.units, result.per_code[0].a_count, result.per_code[0].b_count) == (1, 1, 1)


def test_a_code_under_no_underlined_word_marks_no_unit():
    ada = Reading.of_printed_turns([turn(0, [[0, 0, 20]], ["A"], [])])
    bo = Reading.of_printed_turns([turn(0, [[0, 0, 20]], ["A"], [[[0, 0, 5]]])])
    assert compare(ada, bo, "turn").per_code[0].a_count == 0


def test_without_any_code_there_is_no_value_but_a_reason():
    result = compare(coder(), coder(), "turn")
    assert (result.kappa, result.alpha, result.percent, result.reason) == (None, None, None, NO_CODES)


def test_codes_of_one_coder_alone_are_no_disagreement_with_the_other():
    result = compare(coder((0, 0, 20, "A")), coder(), "turn")
    assert (result.kappa, result.alpha, result.ac1, result.reason) == (None, None, None, ONE_SIDED)
    assert result.percent == 0.75


def test_interviews_without_talk_have_nothing_to_compare():
    assert compare(Reading((), ()), Reading((), ()), "character").reason == NO_CODES


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match='"word" is neither "turn" nor "character"'):
        compare(coder(), coder(), "word")


def test_pooling_adds_the_counts_of_interviews_before_anything_is_computed():
    first = compare(coder((0, 0, 20, "A")), coder((0, 0, 20, "A"), (1, 0, 10, "B")), "turn")
    second = compare(coder((0, 0, 20, "A")), coder((1, 0, 10, "A")), "turn")
    both = pooled([first, second])
    assert (both.units, both.codes) == (8, 2)
    a = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    b = [1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]
    assert both.kappa == pytest.approx(cohen_kappa_score(a, b))


def test_pooling_nothing_is_nothing():
    assert pooled([]).reason == NO_CODES
