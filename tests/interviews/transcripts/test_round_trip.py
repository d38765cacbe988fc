"""Whatever is said, written in a dialect and read back, comes back whole, once and in order."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.line_starts import read_line_start
from tests.interviews.transcripts import rendering
from tests.interviews.transcripts.reading import read

# No colon, which could make a label of any word; no marks that show nothing; no "<" and "{", which are
# markup in captions. All else of Unicode may be said.
CHARACTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters=":：;<>{&")
# Nor a paragraph that is nothing but a label: it would rightly begin a turn.
WORDS = st.text(CHARACTERS, min_size=1, max_size=40).filter(lambda text: text.strip() and not read_line_start(text))
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3)
LABELS = st.sampled_from(
    ["Interviewer", "Interviewer 1", "interviewer 2", "Interviewee", "Intervieweur 1", "Speaker 1"]
)
TURNS = st.lists(st.tuples(LABELS, PARAGRAPHS), min_size=1, max_size=8)

# How long an example takes says nothing here, on a machine that does other work as well.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
fewer = settings(unhurried, max_examples=30)


def check(turns: rendering.Said, source: str | bytes, name: str) -> None:
    """Check that `source` reads back as `turns`, text for text."""
    found = [(turn.label, turn.text) for turn in read(source, name).turns]
    assert found == [(label, "\n".join(part.strip() for part in parts)) for label, parts in turns]


@unhurried
@given(TURNS, st.sampled_from([": ", ":", " : ", "\u00a0: ", ":  "]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_labelled_text_loses_nothing(turns: rendering.Said, colon: str, end: str) -> None:
    check(turns, rendering.labelled(turns, colon, end), "talk.txt")


@unhurried
@given(TURNS, st.sampled_from(["utf-8-sig", "utf-16"]))
def test_encoded_text_loses_nothing(turns: rendering.Said, encoding: str) -> None:
    check(turns, rendering.labelled(turns).encode(encoding), "talk.txt")


@unhurried
@given(TURNS)
def test_text_with_labels_on_their_own_line_loses_nothing(turns: rendering.Said) -> None:
    check(turns, rendering.delve(turns), "talk.txt")


@unhurried
@given(TURNS)
def test_webvtt_with_voice_tags_loses_nothing(turns: rendering.Said) -> None:
    check(turns, rendering.vtt(turns), "talk.vtt")


@unhurried
@given(TURNS)
def test_webvtt_with_labels_in_its_cues_loses_nothing(turns: rendering.Said) -> None:
    check(turns, rendering.vtt(turns, voices=False), "talk.vtt")


@unhurried
@given(TURNS)
def test_subrip_loses_nothing(turns: rendering.Said) -> None:
    check(turns, rendering.srt(turns), "talk.srt")


@fewer
@given(TURNS)
def test_word_loses_nothing(turns: rendering.Said) -> None:
    paragraphs = [part for label, parts in turns for part in (f"{label}: {parts[0]}", *parts[1:])]
    check(turns, rendering.docx_of(paragraphs), "talk.docx")


@unhurried
@given(TURNS, st.text(CHARACTERS, max_size=30))
def test_a_line_cut_at_inline_labels_loses_no_word(turns: rendering.Said, before: str) -> None:
    line = " ".join(f"{label}: {' '.join(parts)}." for label, parts in turns)
    words = " ".join(turn.text for turn in read(f"Interviewer: {before}\n{line}").turns).split()

    expected = [before, *(word for _, parts in turns for word in (" ".join(parts) + ".").split())]
    assert words == " ".join(expected).split()


@unhurried
@given(st.text())
def test_any_text_is_read_or_refused_with_one_error(text: str) -> None:
    check_read_or_refused(text.encode("utf-8", errors="replace"))


@unhurried
@given(st.binary())
def test_any_bytes_are_read_or_refused_with_one_error(data: bytes) -> None:
    check_read_or_refused(data)


def check_read_or_refused(data: bytes) -> None:
    """Check that reading `data` under any name gives turns or a TranscriptError, nothing else."""
    for name in ("a.txt", "a.vtt", "a.srt", "a.docx"):
        outcome = ""
        try:
            outcome = "read" if read(data, name).turns else "no turns"
        except TranscriptError as error:
            outcome = str(error)
        assert outcome == "read" or outcome.startswith(f"{name}:")
