"""Folding: words without case, accents and tricks of writing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.deidentification.folding import FILLERS, SIGNS, fold, joined, readings, words_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Zéphyrine", "zephyrine"),
        ("Ze\u0301phyrine", "zephyrine"),
        ("ZÉPHYRINE", "zephyrine"),
        ("Ｚephyrine", "zephyrine"),
        ("Straße", "strasse"),
        ("Søren Łukasz", "soren lukasz"),
        ("œuvre", "oeuvre"),
        ("Zeph\u00adyr\u200bine", "zephyrine"),
        ("ﬁrm", "firm"),
    ],
)
def test_case_accents_ligatures_and_invisible_characters_are_folded_away(written, folded):
    assert fold(written) == folded


def test_words_know_their_code_points_in_the_text_as_it_is_written():
    text = "😀 chez Zéphyrine, oui"
    assert [(text[w.start : w.end], w.folded) for w in words_of(text)] == [
        ("chez", "chez"),
        ("Zéphyrine", "zephyrine"),
        ("oui", "oui"),
    ]


@pytest.mark.parametrize(
    "text", ["Zephyrine-Labs", "ZephyrineLabs", "zephyrine_labs", "zephyrine.labs", "Zephyrine’Labs"]
)
def test_words_without_white_space_between_them_hang_together(text):
    assert [(w.folded, w.glued) for w in words_of(text)] == [("zephyrine", False), ("labs", True)]


def test_white_space_of_any_kind_parts_words():
    assert not any(word.glued for word in words_of("Zephyrine Labs\nat\u00a0work\tagain"))


def test_a_text_with_markup_is_read_as_written_and_as_shown():
    as_written, as_shown = readings("at Z&eacute;ph<b>yrine</b> <Ottoline>")
    assert "ottoline" in [word.folded for word in as_written]
    assert "".join(word.folded for word in as_shown) == "atzephyrine"


def test_plain_text_is_read_once():
    assert len(readings("1 < 2 & 3 > 2")) == 1


def test_letters_run_together_are_the_same_however_words_are_parted():
    assert joined("Zéphyrine Labs") == joined("zephyrine-labs") == joined("ZephyrineLabs") == "zephyrinelabs"


@given(st.text(max_size=60))
def test_every_letter_and_digit_is_in_exactly_one_word(text):
    words = words_of(text)
    covered = [at for word in words for at in range(word.start, word.end)]
    assert len(covered) == len(set(covered))
    letters = {at for at, character in enumerate(text) if character.isalnum() and fold(character).isalnum()}
    plain = {at for at in letters if text[at] not in SIGNS | FILLERS}
    assert plain <= set(covered)


@given(st.text(max_size=60))
def test_words_stand_in_order_and_none_is_empty(text):
    words = words_of(text)
    assert all(word.folded and word.start < word.end for word in words)
    assert all(one.end <= other.start for one, other in pairwise(words))


@given(st.text())
def test_letters_run_together_are_those_of_all_words(text):
    assert joined(text) == "".join(word.folded for word in words_of(text))
