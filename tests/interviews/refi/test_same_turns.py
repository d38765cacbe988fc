"""Which turn of another tool's text is which turn of an interview, however often a file repeats one."""

from time import process_time

from interviews.actions import ingest_refi_sources
from interviews.actions.ingest_refi_sources import same_turns

TALK = ["What hurts?", "The data does.", "Yes.", "And then?", "Yes.", "", "Nobody looked at it."]


def test_turns_that_are_the_same_are_paired_in_order_and_empty_ones_are_not():
    assert same_turns(TALK, TALK) == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 6: 6}
    assert same_turns(TALK[1:3], TALK) == {0: 1, 1: 2}
    assert same_turns(["Elsewhere."], TALK) == {}


def test_a_file_that_repeats_a_turn_as_often_as_it_likes_takes_no_longer():
    hostile = ["Yes."] * 50_000
    began = process_time()
    assert len(same_turns(hostile, ["Yes."] * 400)) == 400
    assert len(same_turns(["What?", *["Yes.", "Who?"] * 25_000], ["Yes.", "What?"] * 200)) < 400
    assert process_time() - began < 2


def test_of_a_talk_too_long_to_compare_each_turn_with_each_what_stands_beside_single_turns_is_paired_too(monkeypatch):
    monkeypatch.setattr(ingest_refi_sources, "MOST_STEPS", 0)
    assert same_turns(TALK, TALK) == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 6: 6}
    assert same_turns(["Yes.", "The data does.", "Yes.", "Added."], TALK) == {1: 1, 2: 2}
    assert same_turns(["Nobody looked at it.", "What hurts?"], TALK) in ({0: 6}, {1: 0})
