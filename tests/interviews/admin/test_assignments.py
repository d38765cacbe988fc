"""The first page leads a coder and a moderator straight to the interview that waits for them."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from interviews.actions import code as coding
from interviews.actions.moderate import start_moderation
from interviews.admin.assignments import SHOWN
from interviews.admin.waiting import waiting_for
from interviews.models import Interview, StudyMembership
from tests import factories as make
from tests.french import not_french, spoken
from tests.people import join, signed_in

pytestmark = pytest.mark.django_db

Role = StudyMembership.Role


@pytest.fixture
def interview(study):
    return make.make_interview(study, participant=make.make_participant(study))


def links(user, study):
    [mine] = [row for row in waiting_for(user) if row.study == study]
    return [(link.text, link.address) for item in mine.items for link in item.links]


def code_page(interview):
    return f"{reverse('admin:interviews_interview_transcript', args=[interview.pk])}?mode=code"


def test_an_open_pass_leads_to_the_workbench_and_says_how_far_one_came(study, people, interview):
    cora = coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)
    turns, code = list(interview.segments.order_by("position")), make.make_code(study)
    for segment in (turns[1], turns[1], turns[2]):
        coding.apply_code(by=people.cora, coding_pass=cora, segment=segment, start=0, end=4, code=code)
    coding.apply_code(by=people.cora, coding_pass=cora, segment=turns[1], start=1, end=5, code=code)
    coding.mark_nothing_applies(by=people.cora, coding_pass=cora, segment=turns[0])
    # What another coder read is not told, and counts for nobody else.
    colin = coding.assign_pass(by=people.colin, interview=interview, coder=people.colin)
    coding.mark_nothing_applies(by=people.colin, coding_pass=colin, segment=turns[3])
    address = reverse("admin:interviews_interview_workbench", args=[interview.pk])
    said = f"Interview {interview.number}: {{}} of {len(turns)} turns read, go on"
    assert links(people.cora, study) == [(said.format(3), address)]
    assert links(people.colin, study) == [(said.format(1), address)]


def test_an_interview_without_ones_own_pass_leads_to_where_one_is_opened(study, people, interview):
    assert links(people.cora, study) == [(f"Interview {interview.number}: start coding", code_page(interview))]
    assert links(people.dele, study) == []
    page = signed_in(people.cora).get(code_page(interview)).content.decode()
    assert "Start coding: open your own pass" in page


def test_a_moderator_is_led_to_the_differences_once_moderation_is_started(study, people, interview):
    for coder in (people.cora, people.colin):
        make.make_pass(interview, coder)
    Interview.objects.update(coding_state="coding")
    for each in interview.passes.all():
        coding.submit_pass(by=each.coder, coding_pass=each)
    start = f"Interview {interview.number}: start the moderation"
    assert links(people.mona, study) == [(start, code_page(interview))]
    start_moderation(by=people.mona, interview=Interview.objects.get())
    differences = reverse("admin:interviews_interview_differences", args=[interview.pk])
    assert links(people.mona, study) == [(f"Interview {interview.number}: decide the differences", differences)]
    assert links(people.cora, study) == []
    assert signed_in(people.mona).get(differences).status_code == 200


def test_a_moderator_sees_what_waits_for_a_decision_first_then_whom_to_ask_then_the_rest(study, people, interview):
    for state in ("coding", "submitted", "moderating"):
        made = make.make_interview(study, coding_state=state)
        make.make_pass(made, people.cora)
    [mine] = waiting_for(people.mona)
    assert [(item.count, item.text) for item in mine.items] == [
        (2, "interviews to moderate"),
        (1, "interview without a coder"),
        (2, "interviews to code"),
    ]
    # The coders who can be asked are there, and once one is asked nobody is told to ask.
    [(text, where)] = [(link.text, link.address) for link in mine.items[1].links]
    assert (text, where) == (f"Interview {interview.number}: ask a coder", f"{code_page(interview)}#coder")
    client = signed_in(people.mona)
    assert 'id="coder"' in client.get(where).content.decode()
    act = reverse("admin:interviews_interview_act", args=[interview.pk, "assign-pass"])
    client.post(act, {"coder": people.cora.pk})
    [mine] = waiting_for(people.mona)
    assert "without a coder" not in " ".join(item.text for item in mine.items)
    assert "without a coder" not in " ".join(item.text for row in waiting_for(people.cora) for item in row.items)


def test_of_many_the_first_few_have_a_link_and_the_list_has_them_all(study, people):
    for number in range(1, SHOWN + 3):
        make.make_interview(study, number=number)
    [item] = next(iter(waiting_for(people.cora))).items
    assert item.count == SHOWN + 2
    assert [link.text.split(":")[0] for link in item.links] == [f"Interview {n}" for n in range(1, SHOWN + 1)]
    assert "study__id__exact" in item.address


def test_an_interview_whose_words_are_gone_waits_for_nobody(study, people, interview):
    coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)
    Interview.objects.update(data_key=None)
    assert [row.items for person in (people.cora, people.colin) for row in waiting_for(person)] == [[], []]


def test_the_first_page_costs_the_same_queries_for_two_studies_as_for_one(study, people, interview):
    """Beside Django's own: the roles; the studies; for each kind of work how many wait in each study; for interviews
    to moderate, those without a coder, open passes and interviews to code, where any wait, the first in each study."""
    counts = []
    for each in (study, make.make_study("second")):
        for number, state in ((21, "coding"), (22, "coding"), (23, "moderating")):
            made = make.make_interview(each, number=number)
            make.make_pass(made, people.kofi if number == 21 else people.olga)
            Interview.objects.filter(pk=made.pk).update(coding_state=state)
        make.make_interview(each, number=24)
        join(people.kofi, each, Role.CODER, Role.MODERATOR, Role.DEIDENTIFIER)
        with CaptureQueriesContext(connection) as queries:
            found = waiting_for(people.kofi)
        assert [len([item for item in row.items if item.links]) for row in found] == [4] * len(found)
        counts.append(len(queries))
    assert counts[0] == counts[1] == 14


def test_the_first_page_speaks_french(study, people, interview):
    client = signed_in(people.cora)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    coding.assign_pass(by=people.cora, interview=interview, coder=people.cora)
    make.make_interview(study, number=9)
    page = client.get(reverse("admin:index")).content.decode()
    assert f"Entretien {interview.number}, tours lus : 0 sur" in page
    # Below stand Django's lists, named after the models.
    own = page[page.index('<section class="waiting"') : page.index('<h2 class="list-heading"')]
    assert not_french(spoken(own), {study.slug, study.title}) == set()
