"""Deciding suggestions in a real browser: keys, mouse, no script, two themes, and no accessibility finding."""

import time

import pytest
from django.urls import reverse

from interviews.models import Replacement
from tests import factories as make
from tests.browser.conftest import looks, sign_in, violations
from tests.browser.test_admin_transcript import select
from tests.interviews.admin.reviewing import page as address_of
from tests.interviews.admin.reviewing import suggest, suggested_study


@pytest.fixture
def interviews(study, people):
    return suggested_study(study)


@pytest.fixture
def window(browser, server):
    """Opens a page as somebody; what the browser complains about fails the test."""
    contexts, broken = [], []

    def open_as(user, address, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(6000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        sign_in(page, server, user)
        page.goto(f"{server}{address}")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert broken == []


@pytest.fixture
def deles(window, people, study, interviews):
    return window(people.dele, address_of(study))


def asked(page):
    return page.locator("#decision q").inner_text()


def press(page, key, *, then):
    """Press a key and wait until `then` is the decision that is shown."""
    page.keyboard.press(key)
    page.locator("#decision q", has_text=then).wait_for()


def said(page):
    return page.locator("#said").inner_text().strip()


def focus(page):
    return page.evaluate("document.activeElement.id")


def status(**rows):
    return list(Replacement.objects.filter(**rows).values_list("status", flat=True))


def test_a_key_decides_says_what_was_done_and_shows_the_next_without_a_reload(deles):
    deles.evaluate("window.untouched = true")
    press(deles, "a", then="Ottoline")
    assert said(deles) == "[company] in 3 places. u undoes."
    assert status(type="company") == ["accepted"] * 3
    assert focus(deles) == "decision"
    assert deles.evaluate("window.untouched")
    assert deles.locator("#said").get_attribute("role") == "status"


def test_s_decides_here_only_and_u_takes_it_back(deles):
    deles.keyboard.press("s")
    assert not deles.locator("#everywhere").is_checked()
    deles.keyboard.press("r")
    deles.locator("#said", has_text="No identifier, in 1 place").wait_for()
    assert sorted(status(type="company")) == ["rejected", "suggested", "suggested"]
    deles.keyboard.press("u")
    deles.locator("#decision q", has_text="Zephyrine Labs").wait_for()
    deles.locator(".eyebrow", has_text="3 occurrences").wait_for()
    assert status(type="company") == ["suggested"] * 3


def test_n_and_p_and_arrows_move_without_deciding(deles):
    press(deles, "n", then="Ottoline")
    press(deles, "ArrowRight", then="Port Quill")
    press(deles, "p", then="Ottoline")
    press(deles, "ArrowLeft", then="Zephyrine Labs")
    assert set(status()) == {"suggested"}


def test_a_number_generalises(deles):
    press(deles, "p", then="Port Quill")
    level = deles.locator("#level-2").inner_text().split()[-1]
    deles.keyboard.press("2")
    deles.locator("#said", has_text=level).wait_for()
    made = Replacement.objects.get(type="place")
    assert (made.kind, made.text) == ("generalization", level)


def test_a_misheard_word_is_typed_without_any_letter_being_taken_for_a_key(deles):
    press(deles, "p", then="Port Quill")
    deles.keyboard.press("c")
    deles.keyboard.type("read aloud")
    deles.keyboard.press("Enter")
    deles.locator("#said", has_text="Corrected").wait_for()
    assert Replacement.objects.get(type="place").text == "read aloud"


def test_a_keep_is_asked_with_its_reason_and_confirmed_by_somebody_else(deles, window, people, study):
    press(deles, "p", then="Port Quill")
    deles.keyboard.press("k")
    deles.keyboard.type("a town of a million people")
    deles.keyboard.press("Enter")
    deles.locator("#said", has_text="waits for a second person").wait_for()
    kofis = window(people.kofi, address_of(study))
    assert "dele asks to keep this: a town of a million people" in kofis.locator(".asked").inner_text()
    press(kofis, "y", then="Zephyrine Labs")
    assert status(type="place") == ["kept"]


def test_other_words_are_chosen_with_arrows_a_word_at_a_time(deles):
    press(deles, "p", then="Port Quill")
    for key in ("e", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        deles.keyboard.press(key)
    assert deles.locator("mark.choosing").inner_text() == "sea called Port Quill"
    deles.keyboard.press("Shift+ArrowRight")
    press(deles, "Enter", then="called Port Quill")
    assert status(type="place") == ["suggested"]


def test_while_words_are_chosen_no_letter_decides_and_escape_leaves_them_as_they_were(deles):
    for key in ("e", "ArrowLeft", "a", "d", "Escape"):
        deles.keyboard.press(key)
    assert set(status()) == {"suggested"}
    assert deles.locator(".current mark.proposed").inner_text() == "Zephyrine Labs"
    press(deles, "a", then="Ottoline")


def test_other_words_are_chosen_with_the_mouse(deles):
    press(deles, "p", then="Port Quill")
    deles.keyboard.press("e")
    text = deles.locator(".current .words").inner_text()
    select(deles, 1, text.index("town"), text.index("sea") + 3)
    press(deles, "Enter", then="town by the sea")


def test_another_type_brings_its_own_placeholder(deles):
    press(deles, "n", then="Ottoline")
    deles.keyboard.press("t")
    deles.select_option("#type", "client")
    deles.locator(".becomes", has_text="[client]").wait_for()
    assert focus(deles) == "decision"
    deles.keyboard.press("a")
    deles.locator("#said", has_text="[client] in 1 place").wait_for()


@pytest.mark.parametrize("leave", ["Enter", "Escape", "Tab"])
def test_a_type_is_stepped_to_with_arrows_and_taken_when_the_list_is_left(deles, leave):
    press(deles, "n", then="Ottoline")
    for key in ("t", "ArrowDown", "ArrowDown"):
        deles.keyboard.press(key)
    assert deles.locator(".becomes").inner_text() == "[person]"
    deles.keyboard.press(leave)
    deles.locator(".becomes", has_text="[client]").wait_for()
    deles.locator(".levels", has_text="[client]").wait_for()


def test_another_type_leaves_the_boxes_and_fields_as_they_were_set(deles):
    assert deles.locator("#as_identifier").is_checked()
    for key in ("s", "i"):
        deles.keyboard.press(key)
    deles.fill("#reason", "a ship, not a person")
    deles.select_option("#type", "client")
    deles.locator(".becomes", has_text="[client]").wait_for()
    assert not deles.locator("#everywhere").is_checked()
    assert not deles.locator("#as_identifier").is_checked()
    assert deles.locator("#reason").input_value() == "a ship, not a person"


def test_a_button_pressed_right_after_the_arrows_takes_the_type_with_it(deles):
    press(deles, "n", then="Ottoline")
    for key in ("t", "ArrowDown", "ArrowDown"):
        deles.keyboard.press(key)
    deles.click("#accept")
    deles.locator("#said", has_text="[client] in 1 place").wait_for()


def test_g_and_a_number_leave_no_button_of_the_next_decision_ready_to_be_pressed(deles):
    deles.keyboard.press("g")
    assert focus(deles) == "level-1"
    press(deles, "2", then="Ottoline")
    assert focus(deles) == "decision"


def test_a_key_held_down_decides_once(deles):
    for _ in range(4):
        deles.keyboard.down("a")
    deles.keyboard.up("a")
    deles.locator("#decision q", has_text="Ottoline").wait_for()
    assert status(source="thanks") == ["suggested"]


def test_question_mark_explains_every_key_and_keys_can_be_switched_off(deles):
    deles.keyboard.press("?")
    explained = deles.locator("#keys dt").all_inner_texts()
    keys = set(" ".join(explained).split())
    shown = {key for each in deles.locator("[data-key]").all() for key in each.get_attribute("data-key").split()}
    assert {key for key in shown if len(key) == 1 and not key.isdecimal()} - keys == {"?"}
    deles.locator("#keys-on").uncheck()
    deles.keyboard.press("Escape")
    deles.keyboard.press("a")
    deles.reload()
    deles.keyboard.press("a")
    assert set(status()) == {"suggested"}


def test_a_button_keeps_the_focus_for_the_next_decision(deles):
    deles.locator("#accept").focus()
    press(deles, "Enter", then="Ottoline")
    assert focus(deles) == "accept"


def test_somebody_faster_is_named_and_nothing_is_overwritten(deles, window, people, study):
    kofis = window(people.kofi, address_of(study))
    press(deles, "a", then="Ottoline")
    press(kofis, "r", then="Ottoline")
    assert "dele decided this" in said(kofis)
    assert status(type="company") == ["accepted"] * 3


def test_without_a_script_every_button_posts_and_the_next_decision_comes(window, people, study, interviews):
    page = window(people.dele, address_of(study), java_script_enabled=False)
    page.click("#accept")
    assert asked(page) == "Ottoline"
    assert said(page) == "[company] in 3 places. u undoes."
    page.fill("#reason", "a ship, not a person")
    page.press("#reason", "Enter")
    assert "waits for a second person" in said(page)
    page.click("text=One word more before")
    assert asked(page) == "called Port Quill"
    page.click("#undo")
    assert asked(page) == "Port Quill"


def test_at_the_end_the_page_leads_to_reading_through(deles, interviews):
    press(deles, "a", then="Ottoline")
    press(deles, "a", then="Port Quill")
    deles.keyboard.press("a")
    deles.locator("#decision", has_text="Nothing is left to decide").wait_for()
    deles.click("text=Read interview 1 through")
    assert deles.url.endswith(
        f"{reverse('admin:interviews_interview_transcript', args=[interviews[0].pk])}?mode=deidentify"
    )


def test_fifty_suggestions_are_decided_by_keyboard_in_seconds(window, people, study, interviews, record_property):
    for number in range(48):
        suggest(make.add_turn(interviews[0], "interviewee", f"Then Quibble{number} came."), f"Quibble{number}")
    page = window(people.dele, address_of(study))
    begun = time.perf_counter()
    for number in range(50):
        left = int(page.locator("#left b").inner_text())
        page.keyboard.press("ardr"[number % 4])
        page.locator("#left b", has_text=str(left - 1)).wait_for()
    took = time.perf_counter() - begun
    record_property("seconds for fifty decisions", took)
    assert page.locator("#left b").inner_text() == "1"
    # Half a second each is slow; a person reads for longer.
    assert took < 25


def test_no_accessibility_finding_and_nothing_beyond_the_edge(window, people, study, interviews):
    page = window(people.dele, address_of(study))
    kofis = window(people.kofi, address_of(study))
    check(page)
    page.keyboard.press("?")
    check(page)
    page.keyboard.press("Escape")
    press(page, "a", then="Ottoline")
    check(page)
    page.keyboard.press("k")
    page.keyboard.type("a ship, not a person")
    press(page, "Enter", then="Port Quill")
    check(page)
    kofis.reload()
    assert kofis.locator(".asked").is_visible()
    check(kofis)
    page.goto(page.url.split("?")[0] + "?interview=2")
    check(page)
    page.goto(page.url.split("?")[0] + "left/")
    check(page)


def check(page):
    for look in looks(page, (320, 1280)):
        findings = [f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in violations(page)]
        assert findings == [], (page.url, look)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, look)


def test_at_twice_the_size_nothing_is_cut_off(window, people, study, interviews):
    page = window(people.dele, address_of(study), viewport={"width": 640, "height": 400}, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("#accept", "#reject", "#reason", "#undo"):
        page.locator(name).scroll_into_view_if_needed()
        assert page.locator(name).is_visible()
