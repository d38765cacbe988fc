"""Everything that anybody can get from the public site, by name: what the proof searches for canaries.

Each function answers a mapping from a name ("page /fr/", "headers of /issues/", "export fixture") to what is there.
The name is searched too: it holds the address.
"""

import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation

from catalog.api.links import ROOT
from catalog.citations import FORMATS
from catalog.crawling import Page, crawl, fetch, links_of
from catalog.exports import public_formats
from catalog.models import Evidence, Issue, QualityAttribute, Release, Source, Strategy, WorkflowPhase

Answers = dict[str, bytes | str]
Route = tuple[str, str]
"""A language and the name of a view."""

UNKNOWN = (
    "/issues/MLQ-999/", "/evidence/000000000000/", "/nowhere/", "/downloads/codings-csv/codings.csv",
    "/api/v1/issues/MLQ-999/", "/api/v1/nowhere/", "/api/v1/issues/?page=0", "/api/v1/issues",
)  # fmt: skip
# Lists of the API beyond their first page, in their other states.
API_LISTS = (
    "issues/?per_page=1&page=2", "issues/?per_page=100&facets=true&status=published&status=deprecated",
    "issues/?q=fields", "strategies/?per_page=1&page=2", "evidence/?per_page=1&page=2",
    "evidence/?per_page=100&sort=-published_on", "releases/?per_page=1&page=2", "search/?q=fields", "search/?q=run",
)  # fmt: skip
RELEASE_FILES = ("catalog.json", "evidence.csv")
PAGES = ("/evidence/annotations.jsonld?page=1", "/issues/page/1/", "/fr/issues/page/1/")
SEARCHES = ("/search/?q=fields", "/fr/search/?q=run", "/issues/?q=empty", "/issues/?q=nothing+like+it")
# What the workshop shows to somebody who is not signed in.
DOORS = ("/admin/", "/admin/login/", "/admin/interviews/interview/", "/admin/logout/")


class Reader(Client):
    """Somebody who is not signed in, and keeps the head of every answer: status, headers, cookies.

    Cookies are noted and not sent back, so that each answer is that to a first visit.
    """

    def __init__(self, **defaults: Any) -> None:
        super().__init__(raise_request_exception=False, **defaults)
        self.heads: dict[str, str] = {}

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        lines = [f"{response.status_code} {response.reason_phrase}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        lines.append(response.cookies.output())
        self.cookies.clear()
        self.heads[f"{request['REQUEST_METHOD']} {request['PATH_INFO']}, answer {len(self.heads)}"] = "\n".join(lines)
        return response


@dataclass
class Site:
    """What a reader got: every page and file, and every head."""

    pages: dict[str, Page] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def answers(self) -> Answers:
        found: Answers = {f"page {path}": page.body for path, page in self.pages.items()}
        return found | {f"head of {path}": head for path, head in self.heads.items()}


# --- the site


def site() -> Site:
    """Every page, followed from everywhere a reader may begin; lists in each state that a page links to."""
    reader, read = Reader(), Site()
    for page in crawl(reader, starts()):
        read.pages[page.address] = page
    for address in sorted({address for page in read.pages.values() for address in with_query(page)}):
        if address not in read.pages:
            read.pages[address] = fetch(reader, address)
    for path in ("/", "/issues/", "/search/?q=fields", f"{ROOT}search/?q=fields"):
        read.pages[f"{path} packed"] = packed(reader, path)
        reader.head(path)
        reader.post(path, {"q": "fields"})
    read.heads = reader.heads
    return read


def starts() -> tuple[str, ...]:
    """Front doors, and all that no page links to: quotes by id, moved addresses, superseded releases, unknown pages."""
    found: list[str] = [*plain_addresses(), *UNKNOWN, *PAGES, *SEARCHES, *DOORS, *static_addresses(), *api_addresses()]
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            found += [reverse(f"catalog:{name}", args=arguments) for name, arguments in unlinked()]
    return tuple(dict.fromkeys(found))


def unlinked() -> Iterator[tuple[str, list[Any]]]:
    """Views and arguments of pages that are reached by an old link or by guessing."""
    for public_id in Evidence.objects.values_list("public_id", flat=True):
        yield "evidence", [public_id]
        yield "annotation", [public_id]
        for ending in FORMATS:
            yield "quote-citation", [public_id, ending]
    for issue in Issue.objects.all():
        yield "issue-by-code", [issue.code]
        yield "issue-as-typed", [issue.code]
        yield "issue", [issue.code, "an-old-title"]
        for version in issue.versions.all():
            yield "issue-version", [issue.code, issue.slug, version.version]
        for ending in FORMATS:
            yield "issue-citation", [issue.code, ending]
    for strategy in Strategy.objects.all():
        yield "strategy-by-code", [strategy.code]
        yield "strategy-as-typed", [strategy.code]
        for ending in FORMATS:
            yield "strategy-citation", [strategy.code, ending]
    for release in Release.objects.all():
        yield "release", [release.version]
        for ending in FORMATS:
            yield "release-citation", [release.version, release.revision, ending]
        for name in RELEASE_FILES:
            yield "release-file", [release.version, release.revision, name]
    for ending in FORMATS:
        yield "list-citation", [ending]
    for format_ in public_formats().values():
        yield "export-file", [format_.name, format_.filename]


def api_addresses() -> Iterator[str]:
    """Everything by itself, and lists in their states, from the API in each language; no page leads to most of it."""
    paths = [f"{ROOT}{path}" for path in API_LISTS]
    paths += [reverse(f"api:{name}", args=arguments) for name, arguments in api_things()]
    for code, _ in settings.LANGUAGES:
        yield from (f"{path}{'&' if '?' in path else '?'}lang={code}" for path in paths)


def api_things() -> Iterator[tuple[str, list[Any]]]:
    """Views and arguments of every single thing that the API answers, also of what was taken back."""
    for public_id in Evidence.objects.values_list("public_id", flat=True):
        yield "evidence", [public_id]
    for issue in Issue.objects.all():
        yield "issue", [issue.code]
        yield "issue", [issue.code.lower()]
    for strategy in Strategy.objects.all():
        yield "strategy", [strategy.code]
    for name, model in (("phase", WorkflowPhase), ("attribute", QualityAttribute), ("source", Source)):
        for slug in model.objects.values_list("slug", flat=True):
            yield name, [slug]
    for release in Release.objects.all():
        yield "release", [release.version, release.revision]


def plain_addresses() -> Iterator[str]:
    """Every address that takes no argument, in each language, whether or not a page links to it."""
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            for name, pattern in public_patterns():
                if not pattern.pattern.regex.groups:
                    # The API has one address for all languages.
                    yield reverse(name) + (f"?lang={code}" if name.startswith("api:") else "")


def static_addresses() -> Iterator[str]:
    """Every static file of the project itself; Django's own hold nothing of ours."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            if not name.startswith(("admin/", "django_extensions/")) and Path(storage.path(name)).is_file():
                yield f"{settings.STATIC_URL}{name}"


def with_query(page: Page) -> list[str]:
    """The addresses with a query that a page links to: other pages of a list, other states of its facets."""
    if not page.is_html or page.path.startswith("/admin/"):
        return []
    return [address for address in links_of(page, queries=True) if "?" in address]


def packed(reader: Reader, path: str) -> Page:
    """A page as a browser gets it, compressed."""
    response = reader.get(path, headers={"accept-encoding": "gzip"})
    return Page(path, response.status_code, response.headers.get("Content-Type", ""), response.content)


# --- which addresses there are


def public_patterns() -> list[tuple[str, URLPattern]]:
    """Every pattern of the public site, with the name of its view."""
    return list(patterns_below(get_resolver(), ""))


def patterns_below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern
        elif pattern.namespace != "admin":
            yield from patterns_below(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def uncrawled(pages: Mapping[str, Page]) -> set[Route]:
    """The views, by language, of which no page was got: neither a page, nor a redirect, nor one that is gone."""
    wanted = {(code, name) for code, _ in settings.LANGUAGES for name, _ in public_patterns()}
    return wanted - {route_of(page.address) for page in pages.values() if page.status in {200, 301, 302, 410}}


def route_of(path: str) -> Route:
    path, _, query = path.partition("?")
    code = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(code):
        try:
            name = resolve(path).view_name
            return QueryDict(query).get("lang", code) if name.startswith("api:") else code, name
        except Resolver404:
            # A static file: no view answers it.
            return code, ""


# --- what else goes out


def exports() -> Answers:
    """Every public format as its class writes it, and as the command does."""
    found: Answers = {}
    for format_ in public_formats().values():
        written, printed = io.StringIO(), io.StringIO()
        format_.write(written)
        call_command("export", format_.name, stdout=printed)
        found[f"export {format_.name}"] = written.getvalue()
        found[f"command export {format_.name}"] = printed.getvalue()
    return found


def ledgers() -> Answers:
    """The ledger of quotes: whoever runs the public site has it, and may give it away."""
    return {"ledger of quotes": Path(settings.LEDGER).read_bytes()}


def built_site(root: Path) -> Answers:
    """Every file of the built site, and what the command says."""
    said = io.StringIO()
    call_command("build_site", str(root), stdout=said)
    files = [file for file in root.rglob("*") if file.is_file()]
    return {"command build_site": said.getvalue().replace(str(root), "")} | {
        f"built {file.relative_to(root)}": file.read_bytes() for file in files
    }


@contextmanager
def logged(level: int = logging.DEBUG) -> Iterator[io.StringIO]:
    """All that the program writes to its log meanwhile, through the handlers that it was set up with."""
    out, loggers = io.StringIO(), [logging.getLogger(), logging.getLogger("django")]
    levels = [logger.level for logger in loggers]
    handlers = {h for logger in loggers for h in logger.handlers if isinstance(h, logging.StreamHandler) and h.filters}
    assert handlers, "the log's own handlers are gone: see LOGGING in config/settings.py"
    streams = [(handler, handler.setStream(out)) for handler in handlers]
    for logger in loggers:
        logger.setLevel(level)
    try:
        yield out
    finally:
        for handler, stream in streams:
            handler.setStream(stream)
        for logger, was in zip(loggers, levels, strict=True):
            logger.setLevel(was)
