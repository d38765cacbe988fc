"""What somebody else's project file may not do here, whatever stands in it."""

import pytest

from interviews.actions.ingest_refi import import_project
from interviews.models import CodingPass, Event
from interviews.permissions import roles_of
from tests.factories import make_interview
from tests.interviews.refi.files import A, C, D, coding, qdpx, selection, text_source
from tests.interviews.test_import_codings import CODES, TALK, read

pytestmark = pytest.mark.django_db
TURNS = [("interviewer", "What hurts?"), ("interviewee", "Half of the 🗃 fields are empty.")]


def by_user(name: str, inside: str = ""):
    """A project in which the user of this name coded one word."""
    users = f'<Users><User guid="{D}" name="{name}"/></Users>'
    at = TALK.index("fields")
    chosen = selection(at, at + len("fields"), "fields", coding(C, D))
    return read(qdpx(f"{users}{CODES}<Sources>{text_source(A, chosen)}</Sources>{inside}", sources={A: TALK}))


@pytest.mark.parametrize("name", ["imani", "imani (moderated)", "cora", "mona (moderated)", "colin (moderated)"])
def test_a_file_gives_nobody_who_works_here_a_role_or_a_pass(study, people, name):
    make_interview(study, turns=TURNS)
    before = {user: roles_of(user, study) for user in people.all()}
    done = import_project(by=people.imani, study=study, project=by_user(name), each_coder=True)
    assert {user: roles_of(user, study) for user in people.all()} == before
    assert not CodingPass.objects.exists()
    assert any("in the name of somebody who works here" in line for line in done.lines())


def test_a_custodian_may_bring_the_pass_of_somebody_who_works_here_and_the_log_says_which_role_was_given(study, people):
    make_interview(study, turns=TURNS)
    import_project(by=people.kofi, study=study, project=by_user("colin (moderated)"), each_coder=True)
    assert CodingPass.objects.get().coder == people.colin
    given = Event.objects.get(action="role given")
    assert given.actor == people.kofi
    assert given.data == {"user": people.colin.pk, "role": "moderator"}


def test_a_file_gives_no_role_where_its_codings_are_left_out(study, people):
    make_interview(study, turns=TURNS)
    import_project(by=people.kofi, study=study, project=by_user("Ada (moderated)"), each_coder=True)
    import_project(by=people.kofi, study=study, project=by_user("colin (moderated)"), each_coder=True)
    assert "moderator" not in roles_of(people.colin, study)
