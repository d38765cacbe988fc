"""Printed turns and underlined spans on the segments of a transcript."""

import pytest

from interviews.prints.alignment import align
from interviews.prints.document import CodedPrint, PrintedTurn
from tests.interviews.prints.prints import CODED, PACKAGE, invented, read

BAKERY = ["Rye, mostly. The scale was off.", "By how much?", "A tenth; for half a year!"]


def printed(*turns: str | tuple[str, str]) -> CodedPrint:
    """A print of turns; the second of a pair is the stretch that is underlined and coded."""
    made = []
    for position, turn in enumerate(turns):
        text, marked = (turn, "") if isinstance(turn, str) else turn
        start = text.index(marked)
        spans = ((start, start + len(marked)),) if marked else ()
        codes = ("Data-low-quality",) if marked else ()
        made.append(PrintedTurn(position, "Interviewee", text, spans, codes, 1, False, len(spans)))
    return CodedPrint("Interview 1 - Ada", 1, "Ada", None, tuple(made), (), 1, "0" * 64)


def words_of(pieces, segments=BAKERY):
    return [segments[segment][start:end] for segment, start, end in pieces]


def test_turns_cut_alike_cover_whole_segments():
    alignment = align(printed(*BAKERY), BAKERY)
    assert [turn.pieces for turn in alignment.turns] == [((0, 0, 31),), ((1, 0, 12),), ((2, 0, 25),)]
    assert (alignment.unmatched, alignment.missing, alignment.warnings) == (0, 0, ())
    assert alignment.matched_share == 1


def test_a_span_takes_the_signs_at_its_edges_along_and_no_others():
    [pieces] = align(printed(BAKERY[0], BAKERY[1], (BAKERY[2], "A tenth;")), BAKERY).turns[2].spans
    assert words_of(pieces) == ["A tenth;"]
    [pieces] = align(printed(BAKERY[0], BAKERY[1], (BAKERY[2], "half a year")), BAKERY).turns[2].spans
    assert words_of(pieces) == ["half a year"]


def test_a_span_that_begins_inside_a_word_begins_inside_it_in_the_transcript():
    [pieces] = align(printed((BAKERY[0], "cale was o")), BAKERY).turns[0].spans
    assert words_of(pieces) == ["cale was o"]


def test_a_turn_over_two_segments_becomes_two_pieces_and_its_span_too():
    alignment = align(printed(BAKERY[0], (" ".join(BAKERY[1:]), "how much? A tenth")), BAKERY)
    assert words_of(alignment.turns[1].pieces) == ["By how much?", "A tenth; for half a year!"]
    assert words_of(alignment.turns[1].spans[0]) == ["how much?", "A tenth"]


def test_two_turns_may_lie_in_one_segment():
    alignment = align(printed("Rye, mostly.", ("The scale was off.", "The scale"), *BAKERY[1:]), BAKERY)
    assert words_of(alignment.turns[0].pieces) == ["Rye, mostly."]
    assert words_of(alignment.turns[1].pieces) == ["The scale was off."]
    assert words_of(alignment.turns[1].spans[0]) == ["The scale"]


def test_white_space_and_case_do_not_matter():
    segments = ["Rye,  mostly.\nTHE scale was\u00a0off.", *BAKERY[1:]]
    alignment = align(printed((BAKERY[0], "mostly. The scale"), *BAKERY[1:]), segments)
    assert words_of(alignment.turns[0].spans[0], segments) == ["mostly.\nTHE scale"]
    assert alignment.unmatched == 0


def test_a_label_inside_the_printed_words_is_counted_and_left_out():
    alignment = align(printed("Rye, mostly. The scale was off. Interviewer: By how much?", BAKERY[2]), BAKERY)
    assert alignment.unmatched == 1
    assert words_of(alignment.turns[0].pieces) == BAKERY[:2]
    assert [warning.code for warning in alignment.warnings] == ["words-not-in-transcript"]


def test_a_name_that_the_transcript_replaced_stays_inside_the_span():
    segments = ["We bought it at Company 1 last year."]
    alignment = align(printed(("We bought it at Millfield last year.", "bought it at Millfield")), segments)
    assert words_of(alignment.turns[0].spans[0], segments) == ["bought it at Company 1"]
    assert (alignment.unmatched, alignment.missing) == (1, 2)


def test_a_span_without_a_word_in_the_transcript_is_told():
    alignment = align(printed(BAKERY[0], ("Nobody said this.", "said this"), *BAKERY[1:]), BAKERY)
    assert alignment.turns[1].pieces == ()
    assert alignment.turns[1].spans == ((),)
    assert [(warning.page, warning.code) for warning in alignment.warnings] == [
        (0, "words-not-in-transcript"),
        (1, "span-without-place"),
    ]


def test_words_that_the_print_lacks_are_counted():
    alignment = align(printed(BAKERY[0], BAKERY[2]), BAKERY)
    assert (alignment.missing, alignment.unmatched) == (3, 0)
    assert [warning.code for warning in alignment.warnings] == ["words-not-in-print"]


def test_another_interviews_transcript_shares_few_words():
    other = ["Completely different talk about trains and their brakes in winter."]
    assert align(printed(*BAKERY), other).matched_share < 0.5


def test_a_print_of_an_empty_transcript_matches_nothing():
    alignment = align(printed(*BAKERY), [])
    assert alignment.matched_share == 0
    assert [turn.pieces for turn in alignment.turns] == [(), (), ()]


def test_an_underline_over_a_page_break_lands_on_its_segment():
    ada = invented("coded")
    segments = [turn.text for turn in ada.turns if turn.text]
    alignment = align(ada, segments)
    assert alignment.unmatched == alignment.missing == 0
    assert alignment.turns[7].spans == (((7, 0, len(segments[7])),),)


@pytest.mark.real_study
def test_real_prints_lose_no_underlined_span_and_hardly_a_word():
    from interviews.transcripts.reader import read_transcript

    transcripts = {}
    for path in (PACKAGE / "interviews" / "transcripts").glob("*.txt"):
        transcript = read_transcript(path.read_bytes(), name=path.name)
        transcripts[transcript.number] = [turn.text for turn in transcript.turns]
    for path in sorted(CODED.glob("*/*.pdf")):
        reading = read(path)
        segments = transcripts[reading.interview_number]
        alignment = align(reading, segments)
        # What remains: labels in the midst of words, and names that only the transcript replaced.
        assert alignment.unmatched <= 7
        assert alignment.missing <= 8
        for turn, place in zip(reading.turns, alignment.turns, strict=True):
            assert place.pieces
            assert all(place.spans)
            for (start, end), pieces in zip(turn.spans, place.spans, strict=True):
                spoken = "".join("".join(segments[s][a:b] for s, a, b in pieces).split())
                said = "".join(turn.text[start:end].split())
                assert spoken == said or said.endswith(spoken), (path.name, turn.position)
