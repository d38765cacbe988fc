"""Every page of a study whose raw text was destroyed says so and none fails."""

import pytest

from interviews.actions.retention import destroy_raw_text
from interviews.permissions import Role
from tests.interviews.admin.test_who_sees_what import MODES, addresses
from tests.interviews.admin.world import a_study_with_everything
from tests.people import join

pytestmark = pytest.mark.django_db


def test_no_page_of_the_workshop_fails_once_raw_text_was_destroyed(as_user):
    world = a_study_with_everything()
    kofi = join(world.people.kofi, world.study, *Role)
    destroy_raw_text(by=kofi, study=world.study, reason="the study ended early")
    client = as_user(kofi)
    client.raise_request_exception = False
    failed = [
        address + mode
        for address in addresses()
        for mode in (MODES if "transcript" in address else ("",))
        if client.get(address + mode).status_code >= 500
    ]
    assert failed == []
