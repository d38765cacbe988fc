"""Text as the Delve coding tool prints it: the label on its own line, a title first, a footer last."""

from tests.interviews.transcripts.reading import odd, read, said

TALK = """

Interview 4 - Robin

Interviewer

How do you deploy?

Interviewee

By hand.

Interviewee

Mostly.

Created with the Delve Qualitative Analysis Tool (<http://www.example.org>)"""


def test_labels_on_their_own_line_begin_turns() -> None:
    assert said(TALK) == [
        ("Interviewer", "How do you deploy?"),
        ("Interviewee", "By hand."),
        ("Interviewee", "Mostly."),
    ]


def test_the_layout_is_recognised() -> None:
    assert read(TALK).format == "delve"


def test_title_and_footer_are_left_out_and_told() -> None:
    transcript = read(TALK)

    assert transcript.number == 4
    assert odd(transcript) == [(3, "title-line"), (17, "tool-footer")]


def test_a_title_that_is_the_file_name_is_left_out() -> None:
    assert said("Pilot talk\n\nInterviewer\n\nHello.", "Pilot talk.txt") == [("Interviewer", "Hello.")]


def test_a_first_line_that_is_a_sentence_is_no_title() -> None:
    talk = "Interview 4 was a long one.\n\nInterviewer\n\nHello."

    assert said(talk)[0] == ("Unknown speaker", "Interview 4 was a long one.")


def test_a_paragraph_that_lost_its_label_continues_the_turn_before_it_and_is_told() -> None:
    talk = "Interviewer\n\nHello.\n\nGood morning.\n\nInterviewee\n\nHi."

    assert said(talk) == [("Interviewer", "Hello.\nGood morning."), ("Interviewee", "Hi.")]
    assert odd(read(talk)) == [(5, "missing-label")]


def test_a_doubled_label_begins_one_turn_and_is_told() -> None:
    talk = "Interviewer\n\nHello.\n\nInterviewee**Interviewee**\n\nHi."

    assert said(talk) == [("Interviewer", "Hello."), ("Interviewee", "Hi.")]
    assert odd(read(talk)) == [(5, "doubled-label")]


def test_a_label_on_its_own_line_with_no_words_is_an_empty_turn() -> None:
    talk = "Interviewer\n\nHello.\n\nInterviewee\n\nInterviewee\n\nHi."

    assert said(talk) == [("Interviewer", "Hello."), ("Interviewee", ""), ("Interviewee", "Hi.")]
    assert odd(read(talk)) == [(5, "empty-turn")]


def test_a_web_address_in_the_last_words_is_no_footer() -> None:
    talk = "Interviewer\n\nWhere is it?\n\nInterviewee\n\nIt is at http://www.example.org"

    assert said(talk)[1] == ("Interviewee", "It is at http://www.example.org")


def test_someone_addressed_as_interviewee_in_a_sentence_is_no_label() -> None:
    talk = "Interviewer\n\nThanks a lot, Interviewee.\n\nInterviewee.\n\nInterviewee\n\nYou are welcome."

    assert said(talk)[0] == ("Interviewer", "Thanks a lot, Interviewee.\nInterviewee.")
