"""Projects and codebooks of other tools come in: which words, whose pass, and what is said of the rest."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from interviews.actions import redact
from interviews.actions.code import apply_code, assign_pass, mark_nothing_applies, submit_pass
from interviews.actions.codebook import merge_codes, retire_code
from interviews.actions.ingest_refi import import_project
from interviews.actions.undo_coding import undo_coding
from interviews.errors import NotPermitted, WrongState
from interviews.exports.refi_project import RefiProject
from interviews.models import Code, Coding, Event, Interview, Memo, Study
from interviews.refi.reader import read_file
from tests.factories import code_words, make_code, make_interview, make_pass, make_study, span_of, submit
from tests.interviews.refi.files import A, B, C, D, E, coding, project_xml, qdpx, selection, text_source, zipped
from tests.people import Role, join, person

pytestmark = pytest.mark.django_db

CODES = f'''<CodeBook><Codes><Code guid="{B}" name="Data" isCodable="false" color="#0A0">
<Description>About data&#10;&#10;Use it when: fields are missing</Description>
<Code guid="{C}" name="Gaps" isCodable="true"/></Code></Codes></CodeBook>'''
USERS = f'<Users><User guid="{D}" name="Ada Quill"/><User guid="{E}" name="Bo"/></Users>'
TALK = "Interviewer: What hurts?\n\nInterviewee: Half of the 🗃 fields are empty.\n"


def exported(study, **who) -> bytes:
    out = io.BytesIO()
    RefiProject().write(out, study=study.slug, **who)
    return out.getvalue()


def read(data: bytes):
    return read_file(io.BytesIO(data), name="team.qdpx")


def of_another_tool(words: str, *, text: str = TALK, inside: str = "", user: str = "") -> bytes:
    """A project with one text in which these words have the code "Gaps"."""
    place = text.index(words)
    chosen = selection(place, place + len(words), words, coding(C, user, guid=A), guid=E)
    return qdpx(
        f"{USERS}{CODES}<Sources>{text_source(A, chosen, 'Talk with Ottoline')}</Sources>{inside}", sources={A: text}
    )


def coded_further(data: bytes, *additions: tuple[str, str], crlf: str = "", user: str = D) -> bytes:
    """A project of ours as another tool gives it back: further codings, its own origin, its own line ends.

    `crlf` is "one" or "two" where line ends are CR LF and count as one character or as two.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    (path,) = (name for name in members if name.endswith(".txt"))
    text = members[path]
    counted = text.replace("\n", "\r\n") if crlf == "two" else text
    new = "".join(
        selection(
            start := counted.index(words.replace("\n", "\r\n") if crlf == "two" else words),
            start + len(words) + (words.count("\n") if crlf == "two" else 0),
            " ".join(words.split()),
            coding(code, user, guid=f"{index:08}-0000-4000-8000-000000000001"),
            guid=f"{index:08}-0000-4000-8000-000000000002",
        )
        for index, (words, code) in enumerate(additions)
    )
    xml = members["project.qde"].replace("ML Quality Catalog", "Other tool 3.1")
    xml = (
        xml.replace("</TextSource>", f"{new}</TextSource>")
        if "</TextSource>" in xml
        else xml.replace('.txt" />', f'.txt">{new}</TextSource>')
    )
    members["project.qde"] = xml
    members[path] = "\ufeff" + text.replace("\n", "\r\n") if crlf else text
    return zipped({name: content.encode() for name, content in members.items()})


def stored(study) -> list[tuple[Any, ...]]:
    """Who coded which raw words as what."""
    codings = Coding.objects.filter(coding_pass__interview__study=study).select_related("segment__interview", "code")
    return [
        (c.coding_pass.coder.username, c.segment.position, c.segment.text[c.start : c.end], c.code.name)
        for c in codings.order_by("segment__position", "start", "coding_pass__coder__username", "code__name")
    ]


@pytest.fixture
def interview(study):
    return make_interview(study)


@pytest.fixture
def turn(interview):
    return interview.segments.get(position=1)


# --- codings that come back


@pytest.mark.parametrize("crlf", ["", "one", "two"])
def test_what_was_coded_elsewhere_lands_on_raw_words_in_ones_own_pass(study, people, interview, turn, crlf):
    start, end = span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company] 🗃")
    gaps = make_code(study, "Gaps")
    additions = [
        ("empty and nobody", str(gaps.guid)),
        ("at [company]", str(gaps.guid)),
        ("knows why.\n\nInterviewer: And", str(gaps.guid)),
    ]
    data = coded_further(exported(study), *additions, crlf=crlf)
    done = import_project(by=people.cora, study=study, project=read(data))
    assert stored(study) == [
        ("cora", 1, "empty and nobody", "Gaps"),
        ("cora", 1, "at Zephyrine Labs", "Gaps"),
        ("cora", 1, "knows why.", "Gaps"),
        ("cora", 2, "And", "Gaps"),
    ]
    across = Coding.objects.exclude(group=None)
    assert {c.segment.position for c in across} == {1, 2}
    assert len({c.group for c in across}) == 1
    assert (done.codings, done.remarks) == (3, [])
    assert interview.passes.get().status == "open"


def test_the_same_file_again_adds_nothing_not_even_where_codings_grew(study, people, interview, turn):
    start, end = span_of(turn, "Zephyrine Labs")
    redact.make_replacement(by=people.dele, segment=turn, start=start, end=end, text="[company]")
    gaps = make_code(study, "Gaps")
    coras = assign_pass(by=people.cora, interview=interview, coder=people.cora)
    start, end = span_of(turn, "at Zephyrine")
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=start, end=end, code=gaps)
    data = coded_further(exported(study), ("empty", str(gaps.guid)))
    for new in (1, 0):
        done = import_project(by=people.cora, study=study, project=read(data))
        assert (done.codings, done.known) == (new, 2 - new)
    assert [words for _, _, words, _ in stored(study)] == ["empty", "at Zephyrine"]
    submit_pass(by=people.cora, coding_pass=coras)
    assert import_project(by=people.cora, study=study, project=read(data)).codings == 0


def test_others_codings_in_the_file_go_into_nobody_elses_pass(study, people, interview, turn):
    for coder, words in ((people.cora, "Half"), (people.colin, "nobody")):
        submit(code_words(make_pass(interview, coder), turn, words, make_code(study, "Gaps")).coding_pass)
    data = exported(study)
    make_pass(interview, people.mona)
    done = import_project(by=people.mona, study=study, project=read(data))
    assert done.codings == 0
    assert done.remarks == ["2 × coding of another coder of this study: left to them, who import it themselves"]
    assert {who for who, *_ in stored(study)} == {"cora", "colin"}


def test_an_import_is_one_act_in_the_log_and_can_be_undone(study, people, interview, turn):
    coras = assign_pass(by=people.cora, interview=interview, coder=people.cora)
    mark_nothing_applies(by=people.cora, coding_pass=coras, segment=turn)
    guid = str(make_code(study, "Gaps").guid)
    data = coded_further(exported(study), ("Half", guid), ("nobody", guid))
    import_project(by=people.cora, study=study, project=read(data))
    assert not turn.reviews.exists()
    assert "project imported" in Event.objects.values_list("action", flat=True)
    undo_coding(by=people.cora, coding_pass=coras)
    assert stored(study) == []
    assert turn.reviews.exists()


def test_a_text_that_changed_meanwhile_keeps_what_lies_on_turns_that_did_not(study, people, interview, turn):
    guid = str(make_code(study, "Gaps").guid)
    data = coded_further(
        exported(study), ("Half of the", guid), ("ask Ottoline", guid), ("knows why.\n\nInterviewer: And", guid)
    )
    last = interview.segments.get(position=3)
    start, end = span_of(last, "Ottoline")
    redact.make_replacement(by=people.dele, segment=last, start=start, end=end, text="[person]")
    done = import_project(by=people.cora, study=study, project=read(data))
    assert [words for _, _, words, _ in stored(study)] == ["Half of the", "knows why.", "And"]
    assert done.remarks == ["1 × coding lies on no words of the interview: left out"]


def test_raw_words_are_known_again_only_by_who_may_read_them(study, people):
    interview = make_interview(
        study, turns=[("interviewer", "What hurts?"), ("interviewee", "Half of the 🗃 fields are empty.")]
    )
    replaced = interview.segments.get(position=1)
    start, end = span_of(replaced, "fields are")
    redact.make_replacement(by=people.dele, segment=replaced, start=start, end=end, text="[thing]")
    data = of_another_tool("fields")
    assert (
        "no interview of the study has its words"
        in import_project(by=people.cora, study=study, project=read(data)).lines()[0]
    )
    join(people.dele, study, Role.CODER)
    import_project(by=people.dele, study=study, project=read(data))
    assert stored(study) == [("dele", 1, "fields", "Gaps")]


def test_an_import_tells_nothing_of_what_a_blind_coder_may_not_see(study, people, interview, turn):
    gaps = make_code(study, "Gaps")
    code_words(make_pass(interview, people.colin), turn, "nobody", gaps)
    data = exported(study)
    assign_pass(by=people.cora, interview=interview, coder=people.cora)
    # The very coding of Colin's, said to be somebody else's.
    guessed = members_of(data)
    (his,) = read(data).users
    guessed["project.qde"] = guessed["project.qde"].replace(his.guid.encode(), D.encode())
    guessed["project.qde"] = guessed["project.qde"].replace(b'"colin"', b'"Ada Quill"')
    done = import_project(by=people.cora, study=study, project=read(zipped(guessed)))
    assert (done.codings, done.known, done.remarks) == (1, 0, [])
    join(people.cora, study, Role.IMPORTER)
    for words in ("nobody", "Half"):
        tried = coded_further(data, (words, str(gaps.guid)), user=his.guid)
        done = import_project(by=people.cora, study=study, project=read(tried), each_coder=True)
        assert (done.codings, done.known) == (0, 0)


# --- rights, and all or nothing


def test_a_submitted_pass_refuses_and_nothing_of_the_file_is_stored(study, people, interview, turn):
    coras = assign_pass(by=people.cora, interview=interview, coder=people.cora)
    members = members_of(coded_further(exported(study), ("Half", C)))
    members["project.qde"] = members["project.qde"].replace(b"<Sources>", f"{CODES}<Sources>".encode())
    submit_pass(by=people.cora, coding_pass=coras)
    with pytest.raises(WrongState, match="submitted"):
        import_project(by=people.cora, study=study, project=read(zipped(members)))
    assert not study.codes.exists()
    assert stored(study) == []


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_who_may_bring_what(study, people, interview):
    project = read(of_another_tool("Half"))
    codebook = read_file(io.BytesIO(CODEBOOK), name="codes.qdc")
    for somebody in (people.imani, people.dele, people.pia, people.kofi, people.olga):
        with pytest.raises(NotPermitted):
            import_project(by=somebody, study=study, project=project)
    for somebody in (people.cora, people.mona, people.olga):
        for flag in ("new_interviews", "each_coder"):
            with pytest.raises(NotPermitted):
                import_project(by=somebody, study=study, project=project, **{flag: True})
    for somebody in (people.pia, people.olga, people.dele):
        with pytest.raises(NotPermitted):
            import_project(by=somebody, study=study, project=codebook)
    assert not study.codes.exists()
    import_project(by=people.cora, study=study, project=codebook)
    assert study.codes.count() == 2


def test_a_try_reports_the_same_and_stores_nothing(study, people):
    join(people.imani, study, Role.CODER)
    project = read(
        of_another_tool(
            "fields", inside=f'<Notes><Note guid="{A}"><PlainTextContent>x</PlainTextContent></Note></Notes>'
        )
    )
    tried = import_project(by=people.imani, study=study, project=project, new_interviews=True, dry_run=True)
    assert [rows.count() for rows in (study.codes, study.interviews, study.memos)] == [0, 0, 0]
    assert not Event.objects.filter(action="project imported").exists()
    assert import_project(by=people.imani, study=study, project=project, new_interviews=True) == tried


# --- texts and coders


def test_a_text_of_no_interview_is_told_by_its_number_or_becomes_one(study, people):
    join(people.imani, study, Role.CODER)
    project = read(of_another_tool("🗃 fields", user=D))
    (left,) = import_project(by=people.imani, study=study, project=project).sources
    assert left.line() == (
        "text 1: left out with 1 coding: no interview of the study has its words; --new-interviews imports it as one"
    )
    done = import_project(by=people.imani, study=study, project=project, new_interviews=True)
    assert done.sources[0].line() == "text 1: interview 1 (new), 1 new coding"
    interview = study.interviews.get()
    assert [(s.speaker.role, s.text) for s in interview.segments.all()] == [
        ("interviewer", "What hurts?"),
        ("interviewee", "Half of the 🗃 fields are empty."),
    ]
    assert str(interview.guid) == A
    assert stored(study) == [("imani", 1, "🗃 fields", "Gaps")]
    again = import_project(by=people.imani, study=study, project=project, new_interviews=True)
    assert (again.interviews, again.codings, again.known) == (0, 0, 1)


def test_everybody_who_coded_gets_a_submitted_pass_of_their_own_when_asked(study, people):
    chosen = "".join(selection(39, 43, "Half", coding(C, user, guid=user), guid=user) for user in (D, E))
    data = qdpx(f"{USERS}{CODES}<Sources>{text_source(A, chosen)}</Sources>", sources={A: TALK})
    given = {"by": people.imani, "study": study, "project": read(data), "each_coder": True, "new_interviews": True}
    assert import_project(**given).codings == 2
    assert stored(study) == [("Ada-Quill", 1, "Half", "Gaps"), ("Bo", 1, "Half", "Gaps")]
    passes = study.interviews.get().passes
    assert {(p.status, p.coder.is_active, p.coder.has_usable_password()) for p in passes.all()} == {
        ("submitted", False, False)
    }
    assert study.interviews.get().coding_state == "submitted"
    assert import_project(**given).codings == 0


def test_several_coders_in_one_pass_are_told(study, people):
    join(people.imani, study, Role.CODER)
    chosen = "".join(selection(39, end, "", coding(C, user, guid=user), guid=user) for user, end in ((D, 43), (E, 46)))
    data = qdpx(f"{USERS}{CODES}<Sources>{text_source(A, chosen)}</Sources>", sources={A: TALK})
    done = import_project(by=people.imani, study=study, project=read(data), new_interviews=True)
    assert done.codings == 2
    assert any("--each-coder keeps them apart" in line for line in done.remarks)


def test_what_has_no_place_is_told_thing_by_thing(study, people):
    join(people.imani, study, Role.CODER)
    inside = "".join(
        [
            selection(0, 4, guid=A),
            selection(39, 43, "Half", coding(D, guid=A), guid=B),
            selection(0, 11, "Interviewer", coding(C, guid=B), guid=C),
            coding(C, guid=C),
        ]
    )
    cases = f'<Cases><Case guid="{A}" name="Ottoline"/></Cases>'
    data = qdpx(
        f"{CODES}{cases}<Sources>{text_source(A, inside)}</Sources><Description>Ottoline</Description>",
        sources={A: TALK},
    )
    done = import_project(by=people.imani, study=study, project=read(data), new_interviews=True)
    assert [line.split(":")[0] for line in done.remarks] == [
        "1 × selection without a code",
        "1 × coding has a code that the file does not have",
        "1 × coding lies on no words of the interview",
        "1 × coding of a whole text",
        "1 × case",
        "1 × description of the whole project",
    ]
    assert stored(study) == [
        ("imani", 0, "What hurts?", "Gaps"),
        ("imani", 1, "Half of the 🗃 fields are empty.", "Gaps"),
    ]
    assert "ttoline" not in " ".join(done.lines())


def test_memos_come_with_what_they_are_on_each_once(study, people):
    join(people.imani, study, Role.CODER)
    note = "".join(
        f'<Note guid="{guid}"><PlainTextContent>{words}</PlainTextContent></Note>'
        for guid, words in ((A, "on a code"), (B, "on a coding"), (C, "on a text"), (D, "on it all"))
    )

    def on(guid: str) -> str:
        return f'<NoteRef targetGUID="{guid}"/>'

    codes = CODES.replace('name="Gaps" isCodable="true"/>', f'name="Gaps" isCodable="true">{on(A)}</Code>')
    chosen = selection(39, 43, "Half", coding(C, inside=on(B)))
    data = qdpx(f"{codes}<Sources>{text_source(A, chosen + on(C))}</Sources><Notes>{note}</Notes>", sources={A: TALK})
    for new in (4, 0):
        done = import_project(by=people.imani, study=study, project=read(data), new_interviews=True)
        assert done.memos == new
    memos = {memo.text: memo for memo in Memo.objects.select_related("code", "coding__code", "interview")}
    assert memos["on a code"].code.name == "Gaps"
    assert memos["on a coding"].coding.code.name == "Gaps"
    assert memos["on a text"].interview.number == 1
    assert (memos["on it all"].interview, memos["on it all"].code) == (None, None)


# --- codes


CODEBOOK = CODES.replace("<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other">').encode()


def bring(people, study, data: bytes = CODEBOOK):
    return import_project(by=people.cora, study=study, project=read_file(io.BytesIO(data), name="codes.qdc"))


def test_codes_come_with_parent_colour_and_meaning_and_are_known_by_their_guid(study, people):
    assert bring(people, study).codes == 2
    top, below = study.codes.get(name="Data"), study.codes.get(name="Gaps")
    assert (top.colour, top.definition, top.include) == ("#00aa00", "About data", "fields are missing")
    assert (below.parent, str(below.guid)) == (top, C)
    Code.objects.filter(pk=below.pk).update(name="Holes")
    done = bring(people, study)
    assert (done.codes, study.codes.count()) == (0, 2)
    assert done.remarks == ["1 × code has another name here: the name here stays"]


def test_a_code_of_that_name_is_the_one_and_keeps_what_it_says(study, people):
    mine = make_code(study, "Data", definition="Mine")
    assert bring(people, study).codes == 1
    mine.refresh_from_db()
    assert (mine.definition, mine.include, mine.colour) == ("Mine", "fields are missing", "#00aa00")
    assert study.codes.get(name="Gaps").parent == mine


def test_one_name_under_two_parents_is_told_apart_by_the_parent(study, people):
    below = f'<Code guid="{E}" name="Gaps" isCodable="true"/>'
    model = f'<Code guid="{D}" name="Model" isCodable="true">{below}</Code></Codes>'
    twice = CODEBOOK.replace(b"</Codes>", model.encode())
    for new in (4, 0):
        assert bring(people, study, twice).codes == new
    assert set(study.codes.values_list("name", flat=True)) == {"Data", "Gaps", "Model", "Gaps (Model)"}


def test_merged_codes_are_read_as_the_others_and_retired_ones_are_not_applied(study, people, interview):
    gaps, other, retired = make_code(study, "Gaps"), make_code(study, "Holes"), make_code(study, "Old")
    data = coded_further(exported(study), ("Half", str(gaps.guid)), ("nobody", str(retired.guid)))
    merge_codes(by=people.mona, code=gaps, into=other)
    retire_code(by=people.mona, code=retired)
    done = import_project(by=people.cora, study=study, project=read(data))
    assert stored(study) == [("cora", 1, "Half", "Holes")]
    assert any("retired here" in line for line in done.remarks)


def test_a_parent_that_would_make_a_circle_is_left_where_it_is(study, people):
    below = make_code(study, "Gaps")
    make_code(study, "Data", parent=below)
    bring(people, study)
    assert study.codes.get(name="Gaps").parent is None


# --- the command


def run(file, study="invented", by="cora", **options: Any) -> list[str]:
    out = io.StringIO()
    call_command("import_codings", file, study=study, by=by, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().splitlines()


def test_the_command_reports_text_by_text_and_makes_a_study_that_is_missing(people, tmp_path):
    file = tmp_path / "team.qdpx"
    file.write_bytes(of_another_tool("fields"))
    options = {"study": "brought", "by": "olga", "new_interviews": True}
    with pytest.raises(CommandError, match="no such study to try it on"):
        run(file, dry_run=True, **options)
    assert run(file, **options) == [
        "team.qdpx: 2 new codes, 1 new interview, 1 new coding, 0 new memos; 0 codings here before",
        "  text 1: interview 1 (new), 1 new coding",
    ]
    assert json.loads("".join(run(file, json=True, **options)))["known"] == 1
    assert run(file, dry_run=True, **options)[0].endswith("1 coding here before (tried only: nothing is stored)")
    with pytest.raises(CommandError, match="--by USER whose pass"):
        call_command("import_codings", file, study="brought")


HOSTILE = {
    "path.qdpx": (zipped({"project.qde": project_xml(), "../evil": "x"}), "a path that leads out of it"),
    "bomb.qdpx": (qdpx(f"<Sources>{text_source(A)}</Sources>", sources={A: b"\0" * 3_000_000}), "unpacks to more"),
    "entities.qdc": (f'<!DOCTYPE x [<!ENTITY a "aa">]>{CODEBOOK.decode()}'.encode(), "declares entities"),
    "empty.qdpx": (b"", "not a zip archive"),
    "other.qdc": (b"<html/>", "no CodeBook of REFI-QDA"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_means_harm_is_refused_in_one_line_and_makes_nothing(people, tmp_path, name):
    data, why = HOSTILE[name]
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(CommandError) as caught:
        run(file, study="brought")
    assert why in str(caught.value)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)
    assert not Study.objects.filter(slug="brought").exists()
    assert not Interview.objects.exists()


def test_a_file_that_is_not_there_is_one_line(people, tmp_path):
    with pytest.raises(CommandError, match=r"missing\.qdpx: No such file"):
        run(tmp_path / "missing.qdpx", study="brought")
    assert person("cora").is_active
    assert not make_study("elsewhere").codes.exists()
