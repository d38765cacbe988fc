"""The promise to every interviewee: nothing private reaches a public page, whatever it is and wherever it stood.

Hundreds of made-up words are planted in everything that the workshop stores (tests/privacy/world.py). Then all that
anybody can get is fetched (tests/privacy/surfaces.py) and searched for them in every spelling
(tests/privacy/detector.py). That the search would find a leak is proved by tests/privacy/test_seeded_leaks.py.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from catalog.crawling import fetch
from catalog.models import Evidence
from config.urls import urlpatterns as known_patterns
from interviews.leaks import find_leaks
from interviews.models import Study
from tests.privacy.surfaces import Answers, Site, built_site, exports, ledgers, logged, site, uncrawled
from tests.privacy.world import SHOWN, Planted, planted_database, quote_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    with planted_database(django_db_blocker) as planted:
        yield planted


@pytest.fixture(scope="module")
def crawled(planted: Planted) -> tuple[Site, str]:
    """The public site, and what the program logged while it was read."""
    with logged() as log:
        found = site()
    return found, log.getvalue()


@pytest.fixture(scope="module")
def everything(planted: Planted, crawled: tuple[Site, str], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """All that anybody can get, by name."""
    found, log = crawled
    root = tmp_path_factory.mktemp("built") / "site"
    return {**found.answers(), **exports(), **built_site(root), **ledgers(), "log": log}


def test_no_canary_is_in_anything_that_anybody_can_get(planted: Planted, everything: Answers):
    assert planted.cage.told(everything) == {}


def test_the_search_looked_at_pages_heads_exports_files_and_the_log(everything: Answers):
    kinds = {name.partition(" ")[0] for name in everything}
    assert kinds == {"page", "head", "export", "command", "built", "ledger", "log"}
    assert len(everything["ledger of quotes"].splitlines()) == 3  # where it begins, one hidden, one withdrawn
    assert sum(name.startswith("page ") for name in everything) > 100
    assert sum(name.startswith("built ") for name in everything) > 30
    assert "Not Found: /nowhere/" in str(everything["log"])


def test_every_public_address_pattern_was_crawled_in_every_language(crawled: tuple[Site, str]):
    assert uncrawled(crawled[0].pages) == set()


def test_a_new_address_pattern_that_nothing_leads_to_is_told(crawled: tuple[Site, str]):
    new = path("people/<slug:name>/", lambda request, name: HttpResponse(), name="people")
    patterns = type("urls", (), {"urlpatterns": [*known_patterns, new]})
    with override_settings(ROOT_URLCONF=patterns):
        assert uncrawled(crawled[0].pages) == {(language, "people") for language in LANGUAGES}


def test_published_quotes_are_there_and_hidden_and_withdrawn_ones_nowhere(everything: Answers):
    text = "\n".join(body if isinstance(body, str) else body.decode(errors="replace") for body in everything.values())
    assert tuple(number for number in range(1, 5) if quote_of(number) in text) == SHOWN


def test_every_state_of_a_quote_was_asked_for(crawled: tuple[Site, str]):
    asked = {page.status for address, page in crawled[0].pages.items() if address.startswith("/evidence/")}
    assert asked == {200, 404, 410}
    assert set(Evidence.objects.values_list("status", flat=True)) == {"published", "hidden", "withdrawn"}


def test_superseded_releases_answer_with_nothing(crawled: tuple[Site, str]):
    begin = "/releases/2026"
    pages = {address: page.status for address, page in crawled[0].pages.items() if address.startswith(begin)}
    files = {address: status for address, status in pages.items() if not address.endswith("/")}
    assert {address.split("/")[3] for address, status in files.items() if status == 200} == {"r3"}
    assert {address.split("/")[3] for address, status in files.items() if status == 404} == {"r1", "r2"}


def test_nobody_who_is_not_signed_in_gets_a_page_of_the_workshop(crawled: tuple[Site, str]):
    doors = {address: page.status for address, page in crawled[0].pages.items() if address.startswith("/admin/")}
    assert {address for address, status in doors.items() if status == 200} == {"/admin/login/"}


@pytest.mark.parametrize("role", ["dele", "kofi", "olga"])
def test_a_public_page_is_the_same_for_somebody_signed_in(role: str, planted: Planted, crawled: tuple[Site, str]):
    """Caches on the way keep one copy for everybody: what a page said to its reader alone, it would say to the next."""
    client = Client()
    client.force_login(getattr(planted.people, role))
    public = {path: page for path, page in crawled[0].pages.items() if page.is_html and not path.startswith("/admin/")}
    pages = {path: page for path, page in public.items() if not path.endswith(" packed")}
    differ = [path for path, page in pages.items() if for_anybody(fetch(client, path).body) != for_anybody(page.body)]
    assert len(pages) > 50
    assert differ == []


def for_anybody(body: bytes) -> bytes:
    """A page without what is drawn anew for each request."""
    return re.sub(rb'nonce="[^"]*"', b"", body)


def test_no_canary_is_in_a_public_table(planted: Planted):
    rows = [
        f"{row!r}"
        for model in apps.get_app_config("catalog").get_models()
        for row in model._default_manager.values_list()
    ]
    assert len(rows) > 20
    assert planted.cage.find("\n".join(rows)) == set()
    assert find_leaks(planted.cage.planted) == []


def test_the_publish_command_prints_none_of_them(planted: Planted, capsys: pytest.CaptureFixture[str]):
    slug = Study.objects.get().slug
    get_user_model().objects.filter(pk=planted.people.pia.pk).update(username="pia")
    with pytest.raises(SystemExit) as stopped:
        call_command("publish", "--study", slug, "--by", "pia")
    assert stopped.value.code == 3
    printed = capsys.readouterr()
    assert "held" in printed.out + printed.err
    assert planted.cage.find(printed.out + printed.err) == set()
