"""From text to index terms: the same for every spelling of a word, and nothing a database could read its own way."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.analysis import fold, folded_words, term, terms, terms_asked, words
from catalog.models import QuoteEntry


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Données manquantes", "fr", ["fdon", "fmanqu"]),
        ("missing VALUES, mislabelled", "en", ["emiss", "evalu", "emislabel"]),
        ("l’étiquette d'un modèle", "fr", ["fetiquet", "fmodel"]),
        ("id_client, out-of-order", "en", ["eid", "eclient", "eout", "eorder"]),
        ("see MLQ-7, mlq0012 and MLS‑003", "en", ["esee", "cmlq7", "cmlq12", "cmls3"]),
        ("das Modell", "de", ["odas", "omodell"]),
        ("the of and", "en", []),
    ],
)
def test_a_text_becomes_terms_of_its_language(text: str, language: str, found: list[str]):
    assert terms(text, language) == found


@pytest.mark.parametrize(
    "forms",
    [
        ["étiquettes", "étiqueté", "étiquetées", "etiquetees", "ÉTIQUETER"],
        ["données", "donnees", "DONNÉES"],
        ["dérive", "derive", "dérives"],
        ["entraînement", "entrainement", "entraîner", "entraîné"],
    ],
)
def test_forms_of_a_french_word_share_a_term_accents_or_not(forms: list[str]):
    assert len({term(fold(form), "f") for form in forms}) == 1


@pytest.mark.parametrize("forms", [["label", "labels", "labelled", "labelling"], ["reproduce", "reproducibility"]])
def test_forms_of_an_english_word_share_a_term(forms: list[str]):
    assert len({term(fold(form), "e") for form in forms}) == 1


def test_a_word_knows_its_place_in_the_text():
    text = "Naïve\u0301 œuvre, MLQ-007!"
    assert [text[word.start : word.end] for word in words(text)] == ["Naïve\u0301", "œuvre", "MLQ-007"]
    assert [word.folded for word in words(text)] == ["naive", "oeuvre", "mlq7"]


def test_a_query_asks_for_a_word_in_each_language():
    assert terms_asked("donnees") == ("edonne", "fdon", "odonnees")
    assert terms_asked("mlq7") == ("cmlq7",)


@given(st.text(), st.sampled_from(["en", "fr", "de"]))
def test_a_term_is_plain_letters_and_digits_whatever_the_text(text: str, language: str):
    assert all(each.isascii() and each.isalnum() and each == each.lower() for each in terms(text, language))


@given(st.text(alphabet=st.characters(categories=["L", "Nd", "Zs", "Po"])))
def test_case_does_not_matter(text: str):
    # Capitals that have no small form of their own, such as of "ß", are written otherwise and not only larger.
    if text.lower().upper() == text.upper() and len(text) == len(text.upper()):
        assert terms(text.upper(), "fr") == terms(text.upper().lower(), "fr")


def test_threads_that_stem_at_once_do_not_mix_their_words_up():
    beginnings, endings = ("étiquet", "label", "modèl", "annot"), ("er", "ing", "ées", "ion")
    many = [f"{'abcdefgh'[at % 8]}{at}{beginnings[at % 4]}{endings[at % 3]}" for at in range(2000)]
    one_after_the_other = [term(word, "f") for word in many]
    term.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: term(word, "f"), many)) == one_after_the_other


def indexed_terms(entry: QuoteEntry) -> set[str]:
    """The terms of an entry as the database itself cut them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT unnest(tsvector_to_array(level_1)) FROM catalog_quoteentry WHERE place = %s", [entry.pk]
            )
        else:
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.cut USING fts5vocab(main, catalog_quoteentry_text, instance)"
            )
            cursor.execute("SELECT term FROM temp.cut WHERE doc = %s", [entry.pk])
        return {found for (found,) in cursor.fetchall()}


@pytest.mark.django_db
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=3), language=st.sampled_from(["en", "fr", "ja"]))
def test_a_database_holds_the_terms_that_were_made_and_no_others(texts: list[str], language: str):
    made = [each for text in texts for each in terms(f"{text} 1e5 http www model", language)]
    entry = QuoteEntry.objects.create(place=1, row=1, issue=1, first=" ".join(made), phases="p3")
    try:
        assert indexed_terms(entry) == {*made, "p3"}
    finally:
        entry.delete()


# What is read quickly, and what makes a text be read carefully: other alphabets, parted accents, codes.
LETTERS_OF_TEXTS = (
    st.characters(max_codepoint=0x17F) | st.sampled_from(list("\u0301\u202f«»“”‘’–—…ſK2½²МЛ")) | st.just("mlq-7 ")
)


@given(st.lists(LETTERS_OF_TEXTS, max_size=20).map("".join))
def test_a_text_of_plain_letters_has_the_words_that_a_careful_reading_finds(text: str):
    assert folded_words(text) == [word.folded for word in words(text)]
