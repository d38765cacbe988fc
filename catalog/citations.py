"""How to cite the catalog and what is in it: one line for a reference list, and BibTeX.

Pure text: callers give absolute addresses and dates, so that the same words come out on pages and in exports.
"""

from dataclasses import dataclass
from datetime import date

CATALOG = "ML Quality Catalog"


@dataclass(frozen=True)
class Citation:
    """Something citable. `key` is its BibTeX key, `part` what of the catalog it is, e.g. "MLQ-001, version 2"."""

    key: str
    title: str
    part: str
    on: date
    url: str

    @property
    def line(self) -> str:
        """As it stands in a reference list (APA's form for an entry of a reference work without an author).

        >>> print(Citation("mlq001", "Empty fields", "MLQ-001, version 1", date(2026, 1, 5), "http://x/").line)
        Empty fields (MLQ-001, version 1). (2026, January 5). In ML Quality Catalog. http://x/
        """
        part = f" ({self.part})" if self.part else ""
        inside = f" In {CATALOG}." if self.title != CATALOG else ""
        return f"{self.title}{part}. ({self.on.year}, {MONTHS[self.on.month - 1]} {self.on.day}).{inside} {self.url}"

    @property
    def bibtex(self) -> str:
        """As a `@misc` entry. Braces around the title keep its capitals; special characters are escaped."""
        fields = {
            "title": "{" + escape_tex(self.title) + "}",
            "howpublished": escape_tex(CATALOG),
            "note": escape_tex(self.part),
            "year": str(self.on.year),
            "month": MONTHS[self.on.month - 1][:3].lower(),
            "url": self.url,
        }
        # A month is one of BibTeX's own names, written without braces.
        lines = [
            f"  {name} = {value}," if name == "month" else f"  {name} = {{{value}}},"
            for name, value in fields.items()
            if value
        ]
        return "\n".join([f"@misc{{{self.key},", *lines, "}"])


# English, whatever the page's language: a reference list has one language, the paper's.
MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$"}


def escape_tex(text: str) -> str:
    """`text` with the characters that TeX would take for commands escaped."""
    return "".join(TEX.get(character, character) for character in text)
