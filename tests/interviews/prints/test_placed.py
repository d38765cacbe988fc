"""What of a print is kept for good: codings with their pieces, and turns as numbers."""

import json

from interviews.prints.alignment import align
from interviews.prints.placed import PlacedCoding, placed_codings, printed_turns
from tests.interviews.prints.prints import invented

ADA = invented("coded")
SEGMENTS = [turn.text for turn in ADA.turns if turn.text]
ALIGNED = align(ADA, SEGMENTS)


def of_turn(position: int) -> list[PlacedCoding]:
    return [coding for coding in placed_codings(ADA, ALIGNED) if coding.turn == position]


def test_each_code_of_a_turn_stands_on_each_underlined_span():
    first, second = of_turn(1)
    assert (first.code, second.code) == ADA.turns[1].codes
    assert first.pieces == second.pieces == ((1, *ADA.turns[1].spans[0]),)
    assert first.certain


def test_a_code_on_two_spans_is_two_codings():
    assert [(coding.code, coding.pieces) for coding in of_turn(4)] == [
        ("MT-slow-training", ((4, 3, 21),)),
        ("MT-slow-training", ((4, 26, 40),)),
    ]


def test_codings_say_where_the_print_does_not_tell_which_words_have_which_code():
    assert [coding.certain for coding in of_turn(5)] == [False, False, False]


def test_a_code_without_an_underlined_word_makes_no_coding():
    assert ADA.turns[8].codes == ("Q4.2",)
    assert of_turn(8) == []


def test_the_kept_turns_hold_positions_and_codes_and_no_word_of_the_talk():
    kept = printed_turns(ADA, ALIGNED)
    assert kept[1] == {
        "position": 1,
        "pieces": [[1, 0, len(SEGMENTS[1])]],
        "spans": [[[1, *ADA.turns[1].spans[0]]]],
        "codes": ["Data-low-quality", "Q3.1"],
    }
    assert [set(turn) for turn in kept] == [{"position", "pieces", "spans", "codes"}] * len(ADA.turns)
    assert "scale" not in json.dumps(kept)
