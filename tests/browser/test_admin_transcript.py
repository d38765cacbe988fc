"""Reading and coding an interview in a real browser: mouse, keyboard, no script, and no accessibility finding."""

import pytest
from django.urls import reverse

from interviews.actions import code as coding
from interviews.actions import redact
from interviews.models import Coding, Replacement
from interviews.permissions import Role
from tests import factories as make
from tests.browser.conftest import looks, sign_in, violations
from tests.people import join


@pytest.fixture
def page(browser):
    """A window of a desktop's width."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def interview(study, people):
    """Dele replaced the company in turn 1, and proposed something for the colleague in turn 3; emojis are said."""
    turns = [*make.TURNS, ("interviewee", "A 🙂 and a 🚚, and then the export broke.")]
    made = make.make_interview(study, participant=make.make_participant(study), turns=turns)
    for position, name, act in (
        (1, "Zephyrine Labs", redact.make_replacement),
        (3, "Ottoline", redact.propose_replacement),
    ):
        segment = made.segments.get(position=position)
        start, end = make.span_of(segment, name)
        act(by=people.dele, segment=segment, start=start, end=end, text="[company]" if position == 1 else "[person]")
    return made


@pytest.fixture
def code(study):
    return make.make_code(study)


def address(server, interview, mode="read"):
    return f"{server}{reverse('admin:interviews_interview_transcript', args=[interview.pk])}?mode={mode}"


def select(page, turn, start, end):
    """Select characters of a turn with the mouse, from the middle of the first to the middle of the last."""
    box = page.evaluate(
        """([turn, start, end]) => {
            const words = document.querySelector(`.words[data-turn="${turn}"]`);
            const at = (offset) => {
                const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
                for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                    if (offset <= node.length) return [node, offset];
                    offset -= node.length;
                }
            };
            const range = document.createRange();
            range.setStart(...at(start)); range.setEnd(...at(end));
            const rects = range.getClientRects();
            const [first, last] = [rects[0], rects[rects.length - 1]];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
        }""",
        [turn, start, end],
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=4)
    page.mouse.up()


@pytest.fixture
def coras(interview, people):
    return coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)


def test_a_coder_selects_words_with_the_mouse_and_applies_a_code(page, server, interview, people, code, coras):
    sign_in(page, server, people.cora)
    page.goto(address(server, interview, "code"))
    select(page, 1, 12, 28)
    assert "fields are empty" in page.locator("#apply .selected").inner_text()
    page.keyboard.press("c")
    page.keyboard.type(code.name)
    page.keyboard.press("Enter")
    page.wait_for_selector("#t1 mark.coded")
    made = coras.codings.get()
    assert made.segment.text[made.start : made.end] == "fields are empty"
    assert page.locator("#t1 mark.coded").inner_text() == "fields are empty"


def test_words_after_an_emoji_are_counted_as_the_server_counts(page, server, interview, people, code, coras):
    sign_in(page, server, people.cora)
    page.goto(address(server, interview, "code"))
    # In JavaScript each of the two emojis before the words counts twice.
    select(page, 4, 28, 34)
    page.fill("#apply [name=code]", code.name)
    page.click("#apply button")
    page.wait_for_selector("#t4 mark.coded")
    made = coras.codings.get()
    assert made.segment.text[made.start : made.end] == "export"


def test_a_selection_inside_a_placeholder_takes_all_that_it_stands_for(page, server, interview, people, code, coras):
    sign_in(page, server, people.cora)
    page.goto(address(server, interview, "code"))
    text = interview.segments.get(position=1).text
    at = text.index("Zephyrine")
    select(page, 1, at + 2, at + 6)
    page.fill("#apply [name=code]", code.name)
    page.click("#apply button")
    page.wait_for_selector("#t1 mark.coded")
    made = coras.codings.get()
    assert text[made.start : made.end] == "Zephyrine Labs"
    assert "Zephyrine" not in page.content()


def test_j_and_k_go_from_turn_to_turn(page, server, interview, people):
    sign_in(page, server, people.cora)
    page.goto(address(server, interview))
    for key, at in (("j", "t0"), ("j", "t1"), ("j", "t2"), ("k", "t1")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == at
    assert page.url.endswith("#t1")


def test_letters_typed_into_a_field_do_not_move(page, server, interview, people, code, coras):
    sign_in(page, server, people.cora)
    page.goto(address(server, interview, "code"))
    page.click("#apply [name=code]")
    page.keyboard.type("jkc")
    assert page.input_value("#apply [name=code]") == "jkc"


def test_without_a_script_turn_and_characters_are_typed(browser, server, interview, people, code, coras):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, server, people.cora)
    page.goto(address(server, interview, "code"))
    for name, value in (("code", code.name), ("turn", "1"), ("start", "0"), ("end", "4")):
        page.fill(f"#apply [name={name}]", value)
    page.click("#apply button")
    assert page.url.endswith("#t1")
    assert page.locator("#t1 mark.coded").inner_text() == "Half"
    context.close()


def test_a_de_identifier_replaces_selected_words(page, server, interview, people):
    sign_in(page, server, people.dele)
    page.goto(address(server, interview, "deidentify"))
    text = interview.segments.get(position=3).text
    at = text.index("a week")
    select(page, 3, at, at + 6)
    page.select_option("#replace [name=type]", "date")
    page.click("#replace button")
    page.wait_for_selector("#t3 mark.accepted")
    made = Replacement.objects.get(type="date")
    assert (text[made.start : made.end], made.text) == ("a week", "[date]")


def test_on_a_phone_the_form_comes_up_when_words_are_selected(browser, server, interview, people, code, coras):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    sign_in(page, server, people.cora)
    page.goto(address(server, interview, "code"))
    page.locator("#t1").scroll_into_view_if_needed()
    select(page, 1, 0, 4)
    box = page.locator("#apply").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_our_own_pages_have_no_accessibility_finding_and_break_no_policy(
    browser, server, study, interview, people, code
):
    everyone = join(people.kofi, study, *Role)
    mine = coding.assign_pass(by=everyone, interview=interview, coder=everyone)
    for words in ("Half of the fields are empty", "fields are empty and nobody"):
        made = make.code_words(mine, interview.segments.get(position=1), words, make.make_code(study, words[:5]))
    assert made.pk == Coding.objects.latest("pk").pk
    context = browser.new_context()
    page = context.new_page()
    broken: list[str] = []
    sign_in(page, server, everyone)
    own = [reverse("admin:index"), reverse("admin:interviews_interview_add")]
    own += [reverse("admin:interviews_identifier_add"), reverse("admin:interviews_study_publish", args=[study.pk])]
    own += [reverse("admin:interviews_participant_withdraw", args=[study.participants.get().pk])]
    own += [reverse("admin:interviews_code_settle", args=[code.pk])]
    own += [reverse("admin:interviews_code_compare", args=[code.pk])]
    pages = [f"{server}{path}" for path in own]
    pages += [address(server, interview, mode) for mode in ("read", "code", "deidentify")]
    for each in pages:
        listening = page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
        page.goto(each)
        assert broken == [], each
        page.remove_listener("console", listening) if listening else None
        for look in looks(page, (1280, 390)):
            assert [violation["id"] for violation in violations(page)] == [], (each, look)
        broken.clear()
    context.close()
