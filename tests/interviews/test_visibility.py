"""The blind rule, case by case, as the table in `interviews/visibility.py` has it."""

from dataclasses import dataclass

import pytest

from interviews.models import CodingPass, Interview
from interviews.visibility import can_see_pass, may_have_read, visible_passes
from tests.factories import make_interview, make_pass, make_study, submit
from tests.people import People, Role, join, person, team

pytestmark = pytest.mark.django_db


@dataclass
class Coded:
    """An interview that Cora and Colin code and Mona moderates."""

    interview: Interview
    people: People
    coras: CodingPass
    colins: CodingPass
    moderated: CodingPass

    def seen_by(self, user) -> set[str]:
        names = {self.coras.pk: "cora's", self.colins.pk: "colin's", self.moderated.pk: "moderated"}
        return {names.get(seen.pk, "own") for seen in visible_passes(user)}


@pytest.fixture
def coded() -> Coded:
    """Every pass is still open."""
    study = make_study()
    people = team(study)
    interview = make_interview(study)
    return Coded(
        interview,
        people,
        make_pass(interview, people.cora),
        make_pass(interview, people.colin),
        make_pass(interview, people.mona, kind="moderated"),
    )


@pytest.fixture
def settled(coded) -> Coded:
    """Every pass is submitted."""
    for coding_pass in (coded.coras, coded.colins, coded.moderated):
        submit(coding_pass)
    return coded


def in_state(interview: Interview, state: str) -> None:
    interview.coding_state = state
    interview.save(update_fields=["coding_state"])


# --- a coder


def test_a_blind_coder_sees_only_their_own_pass(coded):
    assert coded.seen_by(coded.people.cora) == {"cora's"}


def test_a_blind_coder_does_not_see_what_others_submitted(coded):
    submit(coded.colins)
    submit(coded.moderated)
    assert coded.seen_by(coded.people.cora) == {"cora's"}


def test_a_coder_who_submitted_sees_submitted_passes_and_the_moderated_one(coded):
    submit(coded.coras)
    submit(coded.colins)
    assert coded.seen_by(coded.people.cora) == {"cora's", "colin's", "moderated"}


def test_a_coder_who_submitted_does_not_see_an_open_pass_of_another(coded):
    submit(coded.coras)
    assert coded.seen_by(coded.people.cora) == {"cora's", "moderated"}


def test_a_coder_who_could_still_get_a_pass_there_sees_nothing_that_others_submitted(settled):
    third = join(person("cleo"), settled.interview.study, Role.CODER)
    for state in ("uncoded", "coding", "submitted"):
        in_state(settled.interview, state)
        assert settled.seen_by(third) == set()


def test_a_coder_without_a_pass_there_sees_what_is_submitted_once_it_is_moderated(settled):
    third = join(person("cleo"), settled.interview.study, Role.CODER)
    for state in ("moderating", "moderated"):
        in_state(settled.interview, state)
        assert settled.seen_by(third) == {"cora's", "colin's", "moderated"}


def test_a_coder_of_two_interviews_is_blind_on_each_by_itself(settled):
    third = join(person("cleo"), settled.interview.study, Role.CODER)
    other = make_interview(settled.interview.study)
    submit(make_pass(other, third))
    colins = submit(make_pass(other, settled.people.colin))
    assert set(visible_passes(third).filter(interview=other)) >= {colins}
    assert not visible_passes(third).filter(interview=settled.interview).exists()


def test_a_coder_whose_pass_is_given_back_is_blind_again(settled):
    settled.coras.status, settled.coras.submitted_at = "open", None
    settled.coras.save()
    assert settled.seen_by(settled.people.cora) == {"cora's"}


def test_a_custodian_or_publisher_who_also_codes_is_as_blind_as_a_coder(settled):
    for somebody in (settled.people.kofi, settled.people.pia):
        join(somebody, settled.interview.study, Role.CODER)
        assert settled.seen_by(somebody) == set()


def test_being_blind_on_one_interview_does_not_blind_on_another(settled):
    make_pass(make_interview(settled.interview.study), settled.people.cora)
    assert settled.seen_by(settled.people.cora) == {"own", "cora's", "colin's", "moderated"}


# --- a moderator


def test_a_moderator_sees_submitted_passes_and_no_open_one(coded):
    submit(coded.colins)
    assert coded.seen_by(coded.people.mona) == {"colin's", "moderated"}


def test_a_moderator_with_an_open_pass_of_their_own_there_is_blind_too(settled):
    own = make_pass(settled.interview, settled.people.mona)
    assert settled.seen_by(settled.people.mona) == {"own"}
    submit(own)
    assert settled.seen_by(settled.people.mona) == {"own", "cora's", "colin's", "moderated"}


def test_who_moderates_and_has_no_pass_may_have_read_what_is_submitted(coded):
    mona, interview = coded.people.mona, coded.interview
    assert not may_have_read(mona).exists()
    submit(coded.colins)
    assert set(may_have_read(mona)) == {interview}
    assert not may_have_read(coded.people.cora).exists()
    make_pass(interview, mona)
    assert not may_have_read(mona).exists()


# --- publisher and custodian


@pytest.mark.parametrize("name", ["pia", "kofi"])
def test_publisher_and_custodian_see_the_moderated_pass_once_it_is_submitted(coded, name):
    somebody = getattr(coded.people, name)
    submit(coded.coras)
    assert coded.seen_by(somebody) == set()
    submit(coded.moderated)
    assert coded.seen_by(somebody) == {"moderated"}


def test_a_publisher_who_codes_there_blind_does_not_see_the_moderated_pass(settled):
    join(settled.people.pia, settled.interview.study, Role.CODER)
    make_pass(settled.interview, settled.people.pia)
    assert settled.seen_by(settled.people.pia) == {"own"}


# --- everybody else


@pytest.mark.parametrize("name", ["imani", "dele", "olga"])
def test_importer_de_identifier_and_outsiders_see_no_pass(settled, name):
    assert settled.seen_by(getattr(settled.people, name)) == set()


def test_somebody_who_coded_and_left_the_study_sees_nothing(settled):
    settled.people.cora.study_memberships.all().delete()
    assert settled.seen_by(settled.people.cora) == set()


def test_a_coder_of_another_study_sees_nothing_here(settled):
    stranger = join(person("cleo"), make_study("other"), Role.CODER, Role.MODERATOR, Role.PUBLISHER)
    assert settled.seen_by(stranger) == set()


def test_a_superuser_sees_nothing_without_a_role(settled):
    assert settled.seen_by(person("sunita", is_superuser=True)) == set()


def test_somebody_inactive_sees_nothing(settled):
    settled.people.mona.is_active = False
    assert settled.seen_by(settled.people.mona) == set()


def test_nobody_sees_nothing(settled):
    assert settled.seen_by(None) == set()


def test_one_pass_is_asked_about_by_the_same_rule(coded):
    submit(coded.colins)
    assert can_see_pass(coded.people.cora, coded.coras)
    assert not can_see_pass(coded.people.cora, coded.colins)
