"""What somebody looks for in a talk: folded, by stem, in phrases and by beginnings, wherever it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.reports.wanted import Wanted

SAID = "The fields weren’t filled in; nobody knew why. Half of the field_names – annotated twice – are Ge\u0301rard’s."


def found(query, text=SAID, language="en"):
    """The words that are found, in order; None where the turn does not hold all of it."""
    wanted = Wanted.of(query)
    spans = [text[start:end] for start, end in wanted.spans(text, language)]
    return spans if wanted.holds(text, language) else None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("field", ["fields", "field"]),
        ("FILLED", ["filled"]),
        ("filling knowing", None),
        ("fill knew", ["filled", "knew"]),
        ("zebra", None),
        ("fields zebra", None),
        ('"nobody knew"', ["nobody knew"]),
        ("“knew nobody”", None),
        ('"filled in nobody"', ["filled in; nobody"]),
        ("«of the field»", ["of the field"]),
        ("anno*", ["annotated"]),
        ('"half of anno*"', None),
        ("annotating", ["annotated"]),
        ("gérard", ["Ge\u0301rard"]),
        ("gerard", ["Ge\u0301rard"]),
        ("names", ["names"]),
        ("the", ["The", "the"]),
        ("the twice", ["twice"]),
        ("…", None),
        ("", None),
    ],
)
def test_words_are_found_as_somebody_means_them(query, words):
    assert found(query) == words if words else not found(query)


def test_french_is_stemmed_as_french_and_other_languages_are_only_folded():
    said = "Les étiquettes manquaient, évidemment ; on étiquetait à la main."
    assert found("étiquette", said, "fr") == ["étiquettes", "étiquetait"]
    assert found("etiquettes manquer", said, "fr") == ["étiquettes", "manquaient", "étiquetait"]
    assert found("étiquette", said, "de") is None
    assert found("ETIQUETTES", said, "de") == ["étiquettes"]


def test_one_query_reads_talks_in_several_languages():
    wanted = Wanted.of("labels")
    assert wanted.holds("One label was wrong.", "en")
    assert wanted.holds("Le label était faux.", "fr")
    assert not wanted.holds("Nothing.", "en")


@given(st.text(alphabet="aé_ -’\u0301b", max_size=30), st.text(alphabet='aéb "*', max_size=12))
def test_a_turn_that_holds_a_query_has_a_place_for_it_and_no_other_has(text, query):
    wanted = Wanted.of(query)
    spans = wanted.spans(text, "en")
    if wanted:
        assert not wanted.holds(text, "en") or spans
        assert all(0 <= start < end <= len(text) for start, end in spans)
