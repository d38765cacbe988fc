"""Word files: paragraphs, breaks, tables, revisions; broken and hostile ones."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from interviews.transcripts.errors import TranscriptError
from tests.interviews.transcripts.reading import odd, read, said
from tests.interviews.transcripts.rendering import docx_of, saved


def word(paragraphs: list[str]) -> list[tuple[str, str]]:
    """Return who said what in a Word file of `paragraphs`."""
    return said(docx_of(paragraphs), "talk.docx")


def test_paragraphs_with_labels_are_turns() -> None:
    assert word(["Interviewer: Hello.", "", "Interviewee: Hi.", "Come in."]) == [
        ("Interviewer", "Hello."),
        ("Interviewee", "Hi.\nCome in."),
    ]


def test_labels_may_stand_on_their_own_paragraph() -> None:
    assert word(["Interview 4 - Robin", "Interviewer", "Hello.", "Interviewee", "Hi."]) == [
        ("Interviewer", "Hello."),
        ("Interviewee", "Hi."),
    ]


def test_a_line_break_in_a_paragraph_is_a_line_end() -> None:
    assert word(["Interviewer: Hello.\nAll well?\nInterviewee: Yes."]) == [
        ("Interviewer", "Hello.\nAll well?"),
        ("Interviewee", "Yes."),
    ]


def test_lines_are_numbered_by_paragraph() -> None:
    transcript = read(docx_of(["", "Interviewer: Hello.", "Interviewee:"]), "talk.docx")

    assert [turn.line for turn in transcript.turns] == [2, 3]
    assert odd(transcript) == [(3, "empty-turn")]


def test_words_cut_into_runs_of_different_looks_stay_whole() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Inter").bold = True
    paragraph.add_run("viewer: ")
    paragraph.add_run("Hel").italic = True
    paragraph.add_run("lo.")

    assert said(saved(document), "talk.docx") == [("Interviewer", "Hello.")]


def test_inserted_words_are_read_and_deleted_ones_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Interviewer: We ")
    for revision in (
        f'<w:del {nsdecls("w")} w:id="1" w:author="R"><w:r><w:delText>never</w:delText></w:r></w:del>',
        f'<w:ins {nsdecls("w")} w:id="2" w:author="R"><w:r><w:t>always</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(revision))

    assert said(saved(document), "talk.docx") == [("Interviewer", "We always")]


def test_words_in_a_content_control_are_read() -> None:
    document = docx.Document()
    document.add_paragraph("Interviewer: Hello.")
    control = (
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Interviewee: Hi.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, parse_xml(control))

    assert said(saved(document), "talk.docx") == [("Interviewer", "Hello."), ("Interviewee", "Hi.")]


def table_of(rows: list[list[str]]) -> bytes:
    """Return a Word file with a table of `rows`."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    return saved(document)


def test_a_table_has_its_speakers_in_the_first_column() -> None:
    data = table_of([["Speaker", "Text"], ["Interviewer 1", "Hello.\nAll well?"], ["Robin:", "Yes."], ["", "Quite."]])

    assert said(data, "talk.docx") == [("Interviewer 1", "Hello.\nAll well?"), ("Robin", "Yes.\nQuite.")]
    assert (1, "table-header") in odd(read(data, "talk.docx"))


def test_a_table_may_have_a_column_of_times() -> None:
    turns = read(table_of([["00:00:05", "Interviewer", "Hello."], ["0:07", "Interviewee", "Hi."]]), "talk.docx").turns

    assert [(turn.speaker.name, turn.text, turn.start_ms) for turn in turns] == [
        ("Interviewer", "Hello.", 5_000),
        ("Interviewee", "Hi.", 7_000),
    ]


def test_a_table_may_hold_labelled_text() -> None:
    assert said(table_of([["Interviewer: Hello."], ["Interviewee: Hi."]]), "talk.docx") == [
        ("Interviewer", "Hello."),
        ("Interviewee", "Hi."),
    ]


def rewritten(data: bytes, part: str, content: bytes) -> bytes:
    """Return a Word file with one part of its archive replaced or added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != part:
                new.writestr(entry, old.read(entry))
        new.writestr(part, content)
    return stream.getvalue()


def test_footnotes_are_not_read_and_that_is_told() -> None:
    notes = f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>aside</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = rewritten(docx_of(["Interviewer: Hello."]), "word/footnotes.xml", notes.encode())

    assert odd(read(data, "talk.docx")) == [(1, "left-out")]


SOUND = docx_of(["Interviewer: Hello."])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SOUND[: len(SOUND) // 2], "the Word file is broken"),
        (rewritten(SOUND, "word/document.xml", b"<w:document"), "the Word file is broken"),
        (rewritten(SOUND, "[Content_Types].xml", b""), "the Word file is broken"),
        (rewritten(SOUND, "word/document.xml", b" " * 40_000_000), "unpacks to more than a transcript can be"),
        (rewritten(SOUND, "word/media/a.bin", bytes(120_000_000)), "unpacks to more than a transcript can be"),
        (b"not a zip at all", "the Word file is broken"),
    ],
    ids=["cut short", "no XML", "no types", "a bomb as document", "a bomb beside it", "no archive"],
)
def test_a_broken_or_hostile_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(TranscriptError, match=r"^talk\.docx:1: ") as error:
        read(data, "talk.docx")
    assert reason in error.value.reason


def test_an_archive_with_damaged_bytes_is_refused() -> None:
    data = bytearray(SOUND)
    packed = data.index(b"word/document.xml") + 40
    data[packed : packed + 100] = bytes(100)

    with pytest.raises(TranscriptError, match="the Word file is broken"):
        read(bytes(data), "talk.docx")


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(SOUND)
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1

    with pytest.raises(TranscriptError, match="locked with a password"):
        read(bytes(data), "talk.docx")


def test_another_archive_is_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "<text>Interviewer: Hello.</text>")

    with pytest.raises(TranscriptError, match="a zip archive that is not a Word file"):
        read(stream.getvalue(), "talk.odt")


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "Interviewer: zebra">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    )

    with pytest.raises(TranscriptError):
        read(rewritten(SOUND, "word/document.xml", bomb.encode()), "talk.docx")
