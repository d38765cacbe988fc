"""Measures of agreement between coders, from tables of counts, each with its formula and source.

A measure that the data leave undefined is a `Coefficient` without value and with the reason, never NaN.
Values run up to 1 (perfect); 0 is what chance alone would give, less is worse than chance.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[Any]
"""Two coders' table: `table[i, j]` units have value i from the first coder and value j from the second."""

NOTHING_COMPARED = "there is nothing to compare"
NO_VARIATION = "all units have one and the same value, so agreement by chance is certain"


@dataclass(frozen=True)
class Coefficient:
    """A value, or None and the reason why there is none."""

    value: float | None
    reason: str = ""


def contingency(first: NDArray[Any], second: NDArray[Any], values: int) -> Counts:
    """The table of two coders' values, whole numbers from 0 up to `values` (exclusive), unit by unit.

    >>> contingency(np.array([0, 1, 1]), np.array([0, 1, 0]), 2).tolist()
    [[1, 0], [1, 1]]
    """
    if first.shape != second.shape:
        raise ValueError("both coders must have a value for every unit")
    pairs = first.astype(np.int64).ravel() * values + second.astype(np.int64).ravel()
    return np.bincount(pairs, minlength=values * values).reshape(values, values)


def percent_agreement(table: Counts) -> Coefficient:
    """The share of units with equal values, 0 to 1: sum of n_ii over n. Chance is not taken off."""
    total = table.sum()
    return Coefficient(float(np.trace(table) / total)) if total else Coefficient(None, NOTHING_COMPARED)


def cohen_kappa(table: Counts) -> Coefficient:
    """Cohen's kappa, (p_o - p_e) / (1 - p_e), with p_e from each coder's own shares of values.

    p_o = sum of n_ii / n; p_e = sum of (n_i. / n)(n_.i / n). Source: J. Cohen, A coefficient of agreement for
    nominal scales, Educational and Psychological Measurement 20(1), 1960, 37-46.

    >>> round(cohen_kappa(np.array([[20, 5], [10, 15]])).value, 3)
    0.4
    """
    total = table.sum()
    if not total:
        return Coefficient(None, NOTHING_COMPARED)
    shares = table / total
    return _above_chance(float(np.trace(shares)), float(shares.sum(axis=1) @ shares.sum(axis=0)))


def gwet_ac1(table: Counts) -> Coefficient:
    """Gwet's AC1, (p_o - p_e) / (1 - p_e), which rare values don't push down as they do kappa.

    p_e = sum of q_i (1 - q_i) / (k - 1) with q_i the mean share of value i over both coders, k values.
    Source: K. L. Gwet, Computing inter-rater reliability and its variance in the presence of high agreement,
    British Journal of Mathematical and Statistical Psychology 61(1), 2008, 29-48.
    """
    total, values = table.sum(), len(table)
    if not total or values < 2:
        return Coefficient(None, NOTHING_COMPARED)
    shares = table / total
    mean = (shares.sum(axis=1) + shares.sum(axis=0)) / 2
    return _above_chance(float(np.trace(shares)), float((mean * (1 - mean)).sum() / (values - 1)))


def krippendorff_alpha(coincidences: NDArray[Any]) -> Coefficient:
    """Krippendorff's alpha for nominal values, 1 - D_o / D_e, from a table of coincidences.

    With o_cc the diagonal, n_c the row sums and n their sum:
    alpha = 1 - (n - 1) (n - sum of o_cc) / (n^2 - sum of n_c^2).
    Source: K. Krippendorff, Computing Krippendorff's alpha-reliability, 2011, section C; Content Analysis,
    4th edition, 2018, chapter 12.
    """
    totals = coincidences.sum(axis=1)
    total = totals.sum()
    if total < 2:
        return Coefficient(None, NOTHING_COMPARED)
    chance = float(total**2 - (totals**2).sum())
    if chance == 0:
        return Coefficient(None, NO_VARIATION)
    return Coefficient(float(1 - (total - 1) * (total - np.trace(coincidences)) / chance))


def coincidences_of_two(table: Counts) -> NDArray[np.float64]:
    """The coincidences of two coders who both gave every unit a value: each pair counts in both orders."""
    return (table + table.T).astype(np.float64)


def coincidences(ratings: NDArray[Any], values: int) -> NDArray[np.float64]:
    """The coincidences of any number of coders, of whom some may have left units out.

    `ratings` has a row for each coder and a column for each unit: whole numbers from 0 up to `values`
    (exclusive), -1 where the coder gave no value. A unit with m values adds each ordered pair of them with
    weight 1 / (m - 1); a unit with one value adds nothing.
    """
    counts = np.stack([(ratings == value).sum(axis=0) for value in range(values)], axis=1).astype(np.float64)
    given = counts.sum(axis=1)
    counts, given = counts[given > 1], given[given > 1]
    weighted = counts / (given - 1)[:, None]
    pairs: NDArray[np.float64] = counts.T @ weighted - np.diag(weighted.sum(axis=0))
    return pairs


def _above_chance(observed: float, expected: float) -> Coefficient:
    """What of the possible agreement above chance was reached."""
    if np.isclose(expected, 1.0, rtol=0, atol=1e-12):
        return Coefficient(None, NO_VARIATION)
    return Coefficient((observed - expected) / (1 - expected))
