"""Placeholders of a study's authors in the registry: collected at import, linked to what they stand for."""

import pytest

from interviews.actions import redact
from interviews.actions.ingest import import_interview
from interviews.actions.placeholders import (
    collect_placeholders,
    collect_study,
    link_placeholder,
    suggest_placeholders,
    uncollected,
    unlink_placeholder,
)
from interviews.actions.suggest import suggest_redactions
from interviews.errors import NotPermitted, WrongState
from interviews.models import AuthorPlaceholder, Event, Interview, Replacement
from tests import factories as make
from tests.people import team

pytestmark = pytest.mark.django_db

TRANSCRIPT = """Interviewer: Where do you work?
Interviewee: At Company X, and before at School 1 in Country Y. Copmany X is big, and company X is old.
Interviewer: Since DATE?
"""


@pytest.fixture
def interview(study, people):
    return import_interview(by=people.imani, study=study, data=TRANSCRIPT.encode(), name="Interview 4.txt")


@pytest.fixture
def company(study, people):
    return redact.add_identifier(
        by=people.dele, study=study, type="client", name="Zephyrine Labs", placeholder="[client]"
    )


def stored(interview, key: str = "X", type: str = "company") -> AuthorPlaceholder:
    return AuthorPlaceholder.objects.get(interview=interview, type=type, key=key)


def replacements(interview, type: str = "company") -> list[Replacement]:
    return list(Replacement.objects.filter(segment__interview=interview, type=type).order_by("start"))


# --- collecting


def test_an_import_stores_each_placeholder_with_its_spellings_and_how_often_it_stands_there(interview):
    rows = {(row.type, row.key): (row.spellings, row.occurrences) for row in AuthorPlaceholder.objects.all()}
    assert rows == {
        ("company", "X"): (["Company X", "Copmany X", "company X"], 3),
        ("school", "1"): (["School 1"], 1),
        ("country", "Y"): (["Country Y"], 1),
        ("date", ""): (["DATE"], 1),
    }


def test_the_same_placeholder_of_two_interviews_is_two(study, people, interview):
    other = import_interview(
        by=people.imani, study=study, data=b"Interviewee: At Company X, we bake.\n", name="Interview 5.txt"
    )
    assert stored(interview).pk != stored(other).pk


def test_collecting_again_changes_nothing(interview, company, people):
    link_placeholder(by=people.dele, placeholder=stored(interview), identifier=company)
    before = list(AuthorPlaceholder.objects.values())
    collect_placeholders(interview)
    assert list(AuthorPlaceholder.objects.values()) == before


def test_a_placeholder_whose_turns_are_gone_is_gone(interview):
    interview.segments.filter(position=2).delete()
    collect_placeholders(interview)
    assert not AuthorPlaceholder.objects.filter(type="date").exists()


def test_interviews_imported_before_are_collected_when_somebody_asks(study, people, interview):
    AuthorPlaceholder.objects.all().delete()
    assert list(uncollected(study)) == [interview]
    assert collect_study(by=people.dele, study=study) == 4
    assert not uncollected(study).exists()


def test_asking_for_suggestions_collects_them_too(study, people, interview):
    AuthorPlaceholder.objects.all().delete()
    suggest_redactions(by=people.dele, study=study)
    assert stored(interview).occurrences == 3


def test_of_an_interview_whose_text_was_destroyed_nothing_is_collected(study, people, interview):
    AuthorPlaceholder.objects.all().delete()
    Interview.objects.update(data_key=None)
    assert collect_study(by=people.dele, study=study) == 0


def test_placeholders_are_suggested_by_their_type_alone(study):
    segment = make.make_interview(study, turns=[("interviewee", "At Company X in City 2.")]).segments.get()
    assert suggest_placeholders([segment]) == 2
    assert [(row.text, row.type) for row in Replacement.objects.order_by("start")] == [
        ("[company]", "company"),
        ("[city]", "place"),
    ]


# --- linking


def test_linking_gives_its_replacements_the_identifier_and_its_placeholder(interview, company, people):
    link_placeholder(by=people.dele, placeholder=stored(interview), identifier=company)
    rows = replacements(interview, "client")
    assert [(row.identifier, row.text) for row in rows] == [(company, "[client]")] * 3
    assert stored(interview).identifier == company


def test_other_placeholders_stay_as_they_are(interview, company, people):
    link_placeholder(by=people.dele, placeholder=stored(interview), identifier=company)
    assert [row.text for row in replacements(interview, "university")] == ["[school]"]


def test_linking_changes_an_accepted_replacement_and_so_its_review(interview, company, people):
    first = replacements(interview)[0]
    redact.accept_replacement(by=people.dele, replacement=first)
    redact.review_deidentification(by=people.dele, interview=interview)
    link_placeholder(by=people.dele, placeholder=stored(interview), identifier=company)
    assert Replacement.objects.get(pk=first.pk).text == "[client]"
    assert Interview.objects.get().import_state == "deidentifying"


def test_what_was_decided_otherwise_stays(interview, company, people):
    rejected, generalized, _ = replacements(interview)
    redact.reject_replacement(by=people.dele, replacement=rejected)
    Replacement.objects.filter(pk=generalized.pk).update(kind="generalization")
    link_placeholder(by=people.dele, placeholder=stored(interview), identifier=company)
    assert [row.identifier for row in replacements(interview)] == [None, None]


def test_unlinking_lets_them_stand_by_their_type_again(interview, company, people):
    placeholder = link_placeholder(by=people.dele, placeholder=stored(interview), identifier=company)
    unlink_placeholder(by=people.dele, placeholder=placeholder)
    assert [(row.identifier, row.text) for row in replacements(interview)] == [(None, "[company]")] * 3
    with pytest.raises(WrongState, match="linked to no identifier"):
        unlink_placeholder(by=people.dele, placeholder=placeholder)


def test_an_identifier_of_another_study_is_refused(interview, people):
    other = make.make_study("other")
    theirs = redact.add_identifier(by=team(other).dele, study=other, type="company", name="Vexmoor")
    with pytest.raises(NotPermitted, match="another study"):
        link_placeholder(by=people.dele, placeholder=stored(interview), identifier=theirs)


@pytest.mark.parametrize("name", ["imani", "cora", "mona", "pia", "olga"])
def test_only_somebody_who_de_identifies_links(interview, company, people, name):
    with pytest.raises(NotPermitted):
        link_placeholder(by=getattr(people, name), placeholder=stored(interview), identifier=company)


def test_the_log_has_ids_alone(interview, company, people):
    placeholder = stored(interview)
    rows = [row.pk for row in replacements(interview)]
    link_placeholder(by=people.dele, placeholder=placeholder, identifier=company)
    logged = Event.objects.get(action="placeholder linked").data
    assert logged == {"placeholder": placeholder.pk, "identifier": company.pk, "replacements": rows}
