"""CSL-JSON, which citation processors read (Citation Style Language 1.0.2: a list of items)."""

import json
from typing import Any

from catalog.citations.citation import CATALOG, Citation, Kind

TYPES = {Kind.ENTRY: "entry", Kind.QUOTE: "webpage", Kind.DATASET: "dataset", Kind.PAGE: "webpage"}


def csl_item(citation: Citation) -> dict[str, Any]:
    """The item as CSL's data schema names its variables."""
    item = {
        "id": citation.key,
        "type": TYPES[citation.kind],
        "title": citation.title,
        "container-title": "" if citation.is_whole else CATALOG,
        "version": citation.version,
        "note": citation.part,
        "issued": {"date-parts": [[citation.on.year, citation.on.month, citation.on.day]]},
        "URL": citation.url,
        "license": citation.licence,
        "language": "en",
    }
    return {name: value for name, value in item.items() if value}


def csl_json(citation: Citation) -> str:
    """A list of this one item, as reference managers import it."""
    return json.dumps([csl_item(citation)], ensure_ascii=False, indent=2) + "\n"
