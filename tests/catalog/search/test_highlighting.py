"""What is marked in a text, and that marking never changes it nor lets it break a page."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.analysis import terms_asked, words
from catalog.search.highlight import Marks, highlight


def marks(query: str) -> Marks:
    return Marks.of(term for word in words(query) for term in terms_asked(word.folded))


def test_words_of_a_synonym_are_marked_only_where_all_of_them_stand():
    stale_model = Marks((((frozenset(["estale"]), frozenset(["emodel"])),),))
    assert highlight("a model", stale_model) == "a model"
    assert highlight("a stale model", stale_model) == "a <mark>stale</mark> <mark>model</mark>"


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("donnee", "Données et donnees", "<mark>Données</mark> et <mark>donnees</mark>"),
        ("label", "Labelled, labelling; relabel", "<mark>Labelled</mark>, <mark>labelling</mark>; relabel"),
        ("etiquettes", "Bien étiquetées ?", "Bien <mark>étiquetées</mark> ?"),
        ("model", "a model’s model-free", "a <mark>model</mark>’s <mark>model</mark>-free"),
        ("MLQ-7", "see MLQ-007", "see <mark>MLQ-007</mark>"),
        ("", "nothing", "nothing"),
    ],
)
def test_a_word_is_marked_in_every_form_of_it(query: str, text: str, marked: str):
    assert highlight(text, marks(query)) == marked


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x>', "a & b <b>", "&lt;mark&gt;"])
def test_text_and_query_are_escaped(hostile: str):
    marked = highlight(f"before {hostile} after", marks(hostile))
    assert "<script" not in marked
    assert "<img" not in marked
    assert marked.replace("<mark>", "").replace("</mark>", "").count("<") == 0


@given(st.text(), st.text())
def test_marking_changes_no_letter_and_leaves_no_tag_but_its_own(text: str, query: str):
    marked = str(highlight(text, marks(f"{query} {text[:10]}")))
    without = re.sub(r"</?mark>", "", marked)
    assert not re.search(r"[<>]", without)
    assert html.unescape(without) == html.unescape(html.escape(text))
    assert marked.count("<mark>") == marked.count("</mark>")


@given(st.text(min_size=1), st.integers(min_value=1, max_value=80))
def test_an_excerpt_is_a_stretch_of_the_text(text: str, width: int):
    cut = html.unescape(re.sub(r"</?mark>", "", str(highlight(text, marks(text), width=width))))
    assert cut.removeprefix("… ").removesuffix(" …") in html.unescape(html.escape(text))


def test_a_long_text_is_cut_around_the_first_match_at_white_space():
    text = "word " * 200 + "needle " + "word " * 200
    cut = highlight(text, marks("needle"), width=100)
    assert cut.startswith("… word")
    assert cut.endswith("word …")
    assert "<mark>needle</mark>" in cut
    assert len(cut) < 150
