"""Coding an interview by keyboard alone, in a real browser: what a coder presses, and what is stored."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.actions import code as coding
from interviews.actions import redact
from interviews.actions.codebook import create_code
from interviews.models import Code, Coding, Memo, SegmentReview
from tests import factories as make
from tests.browser.conftest import sign_in, violations
from tests.french import not_french, spoken

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
    expected = ("ERR_INTERNET_DISCONNECTED", "409 (Conflict)", "403 (Forbidden)")
    assert [error for error in errors if not any(words in error for words in expected)] == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def saved(page):
    page.wait_for_selector("#sign[data-state=saved]")


def opened_too(page):
    """The same workbench in a second window."""
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("#bench[data-ready]")
    return other


def kept_acts(page):
    """How many acts the browser keeps for later."""
    return page.evaluate("Object.keys(localStorage).filter((name) => /^workbench-\\d/.test(name)).length")


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
    said(bench, "Undone: applying Model decay to turns 3 to 4.")
    saved(bench)
    assert [place for place, _, _ in stored(interview)] == [1, 2]
    press(bench, "U")
    said(bench, "Done again: applying Model decay to turns 3 to 4.")
    saved(bench)
    assert len(stored(interview)) == 4
    # What was done again came up. Taken away at the turn where one stands; the next undone turn is found, and read with
    # nothing in it.
    assert bench.locator("article:focus").get_attribute("id") == "t3"
    press(bench, "k", "k", "x")
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
    press(bench, "u")
    said(bench, "Undone: writing the memo on turn 2.")
    assert Memo.objects.standing().count() == 0
    press(bench, "U")
    said(bench, "Done again: writing the memo on turn 2.")
    press(bench, "?")
    assert bench.get_by_role("dialog", name="Keys").is_visible()
    press(bench, "Escape")
    assert not bench.get_by_role("dialog", name="Keys").is_visible()


MEMO = "Memo on turn 2"


def memo_window(page):
    return page.get_by_role("dialog", name=MEMO)


def note(page, words):
    return page.locator("#t2 .note", has_text=words)


def rewrite(page, words, key="m"):
    press(page, key)
    memo_window(page).wait_for()
    press(page, "Control+A")
    page.keyboard.type(words)


def texts_of_memos():
    return [memo.text for memo in Memo.objects.standing().select_related("study")]


def test_ones_memos_are_read_changed_and_removed_by_keyboard_and_by_mouse(bench, interview):
    press(bench, "j", "j", "m")
    bench.keyboard.type("Ask again.")
    press(bench, "Control+Enter")
    said(bench, "Memo on turn 2 written.")
    note(bench, "Ask again.").wait_for()
    saved(bench)
    # The same key opens it again; nothing is an act until something else is said.
    press(bench, "m")
    assert bench.locator("#memo-words").input_value() == "Ask again."
    press(bench, "Control+Enter", "m", "Control+A")
    bench.keyboard.type("Ask on Monday.")
    press(bench, "Control+Enter")
    said(bench, "Memo on turn 2 changed.")
    saved(bench)
    assert texts_of_memos() == ["Ask on Monday."]
    # A further one, and back and forth through all of it.
    rewrite(bench, "Nobody asked.", "M")
    press(bench, "Control+Enter")
    saved(bench)
    for key, words, there in (
        ("u", "Undone: writing the memo on turn 2.", ["Ask on Monday."]),
        ("u", "Undone: changing the memo on turn 2.", ["Ask again."]),
        ("U", "Done again: changing the memo on turn 2.", ["Ask on Monday."]),
        ("U", "Done again: writing the memo on turn 2.", ["Ask on Monday.", "Nobody asked."]),
    ):
        press(bench, key)
        said(bench, words)
        saved(bench)
        assert texts_of_memos() == there
        assert bench.locator("#t2 .note span").all_inner_texts() == there
    # Chosen with the tabulator and taken away; by mouse, the other.
    press(bench, "Tab", "x")
    said(bench, "Memo on turn 2 removed.")
    note(bench, "Nobody asked.").click()
    memo_window(bench).get_by_role("button", name="Remove it").click()
    saved(bench)
    assert texts_of_memos() == []
    press(bench, "u", "u")
    saved(bench)
    note(bench, "Ask on Monday.").wait_for()
    bench.locator(".acts").get_by_role("button", name="Memo").click()
    assert bench.locator("#memo-words").input_value() == "Nobody asked."
    memo_window(bench).get_by_role("button", name="Leave it").click()
    # All of it is there when the page is opened again.
    bench.reload()
    bench.wait_for_selector("#bench[data-ready]")
    assert bench.locator("#t2 .note").count() == 2


def test_nothing_that_was_typed_into_a_memo_is_lost(bench, interview):
    press(bench, "j", "j", "m")
    bench.keyboard.type("From the start.")
    press(bench, "Control+Enter")
    saved(bench)
    # Escape leaves the words where they are, unsaved.
    rewrite(bench, "Half a thought")
    press(bench, "Escape")
    said(bench, "What you typed on turn 2 is kept in this window, and not saved.")
    note(bench, "Memo, not saved").click()
    assert bench.locator("#memo-words").input_value() == "Half a thought"
    assert bench.locator("#memo-now").inner_text() == "Saved is: From the start."
    memo_window(bench).get_by_role("button", name="Leave it").click()
    note(bench, "From the start.").wait_for()
    # Another window changes it meanwhile: neither overwrites the other, and both can be read.
    other = opened_too(bench)
    press(other, "j", "j")
    rewrite(other, "From the other window.")
    press(other, "Control+Enter")
    saved(other)
    rewrite(bench, "From this window.")
    press(bench, "Control+Enter")
    bench.locator("#trouble", has_text="was changed since you opened it").wait_for()
    assert texts_of_memos() == ["From the other window."]
    press(bench, "m")
    assert bench.locator("#memo-now").inner_text() == "Saved is: From the other window."
    assert bench.locator("#memo-words").input_value() == "From this window."
    press(bench, "Control+Enter")
    saved(bench)
    assert texts_of_memos() == ["From this window."]
    # Removed elsewhere: what is typed here becomes a memo of its own.
    other.reload()
    other.wait_for_selector("#bench[data-ready]")
    other.locator("#t2 .note").focus()
    press(other, "x")
    saved(other)
    rewrite(bench, "Said too late.")
    press(bench, "Control+Enter")
    bench.locator("#trouble", has_text="is gone").wait_for()
    press(bench, "m", "Control+Enter")
    saved(bench)
    assert texts_of_memos() == ["Said too late."]
    other.close()


def test_memos_that_are_written_and_changed_without_a_connection_wait_and_are_kept_nowhere_else(bench, interview):
    bench.context.set_offline(True)
    press(bench, "j", "j", "m")
    bench.keyboard.type("First words.")
    press(bench, "Control+Enter")
    for words in ("Second words.", "Third words."):
        rewrite(bench, words)
        press(bench, "Control+Enter")
    bench.locator("#sign", has_text="3 acts wait here").wait_for()
    rewrite(bench, "Another one.", "M")
    press(bench, "Control+Enter")
    bench.locator("#t2 .note").first.focus()
    press(bench, "x")
    bench.locator("#sign", has_text="5 acts wait here").wait_for()
    assert bench.locator("#t2 .note span").all_inner_texts() == ["Another one."]
    assert kept_acts(bench) == 0
    assert "words" not in bench.evaluate("JSON.stringify(Object.values(localStorage))")
    bench.context.set_offline(False)
    saved(bench)
    assert texts_of_memos() == ["Another one."]
    press(bench, "u", "u")
    saved(bench)
    assert texts_of_memos() == ["Third words."]
    press(bench, "u")
    saved(bench)
    assert bench.locator("#t2 .note span").all_inner_texts() == ["Second words."]


def held_back(page):
    """Let the server's answers wait; calling what this returns lets them, and all later ones, through."""
    waiting: list | None = []

    def hold(route):
        route.continue_() if waiting is None else waiting.append(route)

    def let_through():
        nonlocal waiting
        held, waiting = waiting, None
        for route in held or []:
            route.continue_()

    page.route("**/workbench/act/", hold)
    return let_through


def test_what_was_chosen_stays_so_when_an_answer_comes_before_the_key(bench, interview, codes):
    let_through = held_back(bench)
    press(bench, "j", "e", "f", "/")
    bench.keyboard.type("decay")
    press(bench, "Enter")
    bench.locator("#t1 .coding").first.focus()
    chosen = bench.evaluate("document.activeElement.dataset.code")
    let_through()
    saved(bench)
    press(bench, "x")
    saved(bench)
    left = {codes["empty"].pk, codes["decay"].pk} - {int(chosen)}
    assert set(Coding.objects.values_list("code", flat=True)) == left


def test_a_memo_that_was_chosen_while_it_was_saved_is_the_one_that_a_key_removes(bench, interview):
    for words in ("The first.", "The second."):
        press(bench, "M")
        bench.keyboard.type(words)
        if words == "The second.":
            let_through = held_back(bench)
        press(bench, "Control+Enter")
    bench.locator(".note").nth(1).focus()
    let_through()
    saved(bench)
    press(bench, "x")
    saved(bench)
    assert texts_of_memos() == ["The first."]


def test_a_shortcut_that_was_begun_goes_on_with_a_key_of_the_page(bench, interview, people, study):
    create_code(by=people.cora, study=study, name="Undescribed columns")
    Code.objects.filter(name="Undescribed columns").update(shortcut="du")
    bench.reload()
    bench.wait_for_selector("#bench[data-ready]")
    press(bench, "j", "e", "f", "d", "u")
    saved(bench)
    assert {name for _, _, name in stored(interview)} == {"Empty fields", "Undescribed columns"}
    press(bench, "u")
    said(bench, "Undone: applying Undescribed columns to turn 1.")
    saved(bench)
    assert {name for _, _, name in stored(interview)} == {"Empty fields"}


def test_words_are_selected_by_dragging_and_coded_with_a_click(bench, interview):
    box = bench.locator("#t2 .words").bounding_box()
    bench.mouse.move(box["x"] + 1, box["y"] + 8)
    bench.mouse.down()
    bench.mouse.move(box["x"] + 120, box["y"] + 8, steps=5)
    bench.mouse.up()
    bench.locator("#selected", has_text="words of turn 2").wait_for()
    bench.locator("#codes").get_by_role("button", name="Model decay").click()
    saved(bench)
    [(place, words, _)] = stored(interview)
    assert place == 2
    assert TURNS[2][1].startswith(words)
    assert 5 < len(words) < len(TURNS[2][1])


def test_words_selected_over_turns_are_coded_as_the_server_counts_them(bench, interview):
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


def test_by_touch_a_turn_is_marked_noted_coded_and_all_of_it_taken_back(browser, server, interview, people, codes):
    coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    sign_in(page, server, people.cora)
    page.goto(f"{server}{reverse('admin:interviews_interview_workbench', args=[interview.pk])}")
    page.wait_for_selector("#bench[data-ready]")
    acts = page.locator(".acts")
    for button in acts.get_by_role("button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert 0 <= box["x"] <= 390 - box["width"]
        assert box["y"] + box["height"] <= 844
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def tap(name):
        acts.get_by_role("button", name=name).tap()
        saved(page)

    page.locator("#t3 .words").tap()
    tap("Nothing applies")
    assert SegmentReview.objects.get(kind=SegmentReview.Kind.NOTHING_APPLIES).segment.position == 3
    tap("Undo")
    said(page, "Undone: “nothing applies” on turn 3.")
    assert not SegmentReview.objects.filter(kind=SegmentReview.Kind.NOTHING_APPLIES).exists()
    tap("Again")
    said(page, "Done again: “nothing applies” on turn 3.")
    # Of two codings, the one that was touched is removed.
    page.locator("#t2 .words").tap()
    for name in ("Empty fields", "Model decay"):
        page.locator("#codes").get_by_role("button", name=name).tap()
    saved(page)
    page.locator("#t2 .coding", has_text="Empty fields").tap()
    tap("Remove")
    assert [(place, name) for place, _, name in stored(interview)] == [(2, "Model decay")]
    tap("Memo")
    page.locator("#memo-words").fill("Ask on Monday.")
    memo_window(page).get_by_role("button", name="Write it").tap()
    saved(page)
    assert Memo.objects.get().segment.position == 2
    phone.close()


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
    assert kept_acts(bench) == 0


def test_what_waits_in_two_windows_is_kept_when_both_are_closed(bench, interview):
    other = opened_too(bench)
    bench.context.set_offline(True)
    press(bench, "j", "e", "f")
    press(other, "j", "j", "e", "f")
    for page in (bench, other):
        page.locator("#sign", has_text="1 act waits").wait_for()
    assert kept_acts(bench) == 2
    address = bench.url
    other.close()
    bench.goto("about:blank")
    bench.context.set_offline(False)
    bench.goto(address)
    saved(bench)
    bench.locator("#t2 .coding:not(.waiting)").wait_for()
    assert [place for place, _, _ in stored(interview)] == [1, 2]
    assert kept_acts(bench) == 0


def test_what_is_done_after_the_sign_in_expired_is_sent_once_one_is_signed_in_again(bench, server, interview, people):
    bench.context.clear_cookies()
    press(bench, "j", "e", "f")
    bench.locator("#sign", has_text="Not signed in as before: 1 act waits here").wait_for()
    assert bench.get_by_role("link", name="Sign in").is_visible()
    # Somebody else at the same desk: nothing of it becomes theirs.
    coding.assign_pass(by=people.colin, interview=interview, coder=people.colin)
    sign_in(bench, server, people.colin)
    bench.context.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": server}])
    bench.get_by_text("Somebody else is signed in now").wait_for()
    assert stored(interview) == []
    # Signing in makes another token than the page began with.
    sign_in(bench, server, people.cora)
    bench.context.add_cookies([{"name": "csrftoken", "value": "c" * 32, "url": server}])
    saved(bench)
    assert not bench.get_by_role("link", name="Sign in").is_visible()
    assert not bench.get_by_text("Somebody else").is_visible()
    assert [c.coding_pass.coder for c in Coding.objects.all()] == [people.cora]


def test_a_code_made_on_the_way_is_for_what_was_selected_also_when_the_answer_comes_late(bench, interview):
    bench.context.set_offline(True)
    press(bench, "j", "/")
    bench.keyboard.type("Late fields")
    press(bench, "Enter", "j", "j")
    bench.locator("#sign", has_text="1 act waits here").wait_for()
    # Its name is not kept in the browser: leaving the page asks first.
    assert kept_acts(bench) == 0
    bench.context.set_offline(False)
    bench.locator("#t1 .coding", has_text="Late fields").wait_for()
    assert stored(interview) == [(1, TURNS[1][1], "Late fields")]


def test_two_windows_catch_up_with_each_other(bench, interview):
    other = opened_too(bench)
    press(other, "j", "e", "f")
    saved(other)
    press(bench, "j", "j", "0")
    saved(bench)
    # The answer to the one act brought the other window's with it.
    assert bench.locator("#t1 .coding").count() == 1
    other.close()


def test_a_submitted_pass_takes_nothing_more_and_what_waits_is_kept_until_it_is_opened_again(bench, interview, people):
    coras = interview.passes.get()
    coding.submit_pass(by=people.cora, coding_pass=coras)
    press(bench, "j", "e", "f", "j", "0")
    bench.get_by_text("not open any more").wait_for()
    assert bench.locator("#sign").inner_text() == "This pass is closed: 2 acts wait here"
    assert stored(interview) == []
    coding.reopen_pass(by=people.mona, coding_pass=coras)
    bench.reload()
    bench.locator("#t1 .coding:not(.waiting)").wait_for()
    saved(bench)
    assert len(stored(interview)) == 1
    assert SegmentReview.objects.filter(kind=SegmentReview.Kind.NOTHING_APPLIES).count() == 1


def test_axe_finds_nothing_on_the_workbench_in_light_dark_or_large(bench):
    press(bench, "j", "e", "f", "m")
    bench.keyboard.type("A thought.")
    press(bench, "Control+Enter", "j", "0", "m")
    bench.keyboard.type("Half a thought")
    press(bench, "Escape")
    saved(bench)
    bench.emulate_media(reduced_motion="reduce")
    for scheme, width in (("light", 1280), ("light", 640), ("dark", 1280)):
        bench.emulate_media(color_scheme=scheme)
        # The admin's colours fade from one scheme into the other.
        bench.wait_for_timeout(500)
        bench.set_viewport_size({"width": width, "height": 900})
        found = violations(bench)
        assert [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]] == [], (scheme, width)
        assert bench.evaluate("document.documentElement.scrollWidth") <= width
    press(bench, "m")
    found = violations(bench)
    assert [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]] == []


def test_passages_of_a_code_are_compared_in_another_window_and_the_place_is_kept(bench, interview, codes):
    press(bench, "j", "=")
    said(bench, "No code was used yet")
    press(bench, "e", "f", "j", "j", "J")
    saved(bench)
    with bench.context.expect_page() as opened:
        press(bench, "=")
    beside = opened.value
    beside.get_by_role("heading", name="Compare Empty fields").wait_for()
    assert beside.locator(".passage").count() == 1
    # Here nothing moved, and a window that is lost is found again at its turn.
    assert bench.locator("#selected").inner_text() == "Selected: turns 3 to 4."
    assert bench.url.endswith("#t4")
    # Another code: from the list, into the same window; nothing is applied by it.
    press(bench, "/")
    bench.keyboard.type("decay")
    press(bench, "Control+Enter")
    beside.get_by_role("heading", name="Compare Model decay").wait_for()
    # The code of a coding that was chosen, whatever was used last.
    bench.locator("#t1 .coding").focus()
    press(bench, "=")
    beside.get_by_role("heading", name="Compare Empty fields").wait_for()
    assert stored(interview) == [(1, TURNS[1][1], "Empty fields")]
    # A shortcut that was there before the key goes before it.
    Code.objects.filter(pk=codes["decay"].pk).update(shortcut="=d")
    beside.close()
    bench.reload()
    bench.wait_for_selector("#bench[data-ready]")
    assert bench.locator("#t1.here").count() == 1
    press(bench, "=", "d")
    bench.locator("#t1 .coding", has_text="Model decay").wait_for()
    saved(bench)
    assert len(bench.context.pages) == 1


def texts(page):
    """What is read and heard of the page as it stands now, hidden dialogs included."""
    return spoken(page.content())


def test_in_french_no_word_of_the_workbench_is_english_whatever_is_pressed(bench, interview, codes):
    bench.get_by_role("button", name="Français").click()
    bench.wait_for_selector("#bench[data-ready]")
    assert bench.locator("html").get_attribute("lang") == "fr"
    assert bench.locator("#t1 .words").get_attribute("lang") == "en"
    heard = texts(bench)
    # Codes, a mark, what can't be done, memos, the picker, the help, several turns: each says something.
    for keys in ("jef", "x", "x", "0", "0", "u", "U", "JJ", "1", "0", "k", "n", "uuuuuuu", "U"):
        press(bench, *keys)
        saved(bench)
        heard += texts(bench)
    for key, name in (("?", "Touches"), ("m", "Mémo sur le tour"), ("/", "Trouver un code")):
        press(bench, key)
        assert bench.get_by_role("dialog", name=name).is_visible()
        bench.keyboard.type("zz")
        heard += texts(bench)
        press(bench, "Control+Enter" if key == "m" else "Escape")
    said(bench, "Mémo sur le tour")
    # One's memo changed, left half, removed, and what can't be.
    for typed in ("m a Escape", "m b Control+Enter", "m Control+A Delete Control+Enter"):
        press(bench, *typed.split())
        heard += texts(bench)
    press(bench, "Escape")
    bench.locator(".here .note").focus()
    press(bench, "x")
    said(bench, "retiré")
    saved(bench)
    heard += texts(bench)
    bench.evaluate("document.getSelection().selectAllChildren(document.querySelector('#t2 .words'))")
    bench.locator("#selected", has_text="mots du tour 2").wait_for()
    Code.objects.filter(pk=codes["decay"].pk).update(retired_at=timezone.now())
    bench.locator("#codes").get_by_role("button", name="Model decay").click()
    bench.locator("#trouble", has_text="hors d’usage").wait_for()
    heard += texts(bench)
    bench.context.set_offline(True)
    press(bench, "0", "j", "0")
    bench.locator("#sign", has_text="Pas de connexion : 2 actes").wait_for()
    heard += texts(bench)
    bench.context.set_offline(False)
    saved(bench)
    known = {"Cora", "cora", "zz", "zza", "zzab", "ef", "Tab", "English", interview.study.slug}
    known |= {text for code in Code.objects.all() for text in (code.name, code.definition) if text}
    assert not_french(heard, known) == set()
    # It does find what is English.
    assert not_french(["All saved", "Tout est enregistré", "Shut the door"], known) == {"All saved", "Shut the door"}
