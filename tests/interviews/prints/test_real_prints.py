"""The real prints, read whole: figures by interview number and place in the sorted file list.

The figures are those of an independent reading. What it calls a turn begins at a speaker line or at the
words after code boxes; a speaker line without words (interview 5) is none.
"""

from itertools import pairwise

import pytest

from interviews.prints.errors import PrintError
from interviews.prints.reader import read_print
from tests.interviews.prints.prints import CODED, PACKAGE, independent_prints, read

pytestmark = pytest.mark.real_study

# interview, place: turns, coded turns, distinct codes
FIGURES = {
    (2, 0): (92, 58, 25),
    (2, 1): (92, 35, 20),
    (3, 1): (151, 57, 42),
    (5, 0): (160, 90, 27),
    (7, 0): (111, 49, 16),
    (7, 1): (114, 50, 14),
    (10, 1): (239, 61, 12),
    (12, 0): (160, 16, 14),
    (12, 1): (160, 13, 8),
    (19, 0): (104, 21, 9),
    (19, 1): (104, 12, 5),
    (30, 0): (136, 38, 16),
    (30, 1): (136, 43, 15),
}


@pytest.mark.parametrize(("number", "place"), sorted(FIGURES), ids=str)
def test_turns_coded_turns_and_codes_are_those_of_the_independent_reading(number: int, place: int):
    reading = read(independent_prints(number)[place])
    assert (len(reading.turns), reading.coded_turns, len(reading.codes)) == FIGURES[number, place]
    assert reading.interview_number == number


@pytest.mark.parametrize(("number", "place"), [(3, 0), (5, 1), (10, 0)], ids=str)
def test_the_other_coders_print_of_these_interviews_shows_no_codes(number: int, place: int):
    reading = read(independent_prints(number)[place])
    assert not reading.has_codes
    assert reading.turns


def test_the_two_prints_of_interview_7_have_the_same_speaker_lines_and_differ_only_where_boxes_cut():
    first, second = (read(path) for path in independent_prints(7))
    assert first.speaker_lines == second.speaker_lines == 70
    assert (len(first.turns), len(second.turns)) == (111, 114)


def test_every_print_of_the_package_is_read_without_a_doubtful_letter_or_lost_underline():
    seen = set()
    for path in sorted(CODED.glob("*/*.pdf")):
        reading = read(path)
        seen |= {warning.code for warning in reading.warnings}
        assert reading.title
        assert reading.coder
        assert reading.printed_on
    assert seen <= {"code-without-underline", "empty-turn"}


def test_a_code_without_underline_stands_where_a_selection_ended_before_the_first_letter():
    # All of them: the turn before has these codes too, underlined to its last letter.
    found = 0
    for path in sorted(CODED.glob("moderation/*.pdf")):
        turns = read(path).turns
        for before, turn in pairwise(turns):
            if turn.codes and not turn.spans:
                found += 1
                assert set(turn.codes) <= set(before.codes)
                assert not before.spans or before.spans[-1][1] == len(before.text)
    assert found == 58


def test_a_new_underline_begins_beside_another_only_where_several_codes_meet():
    single = [turn for path in CODED.glob("*/*.pdf") for turn in read(path).turns if len(turn.codes) == 1]
    assert single
    assert all(turn.runs <= 1 for turn in single)


def test_the_interview_guides_are_no_coded_prints():
    for path in sorted((PACKAGE / "interviews" / "interview_guides").glob("*.pdf")):
        with pytest.raises(PrintError):
            read_print(path.read_bytes(), name=path.name)
