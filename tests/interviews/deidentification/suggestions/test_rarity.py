"""What tells a name that is written small from a word that is only rare."""

import pytest

from interviews.deidentification.suggestions import StudyWords, Talk, Turn, suggest
from interviews.deidentification.suggestions.gazetteer import Gazetteer
from interviews.deidentification.suggestions.oddity import is_bare_noun, is_misspelt, is_unheard_of
from interviews.deidentification.suggestions.things import things
from tests.interviews.deidentification.suggestions.finding import found, talk_of


@pytest.mark.parametrize("word", ["quillonix", "zephirin", "brannoc", "foutine"])
def test_a_word_that_nobody_uses_and_nothing_explains_is_unheard_of(word):
    assert is_unheard_of(word)


@pytest.mark.parametrize(
    "word", ["retrainable", "unretrained", "datalake", "hyperparameters", "réentraîner", "misprediction", "dockerized"]
)
def test_what_is_derived_joined_or_of_the_trade_is_not_unheard_of(word):
    assert not is_unheard_of(word)


@pytest.mark.parametrize("word", ["experiance", "compnay", "developper", "wroking"])
def test_a_slip_in_a_common_word_is_told_from_a_name(word):
    assert is_misspelt(word)
    assert not is_misspelt("quillonix")


@pytest.mark.parametrize("word", ["accuracies", "robustness", "latency", "validate", "déployez"])
def test_abstract_words_verbs_and_plurals_have_not_the_form_of_a_name(word):
    assert not is_bare_noun(word)


def test_a_word_that_the_talk_uses_with_an_article_or_in_the_plural_is_a_thing():
    talk = talk_of("The defect is on conveyor.", "We saw a conveyor.", "There were nozzles, and one nozzle broke.")
    assert {"defect", "conveyor", "nozzle"} <= things(talk)


def test_an_article_before_a_name_that_goes_on_makes_no_thing_of_it():
    assert "kestrel" not in things(talk_of("The kestrel people called."))


def test_a_thing_of_the_talk_is_no_name_where_its_article_is_dropped():
    dropped = "It is stuck in lathe, and then it stops."
    turns = tuple(Turn(at, "Okay.", "interviewer") for at in range(40))
    assert [one.source for one in suggest(Talk((*turns, Turn(40, dropped, "interviewee"))))] == ["bare name"]
    assert suggest(Talk((*turns, Turn(40, dropped, "interviewee"), Turn(41, "I see the lathe.", "unknown")))) == []


def test_a_common_word_that_two_cues_gave_away_is_found_again_without_one():
    names = found("I work at sparrow.", "She joined sparrow too.", "And then sparrow moved on.")
    assert [name for name, _ in names] == ["sparrow", "sparrow", "sparrow"]


def test_a_rare_word_that_many_talks_of_the_study_share_is_no_name():
    study_words = StudyWords.of([["it went through quillonix"]] * 5)
    assert found("It all went through quillonix then.", study_words=study_words) == []


@pytest.mark.parametrize("said", ["Then siemens for eight years.", "Then Air Canada, for a while."])
def test_an_employer_that_everybody_knows_is_found_without_a_cue(said):
    assert [type_ for _, type_ in found(said)] == ["company"]


def test_an_employer_that_is_also_a_word_needs_its_capital():
    assert found("The target was intact.") == []
    assert found("They sold it at a loss, and Intact paid.") == [("Intact", "company")]


def test_known_names_of_several_words_are_found_without_their_genitive_the_longest_first():
    gazetteer = Gazetteer({"port quill": "place", "port": "thing"})
    known = list(gazetteer.found_in("It is Port Quill's harbour."))
    assert [(each.name, each.kind, each.end) for each in known] == [("port quill", "place", 16), ("port", "thing", 10)]
