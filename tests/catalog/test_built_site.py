"""The site as files, for a server that looks at no query: every page of a list is there, every link leads to a file."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from catalog.linked_data import web_annotation
from catalog.models import Issue
from catalog.views import history_page, issue_page, issues, strategy_page, taxonomy
from tests.catalog.factories import make_catalog, many_more, rewritten
from tests.factories import make_mitigation
from tests.lasting import undone

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FIELDS = "/issues/MLQ-001/fields-are-empty/"
# Of each of these there are three pages or more.
LISTS = {
    "issues": "/issues/",
    "issues in French": "/fr/issues/",
    "issues of a cell of the matrix": "/issues/phase/data-preparation/attribute/reliability/",
    "quotes of an issue": FIELDS,
    "issues that a strategy helps": "/strategies/MLS-001/measure-completeness/",
    "issues that hurt a quality": "/attributes/reliability/",
    "issues that hurt a quality, in French": "/fr/attributes/reliability/",
}


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The copy of a catalog whose lists are three pages long; written once for all tests here."""
    site = tmp_path_factory.mktemp("built") / "site"
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as short:
        for module, name in (
            (issues, "PER_PAGE"),
            (issue_page, "QUOTES_PER_PAGE"),
            (strategy_page, "ISSUES_PER_PAGE"),
            (taxonomy, "PER_PAGE"),
            (web_annotation, "PER_PAGE"),
        ):
            short.setattr(module, name, 3)
        short.setattr(history_page, "VERSIONS_PER_PAGE", 1)
        with translation.override("en"):
            shelf = make_catalog()
            rewritten(shelf)
            many_more(shelf, 8)
            for issue in Issue.objects.filter(number__gte=100):
                make_mitigation(issue, shelf.measure)
            Issue.objects.filter(number=104).update(status=Issue.Status.MERGED, merged_into=shelf.empty_fields)
            Issue.objects.filter(number=105).update(status=Issue.Status.WITHDRAWN)
            call_command("build_site", str(site), verbosity=0)
        yield site


@pytest.fixture
def site(written: Path, db: None) -> Path:
    return written


def pages_of(site: Path) -> dict[str, str]:
    """Every HTML page of the copy by its path."""
    return {
        f"/{file.relative_to(site)}".removesuffix("index.html"): file.read_text(encoding="utf-8")
        for file in site.rglob("*.html")
    }


def path_in(site: Path, address: str) -> str | None:
    """The path of an address of this site, None for another's."""
    whole = urlsplit(urljoin(settings.SITE_URL, address))
    if whole.netloc != urlsplit(settings.SITE_URL).netloc:
        return None
    return unquote(whole.path) + (f"?{whole.query}" if whole.query else "")


def is_there(site: Path, path: str) -> bool:
    """Whether a plain server has a file for it."""
    file = site / path.lstrip("/")
    indexes = ["index.html", "index.json"] if path.endswith("/") else []
    return file.is_file() or any((file / index).is_file() for index in indexes)


def links_in(page: str) -> list[str]:
    """Whatever the page leads to or names as an address of its own."""
    return [unescape(link) for _, link in re.findall(r'\s(href|src|content|action)="((?:/|https?:)[^"]*)"', page)]


def leaves(site: Path, path: str) -> list[str]:
    """The paths of a list's pages, from the first by "next" to the last."""
    found = [path]
    onward = re.compile(r'class="pager"(?:(?!</nav>).)*rel="next" href="([^"]+)"', re.DOTALL)
    while following := onward.search(read(site, found[-1])):
        found.append(unescape(following[1]))
    return found


def read(site: Path, path: str) -> str:
    return (site / path.lstrip("/") / "index.html").read_text(encoding="utf-8")


def canonical(page: str) -> str:
    return unescape(re.findall(r'rel="canonical" href="([^"]+)"', page)[0])


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS.keys())
def test_a_long_list_has_all_its_pages_each_with_something_of_its_own(site: Path, path: str):
    found = leaves(site, path)
    assert found == [path, *(f"{path}page/{number}/" for number in range(2, len(found) + 1))]
    assert len(found) >= 3
    rows = [set(re.findall(r'<article|href="([^"]+)"', main_of(read(site, leaf)))) for leaf in found]
    assert all(rows[place] - set().union(*rows[:place]) for place in range(1, len(rows)))


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main")]


def test_the_pages_of_the_list_hold_every_issue(site: Path):
    listed = "".join(read(site, leaf) for leaf in leaves(site, "/issues/"))
    assert [
        number for number in [1, 2, 3, 4, *range(100, 104), 106, 107] if f"/issues/MLQ-{number:03d}/" not in listed
    ] == []


def test_every_link_leads_to_a_file_of_the_copy(site: Path):
    links = {(path, link) for path, page in pages_of(site).items() for link in links_in(page)}
    paths = [(path, here) for path, link in links if (here := path_in(site, link))]
    assert len(paths) > 1000
    assert [(path, here) for path, here in paths if not is_there(site, here)] == []


def test_data_names_its_further_pages_where_they_lie(site: Path):
    collection = json.loads((site / "evidence" / "annotations.jsonld").read_text(encoding="utf-8"))
    address, found = collection["first"], 0
    while address:
        page = json.loads((site / path_in(site, address).lstrip("/")).read_text(encoding="utf-8"))
        found, address = found + len(page["items"]), page.get("next")
    assert found == collection["total"] > 2 * 3


def test_the_sitemap_names_only_what_the_copy_has(site: Path):
    tree = ElementTree.parse(site / "sitemap.xml")
    named = [element.text or "" for element in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(named) > 30
    assert [address for address in named if not is_there(site, path_in(site, address) or "")] == []


def test_a_further_page_is_its_own_canonical_address(site: Path):
    second = read(site, f"{FIELDS}page/2/")
    assert canonical(second) == f"{settings.SITE_URL}{FIELDS}page/2/"
    assert f'hreflang="fr" href="{settings.SITE_URL}/fr{FIELDS}page/2/"' in second
    assert canonical(read(site, "/issues/page/3/")) == f"{settings.SITE_URL}/issues/page/3/"


def test_nothing_asks_for_what_only_the_program_can_do(site: Path):
    for path, page in pages_of(site).items():
        assert not re.search(r'<form|<search|role="search"|href="[^"]*/(search/|triage/|opensearch)', page), path


def test_every_page_says_that_it_is_a_copy(site: Path):
    onward = [path for path, page in pages_of(site).items() if 'http-equiv="refresh"' in page]
    silent = [
        path for path, page in pages_of(site).items() if "are a copy" not in page and "sont une copie" not in page
    ]
    assert sorted(silent) == sorted(onward)


def test_a_short_address_leads_on_without_a_server_that_redirects(site: Path):
    for language in ("", "/fr"):
        here = f'content="0; url={settings.SITE_URL}{language}{FIELDS}"'
        assert here in read(site, f"{language}/issues/MLQ-001/")
        # Merged into it, under the name it had.
        assert here in read(site, f"{language}/issues/MLQ-104/")
        assert here in read(site, f"{language}/issues/MLQ-104/further-issue-104/")


def test_every_name_that_linked_data_uses_leads_somewhere(site: Path):
    data = [
        match for page in pages_of(site).values() for match in re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    ]
    names = {name for one in data for name in re.findall(r'"(?:@id|url|contentUrl)": ?"([^"]+)"', one)}
    assert len(names) > 20
    assert [name for name in names if (here := path_in(site, name)) and not is_there(site, here.split("#")[0])] == []


def test_the_symptoms_of_a_phase_lead_to_their_issues(site: Path):
    phase = read(site, "/phases/data-preparation/")
    assert re.search(rf'<li><a href="{FIELDS}">Rows lack the values models need\.</a></li>', phase)


def test_every_file_keeps_to_the_grammar_of_html(site: Path):
    for path, page in pages_of(site).items():
        parser = html5lib.HTMLParser()
        parser.parse(page)
        assert [(place, code) for place, code, _ in parser.errors] == [], path


def test_the_program_leads_from_each_address_of_a_copy_to_its_own(site: Path, client: Client):
    own = {
        "/issues/page/2/": "/issues/?page=2",
        "/fr/issues/page/2/": "/fr/issues/?page=2",
        "/issues/phase/deployment/attribute/reliability/": "/issues/?phase=deployment&attribute=reliability",
        "/issues/phase/deployment/page/3/": "/issues/?phase=deployment&page=3",
        "/issues/evidence/several/evidence/few/sort/evidence/": "/issues/?evidence=several&evidence=few&sort=evidence",
        f"{FIELDS}page/2/": f"{FIELDS}?page=2",
        f"{FIELDS}history/page/2/": f"{FIELDS}history/?page=2",
        "/evidence/page/1/annotations.jsonld": "/evidence/annotations.jsonld?page=1",
    }
    for address, target in own.items():
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (301, target)
    pages = [path for path in pages_of(site) if re.search(r"/(page|phase|attribute|sort)/", path)]
    assert len(pages) > 40
    assert [path for path in pages if client.get(path).status_code != 301] == []


def test_no_address_of_a_copy_leads_to_another_site(site: Path, client: Client):
    answer = client.get("/", PATH_INFO="//example.org/page/2/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/%2Fexample.org/?page=2")


def test_whoever_asks_the_program_cannot_ask_for_a_page_of_a_copy(site: Path, client: Client):
    page = client.get("/issues/", headers={"catalog.copy": "1", "catalog-copy": "1"}).content.decode()
    assert "<form" in page
    assert "are a copy" not in page
