"""Matching: finding identifiers by windows of folded words."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.deidentification.folding import joined, words_of
from interviews.deidentification.matching import Finder, Match, Pattern, contexts

COMPANY, PERSON = 1, 2


def digest(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()


def pattern(name: str, key: int = COMPANY, context: str = "") -> Pattern:
    return Pattern(key, digest(joined(name)), len(words_of(name)), contexts(context))


def found(text: str, *patterns: Pattern) -> list[str]:
    return [text[match.start : match.end] for match in Finder(patterns, digest=digest).find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "we at Zephyrine Labs do",
        "we at ZÉPHYRINE  LABS' do",
        "we at zephyrine-labs do",
        "we at ZephyrineLabs do",
        "we at zephyrinelabs do",
        "we at Zephyrine\nLabs do",
        "we at Zeph\u00adyrine Labs do",
        "we at Zeph\u200byrine Labs do",
        "we at Zeph<b>yrine</b> Labs do",
        "we at Z&#233;phyrine&nbsp;Labs do",
        "we at Ze\u0301phyrine Labs do",
        "we at **Zephyrine** Labs do",
        "we at [Zephyrine Labs] do",
        "see zephyrine.labs/export",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert len(found(text, pattern("Zéphyrine Labs"))) == 1


@pytest.mark.parametrize("text", ["a zephyr in labs", "Zephyrines Labs", "Labs Zephyrine", "zephyrine", ""])
def test_other_words_are_not_the_name(text):
    assert found(text, pattern("Zephyrine Labs")) == []


def test_a_match_tells_the_code_points_of_the_text_as_it_is_written():
    assert Finder([pattern("Zoé")], digest=digest).find("😀 Zoe\u0301!") == [Match(2, 6, COMPANY)]


def test_a_tag_that_may_be_a_bracketed_name_is_read_too():
    assert found("ask <Ottoline> there", pattern("Ottoline")) == ["Ottoline"]


def test_a_short_name_is_not_made_of_words_that_stand_apart():
    assert found("a l, and Al", pattern("Al")) == ["Al"]


def test_initials_are_found_with_and_without_stops():
    assert found("Q.L.Z. or QLZ", pattern("QLZ")) == ["Q.L.Z", "QLZ"]


def test_a_variant_in_context_is_found_only_after_its_words():
    move = pattern("Move", context="at|works for")
    assert found("I move at Move; she works for MOVE; we move on", move) == ["Move", "MOVE"]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("I am at MOVE now", ["MOVE"]),
        ("At Move's office", ["Move"]),
        ("she works  for\nMove", ["Move"]),
        ("at <b>Move</b>, at **Move**, at “Move”", ["Move", "Move", "Move"]),
        ("at&nbsp;Mo<i>ve</i>", ["Mo<i>ve"]),
        ("je travaille à Move, À MOVÉ", ["Move", "MOVÉ"]),
        ("look at the move, that move, Move", []),
        ("that Move", []),
    ],
)
def test_the_words_before_a_name_are_read_as_freely_as_the_name(text, heard):
    assert found(text, pattern("Move", context="at|works for|à")) == heard


def test_words_of_capitals_before_a_name_are_its_context_too():
    assert found("the MLOps Move, that Move", pattern("Move", context="MLOps")) == ["Move"]


def test_a_name_may_be_exact_in_one_spelling_and_in_context_in_another():
    said = "Quillonix, that is at quill; a quill is a feather"
    assert found(said, pattern("Quillonix"), pattern("quill", context="at")) == ["Quillonix", "quill"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("L'Orélie", "chez L’ORELIE,"),
        ("Zephyrine & Sons", "at Zephyrine &amp; Sons,"),
        ("Zephyrine and Sons Bakery of Vexmoor", "at zephyrine-and-sons bakery of Vexmoor,"),
        ("3Quill", "at 3 Quill, at 3quill"),
    ],
)
def test_names_with_signs_digits_and_many_words_are_found(name, text):
    assert found(text, pattern(name))


def test_the_longest_variant_wins_over_a_shorter_one_in_context():
    texts = found("at Move On Labs", pattern("Move", context="at"), pattern("Move On Labs"))
    assert texts == ["Move On Labs"]


def test_the_longest_of_overlapping_names_is_found_once():
    text = "Ottoline Quill asked Quill"
    matches = Finder([pattern("Quill", COMPANY), pattern("Ottoline Quill", PERSON)], digest=digest).find(text)
    assert matches == [Match(0, 14, PERSON), Match(21, 26, COMPANY)]


def test_no_pattern_finds_nothing():
    assert found("anything at all") == []


NAMES = st.text(alphabet=st.sampled_from("abéçÑ -'"), min_size=1, max_size=16).filter(lambda name: words_of(name))


@given(NAMES, st.sampled_from(["{}", "we at {}, then", "({})", "“{}”", "\n{}\n"]))
def test_every_name_is_found_where_it_stands_as_it_is(name, frame):
    assert found(frame.format(name), pattern(name))


@given(NAMES)
def test_case_never_hides_a_name(name):
    assert found(f"at {name.upper()} and", pattern(name))


@given(NAMES)
def test_a_name_written_as_one_word_is_found_too(name):
    assert found(f"at {joined(name)} and", pattern(name))
