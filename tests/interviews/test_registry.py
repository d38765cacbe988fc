"""The registry: what it finds, and that looking for names writes nothing."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from interviews.actions import redact
from interviews.fingerprints import NO_KEY, fingerprint, fingerprint_key, reading_key
from interviews.models import Event, KeyRing
from interviews.registry import Registry
from interviews.safe import is_reviewed
from tests import factories as make
from tests.interviews.admin.test_who_sees_what import addresses
from tests.people import Role, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make.make_study(source=make.make_source())


@pytest.fixture
def interview(study):
    return make.make_interview(study, participant=make.make_participant(study))


def rows_of_everything() -> dict[str, int]:
    """How many rows each private model has; the log is what looking at raw text may write."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("interviews").get_models()
        if model is not Event
    }


def test_no_page_of_the_admin_makes_a_key_or_any_other_row_by_being_looked_at(study, people, interview, client):
    client.force_login(join(people.kofi, study, *Role))
    before = rows_of_everything()
    opened = [client.get(address + mode).status_code for address in addresses() for mode in ("", "?mode=deidentify")]
    assert opened.count(200) > 40
    assert rows_of_everything() == before
    assert before["KeyRing"] == 0


@pytest.mark.parametrize("command", [["report", "--study", "invented"], ["check_leaks"]])
def test_no_command_that_only_looks_makes_a_key(interview, command):
    call_command(*command, stdout=StringIO(), stderr=StringIO())
    assert not KeyRing.objects.exists()


def test_before_there_is_a_key_nothing_is_found_and_nothing_is_reviewed(interview):
    assert reading_key() == NO_KEY
    assert Registry().find("nobody at Zephyrine Labs") == []
    assert not is_reviewed(interview.segments.get(position=1))
    assert not KeyRing.objects.exists()


def test_the_first_identifier_makes_the_key_and_it_stays(study, people):
    redact.add_identifier(by=people.dele, study=study, type="company", name="Zephyrine Labs")
    assert reading_key() == fingerprint_key() != NO_KEY
    assert KeyRing.objects.count() == 1
    assert Registry().find("at zephyrine-labs")


def test_a_review_is_recorded_with_the_key_that_it_is_compared_with(people, interview):
    redact.review_deidentification(by=people.dele, interview=interview)
    assert all(is_reviewed(segment) for segment in interview.segments.all())


def test_a_name_is_known_by_its_fingerprint_in_every_study(study, people):
    identifier = redact.add_identifier(
        by=people.dele, study=study, type="person", name="Ottoline Quill", variants=["Otty Quill"]
    )
    found = Registry().find("We asked OTTY QUILL, then Ottoline <b>Quill</b>.")
    assert [(match.key, match.start) for match in found] == [(identifier.pk, 9), (identifier.pk, 26)]
    assert identifier.fingerprint == fingerprint("ottoline-quill")
