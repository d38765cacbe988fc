"""What changes under a published quote takes it down at once."""

import pytest

from catalog.models import Evidence
from interviews.actions import decide, redact
from interviews.models import Replacement
from tests.factories import make_participant, span_of
from tests.interviews.ready import QUOTE, Ready, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    assert ready.evidence().text == QUOTE
    return ready


@pytest.fixture
def published(ready: Ready) -> Ready:
    return ready


def status() -> tuple[str, str]:
    evidence = Evidence.objects.get()
    return evidence.status, evidence.text


def test_a_replacement_inside_the_quote_hides_it_and_proposes_its_draft_again(published):
    start, end = span_of(published.segment, "Half of the fields")
    redact.make_replacement(by=published.people.dele, segment=published.segment, start=start, end=end, text="[detail]")
    assert status() == ("hidden", "")
    published.draft.refresh_from_db()
    assert published.draft.status == "proposed"


def test_undoing_the_replacement_of_a_name_hides_the_quote_before_anybody_reads_the_name(published):
    redact.undo_decision(by=published.people.dele, replacement=Replacement.objects.get())
    assert status() == ("hidden", "")


def test_undoing_ones_last_act_does_the_same(published):
    decide.undo_last(by=published.people.dele, study=published.study)
    assert status() == ("hidden", "")


def test_a_replacement_elsewhere_in_the_talk_leaves_the_quote(published):
    segment = published.interview.segments.get(position=3)
    redact.make_replacement(by=published.people.dele, segment=segment, start=0, end=2, text="[word]")
    assert status() == ("published", QUOTE)


def test_a_suggestion_that_nobody_decided_leaves_the_quote(published):
    redact.propose_replacement(by=published.people.dele, segment=published.segment, start=0, end=2, text="[word]")
    assert status() == ("published", QUOTE)


@pytest.mark.parametrize("role", ["interviewer", "unknown"])
def test_a_quote_turns_out_to_be_no_participants_and_is_hidden(published, role):
    redact.correct_speaker(by=published.people.dele, segment=published.segment, role=role)
    assert status() == ("hidden", "")


def test_a_quote_turns_out_to_be_another_persons_and_is_hidden_until_the_gate_asked_them(published):
    other = make_participant(published.study, "P09")
    redact.correct_speaker(
        by=published.people.dele, segment=published.segment, role="interviewee", number=2, participant=other
    )
    assert status() == ("hidden", "")
