"""Exports to other tools: what goes out, to whom, and what is said of the rest."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from lxml import etree

from interviews.actions import memos, redact
from interviews.actions.code import mark_nothing_applies
from interviews.errors import NotPermitted
from interviews.exports.refi_codebook import RefiCodebook
from interviews.exports.refi_codes import codes_of
from interviews.exports.refi_project import RefiProject
from interviews.models import Code, Coding, Event, Study
from interviews.refi.document import UNCERTAIN
from interviews.refi.reader import read_project
from interviews.reports.sentences import tell
from tests.factories import code_words, make_code, make_interview, make_pass, make_study, span_of, submit
from tests.interviews.refi.files import list_of, project_schema
from tests.people import person

pytestmark = pytest.mark.django_db
ASTRAL = [
    ("interviewer", "Qu\u2019est-ce qui \U0001f5c3\ufe0f cloche\u00a0?"),
    ("interviewee", "E\u0301te\u0301, the \U0001f469\u200d\U0001f52c left."),
]


def export(study, **who) -> bytes:
    out = io.BytesIO()
    RefiProject().write(out, study=study.slug, **who)
    return out.getvalue()


def project_of(study, **who):
    return read_project(io.BytesIO(export(study, **who)), name="ours.qdpx")


def coded(project):
    """What is coded in a project: who, which words, which code."""
    users = {user.guid: user.name for user in project.users}
    codes = {code.guid: code.name for code in project.codes}
    return [
        (users[coding.user], source.text[selection.start : selection.end], codes[coding.code])
        for source in project.sources
        for selection in source.selections
        for coding in selection.codings
    ]


def replaced(people, segment, words: str, text: str = "[company]"):
    start, end = span_of(segment, words)
    return redact.make_replacement(by=people.dele, segment=segment, start=start, end=end, text=text)


def reviewed(people, *interviews) -> None:
    for interview in interviews:
        redact.review_deidentification(by=people.dele, interview=interview)


@pytest.fixture
def interview(study):
    return make_interview(study)


@pytest.fixture
def turn(interview):
    return interview.segments.get(position=1)


def test_safe_words_go_out_under_labels_that_name_nobody(study, people, interview, turn):
    replaced(people, turn, "Zephyrine Labs")
    replaced(people, interview.segments.get(position=3), "Ottoline", "[person]")
    data = export(study)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Zephyrine" not in everything
    assert "Ottoline" not in everything
    assert "Interviewee: Half of the fields are empty and nobody at [company] knows why.\n\nInterviewer: " in everything


def test_a_coding_that_cuts_a_replacement_covers_all_of_it_and_that_is_told(study, people, interview, turn):
    replaced(people, turn, "Zephyrine Labs")
    code_words(make_pass(interview, people.cora), turn, "nobody at Zephyrine", make_code(study))
    format_ = RefiProject()
    format_.write(out := io.BytesIO(), study=study.slug)
    out.seek(0)
    assert coded(read_project(out, name="x.qdpx")) == [("cora", "nobody at [company]", "Data-empty-fields")]
    assert "1 × coding cuts a replacement: it covers all of that there" in format_.remarks


def test_a_coding_of_deleted_words_is_left_out_and_told(study, people, interview, turn):
    replaced(people, turn, " at Zephyrine Labs", "")
    code_words(make_pass(interview, people.cora), turn, "Zephyrine", make_code(study))
    format_ = RefiProject()
    assert format_.write(io.BytesIO(), study=study.slug) == 0
    assert any("words are all deleted" in line for line in format_.remarks)


def test_a_selection_across_turns_goes_out_as_one(study, people, interview):
    coding_pass = make_pass(interview, people.cora)
    code, group = make_code(study), "11111111-0000-4000-8000-000000000000"
    for position, (start, end) in ((1, (60, 68)), (2, (0, 24)), (3, (0, 6))):
        segment = interview.segments.get(position=position)
        Coding.objects.create(coding_pass=coding_pass, segment=segment, start=start, end=end, code=code, group=group)
    ((_, words, _),) = coded(project_of(study))
    assert words == "ows why.\n\nInterviewer: And what do you do then?\n\nInterviewee: We ask"


def test_the_same_state_is_the_same_bytes_with_stable_guids_and_valid_by_the_schema(study, people, interview, turn):
    make_interview(study, turns=ASTRAL)
    for coder in (people.colin, people.cora):
        coding_pass = make_pass(interview, coder)
        for name in ("Data-gaps", "Data-empty-fields"):
            code_words(coding_pass, turn, "Half", make_code(study, name, colour="#1f6171"))
    first, second = export(study), export(study)
    assert first == second
    project_schema().assertValid(etree.fromstring(list_of(first)))


def test_texts_have_unix_line_ends_whatever_stands_in_a_turn_and_places_stay(study, people):
    text = "One\r\ntwo\rthree \U0001f5c3 four"
    interview = make_interview(study, turns=[("interviewee", text)])
    code_words(make_pass(interview, people.cora), interview.segments.get(), "three \U0001f5c3", make_code(study))
    data = export(study)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (plain,) = (archive.read(name) for name in archive.namelist() if name.endswith(".txt"))
    assert plain.decode() == "Interviewee: One \ntwo\nthree \U0001f5c3 four\n"
    assert coded(project_of(study)) == [("cora", "three \U0001f5c3", "Data-empty-fields")]


def test_a_moderator_gets_what_the_blind_rule_shows_and_interviews_that_nobody_codes(study, people, interview, turn):
    for coder in (people.cora, people.colin):
        code_words(make_pass(interview, coder), turn, "Half", make_code(study))
    submit(interview.passes.get(coder=people.cora))
    hidden, uncoded = make_interview(study), make_interview(study)
    code_words(make_pass(hidden, people.colin), hidden.segments.get(position=1), "Half", make_code(study))
    reviewed(people, interview, hidden, uncoded)
    project = project_of(study, user=people.mona)
    assert [who for who, _, _ in coded(project)] == ["cora"]
    assert [user.name for user in project.users] == ["cora"]
    assert [source.name for source in project.sources] == ["Interview 1", f"Interview {uncoded.number}"]
    assert "1 × interview: left out, since none of its codings may be seen yet" in project.description
    make_pass(interview, people.mona)
    assert coded(project_of(study, user=people.mona)) == []


def test_words_that_nobody_reviewed_count_as_raw_words(study, people, interview, turn):
    submit(code_words(make_pass(interview, people.cora), turn, "Half", make_code(study)).coding_pass)
    submit(code_words(make_pass(interview, people.mona, kind="moderated"), turn, "Half", make_code(study)).coding_pass)
    project = project_of(study, user=people.mona)
    assert project.sources == []
    assert "1 × interview: left out, since the de-identification of a turn is not reviewed" in project.description
    assert "4 × turn whose de-identification is not reviewed" in project_of(study, user=people.kofi).description
    reviewed(people, interview)
    assert len(project_of(study, user=people.mona).sources) == 1
    replaced(people, turn, "Zephyrine Labs")
    assert project_of(study, user=people.mona).sources == []


def test_a_custodian_gets_what_was_settled_alone(study, people, interview, turn):
    for coder, kind in ((people.cora, "independent"), (people.mona, "moderated")):
        coding_pass = make_pass(interview, coder, kind=kind)
        code_words(coding_pass, turn, "Half", make_code(study))
        submit(coding_pass)
    project = project_of(study, user=people.kofi)
    assert [(user.name, user.kind) for user in project.users] == [("mona (moderated)", "moderated")]
    assert len(coded(project)) == 1


@pytest.mark.parametrize("format_", [RefiProject, RefiCodebook])
def test_whoever_may_not_export_codings_gets_nothing(study, people, format_):
    make_code(study)
    for somebody in (people.cora, people.pia, people.imani, people.olga, person("nobody", is_active=False)):
        out = io.BytesIO()
        with pytest.raises(NotPermitted):
            format_().write(out, study=study.slug, user=somebody)
        assert out.getvalue() == b""


def test_what_the_format_cannot_carry_is_told_thing_by_thing(study, people, interview, turn):
    coding_pass = make_pass(interview, people.cora)
    kept = make_code(study, "Data-gaps", kind="other")
    merged = make_code(study, "Data-gap", kind="other", merged_into=kept)
    code_words(coding_pass, turn, "Half", merged)
    Coding.objects.filter(code=merged).update(span_certain=False)
    mark_nothing_applies(by=people.cora, coding_pass=coding_pass, segment=interview.segments.get(position=0))
    memos.write_memo(by=people.cora, coding_pass=coding_pass, segment=turn, text="Ask Ottoline.")
    format_ = RefiProject()
    format_.write(out := io.BytesIO(), study=study.slug)
    assert [line.split(":")[0] for line in format_.remarks] == [
        "4 × turn whose de-identification is not reviewed",
        "1 × coding whose place in its turn is not certain",
        "1 × turn marked as one to which nothing applies",
        "1 × memo",
        "1 × merged code",
    ]
    out.seek(0)
    project = read_project(out, name="x.qdpx")
    assert coded(project) == [("cora", "Half", "Data-gaps")]
    assert project.sources[0].selections[0].description == UNCERTAIN
    assert project.notes == []


def test_parents_are_read_as_merged_codes_are_and_never_in_a_circle(study):
    top = make_code(study, "Data")
    old = make_code(study, "Old data", merged_into=top)
    make_code(study, "Gaps", parent=old)
    Code.objects.filter(pk=top.pk).update(parent=old)
    assert {code.name: code.parent for code in codes_of(study)} == {"Data": "", "Gaps": str(top.guid)}


def test_a_codebook_of_no_codes_is_refused_in_one_line(study):
    with pytest.raises(CommandError, match="study invented has no codes yet"):
        call_command("export", "refi-codebook", study=study.slug, stdout=io.StringIO())


def test_the_command_asks_who_and_writes_for_them_alone(study, people, interview, turn, tmp_path):
    code_words(make_pass(interview, people.cora), turn, "Half", make_code(study))
    reviewed(people, interview, make_interview(study))
    target, said = tmp_path / "study.qdpx", io.StringIO()
    call_command("export", "refi-qda", study=study.slug, output=target, by="mona", stderr=said)
    with target.open("rb") as file:
        assert coded(read_project(file, name="x.qdpx")) == []
    assert target.stat().st_mode & 0o077 == 0
    assert "0 rows written" in said.getvalue()
    assert "none of its codings may be seen yet" in said.getvalue()
    for by, why in (("cora", "you may not export codings"), ("nobody", "no such user")):
        for name in ("refi-qda", "refi-codebook", "codings-csv"):
            with pytest.raises(CommandError, match=why):
                call_command("export", name, study=study.slug, output=target, by=by)
    with pytest.raises(CommandError, match="-o PATH"):
        call_command("export", "refi-qda", study=study.slug, stdout=io.StringIO())


def test_without_a_study_nothing_is_exported(study):
    make_study("elsewhere")
    for slug in (None, "", "unknown"):
        with pytest.raises(Study.DoesNotExist):
            RefiProject().write(io.BytesIO(), study=slug)


@pytest.mark.parametrize("by", [None, "mona"])
@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("codings-csv", "codings exported"),
        ("refi-codebook", "codebook exported"),
        ("refi-qda", "project exported"),
    ],
)
def test_what_a_command_writes_out_stands_in_the_log_with_who_asked(study, people, tmp_path, name, action, by):
    make_code(study, "Gaps")
    call_command("export", name, study=study.slug, output=tmp_path / "out", by=by, stderr=io.StringIO())
    event = Event.objects.get(action=action)
    assert (event.study, event.actor and event.actor.username, event.data) == (study, by, {})
    assert tell([event])[0].sentence.startswith(f"{by or 'The program'} exported")
