"""A talk as one text and back: turns, and where their words stand."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.refi.turns import SpokenTurn, read_talk, render
from tests.interviews.transcripts.rendering import delve, labelled
from tests.interviews.transcripts.test_round_trip import TURNS, unhurried

# Words that look like labels too: what is between two blank lines is a turn, whatever it says.
WORDS = (
    st.text(st.sampled_from("ab: \n🗃é"), max_size=20)
    .map(lambda words: words.strip())
    .filter(lambda words: "\n\n" not in words)
)
SPOKEN = st.builds(
    SpokenTurn,
    st.sampled_from(["interviewer", "interviewee", "unknown"]),
    st.integers(1, 12),
    WORDS | st.just("Interviewer: says who?\nInterviewee 2: me"),
)


def words_found(talk, text):
    """The words of each turn, put together from the places that the talk gives for them."""
    found = ["" for _ in talk.transcript.turns]
    for piece in talk.pieces:
        found[piece.turn] += "\n" * bool(found[piece.turn]) + text[piece.text_start : piece.text_start + piece.length]
    return found


@given(st.lists(SPOKEN, min_size=1, max_size=6).filter(lambda turns: any(turn.text for turn in turns)))
def test_turns_that_we_wrote_are_read_again_exactly(turns):
    text, begins = render(turns)
    talk = read_talk(text, ours=True)
    assert [(t.speaker.role, t.speaker.number, t.text) for t in talk.transcript.turns] == [
        (turn.role, turn.number, turn.text) for turn in turns
    ]
    assert [piece.text_start for piece in talk.pieces] == begins
    assert "\r" not in text


@unhurried
@given(TURNS)
def test_every_word_of_another_tools_text_is_found_where_it_stands(turns):
    for text in (labelled(turns), delve(turns)):
        talk = read_talk(text, ours=False)
        assert words_found(talk, text) == [turn.text for turn in talk.transcript.turns]


def test_a_label_in_the_words_is_not_taken_for_the_turns_own():
    text = "Interviewer: e\nInterviewee: Interviewer\nsaid so\n"
    talk = read_talk(text, ours=False)
    assert words_found(talk, text) == ["e", "Interviewer\nsaid so"]
    assert talk.pieces[0].text_start == text.index(": e") + 2


def test_a_text_without_labels_is_one_turn_a_paragraph_of_an_unknown_speaker():
    text = "A note on the field.\n\n  Half of the fields are empty.\n"
    talk = read_talk(text, ours=False)
    assert [(t.speaker.role, t.text, t.line) for t in talk.transcript.turns] == [
        ("unknown", "A note on the field.", 1),
        ("unknown", "Half of the fields are empty.", 3),
    ]
    assert words_found(talk, text) == ["A note on the field.", "Half of the fields are empty."]


def test_our_text_that_another_hand_changed_is_read_as_any_other():
    text = "A line above.\n\nInterviewer: What hurts?\n\nInterviewee: The data does.\n"
    talk = read_talk(text, ours=True)
    assert [turn.text for turn in talk.transcript.turns] == ["A line above.", "What hurts?", "The data does."]


def test_a_span_across_turns_is_cut_into_their_words_without_labels():
    text, begins = render([SpokenTurn("interviewer", 1, "What hurts?"), SpokenTurn("interviewee", 1, "The data does.")])
    talk = read_talk(text, ours=True)
    assert talk.spans(begins[0] + 5, begins[1] + 8) == [(0, 5, 11), (1, 0, 8)]
    assert talk.spans(0, 5) == []


def test_a_text_of_nothing_is_no_talk():
    assert read_talk("\n \ufeff\n", ours=False) is None
