"""What changed between two texts, as a reader is told it."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.diffs import AROUND, WORD, compare, pairs

texts = st.lists(st.sampled_from(["rows", "lack", "the", "values", "models", "need.", "\n\n"]), max_size=60).map(
    " ".join
)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in compare(old, new)]


def test_a_changed_word_stands_struck_before_the_new_one():
    assert told("Rows lack values.", "Rows lose values.") == [
        ("same", "Rows"), ("gone", "lack"), ("new", "lose"), ("same", "values."),
    ]  # fmt: skip


def test_one_word_kept_between_two_changes_is_told_with_them():
    assert told("Half the rows", "Most the columns") == [("gone", "Half the rows"), ("new", "Most the columns")]


def test_a_text_that_came_or_went_is_one_piece():
    assert told("", "All new.") == [("new", "All new.")]
    assert told("All gone.", "") == [("gone", "All gone.")]


def test_of_a_long_stretch_that_stayed_only_what_is_near_a_change_is_shown():
    long = " ".join(f"word{number}" for number in range(100))
    kinds = [kind for kind, _ in told(long, long.replace("word50", "other"))]
    assert kinds == ["skipped", "same", "gone", "new", "same", "skipped"]
    shown = [text for kind, text in told(long, long.replace("word50", "other")) if kind == "same"]
    assert [len(text.split()) for text in shown] == [AROUND, AROUND]


@given(texts, texts)
def test_the_pieces_of_a_short_text_give_back_both_texts(old: str, new: str):
    pieces = [piece for piece in compare(old, new) if piece.kind != "skipped"]
    if len(pieces) != len(compare(old, new)):
        return
    for kind, text in (("gone", old), ("new", new)):
        words = [word for piece in pieces if piece.kind in {"same", kind} for word in piece.text.split()]
        assert words == text.split()


@given(texts)
def test_a_text_compared_with_itself_has_no_change(text: str):
    assert {kind for kind, _ in told(text, text)} <= {"same"}


def test_a_statement_that_moved_is_no_change():
    assert pairs(["One.", "Two."], ["Two.", "One."]) == []


def test_a_reworded_statement_is_told_from_one_that_went_and_one_that_came():
    old = ["Half of the rows are empty.", "Nobody asks."]
    new = ["The launch is late.", "Most of the rows are empty."]
    assert pairs(old, new) == [
        ("Half of the rows are empty.", "Most of the rows are empty."),
        ("", "The launch is late."),
        ("Nobody asks.", ""),
    ]


def test_words_are_what_white_space_parts():
    assert WORD.findall("A b\n\nc") == ["A ", "b\n\n", "c"]
