"""Wrapping keys can be rotated: names stay readable, fingerprints stay the same, all or nothing."""

import pytest
from django.core.management import CommandError, call_command

from interviews.crypto import KeyMissing, new_wrapping_key, unwrap
from interviews.fingerprints import fingerprint
from interviews.management.commands.rotate_identity_keys import keyed_models
from interviews.models import Identifier, Interview, KeyRing, Segment, Study
from tests.interviews.ready import COMPANY, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def rotate(settings):
    """Put a new key first, rotate, and take the old keys away."""

    def rotate() -> None:
        fresh = new_wrapping_key()
        settings.IDENTITY_KEYS = [fresh, *settings.IDENTITY_KEYS]
        call_command("rotate_identity_keys")
        settings.IDENTITY_KEYS = [fresh]
        unwrap.cache_clear()

    return rotate


def test_everything_stays_readable_with_the_new_key_alone(rotate):
    ready = make_ready()
    words = Segment.objects.get(pk=ready.segment.pk).text
    rotate()
    assert Segment.objects.get(pk=ready.segment.pk).text == words
    assert Identifier.objects.get().name == COMPANY


def test_fingerprints_survive_a_rotation(rotate):
    before = fingerprint(COMPANY)
    rotate()
    assert fingerprint(COMPANY) == before


def test_what_was_approved_and_reviewed_before_a_rotation_is_published_after_it(rotate):
    ready = make_ready()
    rotate()
    assert ready.publish().held == []


def test_the_old_key_opens_nothing_any_more(rotate, settings):
    make_ready()
    old = list(settings.IDENTITY_KEYS)
    rotate()
    settings.IDENTITY_KEYS = old
    unwrap.cache_clear()
    for model in (Interview, Identifier, Study, KeyRing):
        for row in model.objects.all():
            with pytest.raises(KeyMissing):
                unwrap(bytes(row.data_key))


def test_every_model_with_a_data_key_is_rotated():
    assert {model.__name__ for model in keyed_models()} == {"Identifier", "Interview", "KeyRing", "Study"}


def test_a_key_that_cannot_be_opened_stops_the_rotation_before_anything_changes(settings):
    make_ready()
    KeyRing.objects.create(purpose="lost", data_key=b"\0" * 60)
    before = list(Interview.objects.values_list("data_key"))
    settings.IDENTITY_KEYS = [new_wrapping_key(), *settings.IDENTITY_KEYS]
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("rotate_identity_keys")
    assert list(Interview.objects.values_list("data_key")) == before


def test_destroyed_keys_stay_destroyed(rotate):
    make_ready()
    Interview.objects.update(data_key=None)
    rotate()
    assert list(Interview.objects.values_list("data_key", flat=True)) == [None]
