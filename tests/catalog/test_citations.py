"""How the catalog is cited."""

from datetime import date

from catalog.citations import CATALOG, Citation
from catalog.citations.bibtex import bibtex


def test_an_entry_is_cited_with_its_part_its_date_and_the_catalog():
    citation = Citation("mlq001v2", "Fields are empty", "MLQ-001, version 2", date(2026, 1, 5), "https://x.example/a/")
    assert citation.line == (
        "Fields are empty (MLQ-001, version 2). (2026, January 5). In ML Quality Catalog. https://x.example/a/"
    )


def test_the_catalog_itself_is_not_cited_as_a_part_of_itself():
    citation = Citation("mlqc", CATALOG, "release 2026.1", date(2026, 3, 1), "https://x.example/")
    assert citation.line == "ML Quality Catalog (release 2026.1). (2026, March 1). https://x.example/"


def test_bibtex_keeps_capitals_and_escapes_what_tex_would_obey():
    entry = bibtex(Citation("k", "Costs & 100% of {it}", "", date(2026, 5, 1), "https://x.example/a_b"))
    assert entry == (
        "@misc{k,\n"
        "  title = {{Costs \\& 100\\% of \\{it\\}}},\n"
        "  howpublished = {ML Quality Catalog},\n"
        "  year = {2026},\n"
        "  month = may,\n"
        "  url = {https://x.example/a_b},\n"
        "}"
    )
