"""A code's history and the study's log in a real browser: by keyboard, in both themes, on a phone, in French."""

import pytest
from django.urls import reverse

from interviews.actions.code import apply_code, assign_pass
from interviews.actions.codebook import change_code, create_code, merge_codes
from interviews.models import Code
from tests import factories as make
from tests.browser.conftest import legible, sign_in


@pytest.fixture
def code(study, people):
    before = (
        "Values that ought to be recorded and are not, whether for some time or for some place; nobody has to "
        "know why. Gaps that somebody made on purpose count, too."
    )
    code = create_code(by=people.cora, study=study, name="Gaps", definition=before)
    after = before.replace("for some time or for some place", "for a month or a plant")
    change_code(by=people.colin, code=code, definition=after, exclude="Values that are there and wrong.", shortcut="g")
    change_code(by=people.mona, code=code, name="Holes", parent=make.make_code(study, "Data"))
    merge_codes(by=people.mona, code=make.make_code(study, "Blank cells"), into=code)
    interview = make.make_interview(study, participant=make.make_participant(study))
    working = assign_pass(by=people.cora, interview=interview, coder=people.cora)
    for turn in interview.segments.all():
        apply_code(by=people.cora, coding_pass=working, segment=turn, start=0, end=6, code=code)
    return code


def test_a_coder_reads_what_a_code_said_lets_it_say_so_again_and_finds_it_in_the_log(browser, server, people, code):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, server, people.cora)
    page.goto(f"{server}{reverse('admin:interviews_code_change', args=[code.pk])}")
    page.get_by_role("link", name="History", exact=True).press("Enter")
    page.get_by_text("colin changed the definition, what it is not for and the shortcut of Holes.").wait_for()
    assert page.locator("ins", has_text="a month or a plant;").is_visible()
    legible(page)
    page.get_by_role("button", name="Let it say this again").last.press("Enter")
    page.get_by_text("Holes says again what it said.").wait_for()
    page.goto(f"{server}{reverse('admin:interviews_study_log', args=[code.study_id])}")
    assert page.get_by_text("cora applied Holes.").count() == 4
    legible(page)
    page.get_by_label("About").select_option("codebook")
    page.get_by_label("About").press("Tab")
    page.get_by_role("button", name="Show").press("Enter")
    page.get_by_text("mona merged Blank cells into Holes.").wait_for()
    assert page.get_by_text("cora applied Holes.").count() == 0
    page.get_by_role("button", name="Français").press("Enter")
    page.get_by_text("mona a fusionné Blank cells dans Holes.").wait_for()
    assert Code.objects.get(pk=code.pk).shortcut == ""
    page.context.close()
