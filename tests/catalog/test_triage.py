"""Ranking issues by symptoms: what must hold whatever is ticked."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from catalog.triage import Fit, ranked, weight

SYMPTOMS = st.integers(0, 7)
# Each issue's symptoms, each once.
CATALOGS = st.dictionaries(st.integers(1, 8), st.lists(SYMPTOMS, min_size=1, max_size=4, unique=True), max_size=8)
TICKS = st.frozensets(SYMPTOMS, max_size=5)


def fits_of(catalog: dict[int, list[int]], seen: frozenset[int] | set[int] | list[int]) -> list[Fit[int]]:
    having = {symptom: [issue for issue, own in catalog.items() if symptom in own] for symptom in range(8)}
    return ranked(seen, having=having, of=catalog, issues=len(catalog))


def order(catalog: dict[int, list[int]], seen: frozenset[int] | set[int] | list[int]) -> list[int]:
    return [fit.issue for fit in fits_of(catalog, seen)]


def test_the_issue_that_explains_most_comes_first():
    assert order({1: [0, 1], 2: [0, 2], 3: [5]}, {0, 2}) == [2, 1]
    # Also before one of which all that it shows is seen.
    assert order({1: [0], 2: [0, 2, 5, 6]}, {0, 2}) == [2, 1]


def test_a_symptom_that_few_issues_share_tells_more():
    catalog = {1: [0, 6], 2: [0, 7], 3: [0, 5], 4: [1, 4]}
    assert order(catalog, {0, 1}) == [4, 1, 2, 3]


def test_between_equals_the_one_whose_symptoms_are_seen_more_completely_comes_first():
    assert order({1: [0, 2, 3], 2: [0, 4]}, {0}) == [2, 1]


def test_between_full_equals_the_lower_number_comes_first():
    assert order({5: [0, 2], 3: [0, 4]}, {0}) == [3, 5]


def test_a_fit_says_what_is_seen_and_what_to_check_next_in_the_issues_own_order():
    [fit] = fits_of({1: [3, 1, 2]}, {1})
    assert (fit.seen, fit.unseen) == ((1,), (3, 2))
    assert (fit.explained, fit.share) == (1.0, pytest.approx(1 / 3))


def test_a_symptom_of_no_issue_counts_for_nothing():
    assert fits_of({1: [0]}, {0, 7}) == fits_of({1: [0]}, {0})


def test_weight_is_the_logarithm_of_one_and_how_rare_it_is():
    assert weight(1, 30) == pytest.approx(3.4339872)
    assert weight(30, 30) == pytest.approx(0.6931472)


@given(CATALOGS, TICKS, SYMPTOMS)
def test_one_more_tick_of_an_issue_never_lowers_it(catalog: dict[int, list[int]], seen: frozenset[int], tick: int):
    before, after = fits_of(catalog, seen), fits_of(catalog, seen | {tick})
    places = {fit.issue: place for place, fit in enumerate(after)}
    fits = {fit.issue: fit for fit in after}
    for issue in (issue for issue, own in catalog.items() if tick in own):
        was = next((place for place, fit in enumerate(before) if fit.issue == issue), None)
        if was is None:
            continue
        # Only an issue that has the new symptom too may have passed it.
        passed = {fit.issue for fit in after[: places[issue]]} - {fit.issue for fit in before[:was]}
        assert all(tick in catalog[other] for other in passed)
        assert fits[issue].share >= before[was].share
        assert fits[issue].explained >= before[was].explained


@given(CATALOGS, TICKS, SYMPTOMS)
def test_a_tick_that_two_issues_lack_leaves_their_order(catalog: dict[int, list[int]], seen: frozenset[int], tick: int):
    lacking = [issue for issue, own in catalog.items() if tick not in own]
    before = [issue for issue in order(catalog, seen) if issue in lacking]
    assert [issue for issue in order(catalog, seen | {tick}) if issue in lacking] == before


@given(CATALOGS, TICKS)
def test_exactly_the_issues_that_show_something_seen_are_listed(catalog: dict[int, list[int]], seen: frozenset[int]):
    assert set(order(catalog, seen)) == {issue for issue, own in catalog.items() if seen & set(own)}


@given(CATALOGS, st.lists(SYMPTOMS, max_size=6))
def test_the_order_of_ticks_and_ticking_twice_change_nothing(catalog: dict[int, list[int]], ticks: list[int]):
    assert fits_of(catalog, ticks) == fits_of(catalog, [*reversed(ticks), *ticks])


@given(CATALOGS, TICKS)
def test_shares_are_parts_of_a_whole(catalog: dict[int, list[int]], seen: frozenset[int]):
    for fit in fits_of(catalog, seen):
        assert 0 < fit.explained <= 1
        assert 0 < fit.share <= 1
        assert (fit.share == 1) == (not fit.unseen)
        assert sorted((*fit.seen, *fit.unseen)) == sorted(catalog[fit.issue])
