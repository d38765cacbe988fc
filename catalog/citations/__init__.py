"""How to cite the catalog and what is in it, in the forms that papers and reference managers take."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.citations.bibtex import bibtex
from catalog.citations.citation import CATALOG, Citation, Kind
from catalog.citations.csl import csl_json
from catalog.citations.ris import ris

__all__ = ["CATALOG", "FORMATS", "Citation", "CitationFormat", "Kind"]


@dataclass(frozen=True)
class CitationFormat:
    """A form of a citation: what people call it, the ending and media type of its file, and how it is written."""

    label: str
    extension: str
    media_type: str
    write: Callable[[Citation], str]


FORMATS: dict[str, CitationFormat] = {
    form.extension: form
    for form in (
        CitationFormat(
            "BibTeX", "bib", "application/x-bibtex; charset=utf-8", lambda citation: bibtex(citation) + "\n"
        ),
        CitationFormat("RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris),
        CitationFormat("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", csl_json),
        CitationFormat("APA", "txt", "text/plain; charset=utf-8", lambda citation: citation.line + "\n"),
    )
}
