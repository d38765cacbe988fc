"""Text with a label before each turn."""

import pytest

from tests.interviews.transcripts.reading import odd, read, said


def test_each_label_begins_a_turn_even_when_the_same_speaker_goes_on() -> None:
    talk = "Interviewer: How is it made?\nInterviewee: By hand.\nInterviewee: Mostly.\n"

    assert said(talk) == [("Interviewer", "How is it made?"), ("Interviewee", "By hand."), ("Interviewee", "Mostly.")]


def test_turns_know_their_position_and_the_line_of_their_label() -> None:
    turns = read("\n\nInterviewer: One.\n\nInterviewee: Two.").turns

    assert [(turn.position, turn.line, turn.label) for turn in turns] == [(0, 3, "Interviewer"), (1, 5, "Interviewee")]


def test_an_unlabelled_paragraph_continues_the_turn_before_it() -> None:
    talk = "Interviewee: We label it.\n\n\n  Then we train.  \nInterviewer: I see."

    assert said(talk)[0] == ("Interviewee", "We label it.\nThen we train.")
    assert odd(read(talk)) == [(4, "continuations")]


def test_a_label_that_cuts_a_sentence_in_two_is_kept_as_the_source_has_it() -> None:
    talk = "Interviewer: And your company is\nInterviewee: is small, yes."

    assert said(talk) == [("Interviewer", "And your company is"), ("Interviewee", "is small, yes.")]


def test_nothing_inside_a_text_is_changed() -> None:
    words = "the  &lt;INAUDIBLE&gt; data [00:19:00] cafe\u0301 \u00a0and ﬁnal"

    assert said(f"Interviewee: \t{words} \u00a0\n") == [("Interviewee", words)]


def test_an_empty_turn_stays_and_is_told() -> None:
    talk = "Interviewer: Do you?\nInterviewee: \n\nInterviewee: No."

    assert said(talk) == [("Interviewer", "Do you?"), ("Interviewee", ""), ("Interviewee", "No.")]
    assert odd(read(talk)) == [(2, "empty-turn")]


def test_words_before_the_first_label_are_a_turn_of_an_unknown_speaker() -> None:
    talk = "This meeting is recorded.\nThank you.\nInterviewer: Let us begin."
    first = read(talk).turns[0]

    assert (first.speaker.role, first.label, first.text) == ("unknown", "", "This meeting is recorded.\nThank you.")
    assert (1, "text-before-first-label") in odd(read(talk))


@pytest.mark.parametrize(
    "line",
    [
        "Interviewer 1: So?",
        "interviewer 1: So?",
        "  Interviewer 1: So?",
        "\u00a0Interviewer 1:So?",
        "Interviewer1 : So?",
        "Interviewer1\u00a0: So?",
        "Interviewer 1：So?",
        "**Interviewer 1:** So?",
        "**Interviewer 1**: So?",
        "- Interviewer 1: So?",
        "[Interviewer 1]: So?",
        "\ufeffInterviewer 1: So?",
        "Interviewer 1:: So?",
        "Interviewer 1?: So?",
        "interviewr 1: So?",
        "Interviewer 1; So?",
        "Interviewer 1\tSo?",
        "Interviewer 1 [00:01:05]: So?",
        "Interviewer 1 (1:05): So?",
        "[00:01:05] Interviewer 1: So?",
        "00:01:05 - Interviewer 1: So?",
        "Interviewer 1  1:05 So?",
    ],
)
def test_a_label_is_found_whatever_stands_around_it(line: str) -> None:
    assert said(f"Interviewee: Yes.\n{line}\n") == [("Interviewee", "Yes."), ("Interviewer 1", "So?")]


@pytest.mark.parametrize("line", ["Interviewer [00:01:05]: So?", "[1:05] Interviewer: So?", "Interviewer 1:05\nSo?"])
def test_a_time_stamp_glued_to_a_label_is_the_time_of_the_turn(line: str) -> None:
    turn = read(line).turns[0]

    assert (turn.start_ms, turn.end_ms, turn.text) == (65_000, None, "So?")


def test_a_time_stamp_behind_the_colon_is_part_of_the_words() -> None:
    turn = read("Interviewer: [00:01:05] So?").turns[0]

    assert (turn.start_ms, turn.text) == (None, "[00:01:05] So?")


def test_a_time_of_day_after_the_colon_is_no_time_stamp() -> None:
    assert said("Interviewer: 10:30 is fine.\nInterviewee: At 12:30, then.") == [
        ("Interviewer", "10:30 is fine."),
        ("Interviewee", "At 12:30, then."),
    ]


def test_a_label_alone_on_its_line_counts_without_its_colon() -> None:
    talk = (
        "Interviewer: Hi.\nInterviewee: Hi.\nInterviewer: Thanks.\n\nUnknown Speaker\nTests?\nInterviewee \nNo hurry.\n"
    )

    assert said(talk)[3:] == [("Unknown speaker", "Tests?"), ("Interviewee", "No hurry.")]
    assert odd(read(talk)) == [(5, "label-without-colon"), (5, "unknown-roles"), (7, "label-without-colon")]


def test_a_label_with_its_words_on_the_next_line_is_not_empty() -> None:
    talk = "Interviewer:\nHow so?\nInterviewee:\nLike so."

    assert said(talk) == [("Interviewer", "How so?"), ("Interviewee", "Like so.")]
    assert odd(read(talk)) == []


def test_a_misspelled_label_with_a_known_number_is_who_has_that_number() -> None:
    talk = "Interviewer 1: Hello.\nInterviewee: Hello.\nInterview 1: Ready?"

    assert said(talk)[2] == ("Interviewer 1", "Ready?")


def test_names_are_labels_where_they_recur() -> None:
    talk = "Robin: How long?\nSam: A week.\nRobin: Only?\nSam: Well: two."

    assert said(talk)[3] == ("Sam", "Well: two.")
    assert {turn.speaker.role for turn in read(talk).turns} == {"unknown"}
    assert odd(read(talk)) == [(1, "unknown-roles")]


def test_a_capitalised_word_and_a_colon_is_no_label_where_it_stands_alone() -> None:
    talk = "Interviewer: What helps?\nInterviewee: Two things.\nTooling: we log all of it.\n"

    assert said(talk)[1] == ("Interviewee", "Two things.\nTooling: we log all of it.")
    assert (3, "possible-label") in odd(read(talk))


def test_letters_that_take_turns_are_question_and_answer() -> None:
    talk = "Q: How?\nA: Slowly.\nQ: Why?\nA: Reviews."

    assert [turn.speaker.role for turn in read(talk).turns] == ["interviewer", "interviewee"] * 2


def test_a_participant_code_is_a_label() -> None:
    assert said("Interviewer: How?\nP5: Slowly.")[1] == ("P5", "Slowly.")


def test_a_role_without_a_colon_in_the_words_is_pointed_out() -> None:
    talk = "Interviewer: How?\nInterviewee slowly, I would say.\n"

    assert said(talk) == [("Interviewer", "How?\nInterviewee slowly, I would say.")]
    assert (2, "possible-label") in odd(read(talk))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_are_read_alike(end: str) -> None:
    talk = end.join(["Interviewer: One", "two", "", "Interviewee: three"])

    assert said(talk) == [("Interviewer", "One\ntwo"), ("Interviewee", "three")]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Interview 20 - Robin.txt", 20),
        ("Interview 17- RO", 17),
        ("Interview 32 - RO.txt.pdf", 32),
        ("2024-06-04-Interview 12 - Robin.txt", 12),
        ("entrevue_3.docx", 3),
        ("notes.txt", None),
        ("000_d2.txt", None),
    ],
)
def test_the_interview_number_is_in_the_file_name(name: str, number: int | None) -> None:
    assert read("Interviewer: Hello.", name, format="labelled").number == number


def test_where_title_and_file_name_disagree_the_file_name_counts() -> None:
    transcript = read("Interview 4\nInterviewer: Hello.", "Interview 5.txt")

    assert transcript.number == 5
    assert (1, "number-conflict") in odd(transcript)


def test_no_warning_quotes_the_talk() -> None:
    talk = "Zebra one\nInterviewr: zebra two\nInterviewee\nZebra: three zebra. Interviewer; zebra\nInterviewee zebra"

    assert not [warning for warning in read(talk).warnings if "zebra" in warning.message.casefold()]
