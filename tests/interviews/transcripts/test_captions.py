"""WebVTT and SubRip, checked against webvtt-py, another reader of both."""

from io import StringIO

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.line_starts import read_line_start
from tests.interviews.transcripts import rendering
from tests.interviews.transcripts.reading import odd, read, said

VTT = """WEBVTT - Interview 9

NOTE
Interviewer: not spoken

STYLE
::cue { color: red }

REGION
id:low

first
00:01.000 --> 00:02.500 align:start position:0%
<v Robin>Hello <i>there</i>,
<c.loud>all</c> well?</v>

01:00:02.500 --> 01:00:03.000
Interviewee: &lt;laughs&gt; Yes.

01:00:03.000 --> 01:00:04.000
And you?
"""


def test_a_voice_tag_names_the_speaker() -> None:
    assert said(VTT)[0] == ("Robin", "Hello there,\nall well?")


def test_a_label_in_a_cue_names_the_speaker_and_entities_stay() -> None:
    assert said(VTT)[1] == ("Interviewee", "&lt;laughs&gt; Yes.\nAnd you?")


def test_a_turn_lasts_from_its_first_cue_to_its_last() -> None:
    turns = read(VTT).turns

    assert [(turn.start_ms, turn.end_ms) for turn in turns] == [(1_000, 2_500), (3_602_500, 3_604_000)]
    assert [turn.line for turn in turns] == [14, 18]


def test_a_voice_that_goes_on_in_the_next_cue_is_a_turn_of_its_own() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Sam>One\n\n00:02.000 --> 00:03.000\n<v Sam>two\n"

    assert said(text) == [("Sam", "One"), ("Sam", "two")]


def test_a_cue_may_hold_several_voices() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Interviewer 1>So?</v> <v Interviewee>So.</v>\n"

    assert said(text) == [("Interviewer 1", "So?"), ("Interviewee", "So.")]


def test_the_label_in_a_voice_s_words_says_more_than_the_voice() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Speaker 1>Interviewee: So.</v>\n"

    assert said(text) == [("Interviewee", "So.")]
    assert odd(read(text)) == [(4, "doubled-label")]


def test_marks_that_are_no_tags_are_words() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nInterviewee: if a < b <unknown> <00:01.500>then\n"

    assert said(text) == [("Interviewee", "if a < b <unknown> then")]


def test_text_outside_a_cue_is_kept_and_told() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nInterviewer: One\n\ntwo\n"

    assert said(text) == [("Interviewer", "One\ntwo")]
    assert odd(read(text)) == [(6, "text-outside-cue")]


def test_a_header_may_have_more_lines_and_no_gap_after_it() -> None:
    text = "WEBVTT\nKind: captions\nLanguage: en\n00:01.000 --> 00:02.000\nInterviewer: One\n"

    assert said(text) == [("Interviewer", "One")]


SRT = """1
00:00:01,000 --> 00:00:02,500
Interviewer: {\\an8}<i>Hello</i>,

2024
all well?

2
00:00:02.500 --> 00:01:03,000
Interviewee: Yes.
"""


def test_subrip_is_read_with_gaps_and_numbers_in_its_words() -> None:
    assert said(SRT, "talk.srt") == [("Interviewer", "Hello,\n2024\nall well?"), ("Interviewee", "Yes.")]


def test_subrip_times_are_read() -> None:
    assert [(turn.start_ms, turn.end_ms) for turn in read(SRT).turns] == [(1_000, 2_500), (2_500, 63_000)]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("WEBVTT\n\n00:01.000 -> 00:02.000\nInterviewer: a", 3, "the cue's timing cannot be read"),
        ("WEBVTT\n\n00:01.000 -->\nInterviewer: a", 3, "the cue's timing cannot be read"),
        ("WEBVTT\n\n1\n00:01 --> 00:02\nInterviewer: a", 4, "the cue's timing cannot be read"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nInterviewer: a", 3, "the cue's timing has over 59 minutes or seconds"),
        ("WEBVTT\n\n00:03.000 --> 00:02.000\nInterviewer: a", 3, "the cue ends before it begins"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nInterviewer: a\n00:02.000 --> 00:03.000\nb", 5, "a timing inside a cue"),
        ("WEBVTT\n\nInterviewer: a", 3, "a cue without a timing"),
        ("WEBVTT\n", 1, "the file has no cue"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.", 4, "no speaker label found"),
    ],
)
def test_malformed_webvtt_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read(text, "talk.vtt")
    assert (error.value.line, error.value.reason) == (line, reason)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("1\n00:00:01,000 -> 00:00:02,000\nInterviewer: a", 2, "the cue's timing cannot be read"),
        ("1\n00:00:01,000 --> 00:00:02,000\nInterviewer: a\n\n2\nInterviewee: b", 5, "a cue without a timing"),
        ("1\nInterviewer: a", 1, "a cue without a timing"),
        ("1\n00:00:05,000 --> 00:00:02,000\nInterviewer: a", 2, "the cue ends before it begins"),
    ],
)
def test_malformed_subrip_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(TranscriptError) as error:
        read(text, "talk.srt")
    assert (error.value.line, error.value.reason) == (line, reason)


def test_a_caption_file_without_its_first_line_is_refused() -> None:
    with pytest.raises(TranscriptError, match="a WebVTT file begins with WEBVTT"):
        read("00:01.000 --> 00:02.000\nInterviewer: a", "talk.vtt")


CHARACTERS = st.characters(categories=("L", "N"), include_characters=" .,'-?!")
# A word that is itself spelled like a label begins a turn here, and is a word like any other to the library.
WORDS = st.text(CHARACTERS, min_size=1, max_size=30).filter(lambda text: text.strip() and not read_line_start(text))
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=2)
TURNS = st.lists(st.tuples(st.sampled_from(["Interviewer 1", "Interviewee"]), PARAGRAPHS), min_size=1, max_size=6)


@settings(deadline=None)
@given(TURNS)
def test_webvtt_is_read_as_another_reader_reads_it(turns: rendering.Said) -> None:
    text = rendering.vtt(turns)
    captions = webvtt.from_buffer(StringIO(text)).captions

    theirs = [(c.voice, c.text.split(), c.start_in_seconds, c.end_in_seconds) for c in captions]
    assert theirs == [
        (turn.label, turn.text.split(), (turn.start_ms or 0) // 1000, (turn.end_ms or 0) // 1000)
        for turn in read(text).turns
    ]


@settings(deadline=None)
@given(TURNS)
def test_subrip_is_read_as_another_reader_reads_it(turns: rendering.Said) -> None:
    text = rendering.srt(turns)
    captions = webvtt.from_buffer(StringIO(text), format="srt").captions

    ours = [f"{turn.label}: {turn.text}".split() for turn in read(text, "talk.srt").turns]
    assert [caption.text.split() for caption in captions] == ours
