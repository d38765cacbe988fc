"""Labels of speakers: never one that describes fewer than k quoted people."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.labels import ANYBODY, Attributes, candidates, labels

SCIENTIST, IN_HEALTH = Attributes("data scientist"), Attributes("data scientist", "health")
IN_FINANCE = Attributes("data scientist", "finance")


def given_to(*people: Attributes, k: int) -> list[str]:
    return list(labels(dict(enumerate(people)), k=k).values())


def test_enough_people_alike_get_the_most_telling_label():
    assert given_to(IN_HEALTH, IN_HEALTH, k=2) == ["a data scientist in health"] * 2


def test_too_few_alike_share_a_more_general_one():
    assert given_to(IN_HEALTH, IN_FINANCE, k=2) == ["a data scientist"] * 2


def test_one_who_is_left_over_does_not_stand_out_by_a_label_of_their_own():
    assert given_to(IN_HEALTH, IN_HEALTH, IN_FINANCE, k=2)[2] == ANYBODY


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


@given(st.lists(ANYONE, max_size=20), st.integers(1, 6))
def test_every_label_but_the_general_one_fits_at_least_k_people(people, k):
    sizes = Counter(given_to(*people, k=k))
    assert all(count >= k for label, count in sizes.items() if label != ANYBODY)
