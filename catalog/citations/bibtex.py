"""BibTeX: a `@misc` entry, which every style knows."""

from catalog.citations.citation import CATALOG, MONTHS, Citation

TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(citation: Citation) -> str:
    """The entry. Double braces around the title keep its capitals; what TeX would obey is escaped."""
    fields = {
        "title": "{" + escape_tex(citation.title) + "}",
        "howpublished": escape_tex(CATALOG),
        "note": escape_tex(citation.part),
        "year": str(citation.on.year),
        # One of BibTeX's own names, written without braces.
        "month": MONTHS[citation.on.month - 1][:3].lower(),
        "url": citation.url,
    }
    lines = [
        f"  {name} = {value}," if name == "month" else f"  {name} = {{{value}}},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}"])


def escape_tex(text: str) -> str:
    """`text` with the characters that TeX would take for commands escaped."""
    return "".join(TEX.get(character, character) for character in text)
