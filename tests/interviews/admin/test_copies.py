"""Whoever takes words back in the workshop reads that copies already downloaded cannot be recalled."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from interviews.models import Publication
from interviews.wording import COPIES
from tests.interviews.ready import Ready, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    return ready


@pytest.fixture
def published(ready: Ready) -> Ready:
    return ready


def test_the_withdraw_page_says_it_before_and_after(published, as_user):
    kofi = as_user(published.people.kofi)
    address = reverse("admin:interviews_participant_withdraw", args=[published.participant.pk])
    assert COPIES in kofi.get(address).content.decode()
    after = kofi.post(address, {"code": published.participant.code}, follow=True)
    assert "is withdrawn" in after.content.decode()
    assert COPIES in after.content.decode()


def test_the_withdraw_command_says_it(published, capsys):
    call_command("withdraw", published.participant.code, "--study", "invented", "--by", "kofi")
    assert capsys.readouterr().out.splitlines()[-1] == COPIES


def test_the_page_that_hides_a_quote_says_it_before_and_after(published, as_user):
    publication, pia = Publication.objects.exclude(evidence_id="").get(), as_user(published.people.pia)
    page = pia.get(reverse("admin:interviews_publication_change", args=[publication.pk]))
    assert COPIES in page.content.decode()
    hide = reverse("admin:interviews_publication_hide", args=[publication.pk])
    after = pia.post(hide, {"reason": "a slip"}, follow=True).content.decode()
    assert "is hidden" in after
    assert COPIES in after
