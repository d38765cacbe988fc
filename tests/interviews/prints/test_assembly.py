"""Turns out of lines and boxes, for pages that no browser here would make."""

from interviews.prints.assembly import Assembler
from interviews.prints.page import Box, Line, Page


def speaker(text: str, baseline: float) -> Line:
    return Line(text, baseline, 45, 10.5, True)


def words(text: str, baseline: float, *spans: tuple[int, int]) -> Line:
    return Line(text, baseline, 45, 10.5, False, list(spans))


def box(text: str, baseline: float, left: float = 45) -> Box:
    return Box(text, left, baseline - 5, left + 8 * len(text), baseline + 10)


def page(*items: Line | Box) -> Page:
    lines = [item for item in items if isinstance(item, Line)]
    return Page(792, lines, [item for item in items if isinstance(item, Box)], 0)


def assembled(*pages: Page) -> Assembler:
    assembler = Assembler()
    for one in pages:
        assembler.add(one)
    return assembler


def test_what_stands_higher_is_read_first_whatever_was_painted_first():
    painted = page(
        words("Created with the Delve Qualitative Analysis Tool (http://www.delvetool.com)", 300),
        words("Yes, by weight.", 660),
        speaker("Interviewee", 680),
        words("Do you bake?", 720),
        speaker("Interviewer 1", 740),
    )
    turns = assembled(painted).turns()
    assert [(turn.speaker, turn.text) for turn in turns] == [
        ("Interviewer 1", "Do you bake?"),
        ("Interviewee", "Yes, by weight."),
    ]


def test_boxes_of_one_row_are_read_from_left_to_right():
    row = page(speaker("Ada", 740), words("Rye.", 720, (0, 4)), box("second", 690, 200), box("first", 690, 45))
    [turn] = assembled(row).turns()
    assert turn.codes == ("first", "second")


def test_an_underline_that_stops_before_the_line_end_does_not_go_on_in_the_next_line():
    [turn] = assembled(
        page(speaker("Ada", 740), words("one two", 720, (0, 3)), words("three", 697, (0, 5)), box("A", 670))
    ).turns()
    assert (turn.text, turn.spans, turn.runs) == ("one two three", ((0, 3), (8, 13)), 2)


def test_boxes_at_the_top_of_a_page_belong_to_the_turn_before_it():
    first = page(speaker("Ada", 90), words("Rye.", 70, (0, 4)))
    second = page(box("A", 720), speaker("Bo", 690), words("Oh.", 670))
    turns = assembled(first, second).turns()
    assert [(turn.speaker, turn.codes, turn.page) for turn in turns] == [("Ada", ("A",), 1), ("Bo", (), 2)]


def test_a_row_of_equally_wide_boxes_over_a_page_break_keeps_all_its_codes():
    first = page(speaker("Ada", 90), words("Rye.", 70, (0, 4)), box("Data-1", 50))
    second = page(box("Data-2", 720), words("And on.", 690))
    turns = assembled(first, second).turns()
    assert turns[0].codes == ("Data-1", "Data-2")
    assert turns[1].continues


def test_two_speaker_lines_close_together_are_one_wrapped_label():
    [turn] = assembled(page(speaker("The baker of the", 740), speaker("old shop", 721), words("Rye.", 702))).turns()
    assert turn.speaker == "The baker of the old shop"


def test_a_print_that_names_no_speaker_at_all_is_read_and_told():
    assembler = assembled(page(words("Rye, mostly.", 740), words("And oats.", 695)))
    [turn] = assembler.turns()
    assert (turn.speaker, turn.text) == ("", "Rye, mostly.\nAnd oats.")
    assert [warning.code for warning in assembler.warnings] == ["no-speaker"]


def test_spoken_words_at_the_edge_of_the_paper_are_no_footer():
    [turn] = assembled(page(speaker("Ada", 740), words("Rye.", 30))).turns()
    assert turn.text == "Rye."
