"""The entrance: formats, their recognition, the transcript's facts, the one error."""

import hashlib
import time

import pytest

from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.reader import FORMATS, detect_format
from tests.interviews.transcripts.reading import read
from tests.interviews.transcripts.rendering import docx_of


@pytest.mark.parametrize(
    ("text", "name", "format"),
    [
        ("Interviewer: Hello.", "a.txt", "labelled"),
        ("Interviewer\n\nHello.", "a.txt", "delve"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nInterviewer: Hello.", "a.txt", "vtt"),
        ("\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nInterviewer: Hello.", "a.txt", "srt"),
        ("00:00:01,000 --> 00:00:02,000\nInterviewer: Hello.", "a.txt", "srt"),
        ("Interviewer: Hello.", "a.vtt", "vtt"),
        ("Interviewer: Hello.", "A.SRT", "srt"),
        ("Interviewer: Hello.", "Interview 17- RO", "labelled"),
    ],
)
def test_a_format_is_recognised_by_what_the_file_holds_else_by_its_name(text: str, name: str, format: str) -> None:
    assert detect_format(text.encode(), name) == format
    assert format in FORMATS


def test_a_word_file_is_recognised_under_any_name() -> None:
    assert detect_format(docx_of(["Interviewer: Hello."]), "talk.txt") == "docx"


def test_a_chosen_format_is_used() -> None:
    assert read("Interviewer\n\nHello.", format="labelled").format == "labelled"


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TranscriptError, match="labelled, delve, docx, vtt, srt"):
        read("Interviewer: Hello.", format="csv")


def test_the_hash_is_of_the_bytes_as_they_came() -> None:
    data = b"Interviewer: Hello.\r\n"

    assert read(data).source_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("text", ["\n\nNo one is named here.\nNor here.", "Note: once.\nExample: once."])
def test_a_text_without_any_label_is_refused(text: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read(text)
    assert error.value.reason == "no speaker label found"
    assert error.value.line == len(text) - len(text.lstrip("\n")) + 1


def test_an_error_is_one_line_with_file_line_reason_and_remedy() -> None:
    error = TranscriptError("talk.vtt", 7, "the cue ends\nbefore it begins", "mend its timing")

    assert str(error) == "talk.vtt:7: the cue ends before it begins; mend its timing"
    assert (error.file, error.line, error.remedy) == ("talk.vtt", 7, "mend its timing")


def test_a_refusal_does_not_quote_the_talk() -> None:
    with pytest.raises(TranscriptError) as error:
        read("WEBVTT\n\n00:01.000 --> zebra\nInterviewer: zebra")
    assert "zebra" not in str(error.value)


@pytest.mark.parametrize("odd", ["a: ", "Interviewer: a ", "- ", ": ", "A ", "[", "00:00 ", "Interviewer", "\ufeff"])
def test_a_line_of_any_length_is_read_in_time_that_grows_with_it(odd: str) -> None:
    started = time.process_time()
    read(f"Interviewer: Hello.\n{odd * 20_000}\n")

    # Quadratic readings took minutes; this takes about a second, and none may take twenty.
    assert time.process_time() - started < 20
