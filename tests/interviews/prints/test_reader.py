"""What a coded print says: who speaks, which words are underlined, which codes stand under them."""

import hashlib
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from interviews.prints.errors import PrintError
from interviews.prints.reader import read_print
from tests.interviews.prints.prints import DATA, invented, underlined


def test_the_title_tells_interview_and_coder_and_the_header_the_date():
    ada = invented("coded")
    assert (ada.title, ada.interview_number, ada.coder) == ("Interview 41 - Ada", 41, "Ada")
    assert (ada.printed_on, ada.pages) == (date(2026, 3, 2), 4)
    assert ada.source_sha256 == hashlib.sha256((DATA / "coded.pdf").read_bytes()).hexdigest()


def test_header_footer_and_the_tools_last_line_are_no_words_of_the_talk():
    words = " ".join(turn.text for turn in invented("coded").turns)
    assert "coding-tool.example" not in words
    assert "5:46" not in words
    assert "Delve" not in words


def test_underlines_of_wrapped_lines_are_one_span():
    turn = invented("coded").turns[1]
    assert underlined(turn) == [
        "The scale in the back room was off by a tenth for half a year, so every weight we had stored was "
        "wrong and nobody had written down since when."
    ]
    assert turn.text.startswith("Rye, mostly. The scale")
    assert turn.text.endswith("We baked by hand then.")


def test_the_codes_of_a_turn_keep_the_order_of_their_boxes():
    assert invented("coded").turns[1].codes == ("Data-low-quality", "Q3.1")


def test_words_after_code_boxes_are_a_turn_of_the_same_speaker():
    first, second, third = invented("coded").turns[1:4]
    assert [turn.speaker for turn in (first, second, third)] == ["Interviewee"] * 3
    assert [turn.continues for turn in (first, second, third)] == [False, True, True]
    assert (second.codes, underlined(second)) == (("Data-low-quality-fix",), ["Later we weighed everything twice."])
    assert (third.codes, third.spans) == ((), ())


def test_paragraphs_of_a_turn_join_with_a_line_feed():
    assert invented("coded").turns[3].text.split("\n") == [
        "That took a different oven shift, a well-known affair in our trade.",
        "A second paragraph of the same breath, without a box above it.",
    ]


def test_letters_that_the_font_draws_together_stay_in_one_word():
    assert "different" in invented("coded").turns[3].text
    assert "affiche, difficult, offer" in invented("odd").turns[1].text


def test_an_underline_may_begin_and_end_inside_a_word():
    turn = invented("coded").turns[4]
    assert turn.text == "I see, a double weighing. And the model?"
    assert underlined(turn) == ["ee, a double weigh", "And the model?"]
    assert turn.is_certain


def test_underlines_that_touch_are_one_span_that_does_not_tell_which_code_is_where():
    turn = invented("coded").turns[5]
    assert underlined(turn) == ["It learned on Sundays only and it took the whole night, which is when we bake."]
    assert turn.runs == 3
    assert not turn.is_certain


def test_one_underline_with_two_codes_is_certain():
    turn = invented("coded").turns[1]
    assert (len(turn.codes), turn.runs, turn.is_certain) == (2, 1, True)


def test_code_names_with_brackets_are_read_as_printed():
    assert invented("coded").turns[5].codes[1:] == ("Model-Training-issues [MT]", "Quality-Measures (QM)")
    assert invented("odd").turns[2].codes == ("Qualité-des-données [QD]", "a code / with (odd) signs & co.")


def test_a_speaker_line_at_a_pages_end_owns_the_words_of_the_next_page():
    turn = invented("coded").turns[6]
    assert (turn.speaker, turn.page) == ("Interviewer 1", 1)
    assert turn.text == "These words stand on the page after their speaker."


def test_an_underline_over_a_page_break_is_one_span_and_the_code_on_the_next_page_is_its_own():
    turn = invented("coded").turns[7]
    assert underlined(turn) == [turn.text]
    assert turn.text.startswith("This answer begins here")
    assert turn.text.endswith("learned to see double.")
    assert (turn.page, turn.codes, turn.runs) == (2, ("Data-wrong-unit",), 1)


def test_a_code_under_no_underlined_word_is_kept_and_told():
    ada = invented("coded")
    assert (ada.turns[8].text, ada.turns[8].codes, ada.turns[8].spans) == ("", ("Q4.2",), ())
    assert not ada.turns[8].is_certain
    assert next((warning.page, warning.code) for warning in ada.warnings) == (3, "code-without-underline")


def test_a_box_that_the_pages_end_cut_is_read_where_it_is_printed_whole():
    with pypdfium2.PdfDocument(DATA / "coded.pdf") as document:
        assert "Q4 2" in document[2].get_textpage().get_text_range()
    assert invented("coded").turns[8].codes == ("Q4.2",)


def test_a_speaker_line_without_words_is_no_turn_but_a_warning():
    ada = invented("coded")
    assert [turn.speaker for turn in ada.turns[8:]] == ["Interviewer 1", "Interviewee"]
    assert (4, "empty-turn") in [(warning.page, warning.code) for warning in ada.warnings]


def test_a_print_without_codes_is_a_reading_that_says_so():
    cy = invented("uncoded")
    assert [turn.text for turn in cy.turns] == ["Nothing is coded here.", "So it seems."]
    assert (cy.has_codes, cy.coded_turns, cy.codes, cy.coder) == (False, 0, (), "Cy")
    assert invented("coded").has_codes


def test_accents_and_ligatures_survive():
    text = invented("odd").turns[1].text
    assert text.startswith("Où ça ? « Peut-être » là-bas, à l’œuvre")
    assert "naïf, cœur, garçon" in text
    assert "€5, 3×4" in text


def test_an_emoji_counts_as_one_character_of_a_span():
    turn = invented("odd").turns[2]
    assert underlined(turn)[0].startswith("smile 😀 and")
    assert underlined(turn)[1] == "too"


def test_a_letter_that_the_font_does_not_name_is_marked_and_told():
    bo = invented("odd")
    assert "and \N{REPLACEMENT CHARACTER} all day" in bo.turns[2].text
    assert "unreadable-letters" in [warning.code for warning in bo.warnings]


def test_words_before_the_first_speaker_are_kept_and_told():
    bo = invented("odd")
    assert (bo.turns[0].speaker, bo.turns[0].text) == ("", "Words before anybody is named.")
    assert bo.warnings[0].code == "no-speaker"


def test_a_speaker_label_may_be_odd_or_wrap():
    speakers = [turn.speaker for turn in invented("odd").turns]
    assert speakers[1:3] == ["Unknown Speaker", "Интервьюер 1"]
    assert speakers[3].startswith("Interviewee 12 (the one who baked")
    assert speakers[3].endswith("asked for this name)")


def test_a_word_with_a_hyphen_at_the_line_end_stays_one_word():
    assert invented("odd").turns[3].text.endswith("and a pre-processing too.")


def test_a_code_list_may_run_over_a_page_break():
    turn = invented("odd").turns[4]
    assert turn.codes == tuple(f"Data-kind-{number:02d}" for number in range(1, 61))
    assert invented("odd").turns[5].page == 2


def test_a_code_name_wider_than_the_page_is_one_name():
    long, short = invented("odd").turns[6].codes
    assert long.startswith("Data-that-nobody-has-described-since-")
    assert long.endswith("-and-a-manual-in-no-language-that-we-read")
    assert " " not in long
    assert short == "a short one"


def test_underlined_words_without_a_code_are_told():
    bo = invented("odd")
    assert (bo.turns[7].codes, underlined(bo.turns[7])) == ((), ["with a soft", "a"])
    assert bo.warnings[-1].code == "underline-without-code"


def test_title_and_file_name_that_disagree_are_told():
    data = (DATA / "uncoded.pdf").read_bytes()
    reading = read_print(data, name="2026-03-02-Interview 44 - Dee.pdf")
    assert (reading.interview_number, reading.coder) == (43, "Cy")
    assert [warning.code for warning in reading.warnings] == ["number-mismatch", "coder-mismatch"]


def test_a_file_that_is_no_pdf_is_one_clear_error():
    with pytest.raises(PrintError) as refused:
        read_print(b"Interviewer: hello", name="Interview 3 - Ada.pdf")
    assert str(refused.value) == (
        "Interview 3 - Ada.pdf: it is no PDF, or a damaged one; "
        "print the coded transcript again from the coding tool and save it as PDF"
    )


def test_a_pdf_without_words_is_refused():
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(612, 792)
    out = BytesIO()
    empty.save(out)
    with pytest.raises(PrintError, match="no words of an interview"):
        read_print(out.getvalue(), name="Interview 1 - Ada.pdf")


def test_a_cut_off_pdf_is_refused():
    with pytest.raises(PrintError):
        read_print((DATA / "coded.pdf").read_bytes()[:3000], name="coded.pdf")


def test_a_print_whose_last_page_is_missing_says_so():
    document = pypdfium2.PdfDocument(DATA / "coded.pdf")
    del document[3]
    out = BytesIO()
    document.save(out)
    shortened = read_print(out.getvalue(), name="coded.pdf")
    warning = shortened.warnings[-1]
    assert (warning.page, warning.code) == (3, "pages-missing")
    assert warning.message == "the last footer says page 3 of 4, but the file has 3 page(s)"
