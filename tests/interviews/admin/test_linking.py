"""The page on which a publisher reads each person's public quotes together and then links their labels."""

import pytest
from django.urls import reverse

from catalog.models import Evidence
from interviews.models import Study
from tests.interviews.ready import QUOTE, Ready, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    return ready


@pytest.fixture
def published(ready: Ready) -> Ready:
    return ready


@pytest.fixture
def address(published):
    return reverse("admin:interviews_study_linking", args=[published.study.pk])


def test_pia_sees_all_public_quotes_of_each_person_before_anything_is_linked(published, address, as_user):
    page = as_user(published.people.pia).get(address)
    assert QUOTE in page.content.decode()
    assert f"I read the quotes of {published.participant.code} together" in page.content.decode()
    assert not Study.objects.get().linking_labels


def test_without_a_public_quote_the_page_offers_no_linking(published, address, as_user):
    Evidence.objects.update(status="hidden", text="")
    page = as_user(published.people.pia).get(address).content.decode()
    assert "linking can't be turned on" in page.replace("&#x27;", "'")
    assert "Turn linking on" not in page


def test_linking_without_a_ticked_box_for_everybody_changes_nothing(published, address, as_user):
    pia = as_user(published.people.pia)
    seen = pia.get(address).context["form"].initial["seen"]
    answer = pia.post(address, {"seen": seen})
    assert f"read together the quotes of {published.participant.code} first" in answer.content.decode()
    assert not Study.objects.get().linking_labels


def test_pia_links_and_unlinks(published, address, as_user):
    pia = as_user(published.people.pia)
    seen = pia.get(address).context["form"].initial["seen"]
    pia.post(address, {"seen": seen, f"read-{published.participant.pk}": "on"})
    assert Evidence.objects.get().speaker_label.startswith("a data scientist, participant ")
    assert "Turn linking off" in pia.get(address).content.decode()
    pia.post(address, {"off": "1"})
    assert Evidence.objects.get().speaker_label == "a data scientist"


def test_nobody_but_a_publisher_opens_the_page(published, address, as_user):
    for somebody in (published.people.kofi, published.people.dele, published.people.mona, published.people.olga):
        assert as_user(somebody).get(address).status_code == 403


def test_linking_is_no_field_that_somebody_ticks_in_passing(published, as_user):
    kofi = as_user(published.people.kofi)
    page = kofi.get(reverse("admin:interviews_study_change", args=[published.study.pk]))
    assert "linking_labels" not in page.context["adminform"].form.fields


def test_raising_k_in_the_admin_takes_labels_back_at_once(published, as_user):
    assert Evidence.objects.get().speaker_label == "a data scientist"
    kofi = as_user(published.people.kofi)
    address = reverse("admin:interviews_study_change", args=[published.study.pk])
    form = kofi.get(address).context["adminform"].form
    formsets = kofi.get(address).context["inline_admin_formsets"]
    data = {name: form[name].value() or "" for name in form.fields}
    for formset in formsets:
        for part in [formset.formset.management_form, *formset.formset.initial_forms]:
            data |= {part.add_prefix(name): part[name].value() or "" for name in part.fields}
    kofi.post(address, {**data, "k": 5})
    assert Study.objects.get().k == 5
    assert Evidence.objects.get().speaker_label == "a practitioner"
