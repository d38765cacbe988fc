"""The public catalog in a real browser: for everyone, on every screen, without JavaScript and without help."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from catalog.models import Issue
from tests.browser.conftest import OpenPage, violations
from tests.catalog.factories import Shelf, make_catalog, many_more, rewritten
from tests.factories import make_claim

PAGES = {
    "home": "/",
    "phases": "/phases/",
    "phase": "/phases/maintenance/",
    "qualities": "/attributes/",
    "quality": "/attributes/reliability/",
    "matrix": "/matrix/",
    "issues": "/issues/",
    "narrowed issues": "/issues/?phase=deployment&strategy=before&q=answers",
    "titles of issues": "/issues/?view=titles&sort=evidence&phase=daydreaming",
    "matrix of some": "/matrix/?strategy=no",
    "triage": "/triage/",
    "triage with ticks": "/triage/?s=1.1&s=3.1&s=77.7",
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
    "quotes found": "/search/?q=columns&in=quotes",
    "near misses": "/search/?q=empty+columns+late",
    "a slip": "/search/?q=emty+feilds",
    "nothing found": "/search/?q=unicorns&phase=deployment",
    "method": "/method/",
    "cite": "/cite/",
    "releases": "/releases/",
    "api": "/api/",
    "downloads": "/downloads/",
    "not found": "/nowhere/",
    "front page in French": "/fr/",
    "triage in French": "/fr/triage/?s=1.1",
    "in French": "/fr/issues/MLQ-001/fields-are-empty/",
}
ISSUE = PAGES["issue"]
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


def make_shelf() -> Shelf:
    shelf = make_catalog()
    rewritten(shelf)
    return shelf


def findings(page: Page) -> list[str]:
    """What axe finds wrong, each with the element it found it on."""
    return [f"{one['id']}: {node['html'][:160]}" for one in violations(page) for node in one["nodes"]]


# --- for everyone


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


@every_page
def test_axe_finds_nothing_in_light_nor_in_the_dark_and_on_every_screen_all_fits_and_is_large_enough_to_hit(
    open_page: OpenPage, shelf: Shelf, path: str
):
    """Each page is opened once, and looked at in every way; no script decides how it is laid out."""
    page = open_page(path, width=320, color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SMALL_TARGETS) == [], width
    assert findings(page) == [], "in light"
    page.emulate_media(color_scheme="dark")
    assert findings(page) == [], "in the dark"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/issues/",
        ISSUE,
        "/matrix/",
        PAGES["history"],
        "/glossary/",
        PAGES["triage with ticks"],
        PAGES["phase"],
        "/nowhere/",
    ],
)
def test_axe_finds_nothing_on_a_phone_with_forced_colors_or_more_contrast(open_page: OpenPage, shelf: Shelf, path: str):
    page = open_page(path, width=390, forced_colors="active")
    assert findings(page) == []
    page.emulate_media(forced_colors="none", contrast="more")
    assert findings(page) == []


@pytest.mark.parametrize(
    "path", ["/", "/issues/", ISSUE, "/matrix/", PAGES["triage with ticks"], "/fr/", "/fr/strategies/by-phase/"]
)
def test_text_at_twice_its_size_still_fits(open_page: OpenPage, shelf: Shelf, path: str):
    page = open_page(path, width=640)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_first_tab_stop_leads_past_the_header(open_page: OpenPage, shelf: Shelf):
    page = open_page(ISSUE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


# Where the keyboard stands: what it is called, and whether all of it is seen.
FOCUSED = """
() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: (element.ariaLabel || element.labels?.[0]?.textContent || element.textContent).replace(/\\s+/g, " ").trim(),
    top: box.top, bottom: box.bottom,
    covered: !(seen && (element.contains(seen) || seen.contains(element) || element.labels?.[0]?.contains(seen))),
  };
}
"""


def walk(page: Page, steps: int) -> list[dict[str, Any]]:
    """What the keyboard meets in as many steps forward, to the page's end at most."""
    met: list[dict[str, Any]] = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        met.append(page.evaluate(FOCUSED))
    return met


def test_the_keyboard_meets_the_front_page_in_the_order_it_is_read(open_page: OpenPage, shelf: Shelf):
    names = [stop["name"] for stop in walk(open_page("/"), 18)]
    assert names[:2] == ["Skip to the content", "ML Quality Catalog"]
    assert names[2:8] == ["Issues", "Triage", "Phases", "Matrix", "Strategies", "Method"]
    assert names[8:11] == ["Français", "What do you see in your system?", "Search"]
    assert names[14] == "Or tick the symptoms you see"
    assert [name.split(" ")[0] for name in names[15:18]] == ["Data", "Deployment", "Maintenance"]


@pytest.mark.parametrize("path", ["/triage/", PAGES["triage with ticks"], "/issues/", "/matrix/"])
def test_what_has_the_focus_is_never_hidden(open_page: OpenPage, shelf: Shelf, path: str):
    """On a low screen, where a bar at its foot would cover what stands there."""
    for claim in range(2, 12):
        make_claim(shelf.empty_fields, statement=f"Sign number {claim} is seen.")
    page = open_page(path, width=390, height=500, reduced_motion="reduce")
    for stop in walk(page, 40):
        assert not stop["covered"], stop
        assert stop["bottom"] > 0, stop
        assert stop["top"] < 500, stop


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
    row = phone.locator(".matrix tbody tr").filter(has_text="Reliability").first
    cell = row.locator("td").filter(has_text="Reliability")
    assert not cell.is_visible()
    assert row.locator("td.all").is_visible()
    row.get_by_role("checkbox").check()
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"
    # Folded or not, it is a table to a screen reader.
    for page in (desk, phone):
        assert page.get_by_role("table").count() == 1
        assert page.get_by_role("rowheader").count() == 3


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("path", ["/", "/fr/issues/"])
def test_on_a_phone_the_header_is_two_calm_rows(open_page: OpenPage, shelf: Shelf, path: str, width: int):
    page = open_page(path, width=width)
    assert page.locator("header.site").evaluate("header => header.offsetHeight") <= 100
    tops = page.locator(".site-nav li:visible").evaluate_all("items => items.map(i => i.getBoundingClientRect().top)")
    assert len(tops) == 6
    assert len(set(tops)) == 1


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1280, 900)])
def test_the_first_screen_asks_offers_ticks_and_shows_the_workflow(
    open_page: OpenPage, shelf: Shelf, width: int, height: int
):
    page = open_page("/", width=width, height=height)
    for one in (page.get_by_label("What do you see"), page.locator(".instead a"), page.locator(".line li").last):
        right, bottom = one.evaluate("e => [e.getBoundingClientRect().right, e.getBoundingClientRect().bottom]")
        assert right <= width
        assert bottom <= height


def test_the_matrix_on_the_front_page_stands_open_on_a_desk_and_is_folded_on_a_phone(open_page: OpenPage, shelf: Shelf):
    assert open_page("/").get_by_role("table").is_visible()
    phone = open_page("/", width=390, java_script_enabled=False)
    assert not phone.get_by_role("table").is_visible()
    phone.locator(".home-matrix summary").click()
    assert phone.get_by_role("table").is_visible()


def test_shading_is_not_the_matrixs_only_signal(open_page: OpenPage, shelf: Shelf):
    page = open_page("/matrix/", forced_colors="active")
    assert page.get_by_role("cell", name="2 issues, Maintenance, Reliability").is_visible()


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


# --- without help


def test_searching_narrowing_and_reading_need_no_javascript(open_page: OpenPage, shelf: Shelf):
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("What do you see in your system?").fill("empty columns")
    page.get_by_role("button", name="Search").click()
    page.locator(".voice").get_by_role("link", name="Fields are empty").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Fields are empty"
    page.get_by_role("link", name="Issues", exact=True).click()
    page.locator(".facets").get_by_role("link", name="Deployment").click()
    assert page.locator(".row").count() == 2
    page.get_by_label("Words").fill("late")
    page.get_by_label("Words").press("Enter")
    assert page.locator(".row").count() == 1
    assert page.url.endswith("/issues/?q=late&phase=deployment")


def test_triage_needs_no_javascript(open_page: OpenPage, shelf: Shelf):
    page = open_page("/triage/", java_script_enabled=False)
    page.get_by_label("Scores sink month after month.").check()
    page.get_by_role("button", name="Show what fits").click()
    assert page.url.endswith("/triage/?w=&s=3.1#fits")
    page.locator(".fit").get_by_role("link", name="Models grow old").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Models grow old"
    page.go_back()
    assert page.get_by_label("Scores sink month after month.").is_checked()


def test_symptoms_narrow_while_one_types_and_what_is_ticked_stays(open_page: OpenPage, shelf: Shelf):
    page = open_page("/triage/")
    rows, status = page.get_by_label("Rows lack the values models need."), page.locator("#w-count")
    page.get_by_label("Scores sink").check()
    page.get_by_label("Find a symptom").fill("SINK")
    assert not rows.is_visible()
    assert status.inner_text() == "1 symptom"
    page.get_by_label("Find a symptom").fill("lack model")
    assert rows.is_visible()
    assert page.get_by_label("Scores sink").is_visible()
    page.get_by_label("Find a symptom").fill("")
    assert status.inner_text() == "2 symptoms"


def test_phases_of_the_symptoms_that_are_left_are_the_ones_to_jump_to(open_page: OpenPage, shelf: Shelf):
    page = open_page("/triage/")
    phases = page.get_by_role("navigation", name="Symptoms by phase")
    assert phases.inner_text().split() == ["Data", "preparation", "1", "Maintenance", "1"]
    page.get_by_label("Find a symptom").fill("sink")
    assert phases.inner_text().split() == ["Maintenance", "1"]
    page.get_by_label("Find a symptom").fill("")
    assert phases.inner_text().split() == ["Data", "preparation", "1", "Maintenance", "1"]


def test_triage_prints_what_fits_and_what_was_ticked(open_page: OpenPage, shelf: Shelf):
    page = open_page("/triage/?s=3.1")
    page.emulate_media(media="print")
    assert page.locator(".fit").is_visible()
    assert page.locator("form").get_by_text("Scores sink").is_visible()
    assert not page.get_by_text("Rows lack the values").is_visible()
    assert not page.get_by_role("button", name="Show what fits").is_visible()


def test_on_a_phone_the_list_stays_folded_and_says_how_much_is_chosen(open_page: OpenPage, shelf: Shelf):
    phone = open_page("/issues/?phase=deployment&strategy=after", width=390)
    assert phone.locator(".narrow > summary").inner_text().split() == ["Narrow", "2", "chosen"]
    assert phone.get_by_role("link", name="Models grow old").is_visible()


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
    assert page.evaluate("navigator.clipboard.readText()").startswith("Fields are empty (MLQ-001, version 2).")


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
    assert sum(size for path, size in sizes if path.endswith(".css")) <= 40_000


def test_all_scripts_of_the_public_site_together_are_small():
    public = [
        path
        for path in (settings.BASE_DIR / "static" / "js").glob("*.js")
        if path.stem in {"catalog", "triage", "suggest"}
    ]
    assert len(public) == 3
    assert sum(path.stat().st_size for path in public) <= 15_000


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
    assert page.evaluate("navigator.clipboard.readText()").startswith("Fields are empty (MLQ-001, version 2).")


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
