"""Pages of the workshop in French: no English word of the interface is left on them."""

import pytest
from django.conf import settings
from django.urls import reverse

from interviews.actions import code as coding
from interviews.actions.moderate import start_moderation
from interviews.actions.redact import propose_replacement
from interviews.models import Code
from tests import factories as make
from tests.french import not_french, spoken
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(study):
    parent = make.make_code(study, "Blank cells", definition="Values that are not there", include="Holes")
    make.make_code(study, "Lost rows", parent=parent)
    return parent


@pytest.fixture
def interview(study, people, code):
    """Cora and Colin differ; Mona moderates."""
    made = make.make_interview(study, participant=make.make_participant(study))
    passes = [coding.assign_pass(by=each, interview=made, coder=each) for each in (people.cora, people.colin)]
    make.code_words(passes[0], made.segments.get(position=1), "Zephyrine", code)
    for each in passes:
        coding.submit_pass(by=each.coder, coding_pass=each)
    propose_replacement(by=people.dele, segment=made.segments.get(position=1), start=3, end=12, text="[company]")
    return made


def left_over(user, address, study):
    client = signed_in(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    page = client.get(address).content.decode()
    assert '<html lang="fr"' in page
    data = {"English", "cora", "colin", "mona", "dele", "kofi", "imani", "pia", study.slug, study.title, "P05", "P01"}
    data |= {str(user.first_name or user), "[company]"} | {f"T-{n}" for n in range(9)}
    data |= {text for code in Code.objects.all() for text in (code.name, code.definition, code.include) if text}
    return not_french(spoken(page), data)


@pytest.mark.parametrize(("who", "mode"), [("colin", "code"), ("mona", "read"), ("dele", "deidentify")])
def test_an_interview_is_read_in_french(people, study, interview, who, mode):
    address = f"{reverse('admin:interviews_interview_transcript', args=[interview.pk])}?mode={mode}"
    assert left_over(getattr(people, who), address, study) == set()


def test_differences_are_settled_and_passages_compared_in_french(people, study, interview, code):
    start_moderation(by=people.mona, interview=interview)
    assert (
        left_over(people.mona, reverse("admin:interviews_interview_differences", args=[interview.pk]), study) == set()
    )
    address = reverse("admin:interviews_code_compare", args=[code.pk])
    assert left_over(people.cora, address, study) == set()
    assert left_over(people.cora, f"{address}?below=1", study) == set()
