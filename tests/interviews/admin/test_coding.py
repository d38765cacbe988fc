"""Coding and moderating by hand on the interview's page."""

import pytest
from django.urls import reverse

from interviews.actions import code as coding
from interviews.actions import redact
from interviews.models import Coding, CodingPass
from tests import factories as make
from tests.interviews.admin.pages import do, transcript, words


@pytest.fixture
def code(study):
    return make.make_code(study)


@pytest.fixture
def coras(interview, people):
    """Cora's open pass."""
    return coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)


def test_a_coder_opens_a_pass_of_her_own(interview, people, as_user):
    do(as_user(people.cora), interview, "open-pass")
    assert CodingPass.objects.get().coder == people.cora


def test_selected_words_get_the_code_that_was_typed(interview, people, as_user, code, coras):
    do(as_user(people.cora), interview, "apply-code", turn=1, start=0, end=18, code=code.name)
    made = coras.codings.get()
    assert (made.segment.position, made.start, made.end, made.code) == (1, 0, 18, code)


def test_a_code_is_found_by_its_shortcut_too(interview, study, people, as_user, coras):
    short = make.make_code(study, "Data-drift", shortcut="dd")
    do(as_user(people.cora), interview, "apply-code", turn=1, start=0, end=4, code="dd")
    assert coras.codings.get().code == short


def test_without_characters_the_whole_turn_is_coded(interview, people, as_user, code, coras):
    do(as_user(people.cora), interview, "apply-code", turn=3, code=code.name)
    made = coras.codings.get()
    assert (made.start, made.end) == (0, interview.segments.get(position=3).length)


def test_characters_are_counted_in_safe_text_and_snap_to_what_a_placeholder_stands_for(
    interview, people, as_user, code, coras
):
    turn = interview.segments.get(position=1)
    start, end = make.span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    do(as_user(people.cora), interview, "apply-code", turn=1, start=start + 3, end=start + 5, code=code.name)
    assert (coras.codings.get().start, coras.codings.get().end) == (start, end)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"turn": 99}, "There is no such turn."),
        ({"turn": 1, "start": 5, "end": 5}, "select words of one turn"),
        ({"turn": 1, "start": 0, "end": 9999}, "select words of one turn"),
        ({"turn": 1, "code": "Never-heard-of"}, "The codebook has no such code"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_stored(interview, people, as_user, code, coras, typed, said):
    answer = do(as_user(people.cora), interview, "apply-code", **{"code": code.name, **typed})
    assert said in answer.said[0]
    assert not coras.codings.exists()


def test_who_opens_a_pass_goes_on_at_the_workbench_and_is_led_back_there_later(interview, people, as_user):
    cora = as_user(people.cora)
    workbench = reverse("admin:interviews_interview_workbench", args=[interview.pk])
    assert do(cora, interview, "open-pass", back="mode=code").url == workbench
    assert "Until you submit it you see no codings but your own." in words(cora.get(workbench))
    assert workbench in cora.get(f"{transcript(interview)}?mode=code").text


def test_the_page_returns_to_the_turn_with_the_filters_it_had(interview, people, as_user, code, coras):
    answer = do(as_user(people.cora), interview, "apply-code", turn=1, code=code.name, back="mode=code&show=uncoded")
    assert answer.url == f"{transcript(interview)}?mode=code&show=uncoded#t1"


def test_a_coding_is_removed_by_its_button(interview, people, as_user, code, coras):
    made = make.code_words(coras, interview.segments.get(position=1), "fields", code)
    do(as_user(people.cora), interview, "remove-coding", id=made.pk)
    assert not Coding.objects.exists()


def test_that_nothing_applies_is_recorded_for_the_turn(interview, people, as_user, coras):
    do(as_user(people.cora), interview, "nothing-applies", turn=2)
    assert coras.reviews.get().segment.position == 2


def test_overlapping_codings_are_told_apart_by_numbers(interview, people, as_user, code, coras):
    turn, other = interview.segments.get(position=1), make.make_code(interview.study, "Nobody-knows")
    make.code_words(coras, turn, "Half of the fields are empty", code)
    make.code_words(coras, turn, "fields are empty and nobody", other)
    page = words(as_user(people.cora).get(transcript(interview), {"mode": "code"}))
    assert 'data-n="1">Half of the </mark>' in page
    assert 'depth-2" data-n="2">fields are empty</mark>' in page
    assert f"<b>1</b> {code.name}" in page
    assert "<b>2</b> Nobody-knows" in page


def test_somebody_who_does_not_code_applies_nothing(interview, people, as_user, code, coras):
    answer = do(as_user(people.dele), interview, "apply-code", turn=1, code=code.name)
    assert "Open a pass of your own" in answer.said[0]
    assert not Coding.objects.exists()


def test_an_act_needs_a_post(interview, people, as_user, coras):
    address = transcript(interview).replace("transcript", "act/submit-pass")
    assert as_user(people.cora).get(address).status_code == 405


def test_an_unknown_act_is_not_found(interview, people, as_user):
    assert do(as_user(people.cora), interview, "abolish").status_code == 404


def test_a_moderator_asks_a_coder_for_a_pass_and_gives_one_back(interview, people, as_user):
    mona = as_user(people.mona)
    do(mona, interview, "assign-pass", coder=people.colin.pk)
    opened = CodingPass.objects.get(coder=people.colin)
    do(as_user(people.colin), interview, "submit-pass", id=opened.pk)
    do(mona, interview, "reopen-pass", id=opened.pk)
    opened.refresh_from_db()
    assert opened.status == "open"


def test_two_submitted_passes_are_moderated_to_the_end(interview, people, as_user, code, coras):
    colins = coding.assign_pass(by=people.colin, interview=interview, coder=people.colin)
    turn, other = interview.segments.get(position=1), make.make_code(interview.study, "Nobody-knows")
    for each in (coras, colins):
        make.code_words(each, turn, "fields", code)
    alone = make.code_words(colins, turn, "nobody", other)
    for each, coder in ((coras, people.cora), (colins, people.colin)):
        do(as_user(coder), interview, "submit-pass", id=each.pk)
    mona = as_user(people.mona)
    started = do(mona, interview, "start-moderation")
    assert started.url == reverse("admin:interviews_interview_differences", args=[interview.pk])
    moderated = CodingPass.objects.get(kind="moderated")
    do(mona, interview, "keep-coding", id=alone.pk)
    do(mona, interview, "submit-moderation", id=moderated.pk)
    moderated.refresh_from_db()
    assert moderated.status == "submitted"
    assert sorted(moderated.codings.values_list("code__name", flat=True)) == [code.name, "Nobody-knows"]


def test_a_sole_pass_is_adopted(interview, people, as_user, code, coras):
    make.code_words(coras, interview.segments.get(position=1), "fields", code)
    do(as_user(people.cora), interview, "submit-pass", id=coras.pk)
    do(as_user(people.mona), interview, "adopt-pass", id=coras.pk)
    assert CodingPass.objects.get(kind="moderated").adopted_from == coras
