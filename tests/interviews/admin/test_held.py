"""The page on which a held text is settled."""

import pytest
from django.urls import reverse

from catalog.models import IssueText
from interviews.actions.identify import add_identifier
from interviews.models import Event, HeldText
from tests.interviews.ready import Ready, make_ready
from tests.people import Role, join

pytestmark = pytest.mark.django_db
WORDS = "It happened at Brannock Foods and elsewhere."


def prepare() -> Ready:
    ready = make_ready()
    IssueText.objects.update(description=WORDS)
    join(ready.people.kofi, ready.study, Role.DEIDENTIFIER)
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    return ready


@pytest.fixture
def address(ready):
    return reverse("admin:interviews_heldtext_settle", args=[HeldText.objects.get().pk])


def test_who_settles_sees_the_words_and_the_log_says_so_without_them(ready, address, as_user):
    assert WORDS in as_user(ready.people.pia).get(address).content.decode()
    event = Event.objects.get(action="identity seen")
    assert (event.actor, event.data) == (ready.people.pia, {"held": HeldText.objects.get().pk})


def test_kofi_finds_it_harmless_and_readers_have_the_words_again(ready, address, as_user):
    as_user(ready.people.kofi).post(address, {"settlement": "cleared", "reason": "a street name"})
    assert IssueText.objects.get().description == WORDS


def test_pia_rewrites_it(ready, address, as_user):
    as_user(ready.people.pia).post(address, {"settlement": "rewritten", "text": "It happened in a food company."})
    assert IssueText.objects.get().description == "It happened in a food company."


def test_new_words_with_a_name_in_them_are_refused_on_the_page(ready, address, as_user):
    answer = as_user(ready.people.pia).post(address, {"settlement": "rewritten", "text": "At Brannock Foods."})
    assert "write it otherwise" in answer.content.decode()
    assert "[company]" in IssueText.objects.get().description


def test_dele_who_added_the_identifier_does_not_clear_it(ready, address, as_user):
    answer = as_user(ready.people.dele).post(address, {"settlement": "cleared", "reason": "a street name"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["imani", "cora", "mona", "olga"])
def test_nobody_else_opens_the_page(ready, address, as_user, name):
    assert as_user(getattr(ready.people, name)).get(address).status_code == 403
