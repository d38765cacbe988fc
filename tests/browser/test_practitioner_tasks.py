"""Ten things that practitioners come for, in the shipped catalog, each done by what the page shows.

Instead of a stopwatch each counts what the person does: a click, a line typed, a key. So many acts at most is what it
may cost; the pages themselves are measured in tests/benchmarks/.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import OpenPage


class Hand:
    """Somebody at a page who counts what they do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def click(self, what: Locator) -> None:
        what.wait_for()
        what.click()
        self.acts += 1

    def type(self, where: Locator, words: str) -> None:
        where.fill(words)
        self.acts += 1

    def press(self, key: str) -> None:
        self.page.wait_for_load_state()  # a key means something once the page's script runs
        self.page.keyboard.press(key)
        self.acts += 1

    def link(self, name: str | re.Pattern[str], within: str = "main") -> Locator:
        return self.page.locator(within).get_by_role("link", name=name).first

    @property
    def title(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()


@pytest.fixture(params=[pytest.param(1280, id="at a desk"), pytest.param(390, id="on a phone")])
def come_to(request: pytest.FixtureRequest, open_page: OpenPage, shipped: None) -> Any:
    """`come_to("/")`: a practitioner, who comes to an address."""

    def come(address: str, **options: Any) -> Hand:
        return Hand(open_page(address, width=request.param, **options))

    return come


def test_1_who_sees_a_symptom_finds_the_issue_by_saying_it(come_to: Any):
    hand = come_to("/")
    hand.type(hand.page.get_by_label("What do you see in your system?"), "half of the values are empty")
    hand.press("Enter")
    hand.click(hand.page.locator(".hits a, .rows a").first)
    assert hand.title in {"Incomplete data", "Missing values"}
    assert hand.acts <= 3


def test_2_who_knows_the_phase_goes_through_its_issues(come_to: Any):
    hand = come_to("/")
    hand.click(hand.page.get_by_role("navigation", name="Workflow phases").get_by_role("link", name="Data collection"))
    hand.click(hand.page.locator(".rows .row-title a, .row a").first)
    first = hand.page.url
    hand.click(hand.page.locator("a[rel=next]").first)
    assert hand.page.url != first
    assert hand.page.locator("a[rel=prev]").first.evaluate("link => link.href") == first
    assert hand.acts <= 3


def test_3_who_ticks_symptoms_is_told_why_an_issue_fits_and_what_to_check_next(come_to: Any):
    hand = come_to("/")
    hand.click(hand.link(re.compile("tick the symptoms")))
    boxes = hand.page.get_by_role("checkbox")
    for at in (0, 1):
        hand.click(boxes.nth(at).locator("xpath=ancestor::label"))
    hand.click(hand.page.get_by_role("button", name="Show what fits"))
    fit = hand.page.locator(".fit").first
    assert "of your 2 ticks" in fit.locator(".reason").inner_text()
    assert fit.get_by_text("Check next:").is_visible()
    hand.click(fit.get_by_role("heading").get_by_role("link"))
    assert hand.acts <= 5


def test_4_who_narrows_the_list_sees_counts_before_and_keeps_the_state_in_the_address(come_to: Any):
    hand = come_to("/issues/")
    choice = hand.page.locator(".facets li a", has_text="Model evaluation")
    if not choice.is_visible():
        hand.click(hand.page.locator(".narrow > summary"))
    promised = int(re.findall(r"\d+", choice.inner_text())[-1])
    hand.click(choice)
    hand.page.wait_for_url("**phase=model-evaluation")
    assert hand.page.locator(".row").count() == promised
    address = hand.page.url
    hand.page.reload()
    assert hand.page.url == address
    assert hand.page.locator(".row").count() == promised
    assert hand.acts <= 2


def test_5_who_asks_for_too_much_is_told_which_filter_to_drop(come_to: Any):
    hand = come_to("/issues/?q=labels&phase=deployment&attribute=efficiency&strategy=no")
    assert hand.page.locator(".row").count() == 0
    hand.click(hand.page.locator("main").get_by_role("link", name=re.compile("without|Without|drop|Drop")).first)
    assert hand.page.locator(".row").count() > 0
    assert hand.acts <= 1


def test_6_who_looks_where_people_are_hurt_opens_a_cell_of_the_matrix(come_to: Any):
    hand = come_to("/matrix/")
    if not hand.page.locator(".matrix td a").first.is_visible():
        hand.click(hand.page.locator(".matrix tbody tr").first.get_by_role("checkbox"))
    hand.click(hand.page.locator(".matrix td a:visible").first)
    assert hand.page.locator(".row").count() > 0
    assert hand.acts <= 2


def test_7_who_has_the_issue_reads_why_what_it_costs_and_what_helps_each_beside_who_said_so(come_to: Any):
    hand = come_to("/search/?q=labels")
    hand.click(hand.page.locator(".hits a, .rows a").first)
    sections = " ".join(hand.page.get_by_role("heading", level=2).all_inner_texts())
    for question in ("Do I have this", "Why does it happen", "What does it cost", "What helps"):
        assert question in sections
    assert hand.acts <= 1


def test_8_who_found_what_helps_sees_what_else_it_helps_against(come_to: Any):
    hand = come_to("/issues/MLQ-001/")
    hand.click(hand.page.locator("main").locator("a[href*='/strategies/ML']").filter(visible=True).first)
    assert hand.page.get_by_role("heading", name="What it helps against").is_visible()
    assert hand.page.locator(".rows .row").count() >= 1
    assert hand.acts <= 1


def test_9_who_quotes_somebody_takes_the_permalink_and_a_citation_with_one_key(come_to: Any):
    hand = come_to("/issues/?sort=evidence", permissions=["clipboard-read", "clipboard-write"])
    hand.click(hand.page.locator(".row-title a").first)
    hand.click(hand.page.locator(".voice .permalink").first)
    assert "/evidence/" in hand.page.url
    hand.press("c")
    hand.page.wait_for_function("document.getElementById('said').textContent")
    copied = hand.page.evaluate("navigator.clipboard.readText()")
    assert hand.page.url.rsplit("/", 2)[-2] in copied
    assert hand.acts <= 3


def test_10_who_speaks_french_changes_the_language_in_place_and_searches_in_it(come_to: Any):
    hand = come_to("/issues/MLQ-001/")
    hand.click(hand.page.get_by_role("link", name="Français").first)
    assert "/fr/issues/MLQ-001/" in hand.page.url
    hand.page.goto(hand.page.url.split("/fr/")[0] + "/fr/search/")
    hand.type(hand.page.locator("#q"), "données manquente")
    hand.press("Enter")
    hand.page.get_by_role("link", name="données manquante", exact=True).wait_for()
    hand.click(hand.page.locator(".hits a, .rows a").first)
    assert hand.page.locator("html").get_attribute("lang") == "fr"
    assert hand.acts <= 4
