"""Archives that mean harm are refused with one line, before anything of them is stored or unpacked."""

import io
import struct
import zipfile

import pytest

from interviews.refi import archive as limits
from interviews.refi.errors import RefiError
from interviews.refi.reader import read_codebook, read_project
from tests.interviews.refi.files import A, project_xml, qdpx, text_source, zipped

GOOD = project_xml()
ONE = f"<Sources>{text_source(A)}</Sources>"


def refusal(data: bytes) -> str:
    with pytest.raises(RefiError) as caught:
        read_project(io.BytesIO(data), name="team.qdpx")
    said = str(caught.value)
    assert said.startswith("team.qdpx: ")
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "path",
    ["../evil.txt", "sources/../../evil.txt", "/etc/passwd", "C:\\evil.txt", "..\\evil.txt", "\\evil.txt"],
)
def test_a_path_that_leads_out_of_the_archive_is_refused(path):
    assert "leads out of it" in refusal(zipped({"project.qde": GOOD, path: "x"}))


def test_a_name_that_hides_its_end_behind_a_zero_byte_is_refused():
    data = zipped({"project.qde": GOOD, "sources/a.txtXexe": "x"}).replace(b"a.txtXexe", b"a.txt\0exe")
    assert "leads out of it" in refusal(data)


def test_a_symbolic_link_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", GOOD)
        link = zipfile.ZipInfo("sources/link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in refusal(out.getvalue())


@pytest.mark.parametrize("names", [("project.qde", "Project.qde"), ("sources/A.txt", "sources/a.txt")])
def test_two_members_of_one_name_are_refused(names):
    assert "the same name" in refusal(zipped({"project.qde": GOOD, **dict.fromkeys(names, GOOD)}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_very_same_name_twice_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", GOOD)
        archive.writestr("project.qde", "<Other/>")
    assert "the same name" in refusal(out.getvalue())


@pytest.mark.parametrize("name", ["sources/more.zip", "more.qdpx", "sources/more.tar.gz"])
def test_an_archive_inside_the_archive_is_refused(name):
    assert "archive inside the archive" in refusal(zipped({"project.qde": GOOD, name: "x"}))


def test_an_archive_that_calls_itself_a_text_is_refused():
    nested = qdpx(ONE, sources={A: zipped({"a": "b"})})
    assert "archive inside the archive" in refusal(nested)


def test_a_bomb_is_refused_by_what_it_says_of_itself():
    assert "unpacks to more" in refusal(qdpx(ONE, sources={A: b"\0" * 5_000_000}))


def lying(data: bytes, real: int, told: int) -> bytes:
    """The archive with another size written wherever it tells the real one."""
    return data.replace(struct.pack("<L", real), struct.pack("<L", told))


def test_a_bomb_whose_header_lies_is_refused_while_it_unpacks():
    size = 5_000_001
    assert "damaged" in refusal(lying(qdpx(ONE, sources={A: b"\0" * size}), size, 1000))


def test_a_bomb_that_says_little_is_counted_as_it_unpacks(monkeypatch):
    monkeypatch.setattr(limits, "MOST_READ_BYTES", 100_000)
    text = "Interviewee: half of the fields are empty.\n" * 10_000
    assert "unpacks to more" in refusal(qdpx(ONE, sources={A: text}))


def test_many_members_that_are_small_each_are_counted_together(monkeypatch):
    monkeypatch.setattr(limits, "MOST_READ_IN_ALL", 100_000)
    guids = [f"{number:08}-0000-4000-8000-000000000000" for number in range(10)]
    texts = dict.fromkeys(guids, "Interviewee: half of the fields are empty.\n" * 500)
    sources = f"<Sources>{''.join(map(text_source, texts))}</Sources>"
    assert "unpacks to more" in refusal(qdpx(sources, sources=texts))


def test_a_member_of_gigabytes_is_refused_also_where_nobody_would_read_it():
    size = 1_234_567
    data = lying(zipped({"project.qde": GOOD, "sources/film.mp4": b"\0" * size}), size, 3_000_000_000)
    assert "more than 500 megabytes" in refusal(data)


def test_a_list_of_members_without_end_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MOST_DIRECTORY_BYTES", 500)
    assert "parts" in refusal(zipped({"project.qde": GOOD, **{f"sources/{n}.txt": "x" for n in range(20)}}))


def test_more_members_than_a_project_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_MEMBERS", 5)
    assert "parts" in refusal(zipped({"project.qde": GOOD, **{f"sources/{n}.txt": "x" for n in range(20)}}))


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_unpacks_without_measure_is_refused(how):
    assert "compressed in a way" in refusal(zipped({"project.qde": GOOD}, compression=how))


def test_a_locked_archive_is_refused():
    data = bytearray(zipped({"project.qde": GOOD}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    assert "locked with a password" in refusal(bytes(data))


def test_a_file_cut_off_anywhere_is_refused():
    whole = qdpx(f"<Sources>{text_source(A)}</Sources>", sources={A: "Interviewee: yes.\n"})
    for length in (0, 1, 10, 100, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        refusal(whole[:length])


def test_a_member_with_other_bytes_than_were_packed_is_refused():
    whole = bytearray(zipped({"project.qde": GOOD}, compression=zipfile.ZIP_STORED))
    whole[whole.index(b"A project")] ^= 1
    assert "damaged" in refusal(bytes(whole))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_project_is_refused(data):
    refusal(data)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("before", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">'])
def test_entities_and_document_types_are_refused_in_projects_and_codebooks(before):
    xml = GOOD.replace("<Project", f"{before}<Project")
    assert "declares entities" in refusal(zipped({"project.qde": xml}))
    with pytest.raises(RefiError, match="declares entities"):
        read_codebook(f'{before}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>'.encode(), name="codes.qdc")


def test_xml_deeper_than_any_codebook_is_refused():
    assert "deeper or larger" in refusal(qdpx("<Code>" * 200 + "</Code>" * 200))


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (b"<Project", "not well formed"),
        (b'<?xml version="1.0" encoding="utf-8"?><Project name="\xe9"/>', "not well formed"),
        (b'<?xml version="1.0" encoding="klingon"?><Project/>', "encoding"),
        (b"<html/>", "no Project of REFI-QDA"),
        (b'<Project xmlns="urn:other"/>', "no Project of REFI-QDA"),
        (b"", "not well formed"),
    ],
)
def test_xml_that_is_no_project_is_refused_with_the_reason(xml, said):
    assert said in refusal(zipped({"project.qde": xml}))


def test_a_text_in_the_wrong_encoding_is_refused_by_its_number_not_its_name():
    source = text_source(A, name="Talk with Ottoline")
    said = refusal(qdpx(f"<Sources>{source}</Sources>", sources={A: "Interviewee: café".encode("latin-1")}))
    assert "the text of source 1 is not UTF-8" in said
    assert "Ottoline" not in said


def test_a_project_without_its_list_is_refused():
    assert "no project.qde" in refusal(zipped({"other.txt": "x"}))
