"""RIS, which Zotero, EndNote, Mendeley and most libraries read: a tag of two characters a line.

Types and tags are those of the RIS specification of 2011 (Research Information Systems): ENCYC for an entry of a
reference work, DATA for a data set, ELEC for a web page.
"""

from catalog.citations.citation import CATALOG, Citation, Kind

TYPES = {Kind.ENTRY: "ENCYC", Kind.QUOTE: "ELEC", Kind.DATASET: "DATA", Kind.PAGE: "ELEC"}


def ris(citation: Citation) -> str:
    """The record, from TY to ER. The lines end in CR LF, as the specification asks."""
    fields = [
        ("TY", TYPES[citation.kind]),
        ("ID", citation.key),
        ("TI", citation.title),
        ("T2", "" if citation.is_whole else CATALOG),
        ("PY", str(citation.on.year)),
        ("DA", f"{citation.on:%Y/%m/%d}"),
        ("ET", citation.version),
        ("N1", citation.part),
        ("LA", "en"),
        ("UR", citation.url),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value or tag == "ER")
