"""A consent that is taken back in the admin takes the person's quotes off the public pages at once."""

import pytest
from django.urls import reverse

from catalog.models import Evidence
from catalog.releases import make_release
from interviews.actions.consent import hide_unconsented
from interviews.models import Consent
from tests.interviews.ready import QUOTE, Ready, held_rules, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    return ready


@pytest.fixture
def published(ready: Ready) -> Ready:
    return ready


@pytest.fixture
def revoke(published, as_user):
    """Kofi writes the day on which the consent was taken back."""

    def posted():
        consent = Consent.objects.get(scope="quote")
        address = reverse("admin:interviews_consent_change", args=[consent.pk])
        kofi = as_user(published.people.kofi)
        form = kofi.get(address).context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields}
        return kofi.post(address, {**data, "revoked_on": "2031-01-01"}, follow=True)

    return posted


def test_the_quote_leaves_pages_and_releases_and_the_person_is_told(published, revoke, client):
    make_release("2026.1", on=published.evidence().published_on)
    address = published.evidence().get_absolute_url()
    assert QUOTE in client.get(address).content.decode()
    answer = revoke()
    assert "1 quote left pages and releases" in answer.content.decode()
    assert client.get(address).status_code == 404
    assert QUOTE not in client.get("/downloads/fixture/catalog.json").content.decode()
    assert Evidence.objects.get().status == "hidden"


def test_its_draft_waits_again_and_the_gate_holds_it_back(published, revoke):
    revoke()
    published.draft.refresh_from_db()
    assert published.draft.status == "proposed"
    assert "participant_consents_to_quotes" in held_rules(published)


def test_the_inline_form_of_the_participant_does_the_same(published, as_user):
    kofi = as_user(published.people.kofi)
    address = reverse("admin:interviews_participant_change", args=[published.participant.pk])
    page = kofi.get(address)
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    for formset in page.context["inline_admin_formsets"]:
        for part in [formset.formset.management_form, *formset.formset.initial_forms]:
            data |= {part.add_prefix(name): part[name].value() or "" for name in part.fields}
    kofi.post(address, {**data, "consents-0-revoked_on": "2031-01-01"})
    assert Consent.objects.get().revoked_on is not None
    assert Evidence.objects.get().status == "hidden"


def test_a_quote_of_somebody_who_still_agrees_stays(published):
    assert hide_unconsented(by=published.people.kofi, participant=published.participant) == []
    assert published.evidence().status == "published"
