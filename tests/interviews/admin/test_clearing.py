"""Clearing an occurrence of an identifier: Dele, who only de-identifies, sees its text and nothing more."""

import pytest
from django.urls import reverse

from interviews.actions import publish
from interviews.actions.draft import clear_occurrence
from interviews.actions.identify import add_identifier
from interviews.actions.retention import destroy_raw_text
from interviews.errors import NotPermitted
from interviews.models import Event, EvidenceDraft, IdentifierClearance, Study
from tests.factories import make_pass, make_study, moderated_coding, submit
from tests.interviews.ready import Ready, make_ready
from tests.people import Role, join, team

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    """A quote that holds an identifier whose letters mean something else there."""
    ready = make_ready()
    add_identifier(by=ready.people.kofi, study=ready.study, type="other", name="Half", sure=True)
    return ready


@pytest.fixture
def address(ready) -> str:
    return reverse("admin:interviews_study_clear", args=[ready.study.pk])


def named(page: str) -> str:
    """What the page's first form calls its occurrence."""
    return page.partition('name="occurrence" value="')[2].partition('"')[0]


def page_of(client, address: str) -> str:
    return client.get(address).content.decode()


def test_dele_sees_the_quote_with_the_occurrence_marked(ready, address, as_user):
    page = page_of(as_user(ready.people.dele), address)
    assert '<mark class="proposed">Half</mark> of the fields are empty and nobody at [company] knows why.' in page


def test_dele_clears_it_there_and_the_quote_is_published(ready, address, as_user):
    client = as_user(ready.people.dele)
    answer = client.post(address, {"occurrence": named(page_of(client, address)), "reason": "a number"})
    assert answer.status_code == 302
    clearance = IdentifierClearance.objects.get()
    assert (clearance.cleared_by, clearance.evidence_draft, clearance.start, clearance.end) == (
        ready.people.dele,
        ready.draft,
        0,
        4,
    )
    assert len(ready.publish().evidence) == 1
    assert "No draft is held back" in page_of(client, address)


def test_without_a_reason_nothing_is_cleared(ready, address, as_user):
    client = as_user(ready.people.dele)
    page = client.post(address, {"occurrence": named(page_of(client, address)), "reason": " "}).content.decode()
    assert "give a reason" in page
    assert not IdentifierClearance.objects.exists()


def test_what_is_not_shown_is_not_cleared(ready, address, as_user):
    answer = as_user(ready.people.dele).post(address, {"occurrence": "evidence-1-1-0-4-label", "reason": "x"})
    assert answer.status_code == 404
    assert not IdentifierClearance.objects.exists()


def test_the_page_says_neither_who_coded_the_quote_nor_as_what(ready, address, as_user):
    page = page_of(as_user(ready.people.dele), address)
    code = ready.coding.code
    assert not [word for word in ("mona", code.name, ready.issue.code, ready.claim.text.statement) if word in page]


def test_seeing_it_is_logged_without_the_words(ready, address, as_user):
    page_of(as_user(ready.people.dele), address)
    event = Event.objects.get(action="identity seen")
    assert (event.actor, event.study) == (ready.people.dele, ready.study)
    assert set(event.data) == {"occurrences", "identifiers"}


def test_looking_where_nothing_is_held_back_is_no_look_at_an_identity(address, ready, as_user):
    EvidenceDraft.objects.update(status="rejected")
    page_of(as_user(ready.people.dele), address)
    assert not Event.objects.filter(action="identity seen").exists()


def test_who_proposed_the_quote_is_not_asked_about_it(ready, address, as_user):
    EvidenceDraft.objects.update(proposed_by=ready.people.dele)
    assert "No draft is held back" in page_of(as_user(ready.people.dele), address)


def test_somebody_whose_own_pass_there_is_open_stays_blind(ready, address, as_user):
    join(ready.people.cora, ready.study, Role.DEIDENTIFIER)
    own = make_pass(ready.interview, ready.people.cora)
    client = as_user(ready.people.cora)
    assert "Half" not in page_of(client, address)
    where = {"place": "quote", "start": 0, "end": 4, "reason": "a number"}
    identifier = ready.study.identifiers.latest("pk")
    with pytest.raises(NotPermitted, match="submit your own pass"):
        clear_occurrence(by=ready.people.cora, draft=ready.draft, identifier=identifier, **where)
    submit(own)
    assert "Half" in page_of(client, address)


def test_a_name_of_another_study_is_shown_as_such_by_its_number_alone(ready, address, as_user):
    other = make_study("other")
    name = add_identifier(by=team(other).dele, study=other, type="person", name="fields are")
    page = page_of(as_user(ready.people.kofi), address)
    assert f"Identifier {name.pk} of another study" in page


def test_an_issue_whose_words_were_cleared_when_it_was_published_holds_no_quote_back(ready):
    words = {"title": "Fields are empty", "summary": "Half of them."}
    draft = publish.propose_issue(
        by=ready.people.mona, study=ready.study, issue=ready.issue, content={"texts": {"en": words}}
    )
    publish.approve_issue(by=ready.people.pia, draft=draft)
    identifier = ready.study.identifiers.latest("pk")
    where = {"identifier": identifier, "start": 0, "end": 4, "reason": "a number"}
    clear_occurrence(by=ready.people.dele, draft=draft, place="texts/en/summary", **where)
    clear_occurrence(by=ready.people.dele, draft=ready.draft, place="quote", **where)
    report = ready.publish()
    assert (len(report.issues), len(report.evidence), report.held) == (1, 1, [])


@pytest.mark.parametrize("name", ["imani", "cora", "colin", "mona", "pia", "olga"])
def test_nobody_else_opens_the_page(ready, address, as_user, name):
    client = as_user(getattr(ready.people, name))
    assert client.get(address).status_code == 403
    assert client.post(address, {"occurrence": "x", "reason": "x"}).status_code == 403


def test_the_first_page_and_the_studys_page_lead_there(ready, address, as_user):
    client = as_user(ready.people.dele)
    study = reverse("admin:interviews_study_change", args=[ready.study.pk])
    for page in (reverse("admin:index"), study):
        assert f'href="{address}"' in page_of(client, page)


def test_a_study_whose_words_were_destroyed_has_nothing_to_clear(ready, address, as_user):
    ready.publish()
    EvidenceDraft.objects.update(public_id="0123456789ab")
    destroy_raw_text(by=ready.people.kofi, study=Study.objects.get(pk=ready.study.pk), reason="asked for")
    assert "No draft is held back" in page_of(as_user(ready.people.dele), address)


def test_a_quote_coded_again_by_somebody_else_is_asked_about_by_its_own_words(ready, address, as_user):
    turn = ready.interview.segments.get(position=3)
    add_identifier(by=ready.people.kofi, study=ready.study, type="other", name="a week", sure=True)
    coding = moderated_coding(turn, "wait for a week", by=ready.people.mona)
    publish.propose_evidence(by=ready.people.mona, coding=coding, issue=ready.issue)
    page = page_of(as_user(ready.people.dele), address)
    assert 'wait for <mark class="proposed">a week</mark>' in page
    assert "Ottoline" not in page
