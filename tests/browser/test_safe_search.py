"""Searching a study's safe text by keyboard in a real browser: asked, narrowed, and on to the turn in the workbench."""

from django.urls import reverse

from interviews.actions import redact
from interviews.actions.code import assign_pass
from tests import factories as make
from tests.browser.conftest import legible, sign_in

SAID = [
    ("interviewer", "What did you do about the labels?"),
    (
        "interviewee",
        "We labelled twice, and at Zephyrine Labs a third time. " + "It was tedious, and nobody thanked us. " * 9,
    ),
    ("interviewee", "In the end every label was checked by somebody who knew the machine."),
]


def test_a_coder_finds_a_passage_by_keyboard_and_comes_to_its_turn(browser, server, study, people):
    interview = make.make_interview(study, turns=SAID, participant=make.make_participant(study))
    make.make_interview(study, number=2, turns=[("interviewee", "Labels come late.")])
    turn = interview.segments.get(position=1)
    start, end = make.span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    assign_pass(by=people.cora, interview=interview, coder=people.cora)
    make.review_turns(study, by=people.dele)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, server, people.cora)
    page.goto(f"{server}{reverse('admin:interviews_study_search', args=[study.pk])}")
    page.keyboard.type("labels")
    page.keyboard.press("Enter")
    page.get_by_text("4 turns hold all of it.").wait_for()
    assert page.locator("mark.hit").all_inner_texts() == ["labels", "labelled", "label", "Labels"]
    assert page.locator("mark.placeholder").all_inner_texts() == ["[company]"]
    legible(page)
    page.get_by_role("searchbox").fill('label "somebody who knew"')
    page.keyboard.press("Enter")
    page.get_by_text("1 turn holds all of it.").wait_for()
    page.get_by_role("link", name="Turn 2").press("Enter")
    page.wait_for_selector("#bench[data-ready]")
    assert page.locator("#t2.here").is_visible()
    page.go_back()
    page.get_by_role("button", name="Français").press("Enter")
    page.get_by_text("1 tour contient tout cela.").wait_for()
    page.context.close()
