"""Suggestions while typing, in a real browser: by keyboard, by mouse, by ear, and in the way of nobody."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_public_pages import findings
from tests.catalog.factories import Shelf


def typed(page: Page, text: str, *, label: str = "What do you see in your system?") -> Page:
    """The page after somebody typed so slowly that the box could keep up."""
    page.get_by_label(label).first.press_sequentially(text, delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    return page


def test_arrow_keys_choose_and_enter_opens_what_was_chosen(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.get_by_role("option", name="Models grow old")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    box.press("Enter")
    page.wait_for_url("**/issues/MLQ-003/models-grow-old/")


def test_a_word_that_is_chosen_stands_in_the_box_and_is_searched_for(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    box = page.get_by_role("combobox")
    box.press("ArrowUp")
    expect(box).to_have_value("models")
    box.press("Enter")
    page.wait_for_url("**/search/?q=models")


def test_past_the_last_suggestion_one_is_back_at_what_was_typed(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    box = page.get_by_role("combobox")
    for _ in range(page.get_by_role("option").count() + 1):
        box.press("ArrowDown")
    expect(box).to_have_value("mod")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None


def test_escape_closes_the_list_first_and_keeps_what_was_typed(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    box = page.get_by_role("combobox")
    box.press("ArrowUp")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("mod")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_enter_without_a_choice_searches_for_what_was_typed(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search/?q=mod")


def test_a_click_opens_what_it_hits(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    page.get_by_role("option", name="Models grow old").click()
    page.wait_for_url("**/issues/MLQ-003/models-grow-old/")


def test_leaving_the_box_closes_the_list(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    page.get_by_role("combobox").press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_how_many_there_are_is_said_aloud_in_the_pages_language(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/"), "mod")
    expect(page.locator("form [role=status]")).to_have_text("2 suggestions, use the arrow keys")
    page = typed(open_page("/fr/"), "champ", label="Que voyez-vous")
    expect(page.locator("form [role=status]")).to_contain_text("utilisez les flèches")
    page.get_by_role("combobox").press_sequentially("zzz")
    expect(page.locator("form [role=status]")).to_have_text("Aucune suggestion")


def test_the_small_box_in_the_header_offers_them_too(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/issues/MLQ-001/fields-are-empty/"), "mod", label="Search the catalog")
    page.get_by_role("combobox").press("ArrowDown")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/issues/MLQ-003/models-grow-old/")


def test_axe_finds_nothing_on_an_open_list(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/", width=390), "mod")
    page.get_by_role("combobox").press("ArrowDown")
    for how in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"contrast": "more"}, {}):
        page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference", **how})
        assert findings(page) == [], how
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, how
    # It was open all the while.
    expect(page.get_by_role("listbox")).to_be_visible()


def test_an_option_is_large_enough_to_hit(open_page: OpenPage, shelf: Shelf):
    page = typed(open_page("/", width=390), "mod")
    assert all((option.bounding_box() or {"height": 0})["height"] >= 24 for option in page.get_by_role("option").all())
