"""The measures, against independent implementations and by what must hold of them."""

import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from interviews.agreement.coefficients import (
    NO_VARIATION,
    NOTHING_COMPARED,
    cohen_kappa,
    coincidences,
    coincidences_of_two,
    contingency,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)

VALUES = 4
two_coders = st.lists(st.tuples(st.integers(0, VALUES - 1), st.integers(0, VALUES - 1)), min_size=2, max_size=60)
MEASURES = [cohen_kappa, gwet_ac1, percent_agreement, lambda table: krippendorff_alpha(coincidences_of_two(table))]


def table_of(pairs):
    first, second = np.array(pairs).T
    return contingency(first, second, VALUES)


@given(two_coders)
def test_kappa_is_that_of_scikit_learn(pairs):
    ours = cohen_kappa(table_of(pairs))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = cohen_kappa_score(*zip(*pairs, strict=True), labels=range(VALUES))
    if ours.value is None:
        assert len(set(pairs)) == 1
        assert ours.reason == NO_VARIATION
    else:
        assert ours.value == pytest.approx(theirs)


@given(two_coders)
def test_alpha_is_that_of_the_krippendorff_package(pairs):
    ours = krippendorff_alpha(coincidences_of_two(table_of(pairs)))
    if len({value for pair in pairs for value in pair}) == 1:
        assert (ours.value, ours.reason) == (None, NO_VARIATION)
    else:
        theirs = krippendorff.alpha(np.array(pairs).T, level_of_measurement="nominal", value_domain=range(VALUES))
        assert ours.value == pytest.approx(theirs)


@given(st.lists(st.lists(st.integers(-1, 2), min_size=12, max_size=12), min_size=2, max_size=5))
def test_alpha_of_many_coders_with_gaps_is_that_of_the_krippendorff_package(rows):
    ratings = np.array(rows)
    ours = krippendorff_alpha(coincidences(ratings, 3))
    pairable = ratings[:, (ratings >= 0).sum(axis=0) > 1]
    if len(set(pairable[pairable >= 0])) < 2:
        assert ours.value is None
        assert ours.reason
    else:
        missing = np.where(ratings < 0, np.nan, ratings)
        theirs = krippendorff.alpha(missing, level_of_measurement="nominal", value_domain=[0, 1, 2])
        assert ours.value == pytest.approx(theirs)


@given(two_coders)
def test_two_coders_without_gaps_have_the_same_coincidences_either_way(pairs):
    assert np.allclose(coincidences(np.array(pairs).T, VALUES), coincidences_of_two(table_of(pairs)))


@pytest.mark.parametrize("measure", MEASURES)
@given(pairs=two_coders)
def test_it_does_not_matter_who_is_the_first_coder(measure, pairs):
    table = table_of(pairs)
    assert measure(table).value == pytest.approx(measure(table.T).value)


@pytest.mark.parametrize("measure", MEASURES)
@given(values=st.lists(st.integers(0, VALUES - 1), min_size=2, max_size=60).filter(lambda some: len(set(some)) > 1))
def test_perfect_agreement_is_one(measure, values):
    assert measure(table_of([(value, value) for value in values])).value == pytest.approx(1)


@pytest.mark.parametrize("measure", MEASURES)
def test_no_unit_is_no_value_but_a_reason(measure):
    found = measure(np.zeros((2, 2), dtype=int))
    assert (found.value, found.reason) == (None, NOTHING_COMPARED)


def test_no_variation_leaves_kappa_undefined():
    assert cohen_kappa(np.array([[50, 0], [0, 0]])).reason == NO_VARIATION


def test_ac1_stays_high_where_a_rare_value_pushes_kappa_below_zero():
    table = np.array([[118, 5], [2, 0]])
    assert gwet_ac1(table).value == pytest.approx(0.9408, abs=1e-4)
    assert cohen_kappa(table).value == pytest.approx(-0.0234, abs=1e-4)


def test_coders_must_have_seen_the_same_units():
    with pytest.raises(ValueError, match="a value for every unit"):
        contingency(np.array([0, 1]), np.array([0]), 2)
