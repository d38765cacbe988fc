"""Who may do what: the whole matrix of people and acts, and that nothing but a membership gives a right."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from interviews.errors import NotPermitted
from interviews.permissions import ROLES_FOR, Act, can, check, studies_allowing
from tests.factories import make_study
from tests.people import Role, join, person

pytestmark = pytest.mark.django_db

PEOPLE = ["imani", "dele", "cora", "colin", "mona", "pia", "kofi", "olga"]
MATRIX = {
    Act.SEE_STUDY: "yes yes yes yes yes yes yes no",
    Act.IMPORT: "yes no no no no no yes no",
    Act.SEE_RAW_TEXT: "yes yes no no no no yes no",
    Act.SEE_IDENTITIES: "no yes no no no no yes no",
    Act.DEIDENTIFY: "no yes no no no no yes no",
    Act.CLEAR: "no yes no no no no yes no",
    Act.CODE: "no no yes yes yes no no no",
    Act.MODERATE: "no no no no yes no no no",
    Act.DRAFT: "no no no no yes yes no no",
    Act.APPROVE: "no no no no no yes no no",
    Act.PUBLISH: "no no no no no yes no no",
    Act.EXPORT_CODINGS: "no no no no yes no yes no",
    Act.MANAGE_STUDY: "no no no no no no yes no",
    Act.WITHDRAW: "no no no no no no yes no",
}


def test_the_matrix_has_every_act_and_every_person():
    assert set(MATRIX) == set(Act) == set(ROLES_FOR)
    assert all(len(row.split()) == len(PEOPLE) for row in MATRIX.values())


@pytest.mark.parametrize("act", list(Act))
def test_each_person_may_do_what_their_role_allows_and_nothing_else(study, people, act):
    allowed = {name: "yes" if can(getattr(people, name), act, study) else "no" for name in PEOPLE}
    assert allowed == dict(zip(PEOPLE, MATRIX[act].split(), strict=True))


@pytest.mark.parametrize("act", list(Act))
def test_a_role_in_one_study_gives_no_right_in_another(people, act):
    other = make_study("other")
    assert not any(can(somebody, act, other) for somebody in people.all())


def test_several_roles_add_up(study, people):
    join(people.cora, study, Role.PUBLISHER)
    assert can(people.cora, Act.CODE, study)
    assert can(people.cora, Act.PUBLISH, study)


@pytest.mark.parametrize("act", list(Act))
def test_a_superuser_has_no_right_without_a_membership(study, act):
    assert not can(person("sunita", is_superuser=True), act, study)


def test_groups_and_djangos_own_permissions_give_no_right(study, people):
    group = Group.objects.create(name="custodian")
    group.permissions.set(Permission.objects.all())
    people.olga.groups.add(group)
    assert not any(can(people.olga, act, study) for act in Act)


def test_somebody_inactive_has_no_right_whatever_their_roles(study, people):
    people.kofi.is_active = False
    people.kofi.save()
    assert not any(can(people.kofi, act, study) for act in Act)


def test_nobody_signed_in_has_no_right(study):
    assert not any(can(somebody, act, study) for somebody in (AnonymousUser(), None) for act in Act)


def test_a_refusal_names_the_study_and_the_roles_that_would_do(study, people):
    with pytest.raises(NotPermitted, match=r"publish in study invented: ask its custodian for the role publisher"):
        check(people.mona, Act.PUBLISH, study)


def test_what_is_allowed_is_not_refused(study, people):
    check(people.pia, Act.PUBLISH, study)
    assert can(people.pia, Act.PUBLISH, study)


def test_the_studies_that_allow_an_act_are_those_of_ones_memberships(study, people):
    other = make_study("other")
    join(people.cora, other, Role.IMPORTER)
    assert list(studies_allowing(people.cora, Act.CODE)) == [study]
    assert list(studies_allowing(people.cora, Act.IMPORT)) == [other]
    assert list(studies_allowing(people.cora, Act.SEE_STUDY)) == [study, other]
