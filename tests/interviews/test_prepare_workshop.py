"""What `make serve` prepares, and that a second time changes nothing."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.test import RequestFactory

from catalog.models import Evidence, Issue
from interviews.actions import publish
from interviews.models import EvidenceDraft, Study, StudyMembership
from tests.lasting import undone

pytestmark = pytest.mark.django_db


def prepare() -> str:
    said = io.StringIO()
    call_command("prepare_workshop", stdout=said)
    return said.getvalue()


@pytest.fixture(scope="module")
def prepared(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What the command says the first time; what it made is there for all tests here, and undone after them."""
    with django_db_blocker.unblock(), undone():
        yield prepare()


def password_in(said: str) -> str:
    found = re.search(r"password  (\S+)", said)
    assert found, said
    return found[1]


def test_it_loads_the_catalog_and_the_sample_and_says_where_to_look(prepared: str):
    assert "http://127.0.0.1:8000/admin/" in prepared
    assert Issue.objects.published().count() == 30
    assert Study.objects.get().is_sample


def test_the_password_it_prints_opens_the_account_it_made(prepared: str):
    password = password_in(prepared)
    user = authenticate(RequestFactory().post("/admin/login/"), username="coder", password=password)
    assert user is not None
    assert user.is_staff
    assert set(user.study_memberships.values_list("role", flat=True)) == set(StudyMembership.Role.values)


def test_no_two_databases_get_the_same_password(prepared: str):
    StudyMembership.objects.filter(user__username="coder").delete()
    get_user_model().objects.get(username="coder").delete()
    assert password_in(prepare()) != password_in(prepared)


def test_a_second_time_it_changes_nothing_and_prints_no_password(prepared: str):
    before = (Issue.objects.count(), Study.objects.count(), get_user_model().objects.count())
    said = prepare()
    assert "made before" in said
    assert "password  " not in said
    assert (Issue.objects.count(), Study.objects.count(), get_user_model().objects.count()) == before


def test_nobody_can_sign_in_as_an_account_of_the_sample(prepared: str):
    others = get_user_model().objects.exclude(username="coder")
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_the_sample_study_is_never_published(prepared: str):
    coder = get_user_model().objects.get(username="coder")
    before = Evidence.objects.count()
    for draft in EvidenceDraft.objects.filter(status="proposed"):
        publish.approve_evidence(by=coder, draft=draft)
    report = publish.publish(by=coder, study=Study.objects.get())
    assert report.evidence == []
    assert len(report.held) == EvidenceDraft.objects.count() > 0
    assert Evidence.objects.count() == before
