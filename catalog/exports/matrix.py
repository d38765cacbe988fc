"""The matrix as a table, a cell a line: what the page of the matrix shows, and no more."""

import csv
from typing import TextIO

from django.utils.translation import gettext_noop

from catalog import statistics
from catalog.models.base import DEFAULT_LANGUAGE
from catalog.spreadsheets import defuse

COLUMNS = ["phase", "attribute", "issues", "quotes", "participants_at_least", "participants_exact"]


class MatrixFormat:
    """`export matrix`: phases by quality attributes, English names, in the order of the page. Empty cells are there.

    `participants_at_least` is empty where no study counted; `participants_exact` says yes where it is their number.
    """

    name = "matrix"
    description = gettext_noop("Issues, quotes and participants by workflow phase and quality attribute (CSV)")
    filename = "matrix.csv"
    private = False

    def write(self, out: TextIO, *, study: str | None = None) -> int:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(COLUMNS)
        rows = [
            [
                defuse(row.phase.text_in(DEFAULT_LANGUAGE).name),
                defuse(cell.attribute.text_in(DEFAULT_LANGUAGE).name),
                cell.issues,
                cell.quotes,
                cell.participants or "",
                "yes" if cell.exact and cell.participants else "",
            ]
            for row in statistics.matrix().rows
            for cell in row.cells
        ]
        table.writerows(rows)
        return len(rows)
