"""Export formats: one module each, behind one small interface, in one explicit table.

Public formats stand in `PUBLIC_FORMATS`. Formats that need private data belong to the workshop, which names them
in the setting `PRIVATE_EXPORT_FORMATS`; the catalog reads that setting and imports nothing from there by name.
"""

from typing import Protocol, TextIO

from django.conf import settings
from django.utils.module_loading import import_string


class Refused(Exception):
    """A private format was not written for whoever asked; `str()` says why, in one line."""


class ExportFormat(Protocol):
    """What every format offers.

    `write` puts the whole export into `out` and returns the number of rows (records, not lines) written. Private
    formats take the slug of the study to export, and the name of who asks (`by`); public ones ignore the study. A
    format with a true attribute `binary` writes bytes; one with `remarks` says there, once written, what it left out.
    """

    name: str
    description: str
    filename: str
    private: bool

    def write(self, out: TextIO, *, study: str | None = None) -> int: ...


PUBLIC_FORMATS: dict[str, str] = {
    "fixture": "catalog.exports.fixture.FixtureFormat",
    "matrix": "catalog.exports.matrix.MatrixFormat",
    "skos": "catalog.exports.skos.SkosTurtle",
    "skos-jsonld": "catalog.exports.skos.SkosJson",
}


def available_formats() -> dict[str, ExportFormat]:
    """Every format that this site offers, by name. A public site offers the public ones alone."""
    paths = {**PUBLIC_FORMATS, **settings.PRIVATE_EXPORT_FORMATS}
    return {name: import_string(path)() for name, path in sorted(paths.items())}


def public_formats() -> dict[str, ExportFormat]:
    """The formats that anybody may download."""
    return {name: format_ for name, format_ in available_formats().items() if not format_.private}
