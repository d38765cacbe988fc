"""The door: signing in, and what somebody sees who tries too often."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests.interviews.admin.pages import words
from tests.people import person

PASSWORD = "harbour-lights-at-dawn"


@pytest.fixture
def cora(db):
    user = person("cora")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, password):
    return client.post(reverse("admin:login"), {"username": "cora", "password": password})


def test_a_coder_signs_in(cora, client):
    assert sign_in(client, PASSWORD).status_code == 302
    assert client.get(reverse("admin:index")).status_code == 200


def test_ten_wrong_passwords_close_the_door_and_the_page_says_nothing_of_the_name(cora, client):
    for _ in range(9):
        assert sign_in(client, "wrong").status_code == 200
    answer = sign_in(client, "wrong")
    assert answer.status_code == 429
    assert "too many attempts" in words(answer)
    assert "cora" not in words(answer)
    assert sign_in(client, PASSWORD).status_code == 429


def kept():
    """Everything that the tables of attempts hold."""
    rows = [row for model in apps.get_app_config("axes").get_models() for row in model._default_manager.values_list()]
    return f"{rows}"


def test_a_password_typed_as_a_name_is_kept_nowhere_and_locked_like_a_name(cora, client):
    answers = {
        client.post(reverse("admin:login"), {"username": PASSWORD, "password": "x"}).status_code for _ in "123456789"
    }
    assert answers == {200}
    assert client.post(reverse("admin:login"), {"username": PASSWORD, "password": "x"}).status_code == 429
    assert "no account" in kept()
    assert PASSWORD not in kept()
    assert sign_in(client, PASSWORD).status_code == 302


def test_an_attempt_on_an_account_is_kept_by_its_name(cora, client):
    sign_in(client, "wrong")
    assert "cora" in kept()


def test_every_page_carries_the_strict_policy(cora, client):
    policy = client.get(reverse("admin:login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
