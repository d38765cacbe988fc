"""Encodings of transcripts, and files that are no text."""

import pytest

from interviews.transcripts.errors import TranscriptError
from tests.interviews.transcripts.reading import odd, read, said

TALK = "Intervieweur\u00a0: Où en êtes-vous, après l’été ?\nInterviewé(e)\u00a0: C’est déjà réglé… ça va.\n"
TURNS = [("Interviewer", "Où en êtes-vous, après l’été ?"), ("Interviewee", "C’est déjà réglé… ça va.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_encoding_is_recognised(encoding: str) -> None:
    assert said(TALK.encode(encoding)) == TURNS


def test_the_encoding_of_an_old_mac_is_recognised() -> None:
    assert said(TALK.encode("mac_roman")) == TURNS


def test_a_byte_order_mark_is_no_part_of_the_words() -> None:
    assert said("\ufeffInterviewer: Hello.".encode()) == [("Interviewer", "Hello.")]


def test_a_guessed_encoding_is_told() -> None:
    warnings = read(TALK.encode("cp1252")).warnings

    assert [(warning.code, "cp1252" in warning.message) for warning in warnings] == [("guessed-encoding", True)]


def test_unicode_is_not_guessed() -> None:
    assert odd(read(TALK)) == []


def test_one_broken_byte_in_utf8_is_refused_with_its_line() -> None:
    data = TALK.encode() * 3 + b"Interviewer: caf\xe9\n"

    with pytest.raises(TranscriptError) as error:
        read(data, "talk.txt")
    assert (error.value.line, error.value.reason) == (7, "the bytes here are not UTF-8")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t\n", "the file is empty"),
        ("\ufeff".encode("utf-16"), "the file is empty"),
        (b"%PDF-1.7\n%...", "this is a PDF, not a transcript"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "an old .doc file or a Word file with a password"),
        (rb"{\rtf1 Interviewer: Hello.}", "a rich text file (RTF)"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "this is not a text file"),
        (b"Interviewer: a\x01\x02\x03\x04b", "this is not a text file"),
        (b"Interviewer: hello\nInterviewee: b\x00c", "this is not a text file"),
        (bytes(range(128, 256)) * 4, "the text's encoding cannot be told"),
        ("\ufeffInterviewer: a".encode("utf-16") + b"\x00\xd8", "the bytes here are not utf-16"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(TranscriptError, match=r"^talk\.txt:\d+: ") as error:
        read(data)
    assert reason in error.value.reason
    assert error.value.remedy
