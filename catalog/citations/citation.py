"""Something citable, and its line in a reference list.

Pure text: callers give absolute addresses and dates, so that the same words come out on pages and in exports. All of
it is English, whatever the page's language: a reference list has one language, the paper's.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CATALOG = "ML Quality Catalog"
MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


class Kind(StrEnum):
    """What is cited; each format has its own word for it."""

    ENTRY = "entry"
    QUOTE = "quote"
    DATASET = "dataset"
    PAGE = "page"


@dataclass(frozen=True)
class Citation:
    """Something citable. `key` is its BibTeX key, `part` what of the catalog it is, e.g. "MLQ-001, version 2".

    `on` is the day of exactly this version, `version` its number alone where it has one, `licence` that of
    its words. `files` are the addresses of the same citation in other forms, each with what people call the form.
    """

    key: str
    title: str
    part: str
    on: date
    url: str
    kind: Kind = Kind.ENTRY
    version: str = ""
    licence: str = ""
    files: tuple[tuple[str, str], ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the catalog itself is cited rather than something in it."""
        return self.title == CATALOG

    @property
    def line(self) -> str:
        """As it stands in a reference list (APA's form for an entry of a reference work without an author).

        >>> print(Citation("mlq001", "Empty fields", "MLQ-001, version 1", date(2026, 1, 5), "http://x/").line)
        Empty fields (MLQ-001, version 1). (2026, January 5). In ML Quality Catalog. http://x/
        """
        part = f" ({self.part})" if self.part else ""
        inside = "" if self.is_whole else f" In {CATALOG}."
        return f"{self.title}{part}. ({self.on.year}, {MONTHS[self.on.month - 1]} {self.on.day}).{inside} {self.url}"
