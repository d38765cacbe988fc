"""Walks the public site from its front page, as a reader or a search engine would."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from catalog import copies

STARTS = ("/", "/fr/", "/robots.txt", "/sitemap.xml")
# The workshop is no part of the public site, whatever a page may link to.
LEFT_OUT = ("/admin/",)


@dataclass(frozen=True)
class Page:
    """One answer: its path, status, content type, body, the query it was asked with, and where it sends readers to."""

    path: str
    status: int
    content_type: str
    body: bytes
    query: str = ""
    location: str = ""

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html")

    @property
    def is_data(self) -> bool:
        return "json" in self.content_type

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")


class Links(HTMLParser):
    """Collects what a page links to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]
        if tag == "meta" and ("property", "og:image") in attrs:
            self.found += [value for name, value in attrs if name == "content" and value]


def links_of(page: Page, *, queries: bool = False) -> list[str]:
    """Addresses on this site that a page links to, in order, without fragments; those with a query if `queries` says.

    Data links to its further pages, a redirect to where it leads, and only there.
    """
    if page.location:
        found = [page.location]
    elif page.is_html:
        parser = Links()
        parser.feed(page.text)
        found = parser.found
    else:
        found = copies.pages_in(page.text) if page.is_data else []
    addresses = (urldefrag(urljoin(f"{settings.SITE_URL}{page.path}", link)).url for link in found)
    parts = [urlsplit(address) for address in addresses]
    here = urlsplit(settings.SITE_URL).netloc
    mine = [part for part in parts if part.netloc == here and (queries or not part.query)]
    return [unquote(part.path) + (f"?{part.query}" if part.query else "") for part in mine]


def crawl(client: Client, starts: tuple[str, ...] = STARTS, *, copy: bool = False) -> Iterator[Page]:
    """Every page and file that can be reached from `starts`, each once, in the order found.

    For a copy pages come without what needs the program, and every link that is left is followed, with its query.
    """
    queue, seen = list(starts), set(starts)
    for address in queue:
        page = fetch(client, address, copy=copy)
        yield page
        for link in links_of(page, queries=copy):
            if link not in seen and not link.startswith(LEFT_OUT):
                seen.add(link)
                queue.append(link)


def fetch(client: Client, address: str, *, copy: bool = False) -> Page:
    host = {"host": urlsplit(settings.SITE_URL).netloc}
    marks: dict[str, Any] = {copies.MARK: True} if copy else {}
    response: HttpResponseBase = client.get(address, headers=host, follow=False, **marks)
    streamed = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    # The test client closes the answer once it is read; closing it again would close the database's connection.
    body = b"".join(streamed)
    path, _, query = address.partition("?")
    kind, location = (response.headers.get(name, "") for name in ("Content-Type", "Location"))
    return Page(path, response.status_code, kind, body, query, location)
