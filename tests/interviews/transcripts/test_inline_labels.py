"""When a line is split at a label inside it, and when it is not (the rule is in `inline_labels`)."""

import pytest

from tests.interviews.transcripts.reading import odd, read, said


def inside(words: str, labels: str = "Interviewer 1: Hello.\nInterviewee: Hello.\n") -> list[tuple[str, str]]:
    """Return the turns of an interviewer's line with `words`, in a file that uses `labels`."""
    return said(f"{labels}Interviewer 1: {words}")[2:]


@pytest.mark.parametrize(
    "words",
    [
        "It works. Interviewee: Does it?",
        "It works.Interviewee: Does it?",
        "It works? interviewee: Does it?",
        "It works… Interviewee : Does it?",
        'It "works." Interviewee: Does it?',
        "It works, Interviewee: Does it?",
        "It works and Interviewee: Does it?",
        "It works [00:19:00] Interviewee: Does it?",
        "It works. **Interviewee:** Does it?",
        "It works. Interviewee [00:19:00]: Does it?",
    ],
)
def test_a_known_label_and_a_colon_split_a_line(words: str) -> None:
    turns = inside(words)

    assert [name for name, _ in turns] == ["Interviewer 1", "Interviewee"]
    assert turns[1][1].endswith("Does it?")


@pytest.mark.parametrize(
    "words",
    [
        "I told the interviewee: go on.",
        "I told the Interviewee: go on.",
        "I asked each interviewee: go on?",
        "We ask interviewer 2: is it so?",
        "A remark by another interviewer: is it so?",
        "Thanks a lot, Interviewee. Go on.",
        "Either will do - interviewer 2 which one do you prefer?",
        "One thing: it works. For example: the interview: yes.",
        "We have interviews. Interviews: ten of them.",
        "See http://interviewee:8000 for it.",
    ],
)
def test_running_prose_stays_whole(words: str) -> None:
    assert inside(words) == [("Interviewer 1", words)]


def test_a_misspelled_label_splits_a_line_at_the_end_of_a_sentence_only() -> None:
    assert inside("It works. Interviewr: Does it?") == [("Interviewer 1", "It works."), ("Interviewer", "Does it?")]
    assert inside("It works, Interviewr: does it?") == [("Interviewer 1", "It works, Interviewr: does it?")]


def test_labels_without_a_capital_split_lines_where_the_file_writes_them_so() -> None:
    labels = "interviewer: Hello.\ninterviewee: Hello.\n"
    turns = said(f"{labels}interviewer: it works, interviewee: does it? I told my interviewee: go on.")[2:]

    assert turns == [("Interviewer", "it works,"), ("Interviewee", "does it? I told my interviewee: go on.")]


def test_an_unmistakable_label_splits_a_line_though_no_line_begins_with_it() -> None:
    assert inside("It works. Interviewer 3: Does it?")[1] == ("Interviewer 3", "Does it?")


def test_a_name_splits_a_line_only_where_it_begins_lines() -> None:
    labels = "Robin: Hello.\nSam: Hello.\nRobin: So?\n"

    assert said(f"{labels}Sam: It works. Robin: Does it? Alex: It does.")[3:] == [
        ("Sam", "It works."),
        ("Robin", "Does it? Alex: It does."),
    ]


def test_a_line_may_hold_many_turns() -> None:
    turns = inside("One. Interviewee: Two. Interviewer 1: Three. Interviewee: Four.")

    assert [text for _, text in turns] == ["One.", "Two.", "Three.", "Four."]


def test_a_split_is_told_with_its_line() -> None:
    assert odd(read("Interviewer: One. Interviewee: Two.")) == [(1, "inline-label")]


def test_a_label_written_twice_before_the_same_words_begins_one_turn() -> None:
    talk = "Interviewee: Interviewee: Hello."

    assert said(talk) == [("Interviewee", "Hello.")]
    assert odd(read(talk)) == [(1, "doubled-label")]


def test_two_labels_of_different_speakers_leave_the_first_turn_empty() -> None:
    talk = "Interviewer: Interviewee: Hello."

    assert said(talk) == [("Interviewer", ""), ("Interviewee", "Hello.")]
