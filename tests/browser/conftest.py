"""A real Chromium for the browser tests, driven by Playwright; nothing is downloaded.

The browser is the one that `CHROMIUM` names, else Debian's. Where there is none the tests are skipped, saying so;
where `CI=true` they fail instead, so that they can't go missing unseen.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.people import signed_in

CHROMIUM = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright runs an event loop in this thread, and Django then refuses its ORM there unless told that it is meant.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Only what is wrong is worked out in full and handed over.
RUN_AXE = """
part => axe.run(part || document, {resultTypes: ["violations"]}).then(results => results.violations)
"""
END_FADES = """
() => document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
  .forEach((one) => one.finish())
"""

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """One Chromium for all tests of the run."""
    if not CHROMIUM.exists():
        message = f"no browser at {CHROMIUM}: install Debian's chromium, or name one in CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    driver: Playwright = request.getfixturevalue("playwright_driver")
    browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """`open_page("/issues/", width=390, color_scheme="dark")`: a page of the running site, in a context of its own.

    Further options are Playwright's for a new context. Anything the page loads from elsewhere is an error.
    """
    contexts = []

    def open_at(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: _stay_here(request.url, server))
        page.goto(f"{server}{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()


def _stay_here(url: str, site: str) -> None:
    assert url.startswith((site, "data:")), f"a page asked another site: {url}"


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """Where this site is served from another thread, for as long as the tests run: to stop it takes half a second."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        pytest.skip("browser tests share one connection with the server: they run on SQLite")
    # Never taken back: a thread that answered may close its kept-alive connection long after the test.
    connection.inc_thread_sharing()
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={"default": connection})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def server(site: str, db: None) -> str:
    """The address of this site, which shows what the test's own transaction holds.

    pytest-django's `live_server` empties every table after a test, which the append-only log refuses; here the
    transaction is rolled back as in any other test. Both threads share one connection, so it is for SQLite.
    """
    return site


def violations(page: Page, *, within: str | None = None) -> list[dict[str, Any]]:
    """What axe finds wrong on a page, or within one part of it."""
    if not page.evaluate("Boolean(window.axe?.run)"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(
        "within => axe.run(within || document, {resultTypes: ['violations']}).then(results => results.violations)",
        within,
    )
    return found


def looks(page: Page, widths: Iterable[int], *, height: int = 800) -> Iterator[str]:
    """Show one page in light and in the dark, at each width, and say which it is.

    Nothing of the site's layout is decided by a script, so that a page which is resized is as one opened at that size.
    """
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": height})
            # Colours fade from one scheme into the other, in the admin.
            page.evaluate(END_FADES)
            yield f"{scheme}, {width} wide"


def legible(page: Page) -> None:
    """Raise AssertionError unless axe finds nothing on a page at a desk, in light and dark, and all of it fits a phone.

    The window is left as at a desk.
    """
    for look in looks(page, [1280], height=900):
        assert [found["id"] for found in violations(page)] == [], look
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page: Page, server: str, user: Any) -> None:
    """Give the window the cookie of somebody who is signed in."""
    value = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}])
