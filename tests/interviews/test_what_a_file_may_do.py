"""What somebody else's project file may not do here, whatever stands in it."""

import re
import uuid
from contextlib import nullcontext, suppress
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError

from interviews.actions import redact
from interviews.actions.ingest_refi import import_project
from interviews.actions.ingest_refi_codings import Codings
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.actions.withdraw import withdraw
from interviews.errors import WrongState
from interviews.models import CodeVersion, Coding, CodingPass, Event, Memo, Segment, Study, StudyMembership
from interviews.permissions import roles_of
from interviews.refi.guids import guid_for
from interviews.visibility import visible_events
from tests.factories import (
    code_words,
    make_code,
    make_interview,
    make_participant,
    make_pass,
    moderated_coding,
    span_of,
    submit,
)
from tests.interviews.refi.files import A, B, C, D, coding, qdpx, selection, text_source, zipped
from tests.interviews.test_import_codings import CODES, TALK, exported, members_of, of_another_tool, read
from tests.people import Role, join

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


@pytest.mark.parametrize("renewed", ["", "guid", "number"])
def test_the_words_of_somebody_who_withdrew_do_not_come_back_out_of_an_older_file(study, people, renewed):
    participant = make_participant(study, "P01")
    interview = make_interview(study, turns=TURNS, participant=participant)
    data = exported(study)
    withdraw(by=people.kofi, participant=participant)
    members = members_of(data)
    if renewed == "guid":
        members = {
            name.replace(str(interview.guid), A): words.replace(str(interview.guid).encode(), A.encode())
            for name, words in members.items()
        }
    if renewed == "number":
        members["project.qde"] = members["project.qde"].replace(b'"Interview 1"', b'"A talk"')
    done = import_project(
        by=people.imani, study=study, project=read(zipped(members)), each_coder=True, new_interviews=True
    )
    assert "no words any more" in done.lines()[0]
    assert not Segment.objects.exists()
    assert study.interviews.count() == 1


def noted(words: str, code: str, *, at: int = 39):
    """A project with a memo on a coding of these words."""
    note = f'<Notes><Note guid="{B}"><PlainTextContent>She says half of it</PlainTextContent></Note></Notes>'
    chosen = selection(at, at + len(words), words, coding(code, inside=f'<NoteRef targetGUID="{B}"/>'))
    return read(qdpx(f"{CODES}<Sources>{text_source(A, chosen)}</Sources>{note}", sources={A: TALK}))


@pytest.mark.parametrize("why", ["unknown code", "no place in the text", "no interview"])
def test_a_memo_on_what_is_left_out_is_left_out_too(study, people, why):
    if why != "no interview":
        make_interview(study, turns=TURNS)
    unknown = "99999999-0000-4000-8000-000000000000"
    project = noted("Half", unknown if why == "unknown code" else C, at=5000 if why == "no place in the text" else 39)
    done = import_project(by=people.cora, study=study, project=project)
    assert not Memo.objects.exists()
    assert any("memo on something that is left out" in line for line in done.lines())


def test_a_memo_on_what_is_carried_hangs_there(study, people):
    make_interview(study, turns=TURNS)
    import_project(by=people.cora, study=study, project=noted("Half", C))
    assert Memo.objects.get().coding == Coding.objects.get()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 20])
def test_a_speaker_with_an_endless_number_is_no_speaker_of_ours(study, people, number):
    text = f"Interviewer {number}: What hurts?\n\nInterviewee: x\n"
    data = qdpx(f"{CODES}<Sources>{text_source(A)}</Sources>", sources={A: text}, origin="ML Quality Catalog")
    done = import_project(by=people.imani, study=study, project=read(data), each_coder=True, new_interviews=True)
    assert len(done.lines()) >= 1


@pytest.mark.parametrize("slug", ["invented", "brought"])
@pytest.mark.parametrize("failing", [False, True])
def test_neither_a_try_nor_a_failure_writes_anything(study, people, tmp_path, slug, failing):
    def rows():
        models = (Study, StudyMembership, Event, get_user_model())
        return [model.objects.count() for model in models]

    make_interview(study, turns=TURNS)
    file = tmp_path / "talks.qdpx"
    file.write_bytes(of_another_tool("fields"))
    before = rows()
    called = {"study": study.slug if slug == "invented" else slug, "each_coder": True, "dry_run": not failing}
    breaks = mock.patch.object(Codings, "store", side_effect=WrongState("no")) if failing else nullcontext()
    with suppress(CommandError), breaks:
        call_command("import_codings", file, **called)
    assert rows() == before


def test_guids_do_not_tell_how_long_a_replaced_name_is(study, people):
    interview = make_interview(study, turns=[("interviewee", "We ask Ottoline Featherstonehaugh twice a day.")])
    turn, name = interview.segments.get(), "Ottoline Featherstonehaugh"
    start, end = span_of(turn, name)
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[person]")
    code_words(make_pass(interview, people.cora), turn, name, make_code(study))
    (source,) = read(exported(study)).sources
    (chosen,) = source.selections
    (given,) = chosen.codings
    assert chosen.guid != guid_for(source.guid, "selection", chosen.user, 0, start, end, 0, start, end, True)
    assert given.guid != guid_for(source.guid, "coding", chosen.user, 0, start, end, given.code)
    assert read(exported(study)).sources == [source]


@pytest.mark.parametrize("settled", [False, True])
def test_codings_of_others_stay_theirs_where_a_tool_made_all_guids_anew(study, people, settled):
    interview = make_interview(study)
    turn = interview.segments.get(position=1)
    if settled:
        moderated_coding(turn, "empty", by=people.mona)
    else:
        submit(code_words(make_pass(interview, people.cora), turn, "Half", make_code(study, "Gaps")).coding_pass)
    data = exported(study)
    members = members_of(data)
    words = members["project.qde"].decode().replace("ML Quality Catalog", "Another tool")
    for number, user in enumerate(read(data).users):
        words = words.replace(user.guid, f"{number:08}-0000-4000-8000-{D[-12:]}").replace(' id="moderated"', "")
    words = re.sub(r'<Coding guid="[^"]+"', lambda _: f'<Coding guid="{uuid.uuid4()}"', words)
    members["project.qde"] = words.encode()
    before = Coding.objects.count()
    importer = people.mona if not settled else join(people.mona, study, Role.CODER)
    done = import_project(by=importer, study=study, project=read(zipped(members)))
    assert Coding.objects.count() == before
    assert any("of another coder of this study" in line for line in done.lines())


def test_what_a_file_said_of_a_code_stands_in_its_history(study, people):
    gaps = make_code(study, "Gaps")
    describes = "<Description>from a file</Description>"
    codes = f'<Code guid="{C}" name="Gaps" isCodable="true">{describes}</Code><Code guid="{B}" name="Drift"/>'
    project = read(qdpx(f"<CodeBook><Codes>{codes}</Codes></CodeBook>"))
    import_project(by=people.cora, study=study, project=project)
    filled, found = list(CodeVersion.objects.filter(code=gaps).order_by("-pk"))
    assert (filled.entry["definition"], filled.event.action, filled.by) == (
        "from a file",
        "code filled in",
        people.cora,
    )
    assert (found.entry["definition"], found.event) == (gaps.definition, None)
    assert CodeVersion.objects.get(code__name="Drift").event.action == "code created"


def test_the_log_tells_nobody_who_codes_blindly_what_others_brought(study, people):
    interview = make_interview(study, turns=TURNS)
    make_pass(interview, people.colin)
    import_project(by=people.cora, study=study, project=noted("Half", C))
    told = list(visible_events(people.colin).values_list("action", "data"))
    assert ("project imported", {}) in told
    assert "memo imported" not in [action for action, _ in told]
    assert visible_events(people.cora).filter(action="memo imported").exists()


def test_a_short_text_is_not_an_interview_because_the_interview_asks_the_same(study, people):
    make_interview(study, turns=[TURNS[0], ("interviewee", "Half of the fields are empty, and nobody knows why. " * 3)])
    text = "What hurts?\n"
    data = qdpx(f"{CODES}<Sources>{text_source(A, selection(0, 4, 'What', coding(C)))}</Sources>", sources={A: text})
    done = import_project(by=people.cora, study=study, project=read(data))
    assert done.sources[0].interview is None


def test_one_text_of_a_file_is_an_interview_and_the_very_words_come_first(study, people):
    make_interview(study, turns=TURNS)
    part = "Interviewee: Half of the 🗃 fields are empty.\n"
    sources = text_source(A, name="A part") + text_source(B, selection(39, 43, "Half", coding(C)))
    done = import_project(
        by=people.cora,
        study=study,
        project=read(qdpx(f"{CODES}<Sources>{sources}</Sources>", sources={A: part, B: TALK})),
    )
    assert [source.interview for source in done.sources] == [None, 1]
    assert "another text of the file is the same interview" in done.sources[0].line()


def test_undoing_an_import_leaves_its_memo_on_the_turn_and_the_file_again_makes_no_second(study, people):
    interview = make_interview(study, turns=TURNS)
    import_project(by=people.cora, study=study, project=noted("Half", C))
    undo_coding(by=people.cora, coding_pass=interview.passes.get())
    memo = Memo.objects.get()
    assert (memo.coding, memo.segment, memo.interview) == (None, interview.segments.get(position=1), interview)
    redo_coding(by=people.cora, coding_pass=interview.passes.get())
    import_project(by=people.cora, study=study, project=noted("Half", C))
    assert (Memo.objects.count(), Coding.objects.count()) == (1, 1)
