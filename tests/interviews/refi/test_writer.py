"""Files written here: valid by the standard's schema, the same bytes each time, and read again as they were."""

import io
import os
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest
from lxml import etree

from interviews.refi.document import OURS, Case, Code, Coding, Note, Project, Selection, Source, User
from interviews.refi.guids import guid_for
from interviews.refi.reader import read_codebook, read_project
from interviews.refi.writer import CODEBOOK_SPACE, PROJECT_SPACE, codebook_file, project_file
from tests.conftest import SHARED
from tests.interviews.refi.files import list_of, project_schema

CODEBOOK = SHARED / "refi" / "Codebook.xsd"
# A Python that has the package `qualitative-coding`, which wants older versions than this project has.
PEER = os.environ.get("REFI_PEER_PYTHON", "")
MADE = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def guid(*parts: object) -> str:
    return guid_for("test", *parts)


def whole_project() -> Project:
    """A project with one of everything, and words that XML has to be careful with."""
    codes = [
        Code(guid("code", 1), 'Data & "gaps" <all>', "When values\nare missing", "#1f6171", notes=(guid("note", 1),)),
        Code(guid("code", 2), "Ré-étiquetage\x07", parent=guid("code", 1)),
    ]
    text = "Interviewer: What hurts?\n\nInterviewee: Half of the 🗃 fields are empty.\n"
    place = text.index("Half")
    coding = Coding(guid("coding", 1), codes[0].guid, guid("user", 1), MADE, notes=(guid("note", 2),))
    chosen = Selection(
        guid("selection", 1), place, place + 4, "Half", user=guid("user", 1), created=MADE, codings=(coding,)
    )
    turn = Selection(guid("selection", 2), 0, 11, "Interviewer", notes=(guid("note", 2),))
    source = Source(
        guid("source", 1), "Interview 1", text, user=guid("user", 1), created=MADE, selections=(chosen, turn)
    )
    return Project(
        name="An invented study",
        origin=f"{OURS} 2026.1",
        description="What we asked.",
        users=[User(guid("user", 1), "ada"), User(guid("user", 2), "mona", "moderated")],
        codes=codes,
        sources=[source],
        notes=[Note(guid("note", n), words, guid("user", 1), MADE) for n, words in enumerate(("A <memo>", "b"), 1)],
        cases=[Case(guid("case", 1), "P01", (source.guid,), (("role", "analyst"),))],
        own_notes=(guid("note", 1),),
    )


@pytest.mark.parametrize("project", [whole_project(), Project(name="Empty", origin=OURS)], ids=["whole", "empty"])
def test_a_project_is_valid(project):
    project_schema().assertValid(etree.fromstring(list_of(project_file(project))))


def test_a_codebook_is_valid_as_the_codebook_of_a_project():
    """Both schemas ask the same of codes, in a namespace of their own."""
    codes = codebook_file(whole_project().codes, origin=OURS).decode()
    inside = codes.partition("?>")[2].replace(' origin="ML Quality Catalog"', "").replace(CODEBOOK_SPACE, PROJECT_SPACE)
    project_schema().assertValid(etree.fromstring(f'<Project xmlns="{PROJECT_SPACE}" name="x">{inside}</Project>'))


@pytest.mark.skipif(not CODEBOOK.exists(), reason=f"the standard's schema of codebooks is not at {CODEBOOK}")
def test_a_codebook_is_valid():
    data = codebook_file(whole_project().codes, origin=OURS)
    etree.XMLSchema(etree.parse(CODEBOOK)).assertValid(etree.fromstring(data))


def test_two_exports_are_the_same_bytes_and_tell_no_time():
    first, second = project_file(whole_project()), project_file(whole_project())
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_texts_are_utf_8_with_unix_line_ends_and_no_mark():
    with zipfile.ZipFile(io.BytesIO(project_file(whole_project()))) as archive:
        (text,) = (archive.read(name) for name in archive.namelist() if name.startswith("sources/"))
    assert not text.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in text
    assert text.decode().splitlines()[2] == "Interviewee: Half of the 🗃 fields are empty."


def test_a_project_is_read_again_as_it_was():
    written = whole_project()
    read = read_project(io.BytesIO(project_file(written)), name="x.qdpx")
    written.codes[1] = Code(guid("code", 2), "Ré-étiquetage\ufffd", parent=guid("code", 1))
    for part in ("name", "origin", "description", "users", "codes", "notes", "cases", "own_notes"):
        assert getattr(read, part) == getattr(written, part), part
    assert read.remarks == []
    assert [(s.guid, s.text, s.selections) for s in read.sources] == [
        (s.guid, s.text, s.selections) for s in written.sources
    ]


def test_a_codebook_is_read_again_as_it_was():
    codes = whole_project().codes[:1]
    read = read_codebook(codebook_file(codes, origin=OURS), name="x.qdc")
    assert [(c.guid, c.name, c.description, c.colour) for c in read.codes] == [
        (c.guid, c.name, c.description, c.colour) for c in codes
    ]


PEER_READS = """
import sys
from pathlib import Path
from qualitative_coding.refi_qda.reader import REFIQDAReader
reader = REFIQDAReader(sys.argv[1])
reader.unpack_project(Path.cwd())
for found in (reader.code_guids, reader.coder_guids, reader.document_guids):
    print(sorted(found.values()))
"""


@pytest.mark.skipif(not PEER, reason="REFI_PEER_PYTHON names no Python with the package qualitative-coding")
def test_another_program_reads_a_project_of_ours(tmp_path):
    file = tmp_path / "ours.qdpx"
    file.write_bytes(project_file(whole_project()))
    # It was published with a breakpoint in it.
    environment = {**os.environ, "PYTHONBREAKPOINT": "0", "PYTHONIOENCODING": "utf-8"}
    (place := tmp_path / "peer").mkdir()
    command = [PEER, "-c", PEER_READS, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=place)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()[-3:]
    assert said == ["['Data & \"gaps\" <all>', 'Ré-étiquetage\ufffd']", "['ada', 'mona']", "['Interview 1.txt']"]
