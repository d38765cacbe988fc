"""A study, its team, an interview, and people who are signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from interviews.models import Interview, Study
from tests import factories as make
from tests.people import People, team


@pytest.fixture
def study(db) -> Study:
    return make.make_study()


@pytest.fixture
def people(study) -> People:
    return team(study)


@pytest.fixture
def interview(study) -> Interview:
    """Four turns; the interviewee names a company in turn 1 and a colleague in turn 3."""
    return make.make_interview(study, participant=make.make_participant(study))


@pytest.fixture
def as_user() -> Callable[..., Client]:
    """A browser in which somebody is signed in."""

    def signed_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
