"""A team's way in a real browser, by keyboard: asked for passes, coded blind, submitted, moderated, published."""

import pytest
from django.urls import reverse

from catalog.models import Evidence
from interviews.actions import redact
from interviews.models import Coding, Study
from interviews.reports.differences import agreement_before_and_after
from tests import factories as make
from tests.browser.conftest import sign_in

TURNS = [
    ("interviewer", "What went wrong first?"),
    ("interviewee", "We had no time. Half of the fields were empty. Nobody knew why."),
    ("interviewee", "Then the scores sank, month after month."),
]
EMPTY = "Half of the fields were empty."


@pytest.fixture
def interview(study, people):
    """One that may be quoted: consent, a reviewed text, a source, and a second participant in the study."""
    Study.objects.filter(pk=study.pk).update(source=make.make_source())
    study.refresh_from_db()
    participant = make.make_participant(study)
    make.make_participant(study)
    make.give_consent(participant)
    made = make.make_interview(study, turns=TURNS, participant=participant)
    redact.review_deidentification(by=people.dele, interview=made)
    return made


@pytest.fixture
def at_desk(browser, server):
    """`at_desk(people.cora)`: the first page of the workshop, as they see it, in a window of their own."""
    contexts = []

    def opened(who):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        sign_in(page, server, who)
        page.goto(f"{server}{reverse('admin:index')}")
        return page

    yield opened
    for context in contexts:
        context.close()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def at_a_difference(page):
    """Wait until the keys are heard: the page brings up a difference then."""
    page.locator(".difference:focus").wait_for()


def begin(page):
    """From the first page into the pass that waits there."""
    page.locator(".waiting-first a").first.click()
    page.wait_for_selector("#bench[data-ready]")


def submit(page):
    page.wait_for_selector("#sign[data-state=saved]")
    page.get_by_role("button", name="Submit your pass").click()
    dialog = page.get_by_role("dialog", name="Submit your pass")
    dialog.get_by_role("button", name="Submit your pass").click()
    page.get_by_text("Your pass is submitted.").wait_for()


def test_a_team_codes_blind_moderates_by_keyboard_and_publishes_a_quote(at_desk, server, interview, people):
    issue = make.make_issue()
    make.make_code(interview.study, "Empty fields", issue=issue)
    make.make_code(interview.study, "Model decay")
    mona = at_desk(people.mona)
    mona.goto(f"{server}{reverse('admin:interviews_interview_transcript', args=[interview.pk])}?mode=code")
    for name in ("cora", "colin"):
        mona.get_by_label("Ask a coder for a pass").select_option(label=name)
        mona.get_by_role("button", name="Ask").click()
        mona.get_by_text(f"{name} has a pass on this interview.").wait_for()

    # Cora codes a sentence of the turn, then all of the next, which she reads as decay.
    cora = at_desk(people.cora)
    begin(cora)
    press(cora, "0", "j", "ArrowRight", "ArrowRight")
    assert cora.evaluate("document.getSelection().toString()") == EMPTY
    press(cora, "Shift+ArrowLeft", "l")
    assert cora.evaluate("document.getSelection().toString()") == "of the fields were empty"
    press(cora, "h", "Shift+ArrowRight", "/")
    cora.keyboard.type("empty")
    press(cora, "Enter", "j", "/")
    cora.keyboard.type("decay")
    press(cora, "Enter")
    submit(cora)

    # Colin sees nothing of it, and reads less in the talk; what he left open is told before he submits.
    colin = at_desk(people.colin)
    begin(colin)
    assert colin.locator(".coding").count() == 0
    press(colin, "j", "x")
    colin.locator("#said", has_text="No coding of this pass stands here.").wait_for()
    press(colin, "j", "0")
    colin.wait_for_selector("#sign[data-state=saved]")
    colin.get_by_role("button", name="Submit your pass").click()
    colin.get_by_text("2 turns have neither a code nor “nothing applies”.").wait_for()
    press(colin, "Escape")
    submit(colin)

    # Mona keeps one with a reason, leaves the other out with another, and neither without.
    mona.reload()
    mona.get_by_role("button", name="Start moderation").click()
    at_a_difference(mona)
    press(mona, "1", "Enter")
    assert mona.get_by_text("2 differences to decide").is_visible()
    mona.keyboard.type("She says it plainly.")
    press(mona, "Enter")
    mona.get_by_text("1 difference to decide, 1 decided").wait_for()
    at_a_difference(mona)
    press(mona, "0")
    mona.keyboard.type("It is about scores, not about a model.")
    press(mona, "Enter")
    mona.locator("#said", has_text="Every difference is decided").wait_for()
    moderated = interview.passes.get(kind="moderated")
    kept = Coding.objects.get(coding_pass=moderated)
    assert kept.segment.text[kept.start : kept.end] == EMPTY
    before, after = agreement_before_and_after(interview, moderated)
    # Cora, of whom one coding was kept, agrees with what was settled more than with Colin.
    assert max(pair.result.percent or 0 for pair in after) > (before[0].result.percent or 0)

    # The moderated pass is submitted, and a quote of it goes through the gate.
    mona.get_by_role("button", name="Submit the moderation").click()
    mona.get_by_role("link", name="Propose as evidence").click()
    mona.get_by_role("button", name="Propose").click()
    mona.get_by_text("The quote is proposed").wait_for()
    pia = at_desk(people.pia)
    pia.goto(mona.url)
    pia.get_by_role("button", name="Approve").click()
    pia.goto(f"{server}{reverse('admin:interviews_study_publish', args=[interview.study_id])}")
    pia.get_by_role("button", name="Publish 1 draft").click()
    pia.wait_for_load_state()
    quote = Evidence.objects.get()
    assert quote.text == EMPTY
    pia.goto(f"{server}/evidence/{quote.public_id}/")
    assert pia.get_by_text(EMPTY).first.is_visible()
