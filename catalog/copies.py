"""Addresses in a copy of the site. A plain server looks at no query, so /issues/?page=2 lies at /issues/page/2/ there.

The running program leads from these addresses to its own, so that none breaks where a copy gives way to it.
"""

import re
from html import escape, unescape
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest

from catalog.filters import FACETS

# What marks a request of whoever writes a copy. No header of a request can set it: those begin with HTTP_.
MARK = "catalog.copy"

NAMES = "|".join([*FACETS, "sort"])
# Forms that no other address has: conditions and pages of the list of issues, and further pages of anything.
FORMS = [
    rf"^issues/(?P<pairs>(?:(?:{NAMES})/[\w-]+/|page/\d+/)+)$",
    r"^.+/(?P<pairs>page/\d+/)(?P<name>annotations\.jsonld)?$",
]

ATTRIBUTES = re.compile(r'(?<=\s)(href|content)="([^"]*\?[^"]*)"')


def is_copy(request: HttpRequest) -> bool:
    """Whether the page is asked for as a part of a copy: what needs the program then has no place on it."""
    return MARK in request.META


def resting_place(path: str, query: str) -> str:
    """The path that stands in a copy for a path with a query: its pairs become directories."""
    head, _, name = path.rpartition("/")
    return "/".join([head, *(part for pair in parse_qsl(query) for part in pair), name])


def query_of(pairs: str) -> str:
    """The query that these directories stand for: "page/2/" is page=2."""
    parts = pairs.strip("/").split("/")
    return urlencode(list(zip(parts[::2], parts[1::2], strict=True)))


def in_copy(address: str, base: str) -> str:
    """Where a link of the page at `base` leads in a copy; the same address, unless it has a query of this site's."""
    whole = urlsplit(urljoin(base, address))
    if whole.netloc != urlsplit(settings.SITE_URL).netloc or not whole.query:
        return address
    path = quote(resting_place(unquote(whole.path), whole.query)) + (f"#{whole.fragment}" if whole.fragment else "")
    return settings.SITE_URL + path if urlsplit(address).netloc else path


def page_in_copy(page: str, base: str) -> str:
    """The HTML of the page at `base` as a copy has it, every link of it leading to where things lie there."""
    return ATTRIBUTES.sub(lambda match: f'{match[1]}="{escape(in_copy(unescape(match[2]), base))}"', page)


def pages_in(body: str) -> list[str]:
    """The absolute addresses of further pages that a file of data names."""
    return [f"{match[1]}?page={match[2]}" for match in data_pages().finditer(body)]


def data_in_copy(body: str) -> str:
    """Data whose addresses of further pages are those in a copy."""
    return data_pages().sub(lambda match: resting_place(match[1], f"page={match[2]}"), body)


def data_pages() -> re.Pattern[str]:
    return re.compile(rf'({re.escape(settings.SITE_URL)}/[^"?\s]*)\?page=(\d+)(?=")')
