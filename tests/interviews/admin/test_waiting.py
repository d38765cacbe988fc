"""What the first page says is waiting for a de-identifier."""

import pytest

from interviews.actions import decide, redact
from interviews.actions.suggest import suggest_redactions
from interviews.admin.pages.review_queue import Filter, read_queue
from interviews.admin.waiting import waiting_for
from interviews.models import Replacement
from interviews.reports.deidentification import decisions_of, left_to_do
from tests.factories import make_interview, make_participant

pytestmark = pytest.mark.django_db

TURNS = [
    ("interviewee", "I work at Quillonix. We pause."),
    ("interviewee", "Then Quillonix said no. We pause."),
]


@pytest.fixture
def interview(study, people):
    interview = make_interview(study, turns=TURNS, participant=make_participant(study))
    suggest_redactions(by=people.dele, study=study)
    return interview


def to_decide(user) -> int:
    [mine] = waiting_for(user)
    return sum(item.count for item in mine.items if item.text.endswith("to make on suggestions"))


def test_the_same_words_wait_as_one_decision(study, people, interview):
    assert (Replacement.objects.count(), to_decide(people.dele)) == (2, 1)


def test_suggestions_of_words_that_nobody_could_tell_wait_one_by_one(study, people, interview):
    for segment in interview.segments.all():
        start = segment.text.index(". We") + 1
        redact.propose_replacement(by=people.dele, segment=segment, start=start, end=start + 1, text="")
    assert to_decide(people.dele) == 3


def test_what_waits_for_a_second_person_is_undecided_and_counted_as_such(study, people, interview):
    row = Replacement.objects.first()
    decide.ask_to_keep(by=people.dele, replacement=row, reason="a vendor", everywhere=True)
    [left] = left_to_do(study)
    assert (left.undecided, left.decisions, left.keeps_waiting) == (2, 1, 2)
    assert (to_decide(people.kofi), to_decide(people.dele)) == (1, 0)


def test_the_front_page_counts_decisions_as_the_review_page_does(study, people, interview):
    decide.ask_to_keep(by=people.dele, replacement=Replacement.objects.first(), reason="a vendor")
    for person, left in ((people.dele, 1), (people.kofi, 2)):
        assert len(read_queue(study, person, Filter()).decisions) == to_decide(person) == left


def test_words_that_stand_in_two_interviews_are_one_decision_of_the_study(study, people, interview):
    make_interview(study, turns=TURNS, participant=make_participant(study))
    suggest_redactions(by=people.dele, study=study)
    rows = left_to_do(study)
    assert ([row.decisions for row in rows], decisions_of(rows)) == ([1, 1], 1)


def test_nothing_waits_once_it_is_decided_everywhere(study, people, interview):
    decide.accept(by=people.dele, replacement=Replacement.objects.first(), everywhere=True)
    [left] = left_to_do(study)
    assert (left.undecided, left.decisions, to_decide(people.dele)) == (0, 0, 0)


def test_what_is_left_takes_the_same_few_queries_for_any_number_of_interviews(
    study, people, interview, django_assert_num_queries
):
    for _ in range(3):
        make_interview(study, turns=TURNS, participant=make_participant(study))
    suggest_redactions(by=people.dele, study=study)
    # The interviews; the key of fingerprints; turns with speakers, then their replacements and reviews; what is open.
    with django_assert_num_queries(6):
        assert len(left_to_do(study)) == 4
