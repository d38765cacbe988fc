"""The destroy-by date in a real browser: no accessibility finding, and nothing wider than a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.actions.retention import destroy_raw_text
from interviews.models import Study
from tests.browser.conftest import looks, sign_in, violations
from tests.interviews.ready import Ready, make_ready

WIDTHS = (390, 1280)
DAYS = {"soon": 12, "overdue": -3, "destroyed": -3}
PAGES = ["index", "study_change", "interview_transcript", "study_destroy"]


@pytest.fixture
def ready(db) -> Ready:
    ready = make_ready()
    ready.publish()
    return ready


@pytest.fixture
def window(browser, server):
    """Opens a page as somebody."""
    contexts = []

    def open_as(user, address, **options):
        context = browser.new_context(**options)
        context.set_default_timeout(6000)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, server, user)
        page.goto(f"{server}{address}")
        return page

    yield open_as
    for context in contexts:
        context.close()


def address(ready: Ready, page: str) -> str:
    if page == "index":
        return reverse("admin:index")
    return reverse(f"admin:interviews_{page}", args=[(ready.interview if "interview" in page else ready.study).pk])


def stand(ready: Ready, state: str) -> None:
    """Bring the study's day near, or past, or carry it out."""
    day = timezone.localdate() + timedelta(days=DAYS[state])
    Study.objects.filter(pk=ready.study.pk).update(destroy_by=day)
    if state == "destroyed":
        destroy_raw_text(by=ready.people.kofi, study=Study.objects.get(pk=ready.study.pk))


@pytest.mark.parametrize("state", DAYS)
def test_no_page_with_a_destroy_by_date_has_an_accessibility_finding_or_scrolls_sideways(ready, window, state):
    stand(ready, state)
    for name in PAGES:
        page = window(ready.people.kofi, address(ready, name))
        for look in looks(page, WIDTHS):
            # The study's own form is Django's, whose tables have empty heads: of it only our notice is examined.
            examined = violations(page, within=".retention" if name == "study_change" else None)
            found = [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in examined]
            assert found == [], (name, look)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, look)


def test_a_custodian_destroys_from_the_warning_on_the_first_page_on(ready, window):
    stand(ready, "overdue")
    page = window(ready.people.kofi, reverse("admin:index"))
    page.get_by_role("link", name="See what will be destroyed").click()
    page.get_by_label("Type the study's slug to confirm").fill("invented")
    page.get_by_role("button", name="Destroy for good").click()
    page.get_by_role("heading", name="What was destroyed").wait_for()
    assert Study.objects.get(pk=ready.study.pk).destroyed_at is not None
