"""Projects of other tools, as they are written there."""

import io
from datetime import UTC, datetime

import pytest

from interviews.refi.errors import RefiError
from interviews.refi.reader import read_codebook, read_project
from tests.conftest import SHARED
from tests.interviews.refi.files import A, B, C, D, coding, project_xml, qdpx, selection, text_source, zipped

SAMPLES = SHARED / "refi"
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"other tools' projects are not at {SAMPLES}")

CODES = f"""<CodeBook><Codes>
  <Code guid="{{{B.upper()}}}" name=" Data  issues " isCodable="false" color="#0a0">
    <Description>About data</Description>
    <Code guid="{C}" name="Gaps" isCodable="true"/>
  </Code>
</Codes></CodeBook>"""
TALK = "Interviewee: Half of the fields are empty.\n"


def read(data: bytes):
    return read_project(io.BytesIO(data), name="team.qdpx")


def test_codes_come_with_colour_description_and_parent_however_the_guid_is_written():
    first, second = read(qdpx(CODES)).codes
    assert (first.guid, first.name, first.colour, first.description) == (B, "Data issues", "#0a0", "About data")
    assert (first.codable, first.parent) == (False, "")
    assert (second.name, second.parent) == ("Gaps", B)


def test_a_coding_comes_with_its_user_its_time_and_its_place():
    inside = CODES + f'<Users><User guid="{D}" name="Ada"/></Users>'
    chosen = selection(13, 17, "Half", coding(C, D))
    project = read(qdpx(f"{inside}<Sources>{text_source(A, chosen)}</Sources>", sources={A: TALK}))
    (source,) = project.sources
    (found,) = source.selections
    assert source.text[found.start : found.end] == "Half"
    assert [(c.code, c.user, c.created) for c in found.codings] == [(C, D, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))]
    assert project.remarks == []


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_text_is_read_without_its_mark_and_with_unix_line_ends(before):
    text = (TALK.replace("\n", "\r\n")).encode("utf-16-le" if before == b"\xff\xfe" else "utf-8")
    project = read(qdpx(f"<Sources>{text_source(A)}</Sources>", sources={A: before + text}))
    assert project.sources[0].text == TALK


def test_the_list_and_the_folder_may_be_written_with_capitals_and_backslashes():
    inside = f"<Sources>{text_source(A)}</Sources>"
    data = zipped({"Project.QDE": project_xml(inside), f"Sources\\{A.upper()}.TXT": TALK})
    assert read(data).sources[0].text == TALK


@pytest.mark.parametrize("path", [f"{A}.txt", f"internal://{A}.txt", f"internal://sources/{A}.txt"])
def test_a_text_is_found_with_or_without_scheme_and_folder(path):
    source = f'<TextSource guid="{A}" name="x" plainTextPath="{path}"/>'
    assert read(qdpx(f"<Sources>{source}</Sources>", sources={A: TALK})).sources[0].text == TALK


def test_a_text_inside_the_list_is_read_too():
    source = f'<TextSource guid="{A}" name="x"><PlainTextContent>{TALK}</PlainTextContent></TextSource>'
    assert read(qdpx(f"<Sources>{source}</Sources>")).sources[0].text == TALK


def test_the_transcript_of_a_recording_and_the_text_of_a_pdf_are_read():
    points = f'<SyncPoint guid="{B}" position="13"/><SyncPoint guid="{C}" position="17"/>'
    chosen = f'<TranscriptSelection guid="{D}" fromSyncPoint="{B}" toSyncPoint="{C}">{coding(C)}</TranscriptSelection>'
    audio = (
        f'<AudioSource guid="{D}" path="relative:///talk.mp3"><Transcript guid="{A}" plainTextPath="internal://{A}.txt">'
        f"{points}{chosen}</Transcript></AudioSource>"
    )
    pdf = f'<PDFSource guid="{D}"><Representation guid="{B}" plainTextPath="internal://{A}.txt"/></PDFSource>'
    project = read(qdpx(f"<Sources>{audio}{pdf}</Sources>", sources={A: TALK}))
    assert [source.ordinal for source in project.sources] == [1, 2]
    (found,) = project.sources[0].selections
    assert TALK[found.start : found.end] == "Half"
    assert any(line.startswith("1 × recording (audio)") for line in project.remarks)


def test_what_has_no_place_here_is_told_line_by_line_and_no_name_is_in_any():
    inside = f"""<Sources>
      <PictureSource guid="{A}" name="Ottoline.png"><PictureSelection guid="{B}" firstX="1" firstY="1" secondX="2"
        secondY="2">{coding(C)}</PictureSelection></PictureSource>
      {text_source(B, selection(0, 4, "Half", coding(C)), name="Ottoline.txt")}
      <TextSource guid="{C}" name="Ottoline" plainTextPath="absolute:///home/ottoline/talk.txt"/>
      <TextSource guid="{D}" name="Ottoline" richTextPath="internal://x.docx"/>
    </Sources><Links><Link guid="{A}"/></Links><Sets><Set guid="{A}" name="Ottoline"/></Sets>
    <Graphs><Graph guid="{A}"/></Graphs>"""
    remarks = read(qdpx(inside)).remarks
    assert [line.split(":")[0] for line in remarks] == [
        "1 × picture",
        "1 × selection in a picture",
        "1 × set",
        "1 × link between two things",
        "1 × graph",
        "1 × source is named by the project but is not in the file",
        "1 × coding lies on a source that is left out",
        "1 × source lies outside of the project file",
        "1 × source has no plain text",
    ]
    assert "ttoline" not in " ".join(remarks)


def test_a_memo_has_its_title_its_comment_and_its_words():
    words = "<Description>of May</Description><PlainTextContent>Ask.</PlainTextContent>"
    note = f'<Note guid="{A}" name="Plan">{words}</Note>'
    assert [note.text for note in read(qdpx(f"<Notes>{note}</Notes>")).notes] == ["Plan\n\nof May\n\nAsk."]


def test_cases_come_with_their_values_by_name():
    inside = f"""<Variables><Variable guid="{A}" name="role" typeOfVariable="Text"/></Variables>
      <Cases><Case guid="{B}" name="P01"><VariableValue><VariableRef targetGUID="{A}"/><TextValue>analyst</TextValue>
      </VariableValue><SourceRef targetGUID="{C}"/></Case></Cases>"""
    (case,) = read(qdpx(inside)).cases
    assert (case.name, case.sources, case.values) == ("P01", (C,), (("role", "analyst"),))


def test_something_without_a_guid_is_refused():
    with pytest.raises(RefiError, match="a Code has no GUID"):
        read(qdpx('<CodeBook><Codes><Code name="x" isCodable="true"/></Codes></CodeBook>'))


def test_a_codebook_alone_is_read():
    xml = CODES.replace("<CodeBook>", '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Other">')
    project = read_codebook(xml.encode(), name="codes.qdc")
    assert [code.name for code in project.codes] == ["Data issues", "Gaps"]
    assert not project.is_ours


@samples
@pytest.mark.parametrize(
    ("file", "users", "codes", "sources", "notes"),
    [("atlasti-8.4-TestProject.qdpx", 3, 14, 0, 2), ("nvivo-mac-15.qdpx", 2, 150, 2, 0)],
)
def test_projects_of_other_tools_are_read(file, users, codes, sources, notes):
    with (SAMPLES / file).open("rb") as opened:
        project = read_project(opened, name=file)
    found = (len(project.users), len(project.codes) >= min(codes, 14), len(project.sources), len(project.notes))
    assert found == (users, True, sources, notes)
    assert project.remarks


@pytest.mark.parametrize("limit", ["MOST_CHARACTERS", "MOST_SELECTIONS", "MOST_CODES"])
def test_a_project_of_more_than_any_study_has_is_refused_in_a_line(monkeypatch, limit):
    data = qdpx(f"{CODES}<Sources>{text_source(A, selection(0, 4) + selection(5, 9))}</Sources>", sources={A: TALK})
    assert read(data).sources
    monkeypatch.setattr(f"interviews.refi.reader.{limit}", 1)
    with pytest.raises(RefiError, match=r"team\.qdpx: there are more than 1 .*; export a part of it"):
        read(data)


@pytest.mark.parametrize("double", [False, True])
def test_a_text_within_the_list_is_counted_as_its_tool_did_before_xml_took_half_of_its_line_ends(double):
    text = "Interviewer: What hurts?\r\n\r\nInterviewee: Half of the fields are empty.\r\n"
    at = (text if double else text.replace("\r\n", "\n")).index("Half")
    chosen = selection(at, at + 4, "Half", coding(C))
    inline = f"<PlainTextContent>{text}</PlainTextContent>{chosen}"
    (source,) = read(qdpx(f'{CODES}<Sources><TextSource guid="{A}" name="x">{inline}</TextSource></Sources>')).sources
    (found,) = source.selections
    assert source.text[found.start : found.end] == "Half"
