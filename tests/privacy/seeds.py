"""Leaks, made on purpose: for each surface a way to let words out through the real path of an answer.

A seed takes the spellings of several canaries by name, and leaks while it is entered. What it changes in the database
is undone by the transaction around it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.test import override_settings

from catalog import statistics
from catalog.crawling import fetch
from catalog.models import Evidence, IssueText, IssueVersion, Release, ReleaseFile, Revision, Source, StrategyText
from tests.factories import make_issue
from tests.privacy.leaking import LEAKED
from tests.privacy.spellings import SPELLINGS
from tests.privacy.surfaces import Answers, Reader, Site, built_site, exports, ledgers, logged, site

Spelled = Mapping[str, str]
Leak = Callable[[Spelled, Path], AbstractContextManager[object]]
Fetch = Callable[[Path], Answers]


def whole_site(root: Path) -> Answers:
    return site().answers()


def asked(*addresses: str) -> Fetch:
    """Only these addresses, for leaks in places that the crawl is known to reach; a few leaks are met by walking."""

    def fetch_them(root: Path) -> Answers:
        reader = Reader()
        pages = {address: fetch(reader, address) for address in addresses}
        return Site(pages, reader.heads).answers()

    return fetch_them


@dataclass(frozen=True)
class Seed:
    """A leak, how what is public is fetched, and the beginning of the name of what must then tell it."""

    leak: Leak
    where: str
    fetch: Fetch = whole_site


def together(spelled: Spelled) -> str:
    return " ; ".join(spelled.values())


def rows(change: Callable[[Spelled], object]) -> Leak:
    """A leak by rows of the catalog."""

    @contextmanager
    def leak(spelled: Spelled, root: Path) -> Iterator[None]:
        change(spelled)
        Revision.objects.bump()
        yield

    return leak


def middleware(name: str) -> Leak:
    """A leak by a middleware of tests/privacy/leaking.py, outermost."""

    @contextmanager
    def leak(spelled: Spelled, root: Path) -> Iterator[None]:
        chain = [f"tests.privacy.leaking.{name}", *settings.MIDDLEWARE]
        with mock.patch.dict(LEAKED, text=together(spelled)), override_settings(MIDDLEWARE=chain):
            yield

    return leak


def template(name: str) -> Leak:
    """A leak by a template of that name, which comes before the real one."""

    @contextmanager
    def leak(spelled: Spelled, root: Path) -> Iterator[None]:
        root.mkdir(exist_ok=True)
        (root / name).write_text(f"<!doctype html><title>x</title><p title='{together(spelled)}'>.", encoding="utf-8")
        engine: dict[str, Any] = settings.TEMPLATES[0]
        with override_settings(TEMPLATES=[{**engine, "DIRS": [root, *engine["DIRS"]]}]):
            yield

    return leak


@contextmanager
def failing_page(spelled: Spelled, root: Path) -> Iterator[None]:
    """The page of an error that was not foreseen, met on the front page."""
    broken = mock.patch.object(statistics, "totals", side_effect=RuntimeError)
    with template("500.html")(spelled, root), broken:
        yield


@contextmanager
def static_file(spelled: Spelled, root: Path) -> Iterator[None]:
    (root / "js").mkdir(parents=True)
    (root / "js" / "words.js").write_text(f"const words = `{together(spelled)}`;", encoding="utf-8")
    with override_settings(STATICFILES_DIRS=[root, *settings.STATICFILES_DIRS]):
        yield


@contextmanager
def address(spelled: Spelled, root: Path) -> Iterator[None]:
    """The absolute address that the sitemap, robots.txt and canonical links begin with."""
    with override_settings(SITE_URL=f"{settings.SITE_URL}/{together(spelled)}"):
        yield


def titles_and_summaries(spelled: Spelled) -> None:
    """An issue for each spelling: its own words are too short for all of them."""
    for number, words in enumerate(spelled.values(), 101):
        issue = make_issue(number, f"Invented {number}")
        IssueText.objects.filter(issue=issue).update(title=f"In {words} one", summary=f"Told by {words}.")


def speaker_labels(spelled: Spelled) -> None:
    """A quote for each spelling, said by somebody of that label."""
    shown = Evidence.objects.filter(status=Evidence.Status.PUBLISHED).earliest("pk")
    for number, words in enumerate(spelled.values()):
        shown.pk, shown.public_id, shown.speaker_label = None, f"{number:012d}", f"one of {words}"
        shown.save(force_insert=True)


def versions(spelled: Spelled) -> None:
    text = IssueText.objects.earliest("pk")
    IssueVersion.objects.create(
        issue=text.issue, version=9, changed_on=date(2026, 3, 1), note="x", snapshot={"en": [together(spelled)]}
    )


def old_words(spelled: Spelled) -> None:
    """In a version of an issue that is not the current one."""
    text = IssueText.objects.earliest("pk")
    texts = {"en": {"title": "Old", "summary": "Old.", "description": together(spelled)}}
    IssueVersion.objects.create(
        issue=text.issue, version=9, changed_on=date(2026, 3, 1), note="x", snapshot={"texts": texts}
    )


@contextmanager
def ledger_line(spelled: Spelled, root: Path) -> Iterator[None]:
    """A line that no ledger would take, written past it."""
    path = Path(settings.LEDGER)
    before = path.read_bytes()
    path.write_bytes(before + f"3 2026-02-03 hidden {together(spelled)}\n".encode())
    yield
    path.write_bytes(before)


def of_ledgers(root: Path) -> Answers:
    return ledgers()


def withdrawn_quote(root: Path) -> Answers:
    withdrawn = Evidence.objects.filter(status=Evidence.Status.WITHDRAWN).earliest("pk")
    return asked(withdrawn.get_absolute_url())(root)


def logs(root: Path) -> Answers:
    with logged() as log:
        asked("/", "/nowhere/", "/issues/")(root)
    return {"log": log.getvalue()}


def descriptions(spelled: Spelled) -> None:
    IssueText.objects.update(description=together(spelled))


def quotes(spelled: Spelled) -> None:
    Evidence.objects.filter(status=Evidence.Status.PUBLISHED).update(text=together(spelled))


def whole_export(root: Path) -> Answers:
    return exports()


def building(root: Path) -> Answers:
    return built_site(root / "site")


TEXT, TITLES, VERSIONS, LABELS = rows(descriptions), rows(titles_and_summaries), rows(versions), rows(speaker_labels)
STRATEGY = rows(lambda spelled: StrategyText.objects.update(description=together(spelled)))
# Said so that a search for "fields" finds it.
QUOTES = rows(lambda spelled: quotes({"": "fields", **spelled}))
HEADER = middleware("in_a_header")
ISSUE = "issues/MLQ-001/fields-are-empty/"
ISSUE_PAGES = asked(f"/{ISSUE}", f"/fr/{ISSUE}", "/api/v1/issues/MLQ-001/", "/api/v1/issues/MLQ-001/?lang=fr")
OLD_WORDS = rows(old_words)
OLD_VERSIONS = asked(f"/{ISSUE}history/", f"/{ISSUE}history/9/")
EVIDENCE = asked(*(f"/evidence/{number:012d}/" for number in range(len(SPELLINGS))), "/api/v1/evidence/?per_page=100")

SEEDS: dict[str, Seed] = {
    "a page's text": Seed(TEXT, "page /issues/MLQ-001/", ISSUE_PAGES),
    "a page in French": Seed(TEXT, "page /fr/issues/MLQ-001/", ISSUE_PAGES),
    "a title": Seed(TITLES, "page /issues/MLQ-1"),
    "an attribute of HTML": Seed(TITLES, "page /fr/issues/MLQ-1"),
    "a list": Seed(TITLES, "page /issues/?"),
    "a quote": Seed(QUOTES, "page /evidence/"),
    "results of a search": Seed(QUOTES, "page /search/?q=fields"),
    "a compressed page": Seed(QUOTES, "page /search/?q=fields packed"),
    "a speaker's label": Seed(LABELS, "page /evidence/", EVIDENCE),
    "a strategy": Seed(STRATEGY, "page /strategies/MLS-001/", asked("/strategies/MLS-001/measure-completeness/")),
    "a source's citation": Seed(
        rows(lambda s: Source.objects.update(citation=together(s))), "page /cite/", asked("/cite/")
    ),
    "an old version": Seed(OLD_WORDS, f"page /{ISSUE}history/9/", OLD_VERSIONS),
    "what a version changed": Seed(OLD_WORDS, f"page /{ISSUE}history/", OLD_VERSIONS),
    "notes of a release": Seed(
        rows(lambda s: Release.objects.update(notes=together(s))), "page /releases/", asked("/releases/")
    ),
    "a file of a release": Seed(
        rows(lambda s: ReleaseFile.objects.filter(name="evidence.csv").update(content=together(s))),
        "page /releases/2026.1/r3/evidence.csv",
        asked("/releases/2026.1/r3/evidence.csv"),
    ),
    "an export": Seed(VERSIONS, "export fixture", whole_export),
    "the export command": Seed(VERSIONS, "command export fixture", whole_export),
    "a download": Seed(VERSIONS, "page /downloads/fixture/catalog.json", asked("/downloads/fixture/catalog.json")),
    "an answer of the API": Seed(TEXT, "page /api/v1/issues/MLQ-001/", ISSUE_PAGES),
    "an answer of the API in French": Seed(TEXT, "page /api/v1/issues/MLQ-001/?lang=fr", ISSUE_PAGES),
    "a list of the API": Seed(TITLES, "page /api/v1/issues/?per_page=100"),
    "a quote of the API": Seed(QUOTES, "page /api/v1/evidence/?per_page=100"),
    "a search of the API": Seed(QUOTES, "page /api/v1/search/?q=fields"),
    "a label of the API": Seed(LABELS, "page /api/v1/evidence/?per_page=100", EVIDENCE),
    "a header of the API": Seed(HEADER, "head of GET /api/v1/issues/"),
    "the sitemap": Seed(address, "page /sitemap.xml", asked("/sitemap.xml")),
    "robots.txt": Seed(address, "page /robots.txt", asked("/robots.txt")),
    "linked data": Seed(middleware("in_linked_data"), "page /issues/MLQ-001/", ISSUE_PAGES),
    "a header": Seed(HEADER, "head of GET /fr/"),
    "a header of a POST": Seed(HEADER, "head of POST /"),
    "a cookie": Seed(middleware("in_a_cookie"), "head of GET /issues/", asked("/issues/")),
    "a redirect": Seed(middleware("in_a_redirect"), "head of GET /nowhere/", asked("/nowhere/")),
    "a page of 404": Seed(template("404.html"), "page /nowhere/", asked("/nowhere/")),
    "a page of 410": Seed(template("410.html"), "page /evidence/", withdrawn_quote),
    "a page of 500": Seed(failing_page, "page /", asked("/")),
    "a static file": Seed(static_file, "page /static/js/words.js", asked("/static/js/words.js")),
    "the built site": Seed(TEXT, "built issues/", building),
    "the ledger": Seed(ledger_line, "ledger of quotes", of_ledgers),
    "the log": Seed(middleware("in_the_log"), "log", logs),
}
