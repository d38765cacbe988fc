"""Moderating in a real browser: a difference is decided with a reason, and Enter alone decides nothing."""

from django.urls import reverse

from interviews.actions import moderate
from interviews.actions.code import assign_pass, submit_pass
from interviews.models import Memo
from tests import factories as make
from tests.browser.conftest import sign_in, violations


def test_a_moderator_decides_a_difference_and_reads_why_afterwards(browser, server, study, people):
    turns = [("interviewee", "Half of the fields were empty."), ("interviewee", "Then the scores sank.")]
    interview = make.make_interview(study, turns=turns, participant=make.make_participant(study))
    coras, colins = (assign_pass(by=each, interview=interview, coder=each) for each in (people.cora, people.colin))
    make.code_words(
        coras, interview.segments.get(position=0), "fields were empty", make.make_code(study, "Empty fields")
    )
    make.code_words(coras, interview.segments.get(position=1), "the scores sank", make.make_code(study, "Drift"))
    for working in (coras, colins):
        submit_pass(by=working.coder, coding_pass=working)
    moderated = moderate.start_moderation(by=people.mona, interview=interview)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, server, people.mona)
    page.goto(f"{server}{reverse('admin:interviews_interview_differences', args=[interview.pk])}")
    reason = page.get_by_label("Why").first
    reason.fill("Two of them said so.")
    reason.press("Enter")
    page.wait_for_timeout(300)
    assert not Memo.objects.exists()
    page.get_by_role("button", name="Keep cora’s").first.click()
    page.get_by_text("1 difference to decide, 1 decided").wait_for()
    assert [coding.code.name for coding in moderated.codings.all()] == ["Empty fields"]
    assert page.get_by_text("Two of them said so.").is_visible()
    page.locator("details.settled summary").click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(500)
        assert [found["id"] for found in violations(page)] == [], scheme
    context.close()
