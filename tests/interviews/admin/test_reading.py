"""The interview's page: who reads what."""

import pytest

from interviews.actions import redact
from interviews.models import Event
from tests import factories as make
from tests.interviews.admin.pages import transcript, words
from tests.people import ROLES

RAW_READERS = {"imani", "dele", "kofi"}
NAME = "Zephyrine Labs"


@pytest.fixture
def replaced(interview, people):
    """Dele replaced the company's name in turn 1."""
    turn = interview.segments.get(position=1)
    start, end = make.span_of(turn, NAME)
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]", type="company")
    return interview


@pytest.mark.parametrize("name", [name for name, role in ROLES.items() if role])
def test_everybody_of_the_study_reads_safe_text(name, replaced, people, as_user):
    page = words(as_user(getattr(people, name)).get(transcript(replaced)))
    assert "[company]" in page
    assert NAME not in page


@pytest.mark.parametrize("name", [name for name, role in ROLES.items() if role])
def test_raw_text_opens_only_for_those_who_may_see_it(name, replaced, people, as_user):
    answer = as_user(getattr(people, name)).get(transcript(replaced), {"mode": "deidentify"})
    assert answer.status_code == (200 if name in RAW_READERS else 403)
    assert (NAME in words(answer)) == (name in RAW_READERS)


def test_opening_raw_text_is_logged_without_a_word_of_it(replaced, people, as_user):
    as_user(people.dele).get(transcript(replaced), {"mode": "deidentify"})
    seen = Event.objects.get(action="raw text seen")
    assert (seen.actor, seen.interview, seen.data) == (people.dele, replaced, {"segments": 4})


def test_the_names_that_may_be_chosen_beside_raw_text_are_logged_as_seen(interview, study, people, as_user):
    named = redact.add_identifier(by=people.dele, study=study, type="person", name="Quillonix Vey")
    page = words(as_user(people.dele).get(transcript(interview), {"mode": "deidentify"}))
    seen = Event.objects.get(action="identity seen")
    assert "Quillonix Vey" in page
    assert (seen.actor, seen.study, seen.interview, seen.data) == (
        people.dele,
        study,
        interview,
        {"identifiers": [named.pk]},
    )


def test_whoever_reads_raw_text_without_being_offered_names_sees_none(interview, study, people, as_user):
    redact.add_identifier(by=people.dele, study=study, type="person", name="Quillonix Vey")
    page = words(as_user(people.imani).get(transcript(interview), {"mode": "deidentify"}))
    assert "Quillonix" not in page
    assert not Event.objects.filter(action="identity seen").exists()


def test_reading_safe_text_writes_nothing(replaced, people, as_user):
    before = Event.objects.count()
    as_user(people.cora).get(transcript(replaced))
    assert Event.objects.count() == before


def test_an_outsider_may_not_open_the_page_and_is_told_whom_to_ask(interview, people, as_user):
    answer = as_user(people.olga).get(transcript(interview))
    assert answer.status_code == 403
    assert "Ask the study’s custodian" in words(answer)
    assert interview.study.slug not in words(answer)


def test_a_superuser_without_a_role_may_not_open_the_page(interview, admin_client):
    assert admin_client.get(transcript(interview)).status_code == 403


def test_each_turn_has_its_position_as_an_anchor(interview, people, as_user):
    page = words(as_user(people.cora).get(transcript(interview)))
    assert [f'id="t{n}"' in page for n in range(5)] == [True, True, True, True, False]


def test_turns_can_be_limited_to_a_speaker(interview, people, as_user):
    interviewer = interview.speakers.get(role="interviewer")
    answer = as_user(people.cora).get(transcript(interview), {"speaker": interviewer.pk})
    assert [turn.position for turn in answer.context["turns"]] == [0, 2]


def test_turns_can_be_limited_to_those_not_reviewed(interview, people, as_user):
    redact.review_deidentification(by=people.dele, segment=interview.segments.get(position=0))
    answer = as_user(people.cora).get(transcript(interview), {"show": "unreviewed"})
    assert [turn.position for turn in answer.context["turns"]] == [1, 2, 3]


def test_a_review_is_void_once_a_replacement_changes_the_turn(replaced, people, as_user):
    redact.review_deidentification(by=people.dele, interview=replaced)
    redact.undo_decision(by=people.dele, replacement=replaced.segments.get(position=1).replacements.get())
    answer = as_user(people.cora).get(transcript(replaced))
    assert answer.context["counts"]["reviewed"] == 3


def test_warnings_of_the_import_stand_on_the_page_with_their_lines(study, people, as_user):
    warnings = [{"line": 12, "code": "empty-turn", "message": "a turn has no words"}]
    warned = make.make_interview(study, warnings=warnings)
    page = words(as_user(people.cora).get(transcript(warned)))
    assert "<td>12</td><td>a turn has no words</td>" in page


def test_what_was_said_is_shown_as_text_and_never_as_markup(study, people, as_user):
    said = make.make_interview(study, turns=[("interviewee", "<script>alert(1)</script>")])
    page = words(as_user(people.cora).get(transcript(said)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_long_interview_costs_as_many_queries_as_a_short_one(study, people, as_user, django_assert_max_num_queries):
    short, long = (make.make_interview(study, turns=make.TURNS * times) for times in (1, 8))
    client = as_user(people.cora)
    client.get(transcript(short))
    with django_assert_max_num_queries(22) as first:
        client.get(transcript(short))
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(transcript(long))
