"""Labels of speakers: never one that describes fewer than k quoted people."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.labels import ANYBODY, Attributes, candidates, generalized, labels, linked, unlinked

SCIENTIST, IN_HEALTH = Attributes("data scientist"), Attributes("data scientist", "health")
IN_FINANCE = Attributes("data scientist", "finance")


def given_to(*people: Attributes, k: int) -> list[str]:
    return list(labels(dict(enumerate(people)), k=k).values())


def test_enough_people_alike_get_the_most_telling_label():
    assert given_to(IN_HEALTH, IN_HEALTH, k=2) == ["a data scientist in health"] * 2


def test_too_few_alike_share_a_more_general_one():
    assert given_to(IN_HEALTH, IN_FINANCE, k=2) == ["a data scientist"] * 2


def test_one_who_is_left_over_does_not_stand_out_by_a_label_of_their_own():
    assert given_to(IN_HEALTH, IN_HEALTH, IN_FINANCE, Attributes("manager"), k=2)[2:] == [ANYBODY] * 2


def test_nobody_is_left_alone_as_a_practitioner_while_all_others_are_told_apart():
    assert given_to(IN_HEALTH, IN_HEALTH, SCIENTIST, k=2) == [ANYBODY] * 3
    assert (
        given_to(IN_HEALTH, IN_HEALTH, SCIENTIST, Attributes("manager"), k=2)[:2] == ["a data scientist in health"] * 2
    )


def test_of_several_groups_the_smallest_joins_those_whose_attributes_are_not_told():
    managers, analysts = [Attributes("manager")] * 3, [Attributes("analyst")] * 2
    assert given_to(*managers, *analysts, Attributes(), k=2) == ["a manager"] * 3 + [ANYBODY] * 3


def test_a_label_that_was_told_may_only_become_more_general():
    told = {1: ["a data scientist"], 2: ["a data scientist"], 3: []}
    assert generalized(told, k=3) == dict.fromkeys(told, ANYBODY)


@pytest.mark.parametrize(("number", "whole"), [(None, "an analyst"), (4, "an analyst, participant 4")])
def test_a_link_is_added_to_a_label_and_taken_off_again(number, whole):
    assert linked("an analyst", number) == whole
    assert unlinked(whole)[0] == "an analyst"
    assert "".join(unlinked(whole)) == whole


def test_what_is_not_known_makes_no_group():
    assert given_to(Attributes(), Attributes(), Attributes("", "health"), k=1) == [ANYBODY] * 3
    assert given_to(SCIENTIST, SCIENTIST, k=2) == ["a data scientist"] * 2


@pytest.mark.parametrize(
    ("role", "label"),
    [("engineer", "an engineer"), ("ML engineer", "an ML engineer"), ("manager", "a manager")],
)
def test_a_label_reads_as_english(role, label):
    assert candidates(Attributes(role)) == [label]


ANYONE = st.builds(Attributes, st.sampled_from(["", "analyst", "manager"]), st.sampled_from(["", "health", "retail"]))


def attributes_told(label: str) -> tuple[str, ...]:
    """The parts of a label: ("a manager", "health")."""
    return tuple(label.split(" in ")) if label != ANYBODY else ()


@given(st.lists(ANYONE, max_size=24), st.integers(1, 6))
def test_every_combination_that_is_told_and_every_part_of_it_is_shared_by_at_least_k_people(people, k):
    given = given_to(*people, k=k)
    for told in map(attributes_told, given):
        for part in {(), *((one,) for one in told), told} - {()}:
            assert sum(set(part) <= set(attributes_told(label)) for label in given) >= k


@given(st.lists(ANYONE, max_size=24), st.integers(1, 6))
def test_no_label_is_that_of_fewer_than_k_people_unless_all_have_it(people, k):
    sizes = Counter(given_to(*people, k=k))
    assert all(count >= k for count in sizes.values()) or set(sizes) == {ANYBODY}


@given(st.lists(ANYONE, max_size=24), st.integers(1, 6), st.randoms())
def test_labels_do_not_depend_on_the_order_of_people(people, k, random):
    order = list(range(len(people)))
    random.shuffle(order)
    assert labels({i: people[i] for i in order}, k=k) == labels(dict(enumerate(people)), k=k)


@given(st.lists(ANYONE, max_size=24), st.integers(1, 6))
def test_a_label_tells_nothing_untrue(people, k):
    for person, label in zip(people, given_to(*people, k=k), strict=True):
        assert label in [*candidates(person), ANYBODY]
