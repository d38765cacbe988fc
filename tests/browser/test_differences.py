"""Moderating in a real browser: each difference decided with a reason, by keyboard alone, and nothing lost."""

import pytest
from django.urls import reverse

from interviews.actions import moderate
from interviews.actions.code import assign_pass, submit_pass
from interviews.models import Coding, Memo, StudyMembership
from tests import factories as make
from tests.browser.conftest import legible, sign_in
from tests.people import join

TURNS = [("interviewee", f"Field {n} was empty, and the scores sank.") for n in range(6)]


@pytest.fixture
def interview(study, people):
    """Cora finds empty fields in every turn, Colin sinking scores in every second one; moderation has begun."""
    made = make.make_interview(study, turns=TURNS, participant=make.make_participant(study))
    coras, colins = (assign_pass(by=each, interview=made, coder=each) for each in (people.cora, people.colin))
    fields, scores = make.make_code(study, "Empty fields"), make.make_code(study, "Drift")
    for turn in made.segments.all():
        make.code_words(coras, turn, "was empty", fields)
        if turn.position % 2:
            make.code_words(colins, turn, "the scores sank", scores)
    for working in (coras, colins):
        submit_pass(by=working.coder, coding_pass=working)
    moderate.start_moderation(by=people.mona, interview=made)
    return made


@pytest.fixture
def page(browser, server, interview, people):
    """The differences, as Mona sees them, at the first one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(opened, server, people.mona)
    opened.goto(f"{server}{reverse('admin:interviews_interview_differences', args=[interview.pk])}")
    opened.locator("#differences[data-ready] .difference:focus").wait_for()
    yield opened
    context.close()
    assert errors == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def because(page, key, reason):
    press(page, key)
    page.keyboard.type(reason)
    press(page, "Enter")


def saved(page):
    page.locator("#sign[data-state=saved]").wait_for()


def said(page, words):
    page.locator("#said", has_text=words).wait_for()


def left(page, words):
    page.locator("#left", has_text=words).wait_for()


def test_a_moderator_decides_every_difference_by_keyboard_alone_and_the_result_stands(page, interview):
    left(page, "9 differences to decide")
    # A number without a reason decides nothing.
    press(page, "1", "Enter")
    said(page, "Say why")
    assert not Memo.objects.exists()
    page.keyboard.type("Nothing was in it.")
    press(page, "Enter")
    said(page, "Turn 0: Empty fields kept.")
    # The next one is up at once; what was said of the same choice is offered, and can be typed over.
    assert page.locator(".difference:focus h3").inner_text().startswith("Drift")
    because(page, "0", "Scores are no data.")
    press(page, "1")
    assert page.evaluate("document.activeElement.value") == "Nothing was in it."
    press(page, "Enter")
    said(page, "Turn 1: Empty fields kept.")
    left(page, "6 differences to decide, 3 are decided.")
    # Undone, it comes up; done again, it is as before.
    press(page, "u")
    said(page, "Undone: the decision about Empty fields on turn 1.")
    assert page.locator(".difference:focus").get_attribute("data-verdict") == "open"
    press(page, "U")
    said(page, "Done again: the decision about Empty fields on turn 1.")
    # One is left for later, and comes up in the end.
    press(page, "n", "j")
    for _ in range(6):
        press(page, "1", "Enter")
        saved(page)
    said(page, "Every difference is decided.")
    press(page, "Enter")
    page.get_by_role("button", name="Reopen the moderation").wait_for()
    moderated = interview.passes.get(kind="moderated")
    assert moderated.status == "submitted"
    names = Coding.objects.filter(coding_pass=moderated).order_by("segment__position", "code__name")
    assert list(names.values_list("segment__position", "code__name")) == [
        *[(0, "Empty fields"), (1, "Empty fields"), (2, "Empty fields")],
        *[(3, "Drift"), (3, "Empty fields"), (4, "Empty fields"), (5, "Drift"), (5, "Empty fields")],
    ]
    assert Memo.objects.standing().count() == 9


def test_a_button_without_a_reason_asks_for_one_and_with_it_decides(page, interview):
    page.get_by_role("button", name="Keep cora’s").first.click()
    said(page, "Say why")
    assert not Memo.objects.exists()
    page.get_by_label("Why").first.fill("Two of them said so.")
    page.get_by_role("button", name="Keep cora’s").first.click()
    left(page, "8 differences to decide, 1 decided")
    assert page.locator(".outcome q").first.inner_text() == "Two of them said so."
    page.locator("[data-verdict=kept] summary").click()
    legible(page)


def test_what_is_decided_without_a_connection_waits_and_is_sent(page, interview):
    page.context.set_offline(True)
    because(page, "1", "Nothing was in it.")
    page.locator("#sign", has_text="No connection: 1 act waits here").wait_for()
    assert page.locator(".difference.waiting").count() == 1
    assert page.evaluate("Object.values(localStorage).join()").count("Nothing was in it") == 0
    page.context.set_offline(False)
    left(page, "8 differences to decide, 1 decided")
    assert Memo.objects.get().text == "Nothing was in it."


@pytest.mark.parametrize("answer", [{"status": 302, "headers": {"Location": "/"}}, {"status": 200, "body": "<p>In?"}])
def test_an_answer_that_is_none_loses_nothing(page, interview, answer):
    page.route("**/differences/act/", lambda route: route.fulfill(**answer))
    because(page, "1", "Nothing was in it.")
    page.locator("#sign:is([data-state=signed-out], [data-state=offline])").wait_for()
    assert page.locator(".waiting .outcome q").inner_text() == "Nothing was in it."
    page.unroute("**/differences/act/")
    left(page, "8 differences to decide, 1 decided")


def test_what_another_moderator_decided_meanwhile_is_shown_and_what_was_written_stays(page, interview, people, study):
    join(people.kofi, study, StudyMembership.Role.MODERATOR)
    moderated = interview.passes.get(kind="moderated")
    theirs = Coding.objects.get(segment__position=0, coding_pass__coder=people.cora)
    moderate.settle_difference(by=people.kofi, moderated=moderated, coding=theirs, keep=True, reason="It was empty.")
    because(page, "0", "Not so.")
    page.locator("#trouble", has_text="kofi decided it meanwhile").wait_for()
    first = page.locator(".difference").first
    assert first.locator(".outcome").inner_text().split() == ["kept", "It", "was", "empty.", "kofi"]
    assert first.locator("[name=reason]").input_value() == "Not so."
    left(page, "8 differences to decide, 1 decided")
    # Having read it, Mona decides otherwise.
    first.focus()
    press(page, "0", "Enter")
    saved(page)
    assert first.get_attribute("data-verdict") == "left out"


def test_without_a_script_the_form_decides_and_the_next_difference_comes_up(browser, server, interview, people):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server, people.mona)
    page.goto(f"{server}{reverse('admin:interviews_interview_differences', args=[interview.pk])}")
    following = page.locator(".difference").nth(1).get_attribute("id")
    page.get_by_label("Why").first.fill("Two of them said so.")
    page.get_by_role("button", name="Keep cora’s").first.click()
    page.get_by_text("Turn 0: Empty fields kept.").wait_for()
    assert page.url.endswith(f"#{following}")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone: the decision about Empty fields on turn 0.").wait_for()
    context.close()
