"""The door: signing in, and what somebody sees who tries too often."""

import pytest
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


def test_every_page_carries_the_strict_policy(cora, client):
    policy = client.get(reverse("admin:login")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
