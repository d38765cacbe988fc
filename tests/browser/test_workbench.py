"""Coding an interview by keyboard alone, in a real browser: what a coder presses, and what is stored."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from interviews.actions import code as coding
from interviews.actions import redact
from interviews.actions.codebook import create_code
from interviews.models import Code, Coding, Memo, SegmentReview
from tests import factories as make
from tests.browser.conftest import sign_in

TURNS = [
    ("interviewer", "What went wrong first?"),
    ("interviewee", "At Zephyrine Labs half of the fields were empty 🙂 on every Tuesday."),
    ("interviewee", "Nobody had written down what a column means."),
    ("interviewer", "And then?"),
    ("interviewee", "Then the scores sank, month after month."),
]


@pytest.fixture
def interview(study, people):
    """Dele replaced the company in turn 1."""
    made = make.make_interview(study, participant=make.make_participant(study), turns=TURNS)
    segment = made.segments.get(position=1)
    start, end = make.span_of(segment, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=segment, start=start, end=end, text="[company]", type="company")
    return made


@pytest.fixture
def codes(study, people):
    empty = create_code(by=people.cora, study=study, name="Empty fields", definition="Values that are not there")
    Code.objects.filter(pk=empty.pk).update(shortcut="ef")
    decay = create_code(by=people.cora, study=study, name="Model decay", definition="Scores sink with time")
    return {"empty": empty, "decay": decay}


@pytest.fixture
def bench(browser, server, interview, people, codes):
    """Cora's workbench, with her pass open."""
    coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    sign_in(page, server, people.cora)
    page.goto(f"{server}{reverse('admin:interviews_interview_workbench', args=[interview.pk])}")
    page.wait_for_selector("#bench[data-ready]")
    yield page
    context.close()
    expected = ("ERR_INTERNET_DISCONNECTED", "409 (Conflict)")
    assert [error for error in errors if not any(words in error for words in expected)] == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def saved(page):
    page.wait_for_selector("#sign[data-state=saved]")


def said(page, words):
    """Wait until a screen reader was told so."""
    page.locator("#said", has_text=words).wait_for(state="attached")


def stored(interview):
    rows = Coding.objects.filter(coding_pass__interview=interview).order_by("segment__position", "start", "pk")
    return [(c.segment.position, c.segment.text[c.start : c.end], c.code.name) for c in rows]


def test_an_interview_is_coded_by_keyboard_alone(bench, interview, people):
    whole = TURNS[1][1]
    # A turn by a code's own letters, the next by a part of a definition, two at once by a number.
    press(bench, "j", "e", "f")
    press(bench, "j", "/")
    bench.keyboard.type("scores sink")
    press(bench, "Enter")
    press(bench, "J", "J", "1")
    saved(bench)
    assert stored(interview) == [
        (1, whole, "Empty fields"),
        (2, TURNS[2][1], "Model decay"),
        (3, TURNS[3][1], "Model decay"),
        (4, TURNS[4][1], "Model decay"),
    ]
    # Undone and done again, in order.
    press(bench, "u")
    said(bench, "Undone: applying a code.")
    saved(bench)
    assert [place for place, _, _ in stored(interview)] == [1, 2]
    press(bench, "U")
    said(bench, "Done again: applying a code.")
    saved(bench)
    assert len(stored(interview)) == 4
    # Taken away at the turn where one stands; the next undone turn is found, and read with nothing in it.
    press(bench, "k", "k", "k", "x")
    assert bench.locator("#t1 .coding").count() == 0
    press(bench, "n", "0")
    saved(bench)
    assert [place for place, _, _ in stored(interview)] == [2, 3, 4]
    review = SegmentReview.objects.get(kind=SegmentReview.Kind.NOTHING_APPLIES)
    assert (review.segment.position, review.reviewer) == (0 if bench.locator("#t0.here").count() else 1, people.cora)
    # All of it is there when the page is opened again.
    bench.reload()
    bench.wait_for_selector("#bench[data-ready]")
    assert bench.locator(".coding").count() == 3
    assert bench.locator("#progress").inner_text() == "4 of 5 turns done"


def test_a_code_is_made_on_the_way_and_a_memo_is_written(bench, interview, people):
    press(bench, "j", "j", "/")
    bench.keyboard.type("Missing description")
    press(bench, "Enter")
    bench.wait_for_selector("#t2 .coding")
    press(bench, "m")
    bench.keyboard.type("Ask about this again.")
    press(bench, "Control+Enter")
    said(bench, "Memo on turn 2 written.")
    saved(bench)
    assert stored(interview) == [(2, TURNS[2][1], "Missing description")]
    memo = Memo.objects.get()
    assert (memo.text, memo.author, memo.segment.position) == ("Ask about this again.", people.cora, 2)
    press(bench, "?")
    assert bench.get_by_role("dialog", name="Keys").is_visible()
    press(bench, "Escape")
    assert not bench.get_by_role("dialog", name="Keys").is_visible()


def test_words_selected_with_the_mouse_are_coded_as_the_server_counts_them(bench, interview):
    bench.evaluate(
        """() => {
          const words = document.querySelector("#t1 .words").firstChild;
          const end = document.querySelector("#t2 .words").firstChild;
          const selection = document.getSelection();
          selection.setBaseAndExtent(words, words.data.indexOf("🙂"), end, "Nobody".length);
        }"""
    )
    bench.locator("#selected", has_text="2 turns").wait_for()
    bench.locator("#codes").get_by_role("button", name="Model decay").click()
    saved(bench)
    assert [(place, words) for place, words, _ in stored(interview)] == [(1, "🙂 on every Tuesday."), (2, "Nobody")]
    assert len(set(Coding.objects.values_list("group", flat=True))) == 1
    # The company's name never came to the page; a code on its placeholder takes all that it stands for.
    assert "Zephyrine" not in bench.content()
    bench.evaluate(
        """() => {
          const words = document.querySelector("#t1 .words").firstChild;
          document.getSelection().setBaseAndExtent(words, 5, words, 7);
        }"""
    )
    bench.locator("#selected", has_text="words of turn 1").wait_for()
    press(bench, "e", "f")
    saved(bench)
    assert (1, "Zephyrine Labs", "Empty fields") in stored(interview)


def test_what_is_done_without_a_connection_waits_and_is_sent_when_it_is_back(bench, interview):
    bench.context.set_offline(True)
    press(bench, "j", "e", "f")
    bench.locator("#sign", has_text="No connection: 1 act waits here").wait_for()
    assert bench.locator("#t1 .coding").count() == 1
    kept = bench.evaluate("JSON.stringify(Object.values(localStorage))")
    assert "Tuesday" not in kept
    assert stored(interview) == []
    bench.context.set_offline(False)
    saved(bench)
    assert stored(interview) == [(1, TURNS[1][1], "Empty fields")]


def test_two_windows_catch_up_with_each_other_and_a_submitted_pass_takes_nothing_more(bench, interview, people):
    other = bench.context.new_page()
    other.goto(bench.url)
    other.wait_for_selector("#bench[data-ready]")
    press(other, "j", "e", "f")
    saved(other)
    press(bench, "j", "j", "0")
    saved(bench)
    # The answer to the one act brought the other window's with it.
    assert bench.locator("#t1 .coding").count() == 1
    coding.submit_pass(by=people.cora, coding_pass=interview.passes.get())
    press(bench, "j", "e", "f")
    bench.locator("#trouble", has_text="not open any more").wait_for()
    assert bench.locator("#sign").inner_text() == "This pass is closed"
    assert bench.locator("#t3 .coding").count() == 0
    assert len(stored(interview)) == 1
    other.close()


def test_axe_finds_nothing_on_the_workbench_in_light_dark_or_large(bench):
    press(bench, "j", "e", "f", "j", "0")
    saved(bench)
    bench.emulate_media(reduced_motion="reduce")
    for scheme, width in (("light", 1280), ("light", 640), ("dark", 1280)):
        bench.emulate_media(color_scheme=scheme)
        # The admin's colours fade from one scheme into the other.
        bench.wait_for_timeout(500)
        bench.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(bench).response["violations"]
        assert [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]] == [], (scheme, width)
        assert bench.evaluate("document.documentElement.scrollWidth") <= width
