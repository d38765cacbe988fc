"""Splitting a code by keyboard alone, in a real browser: parts named, passages given one each, and undone."""

import pytest
from django.urls import reverse

from interviews.models import Code, Coding
from tests import factories as make
from tests.browser.conftest import legible, sign_in

SAID = [
    ("interviewer", "What is missing, and where?"),
    ("interviewee", "Half of the fields are empty for all of June, and at Zephyrine Labs nobody noticed."),
    ("interviewee", "And the northern plants send no temperature at all."),
    ("interviewee", "Before 2019 there is simply nothing."),
]
CODED = [(1, "empty for all of June"), (2, "send no temperature at all"), (3, "simply nothing")]


@pytest.fixture
def code(study, people):
    """A code on three passages of a submitted moderated pass."""
    code = make.make_code(study, "Gaps", definition="Data that ought to be there and is not.")
    make.make_code(study, "Gaps in time", definition="Rows that were never recorded.")
    interview = make.make_interview(study, turns=SAID, participant=make.make_participant(study))
    for position, words in CODED:
        make.moderated_coding(interview.segments.get(position=position), words, by=people.mona, code=code)
    return code


def stored():
    return list(Coding.objects.order_by("segment__position").values_list("code__name", flat=True))


def told(page, words):
    page.locator("#said", has_text=words).wait_for()


def test_a_moderator_splits_a_code_by_keyboard_alone(browser, server, people, code):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, server, people.mona)
    page.goto(f"{server}{reverse('admin:interviews_code_change', args=[code.pk])}")
    page.get_by_role("link", name="Split", exact=True).press("Enter")
    page.get_by_label("Part 1").fill("Gaps in time")
    page.keyboard.press("Tab")
    page.keyboard.type("Gaps by place")
    page.keyboard.press("Enter")
    page.get_by_text("3 passages have no part yet.").wait_for()
    page.locator(".to-part.here").wait_for()
    assert page.evaluate("document.activeElement.textContent").count("empty for all of June") == 1
    # The new part is the first by its name. A passage goes and the next one takes its place.
    page.keyboard.press("2")
    told(page, "Turn 1: Gaps in time.")
    assert "send no temperature" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    page.keyboard.press("2")
    told(page, "Turn 3: Gaps in time.")
    page.keyboard.press("1")
    told(page, "Turn 2: Gaps by place.")
    assert stored() == ["Gaps in time", "Gaps by place", "Gaps in time"]
    page.get_by_text("Every passage that is yours to decide has its part.").wait_for()
    page.keyboard.press("u")
    told(page, "Undone")
    page.keyboard.press("u")
    page.get_by_text("2 passages have no part yet.").wait_for()
    assert stored() == ["Gaps in time", "Gaps", "Gaps"]
    page.keyboard.press("U")
    page.get_by_text("1 passage has no part yet.").wait_for()
    # What is decided can be decided otherwise.
    page.locator("#given").get_by_role("button", name="Gaps by place").first.click()
    told(page, "Turn 1: Gaps by place.")
    assert stored() == ["Gaps by place", "Gaps", "Gaps in time"]
    # Somebody who turns single keys off is not surprised by one.
    page.get_by_label("single keys").uncheck()
    page.keyboard.press("1")
    page.wait_for_timeout(200)
    assert stored() == ["Gaps by place", "Gaps", "Gaps in time"]
    page.get_by_role("button", name="Français").click()
    page.get_by_text("1 passage n’a pas encore de partie.").wait_for()
    legible(page)
    assert errors == []
    assert Code.objects.get(pk=code.pk).retired_at
    context.close()
