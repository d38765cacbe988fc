"""The public catalog in a real browser: for everyone, on every screen, without JavaScript and without help."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from catalog.models import Issue
from tests.browser.conftest import OpenPage
from tests.catalog.factories import Shelf, make_catalog, many_more, rewritten

PAGES = {
    "home": "/",
    "phases": "/phases/",
    "phase": "/phases/maintenance/",
    "qualities": "/attributes/",
    "quality": "/attributes/reliability/",
    "matrix": "/matrix/",
    "issues": "/issues/",
    "narrowed issues": "/issues/?phase=deployment&strategy=yes&q=answers",
    "no issues": "/issues/?phase=deployment&attribute=explainability",
    "issue": "/issues/MLQ-001/fields-are-empty/",
    "issue without a quote": "/issues/MLQ-003/models-grow-old/",
    "history": "/issues/MLQ-001/fields-are-empty/history/",
    "old version": "/issues/MLQ-001/fields-are-empty/history/1/",
    "quote": "/evidence/b0000000000b/",
    "quote with its question": "/evidence/c0000000000c/",
    "withdrawn quote": "/evidence/f0000000000f/",
    "strategies": "/strategies/",
    "strategy": "/strategies/MLS-001/measure-completeness/",
    "strategies by phase": "/strategies/by-phase/",
    "glossary": "/glossary/",
    "search": "/search/?q=empty",
    "nothing found": "/search/?q=unicorns",
    "method": "/method/",
    "cite": "/cite/",
    "releases": "/releases/",
    "api": "/api/",
    "downloads": "/downloads/",
    "not found": "/nowhere/",
    "in French": "/fr/issues/MLQ-001/fields-are-empty/",
}
ISSUE = PAGES["issue"]
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@pytest.fixture
def shelf(transactional_db: None) -> Shelf:
    shelf = make_catalog()
    rewritten(shelf)
    return shelf


def findings(page: Page) -> list[str]:
    """What axe finds wrong, each with the element it found it on."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]


# --- for everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_axe_finds_nothing(open_page: OpenPage, shelf: Shelf, path: str, scheme: str):
    assert findings(open_page(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("path", ["/", "/issues/", ISSUE, "/matrix/", PAGES["history"], "/glossary/"])
def test_axe_finds_nothing_on_a_phone_with_forced_colors_or_more_contrast(open_page: OpenPage, shelf: Shelf, path: str):
    assert findings(open_page(path, width=390, forced_colors="active")) == []
    assert findings(open_page(path, width=390, contrast="more")) == []


@every_page
def test_nothing_is_wider_than_the_narrowest_phone(open_page: OpenPage, shelf: Shelf, path: str):
    page = open_page(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/issues/", ISSUE, "/matrix/", "/fr/"])
def test_text_at_twice_its_size_still_fits(open_page: OpenPage, shelf: Shelf, path: str):
    page = open_page(path, width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


# What WCAG 2.2 calls a target: at least 24 by 24, or a link inside a sentence, or with room around it.
SMALL_TARGETS = """
() => [...document.querySelectorAll("a[href], button, input, summary")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || element.closest(".skip")) return false;
  const sentence = element.parentElement.closest("p, dd, figcaption");
  if (sentence && sentence.textContent.trim() !== element.textContent.trim()) return false;
  return box.height < 24 || box.width < 24;
}).map((element) => element.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("width", [390, 1280])
@every_page
def test_every_target_is_large_enough_to_hit(open_page: OpenPage, shelf: Shelf, path: str, width: int):
    assert open_page(path, width=width).evaluate(SMALL_TARGETS) == []


def test_the_first_tab_stop_leads_past_the_header(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_what_has_the_focus_is_seen_to_have_it(open_page: OpenPage, shelf: Shelf):
    page = open_page("/issues/")
    for _ in range(25):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px", page.evaluate("document.activeElement.outerHTML")


# --- on every screen


def test_the_matrix_is_a_table_on_a_desk_and_folds_by_phase_on_a_phone(open_page: OpenPage, shelf: Shelf):
    desk, phone = open_page("/matrix/"), open_page("/matrix/", width=390)
    assert desk.locator(".matrix td").first.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
    cell = phone.get_by_role("cell").filter(has_text="Reliability").first
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"
    # Folded or not, it is a table to a screen reader.
    for page in (desk, phone):
        assert page.get_by_role("table").count() == 1
        assert page.get_by_role("rowheader").count() == 3


def test_quotes_stand_beside_their_claim_on_a_desk_and_below_it_on_a_phone(open_page: OpenPage, shelf: Shelf):
    def places(page: Page) -> tuple[dict[str, float], dict[str, float]]:
        claim = page.locator("#symptom-1 .claim").bounding_box()
        quote = page.locator("#symptom-1 .voice").bounding_box()
        assert claim
        assert quote
        return claim, quote  # type: ignore[return-value]

    claim, quote = places(open_page(ISSUE))
    assert quote["x"] >= claim["x"] + claim["width"]
    claim, quote = places(open_page(ISSUE, width=390))
    assert quote["y"] >= claim["y"] + claim["height"]


def test_a_practitioners_words_look_like_nobody_elses(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    looks = """element => [
      getComputedStyle(element).fontFamily, getComputedStyle(element.closest(".voice, body")).backgroundColor
    ]"""
    quote = page.locator(".voice blockquote").first.evaluate(looks)
    claim = page.locator(".claim").first.evaluate(looks)
    assert quote[0] != claim[0]
    assert quote[1] != claim[1]


def test_on_paper_only_what_is_read_is_printed(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert page.locator(".voice").first.is_visible()


def test_the_matrix_prints_on_one_landscape_page(open_page: OpenPage, shelf: Shelf):
    printed = open_page("/matrix/").pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)[0])
    assert width > height


# --- without help


def test_searching_narrowing_and_reading_need_no_javascript(open_page: OpenPage, shelf: Shelf):
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("What do you see in your system?").fill("empty columns")
    page.get_by_role("button", name="Search").click()
    page.locator(".voice").get_by_role("link", name="Fields are empty").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Fields are empty"
    page.get_by_role("link", name="Issues", exact=True).click()
    page.locator(".facets").get_by_role("link", name="Deployment").click()
    assert page.locator(".row").count() == 2
    page.get_by_label("Words").fill("late")
    page.get_by_label("Words").press("Enter")
    assert page.locator(".row").count() == 1
    assert page.url.endswith("/issues/?q=late&phase=deployment")


def test_facets_fold_away_on_a_phone_and_stand_open_on_a_desk(open_page: OpenPage, shelf: Shelf):
    phone = open_page("/issues/", width=390, java_script_enabled=False)
    facet = phone.locator(".facets").get_by_role("link", name="Deployment")
    assert not facet.is_visible()
    phone.locator(".narrow > summary").click()
    assert facet.is_visible()
    assert open_page("/issues/").locator(".facets").get_by_role("link", name="Deployment").is_visible()


def test_a_slash_leads_to_the_search_box_but_not_while_writing(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.keyboard.press("/")
    box = page.get_by_label("Search the catalog")
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.type("a/b")
    assert box.input_value() == "a/b"


def test_a_citation_is_copied_with_one_key(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Fields are empty (MLQ-001, version 1).")


def test_a_page_runs_nothing_that_its_policy_forbids(open_page: OpenPage, shelf: Shelf):
    page = open_page("/")
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    for path in PAGES.values():
        if path not in {PAGES["withdrawn quote"], PAGES["not found"]}:
            page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
    assert messages == []


def test_a_page_is_read_before_anything_else_has_come(open_page: OpenPage, shelf: Shelf):
    """HTML, one style sheet, one small script, one icon: nothing more, and little of each."""
    many_more(shelf, 10)
    page = open_page(ISSUE)
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').map(entry => [new URL(entry.name).pathname, entry.decodedBodySize])"
    )
    assert {path.rsplit(".", 1)[-1] for path, _ in sizes} <= {"css", "js", "svg"}
    assert sum(size for path, size in sizes if path.endswith(".js")) <= 15_000
    assert sum(size for path, size in sizes if path.endswith(".css")) <= 30_000


def test_the_longest_issue_page_weighs_little(client: Any, shelf: Shelf):
    many_more(shelf, 30)
    address = Issue.objects.get(number=1).get_absolute_url()
    response = client.get(address, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) <= 13_000


# --- citing with one key


def test_the_key_c_copies_the_citation_of_the_page_and_says_so(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("c")
    page.wait_for_function("document.getElementById('said').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Fields are empty (MLQ-001, version 1).")


def test_keys_of_one_character_can_be_switched_off_for_good(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.get_by_label("Keys:").uncheck()
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") != "search"
    page.get_by_label("Keys:").check()
    page.get_by_label("Keys:").blur()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_typing_a_c_into_the_search_box_copies_nothing(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.keyboard.press("/")
    page.keyboard.type("c")
    assert page.locator("input[type=search]:focus").input_value() == "c"
    assert page.locator("#said").text_content() == ""
