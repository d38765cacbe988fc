"""What holds for each registered admin, so that a model registered tomorrow is covered too."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.models import SEARCH_INDEX
from interviews.admin.lookups import offered_by
from interviews.permissions import Role
from tests import factories as make
from tests.interviews.admin.world import World, a_study_with_everything, a_whole_catalog
from tests.lasting import lasting
from tests.people import join, signed_in

# Every model but the search index, which nobody edits; those of a study, which a key ring is not.
BOTH_ROOMS = [model for app in ("interviews", "catalog") for model in apps.get_app_config(app).get_models()]
MODELS = [model for model in BOTH_ROOMS if model not in SEARCH_INDEX]

OF_A_STUDY = [m for m in MODELS if m._meta.app_label == "interviews" and m._meta.model_name != "keyring"]


def name(model):
    return model._meta.label


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One row of everything, made once; what a test adds is undone after it."""
    with lasting(django_db_blocker):
        a_whole_catalog()
        yield a_study_with_everything()


@pytest.fixture
def world(made: World, db: None) -> World:
    return deepcopy(made)


@pytest.fixture
def everyone(world) -> Client:
    """Kofi with every role there is."""
    return signed_in(join(world.people.kofi, world.study, *Role))


def test_every_model_of_both_rooms_is_in_the_admin():
    assert [name(model) for model in MODELS if model not in admin.site._registry] == []


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_list_shows_its_rows_to_somebody_with_the_role(model, everyone):
    answer = everyone.get(address(model, "changelist"))
    assert answer.status_code == 200
    assert answer.context["cl"].result_count >= 1


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_row_opens_for_somebody_with_the_role(model, everyone):
    shown = everyone.get(address(model, "changelist")).context["cl"].result_list
    assert everyone.get(address(model, "change", shown[0].pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_every_filter_and_the_search_of_a_list_work(model, everyone):
    page = everyone.get(address(model, "changelist")).context["cl"]
    for spec in page.filter_specs:
        for choice in list(spec.choices(page))[:3]:
            answer = everyone.get(address(model, "changelist") + choice["query_string"])
            assert answer.status_code == 200, choice
    if page.search_fields:
        assert everyone.get(address(model, "changelist"), {"q": "1"}).status_code == 200


@pytest.mark.any_database
@pytest.mark.parametrize("model", MODELS, ids=name)
def test_olga_who_is_in_no_study_sees_neither_list_nor_row(model, world):
    olga = signed_in(world.people.olga)
    row = model._default_manager.first()
    assert olga.get(address(model, "changelist")).status_code == 403
    assert olga.get(address(model, "change", row.pk)).status_code in {302, 403}
    assert olga.get(address(model, "history", row.pk)).status_code in {302, 403}


@pytest.mark.any_database
@pytest.mark.parametrize("model", OF_A_STUDY, ids=name)
def test_the_team_of_one_study_sees_nothing_of_another(model, everyone, world):
    before = {row.pk for row in model._default_manager.all()}
    a_study_with_everything("foreign", number=2)
    join(world.people.kofi, world.study, *Role).study_memberships.exclude(study=world.study).delete()
    foreign = model._default_manager.exclude(pk__in=before).first()
    shown = {row.pk for row in everyone.get(address(model, "changelist")).context["cl"].result_list}
    assert foreign is not None
    assert shown
    assert shown <= before
    assert everyone.get(address(model, "change", foreign.pk)).status_code == 302


@pytest.mark.parametrize("model", MODELS, ids=name)
def test_a_list_costs_as_many_queries_for_two_studies_as_for_one(
    model, everyone, world, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(25) as first:
        everyone.get(address(model, "changelist"))
    two = a_study_with_everything("second", number=2)
    join(world.people.kofi, two.study, *Role)
    make_more_of_the_catalog()
    with django_assert_max_num_queries(len(first.captured_queries)):
        everyone.get(address(model, "changelist"))


def make_more_of_the_catalog():
    """Another row of what the catalog's lists show, beside what the second study brought."""
    issue = make.make_issue(103, "Schemas change", phase=make.make_phase("deployment", "Deployment"))
    make.make_claim(issue)
    make.make_mitigation(issue, make.make_strategy(2, "Agree on a schema"))


@pytest.mark.any_database
@pytest.mark.parametrize("model", MODELS, ids=name)
def test_somebody_not_signed_in_is_asked_to_sign_in(model, world):
    assert Client().get(address(model, "changelist")).status_code == 302


def test_a_superuser_without_a_membership_sees_no_private_row(world, admin_client):
    for model in apps.get_app_config("interviews").get_models():
        answer = admin_client.get(address(model, "changelist"))
        assert answer.status_code == 403 or answer.context["cl"].result_count == 0, name(model)


@pytest.mark.any_database
@pytest.mark.parametrize("model", [*OF_A_STUDY, User], ids=name)
def test_a_list_is_filtered_by_nothing_but_what_it_offers(model, everyone):
    others = {field.name for field in model._meta.get_fields()} - set(offered_by(admin.site._registry[model]))
    answers = {field: everyone.get(address(model, "changelist"), {field: "1"}).status_code for field in others}
    assert set(answers.values()) == {400}, answers
