"""The order of the review's queue and what it shows of many places: pure, without a database."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from interviews.admin.pages.review_queue import Filter, Place, Queue, grouped
from interviews.admin.pages.review_words import confidence_in_words, source_in_words, spread, word_steps

DELE, KOFI = 1, 2
TEXT = "I’m at Zephyrine Labs now."


def a_place(pk, words="", **fields):
    """An undecided place of a company's name in interview 1, unless told otherwise."""
    usual = {"interview": 1, "number": 1, "position": pk, "start": 0, "type": "company", "origin": "suggestion"}
    return Place(
        **{**usual, "pk": pk, "source": "employer", "confidence": Decimal("0.5"), "asked_by": None, **fields},
        words=words,
    )


def order(*places, user=DELE, **chosen):
    """The first places of the decisions, in the queue's order."""
    return [decision.first.pk for decision in Queue(user, Filter(**chosen), list(places)).decisions]


def test_a_group_of_many_places_comes_before_a_surer_single_one():
    single = a_place(1, "single", confidence=Decimal("0.99"))
    assert order(single, a_place(2, "often"), a_place(3, "often")) == [2, 1]


def test_among_groups_of_one_size_the_surest_comes_first():
    assert order(a_place(1, "a", confidence=Decimal("0.3")), a_place(2, "b", confidence=Decimal("0.8"))) == [2, 1]


def test_a_direct_name_comes_before_a_place_that_is_named_often():
    towns = [a_place(pk, "town", type="place") for pk in (1, 2, 3)]
    assert order(*towns, a_place(4, "name", type="person")) == [4, 1]


def test_what_the_authors_hid_already_waits_behind_what_names_somebody():
    hidden = [a_place(pk, "company x", origin="placeholder", source="") for pk in (1, 2, 3)]
    assert order(*hidden, a_place(4, "name")) == [4, 1]


def test_a_keep_waits_for_everybody_but_the_one_who_asked():
    keep, other = a_place(9, "keep", type="place", asked_by=KOFI), a_place(1, "name")
    assert order(other, keep, user=DELE) == [9, 1]
    assert order(other, keep, user=KOFI) == [1]


def test_words_that_somebody_asks_to_keep_are_another_decision_than_the_same_words_elsewhere():
    assert len(grouped([a_place(1, "name"), a_place(2, "name", asked_by=KOFI)])) == 2


def test_places_whose_words_are_not_known_to_be_the_same_stand_alone():
    assert len(grouped([a_place(1), a_place(2)])) == 2


def test_a_decision_is_found_by_any_of_its_places_and_one_that_is_gone_leads_to_the_first():
    queue = Queue(DELE, Filter(), [a_place(1, "a"), a_place(2, "b"), a_place(3, "b")])
    assert (queue.at(3), queue.at(1), queue.at(77), queue.at(None)) == (0, 1, 0, 0)


def test_an_empty_queue_has_nothing_at_any_place():
    assert Queue(DELE, Filter(), []).at(1) is None


def test_next_and_previous_go_around_the_end():
    queue = Queue(DELE, Filter(), [a_place(1, "a"), a_place(2, "b"), a_place(3, "c")])
    assert [queue.after(2).first.pk, queue.after(0, -1).first.pk] == [1, 3]


def test_of_a_single_decision_there_is_no_next():
    assert Queue(DELE, Filter(), [a_place(1, "a")]).after(0) is None


def test_a_filter_is_read_from_an_address_and_written_back():
    chosen = Filter.read(QueryDict("interview=3&source=thanks&type=person&order=talk"))
    assert chosen == Filter(3, "thanks", "person", "talk")
    assert Filter.read(QueryDict(chosen.query())) == chosen
    assert chosen.query(at=5).endswith("&at=5")


def test_of_a_group_in_many_interviews_some_of_each_are_shown_in_their_order():
    places = tuple(a_place(n, "a", interview=1 + n // 10) for n in range(30))
    shown = spread(places, 5)
    assert [place.pk for place in shown] == [0, 1, 10, 11, 20]


@pytest.mark.parametrize(
    ("span", "steps"),
    [
        ("Zephyrine", {"more before": "at Zephyrine", "more after": "Zephyrine Labs"}),
        (
            "Zephyrine Labs",
            {
                "more before": "at Zephyrine Labs",
                "less before": "Labs",
                "less after": "Zephyrine",
                "more after": "Zephyrine Labs now",
            },
        ),
        ("I’m", {"more after": "I’m at"}),
    ],
)
def test_words_are_added_and_left_off_one_at_a_time(span, steps):
    start = TEXT.index(span)
    offered = {
        s.name.removeprefix("One word "): TEXT[s.start : s.end] for s in word_steps(TEXT, start, start + len(span))
    }
    assert offered == steps


@pytest.mark.parametrize(
    ("confidence", "said"),
    [("1", "nearly certain"), ("0.90", "nearly certain"), ("0.7", "likely"), ("0.4", "possible"), ("0.1", "a guess")],
)
def test_confidence_is_said_in_words(confidence, said):
    assert confidence_in_words(Decimal(confidence)) == said


def test_a_rule_is_named_in_words():
    assert source_in_words("registry") == "the study's registry of identifiers"
    assert source_in_words("rare-phrase") == "rare phrase"
