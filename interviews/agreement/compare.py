"""Two coders' readings of one interview beside each other, and several such comparisons pooled."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviews.agreement.coefficients import (
    cohen_kappa,
    coincidences_of_two,
    contingency,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from interviews.agreement.reading import Reading
from interviews.agreement.units import matrices

NO_CODES = "neither coder used a code"
ONE_SIDED = "only one of the two used codes, so there is no agreement to measure"


@dataclass(frozen=True)
class CodeAgreement:
    """One code: in how many units each coder has it, in how many both, and kappa over all units.

    `kappa` is None where it is undefined, and `reason` says why.
    """

    code: str
    kappa: float | None
    a_count: int
    b_count: int
    both: int
    units: int
    reason: str = ""


@dataclass(frozen=True)
class AgreementResult:
    """Agreement over all codes: one yes or no per unit and code of the pair's union, pooled.

    `units` counts turns or characters, `codes` the codes that either coder used. `percent` is a share from 0 to
    1. What is undefined is None, and `reason` says why; so are all but `percent` where only one of the two used
    codes (a print without codes does not mean that its coder coded nothing). `per_code` is sorted by code.
    """

    kappa: float | None
    alpha: float | None
    ac1: float | None
    percent: float | None
    units: int
    codes: int
    per_code: tuple[CodeAgreement, ...]
    reason: str = ""


def compare(a: Reading, b: Reading, unit: str) -> AgreementResult:
    """Agreement of two coders of one interview.

    `unit` is "turn" (the readings' units; where they differ their common refinement, see `units`) or
    "character".

    >>> one = Reading.of_segments([10, 10], [(0, 0, 10, "MM-drift")])
    >>> compare(one, one, "turn").kappa
    1.0
    """
    tables = matrices(a, b, unit)
    per_code = tuple(
        _code_agreement(code, contingency(tables.first[:, column], tables.second[:, column], 2))
        for column, code in enumerate(tables.codes)
    )
    return _result(per_code, len(tables.first))


def pooled(results: Iterable[AgreementResult]) -> AgreementResult:
    """Several interviews as one: their counts are added, code by code, before anything is computed.

    A code counts in the units of those interviews only in which one of the pair used it, as in `compare`.
    """
    results = list(results)
    by_code: dict[str, NDArray[Any]] = {}
    for result in results:
        for entry in result.per_code:
            by_code[entry.code] = by_code.get(entry.code, 0) + _table(entry)
    per_code = tuple(_code_agreement(code, table) for code, table in sorted(by_code.items()))
    return _result(per_code, sum(result.units for result in results))


def _result(per_code: tuple[CodeAgreement, ...], units: int) -> AgreementResult:
    if not per_code:
        return AgreementResult(None, None, None, None, units, 0, (), NO_CODES)
    table = np.sum([_table(entry) for entry in per_code], axis=0)
    if not table[1].any() or not table[:, 1].any():
        percent = percent_agreement(table).value
        return AgreementResult(None, None, None, percent, units, len(per_code), per_code, ONE_SIDED)
    kappa = cohen_kappa(table)
    return AgreementResult(
        kappa=kappa.value,
        alpha=krippendorff_alpha(coincidences_of_two(table)).value,
        ac1=gwet_ac1(table).value,
        percent=percent_agreement(table).value,
        units=units,
        codes=len(per_code),
        per_code=per_code,
        reason=kappa.reason,
    )


def _code_agreement(code: str, table: NDArray[Any]) -> CodeAgreement:
    kappa = cohen_kappa(table)
    a_count, b_count, both = int(table[1].sum()), int(table[:, 1].sum()), int(table[1, 1])
    return CodeAgreement(code, kappa.value, a_count, b_count, both, int(table.sum()), kappa.reason)


def _table(entry: CodeAgreement) -> NDArray[Any]:
    """The code's table of counts, rows the first coder's no and yes, columns the second's."""
    only_a, only_b = entry.a_count - entry.both, entry.b_count - entry.both
    return np.array([[entry.units - only_a - only_b - entry.both, only_b], [only_a, entry.both]])
