"""An interview of the study, and people who are signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from interviews.models import Interview
from tests import factories as make
from tests.people import signed_in


@pytest.fixture
def interview(study) -> Interview:
    """Four turns; the interviewee names a company in turn 1 and a colleague in turn 3."""
    return make.make_interview(study, participant=make.make_participant(study))


@pytest.fixture
def as_user() -> Callable[..., Client]:
    """A browser in which somebody is signed in."""
    return signed_in
