"""What each source finds, and what it leaves alone. All names are invented, or as common as Sam."""

import pytest

from interviews.deidentification.matching import Match
from interviews.deidentification.suggestions import StudyWords, suggest
from tests.interviews.deidentification.suggestions.finding import found, talk_of


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("So my name is Ottoline Quill, and I lead the team.", "Ottoline Quill"),
        ("Uh, my name is, uh, foutine and I do models.", "foutine"),
        ("Okay, I'm Marcus, nice to meet you.", "Marcus"),
        ("I did it under the supervision of Ottoline and also a zephirin.", "Ottoline"),
        ("Bonjour, je m'appelle Ottoline.", "Ottoline"),
    ],
)
def test_somebody_who_says_their_name_is_found(said, name):
    assert (name, "person") in found(said)


def test_who_is_named_beside_somebody_is_found_though_written_small():
    assert ("zephirin", "person") in found("I did it under the supervision of Ottoline and also a zephirin.")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("All right. Thank you so much, Sam. Bye.", "Sam"),
        ("Thanks a lot, ottoline.", "ottoline"),
        ("Okay, bye, Bill. Have a good day.", "Bill"),
        ("Merci beaucoup Jacques, au revoir.", "Jacques"),
        ("Hi Marcus, can you hear me?", "Marcus"),
        ("That was it. Rafael, you can go on.", "Rafael"),
    ],
)
def test_somebody_who_is_thanked_or_addressed_is_found(said, name):
    assert (name, "person") in found(said)


@pytest.mark.parametrize(
    "said",
    ["Thank you very much.", "Thanks for your time.", "Thank you all, bye bye.", "Merci à vous.", "Hi everyone."],
)
def test_thanks_without_a_name_suggest_nothing(said):
    assert found(said) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("I work at Quillonix as an engineer.", "Quillonix"),
        ("I've been a data scientist at, uh, zephyr for two years.", "zephyr"),
        ("At Quill Labs we do forecasting.", "Quill Labs"),
        ("It was a startup called Quillonix.", "Quillonix"),
        ("Our client, Brannock Foods, has stores.", "Brannock Foods"),
        ("Je travaille chez Quillonix depuis un an.", "Quillonix"),
        ("So here at marrow we train models.", "marrow"),
        ("Quillonix is a startup in health.", "Quillonix"),
    ],
)
def test_an_employer_is_found_as_it_is_written_and_as_it_sounds(said, name):
    assert (name, "company") in found(said)


@pytest.mark.parametrize(
    "said",
    [
        "I work at a bank.",
        "We look at data at least once, at night or at home.",
        "At first I worked at scale, at the company.",
        "He is good at testing and works for free.",
        "We worked with data at inference time.",
    ],
)
def test_where_anybody_may_be_is_no_employer(said):
    assert found(said) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("I did my master's at Brannock.", "Brannock"),
        ("I did my master of harbour and tide studies, um, there.", "master of harbour and tide studies"),
        ("She has a PhD in applied glaciology.", "PhD in applied glaciology"),
        ("I'm doing my master, uh, at quill technique.", "quill"),
        ("She went to the University of Brannock.", "University of Brannock"),
        ("I am in the Marrow lab.", "Marrow lab"),
    ],
)
def test_a_school_is_found(said, name):
    assert (name, "university") in found(said)


@pytest.mark.parametrize(
    ("said", "name", "type_"),
    [
        ("We have a house in Montreal.", "Montreal", "place"),
        ("Everything is in montreal now.", "montreal", "place"),
        ("I came from Lebanon in the end.", "Lebanon", "country"),
        ("The form is in Portuguese.", "Portuguese", "country"),
    ],
)
def test_places_and_nationalities_are_found(said, name, type_):
    assert (name, type_) in found(said)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Write to ottoline@quill.example please.", "ottoline@quill.example"),
        ("It is at www.quill.example/team for now.", "www.quill.example/team"),
        ("Call 514-555-0199 tomorrow.", "514-555-0199"),
        ("It is patent number US 9,999,999 of ours.", "patent number US 9,999,999"),
        ("You can look it up, BR 10 2099 004417, and read it.", "BR 10 2099 004417"),
    ],
)
def test_addresses_numbers_and_patents_are_found(said, words):
    assert any(words in name for name, _ in found(said))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("It began on August 9th, 2021.", "August 9th, 2021"),
        ("I joined in 2019.", "2019"),
        ("En mars 2020 tout a changé.", "mars 2020"),
    ],
)
def test_exact_dates_are_found(said, words):
    assert (words, "date") in found(said)


@pytest.mark.parametrize("said", ["It took three months.", "We had 2019 rows.", "Maybe in May."])
def test_durations_and_plain_numbers_are_no_dates(said):
    assert found(said) == []


def test_a_count_that_singles_a_firm_out_is_found():
    assert found("We are 250 employees now.") == [("250 employees", "other")]


def test_the_rest_of_a_name_at_a_placeholders_edge_is_found():
    assert ("Quillon", "company") in found("I was at Company X Quillon before.")


def test_a_rare_word_with_a_capital_is_found_and_a_tool_is_not():
    said = "We put it into Zephyrbase and then into Databricks and Kubernetes."
    assert found(said) == [("Zephyrbase", "company")]


def test_a_tool_that_is_said_as_an_employer_ranks_low_and_is_not_hidden():
    [one] = suggest(talk_of("I work at Snowflake as an engineer."))
    assert one.confidence < 0.4


def test_a_name_that_was_introduced_is_found_again_without_a_cue():
    names = found("My name is Zephirin.", "Then zephirin said that it works.")
    assert names == [("Zephirin", "person"), ("zephirin", "person")]


def test_what_stands_in_the_registry_is_certain_and_comes_first():
    talk = talk_of("We moved to move, and my name is Ottoline.")
    first, *_ = suggest(talk, known=lambda text: [Match(12, 16, 7)], types={7: "company"})
    assert (first.start, first.end, first.type, first.source, first.confidence) == (12, 16, "company", "registry", 1.0)


def test_a_word_that_many_talks_of_the_study_share_is_no_rare_name():
    study_words = StudyWords.of([["we use Zephyrbase"]] * 5)
    assert found("We put it into Zephyrbase.", study_words=study_words) == []
