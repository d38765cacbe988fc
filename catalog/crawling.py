"""Walks the public site from its front page, as a reader or a search engine would."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

STARTS = ("/", "/fr/", "/robots.txt", "/sitemap.xml")
# The workshop is no part of the public site, whatever a page may link to.
LEFT_OUT = ("/admin/",)


@dataclass(frozen=True)
class Page:
    """One answer: its path (without query), status, content type, body."""

    path: str
    status: int
    content_type: str
    body: bytes

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html")


class Links(HTMLParser):
    """Collects what a page links to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def links_of(page: Page) -> list[str]:
    """Paths on this site that a page links to, in order, without fragments; addresses with a query are left out."""
    parser = Links()
    parser.feed(page.body.decode("utf-8", errors="replace"))
    addresses = (urldefrag(urljoin(f"{settings.SITE_URL}{page.path}", link)).url for link in parser.found)
    parts = [urlsplit(address) for address in addresses]
    here = urlsplit(settings.SITE_URL).netloc
    return [unquote(part.path) for part in parts if part.netloc == here and not part.query]


def crawl(client: Client, starts: tuple[str, ...] = STARTS) -> Iterator[Page]:
    """Every page and file that can be reached from `starts`, each once, in the order found."""
    queue, seen = list(starts), set(starts)
    for path in queue:
        page = fetch(client, path)
        yield page
        for link in links_of(page) if page.is_html else []:
            if link not in seen and not link.startswith(LEFT_OUT):
                seen.add(link)
                queue.append(link)


def fetch(client: Client, path: str) -> Page:
    response: HttpResponseBase = client.get(path, headers={"host": urlsplit(settings.SITE_URL).netloc}, follow=False)
    streamed = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
    # The test client closes the answer once it is read; closing it again would close the database's connection.
    body = b"".join(streamed)
    return Page(path, response.status_code, response.headers.get("Content-Type", ""), body)
