"""Questions about the placeholders of a stored interview: what they are read from, and how they are settled."""

import pytest

from interviews.actions import redact
from interviews.actions.collisions import questions_of, reopen_question, settle_question
from interviews.actions.ingest import import_interview
from interviews.actions.placeholders import link_placeholder
from interviews.errors import NotPermitted, WrongState
from interviews.models import AuthorPlaceholder, Event, Interview

pytestmark = pytest.mark.django_db

TRANSCRIPT = """Interviewee: I'm an engineer at Company X, Ottoline told you.
Interviewer: Since when?
Interviewee: I have been at Company 1 for a year. Company 1, Zephyr, and Company 1, Vexmoor, are old.
Interviewee: We talked a while about nothing.
"""


@pytest.fixture
def interview(study, people):
    return import_interview(by=people.imani, study=study, data=TRANSCRIPT.encode(), name="Interview 4.txt")


def signs(interview) -> list[str]:
    [question] = questions_of(interview)
    return sorted(collision.sign for collision in question.collisions)


def add(people, study, name: str, type: str = "company"):
    return redact.add_identifier(by=people.dele, study=study, type=type, name=name)


def settle(people, interview, reason: str = "the second is a client of the first"):
    [question] = questions_of(interview)
    return settle_question(by=people.dele, interview=interview, digests=question.digests, reason=reason)


def test_all_that_is_seen_of_placeholders_that_belong_together_is_one_question(interview):
    [question] = questions_of(interview)
    assert [str(placeholder) for placeholder in question.placeholders] == ["company 1", "company X"]
    assert signs(interview) == ["mixed-keys", "names-beside", "two-employers"]


def test_names_of_the_registry_beside_a_placeholder_are_told_by_their_ids(study, people, interview):
    ids = tuple(add(people, study, name).pk for name in ("Zephyr", "Vexmoor"))
    [question] = questions_of(interview)
    [found] = [collision for collision in question.collisions if collision.sign == "two-identifiers"]
    assert (found.identifiers, found.keys) == (ids, (("company", "1"),))
    assert "names-beside" not in signs(interview)


def test_a_persons_name_beside_a_firm_is_no_second_firm(study, people, interview):
    x = AuthorPlaceholder.objects.get(key="X")
    link_placeholder(by=people.dele, placeholder=x, identifier=add(people, study, "Quillonix"))
    add(people, study, "Ottoline", "person")
    assert "two-identifiers" not in signs(interview)


def test_one_identifier_linked_to_two_placeholders_is_asked_about(study, people, interview):
    firm = add(people, study, "Quillonix")
    for placeholder in AuthorPlaceholder.objects.all():
        link_placeholder(by=people.dele, placeholder=placeholder, identifier=firm)
    assert "two-placeholders" in signs(interview)


def test_occurrences_of_different_identifiers_under_one_placeholder_are_asked_about(study, people, interview):
    firm, other = add(people, study, "Quillonix"), add(people, study, "Brambleworks")
    link_placeholder(by=people.dele, placeholder=AuthorPlaceholder.objects.get(key="1"), identifier=firm)
    row = firm.replacements.first()
    row.identifier = other
    row.save()
    assert "two-identifiers" in signs(interview)


def test_an_interview_without_text_asks_nothing(interview):
    Interview.objects.update(data_key=None)
    assert questions_of(Interview.objects.get()) == []


# --- settling


def test_a_question_is_settled_with_a_reason_by_somebody(people, interview):
    settle(people, interview)
    [question] = questions_of(interview)
    before = question.settled_before
    assert question.settled
    assert (before.settled_by, before.settled_reason) == (people.dele, "the second is a client of the first")


def test_a_settled_question_is_asked_anew_when_something_else_is_seen(study, people, interview):
    settle(people, interview)
    for name in ("Zephyr", "Vexmoor"):
        add(people, study, name)
    [question] = questions_of(interview)
    assert not question.settled
    assert question.settled_before.settled_by == people.dele


@pytest.mark.parametrize(("reason", "said"), [("  ", "say why"), ("x" * 301, "be shorter")])
def test_a_reason_is_asked_for(people, interview, reason, said):
    with pytest.raises(WrongState, match=said):
        settle(people, interview, reason)


def test_what_is_not_seen_any_more_cannot_be_settled(people, interview):
    with pytest.raises(WrongState, match="something else is seen"):
        settle_question(by=people.dele, interview=interview, digests=["0123456789ab"], reason="two floors")


def test_a_settled_question_can_be_opened_again(people, interview):
    digests = settle(people, interview).digests
    reopen_question(by=people.kofi, interview=interview, digests=digests)
    assert not questions_of(interview)[0].settled
    with pytest.raises(WrongState, match="not settled"):
        reopen_question(by=people.kofi, interview=interview, digests=digests)


@pytest.mark.parametrize("name", ["imani", "cora", "mona", "pia", "olga"])
def test_only_somebody_who_de_identifies_settles(people, interview, name):
    [question] = questions_of(interview)
    with pytest.raises(NotPermitted):
        settle_question(
            by=getattr(people, name), interview=interview, digests=question.digests, reason="two floors of one firm"
        )


def test_the_log_has_ids_and_digests_and_no_reason(people, interview):
    settle(people, interview)
    assert set(Event.objects.get(action="collision settled").data) == {"placeholders", "signs"}
    assert "client" not in str(list(Event.objects.values_list("data")))
