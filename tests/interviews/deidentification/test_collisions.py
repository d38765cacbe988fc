"""Collisions of the authors' placeholders, on invented talk: what is asked about, and what is left alone."""

from pathlib import Path

import pytest

from interviews.deidentification.collisions import Collision, Occurrence, collisions, questions
from interviews.deidentification.employer_words import CLIENT, FORMER, PRESENT, description, role_of
from interviews.deidentification.folding import joined
from interviews.deidentification.matching import Match
from interviews.deidentification.suggestions.base import Turn
from interviews.transcripts.placeholders import find_placeholders
from interviews.transcripts.reader import read_transcript

X, ONE, TWO = ("company", "X"), ("company", "1"), ("company", "2")


def occurrences(turns: list[Turn]) -> list[Occurrence]:
    return [
        Occurrence(turn, found.start, found.end, found.text, (found.type, found.key))
        for turn in turns
        for found in find_placeholders(turn.text)
    ]


def seen(*texts: str, role: str = "interviewee", **more) -> list[Collision]:
    """Collisions of an interview in which one person says these turns."""
    return collisions(occurrences([Turn(at, text, role) for at, text in enumerate(texts)]), **more)


def signs(*texts: str, **more) -> list[str]:
    return [found.sign for found in seen(*texts, **more)]


# --- two things under one placeholder


def test_a_placeholder_linked_to_one_identifier_here_and_to_another_there_is_asked_about():
    [found] = seen("At Company 1 we bake.", links={ONE: 7}, linked={(0, 3, 12): 9})
    assert (found.sign, found.keys, found.identifiers, found.places) == (
        "two-identifiers",
        (ONE,),
        (7, 9),
        ((0, 3, 12),),
    )
    assert found.sentence == "company 1 stands for or beside identifiers 7 and 9"


def test_occurrences_linked_to_different_identifiers_are_asked_about():
    assert signs("At Company 1.", "Of Company 1.", linked={(0, 3, 12): 7, (1, 3, 12): 9}) == ["two-identifiers"]


@pytest.mark.parametrize("between", [", ", " ", "-", ", called "])
def test_names_of_two_identifiers_beside_one_placeholder_are_asked_about(between):
    texts = [f"At Company 1{between}Zephyr we bake.", f"At Company 1{between}Vexmoor we sell."]
    known = {
        0: [Match(texts[0].index("Zephyr"), texts[0].index(" we"), 7)],
        1: [Match(texts[1].index("Vexmoor"), texts[1].index(" we"), 9)],
    }
    assert signs(*texts, known=known) == ["two-identifiers"]


def test_a_name_at_some_distance_says_nothing():
    text = "At Company 1 we bake for Zephyr."
    assert signs(text, links={ONE: 7}, known={0: [Match(25, 31, 9)]}) == []


def test_two_unknown_names_hanging_on_one_placeholder_are_asked_about_without_being_quoted():
    [found] = seen("We are Company 1, Ottoline, in fact.", "So Company 1, Zephyr, is ours.")
    assert (found.sign, found.one_for_two) == ("names-beside", True)
    assert found.sentence == "2 different names stand right after company 1"
    assert [place[0] for place in found.places] == [0, 1]


@pytest.mark.parametrize(
    "texts",
    [
        ("At Company 1, Zephyr, we bake.", "At Company 1, Zephyr.", "At Company 1, Zephyrs."),
        ("At Company 1, Python is used.", "At Company 1, Kafka is used."),
        ("We left Company 1. Ottoline stayed.", "We left Company 1. Quillonix stayed."),
    ],
)
def test_one_name_tools_and_new_sentences_are_no_collision(texts):
    assert signs(*texts) == []


@pytest.mark.parametrize(
    ("now", "other", "role"),
    [
        ("I work at Company 1.", "I used to work for Company 1.", FORMER),
        ("I am a data engineer at Company 1.", "Before that I was at Company 1.", FORMER),
        ("Je travaille chez Compagnie 1.", "J'ai quitté Compagnie 1.", FORMER),
        ("I've been two years at Company 1.", "That is our client, Company 1.", CLIENT),
    ],
)
def test_where_somebody_works_now_cannot_be_where_they_worked_before_or_a_client(now, other, role):
    [found] = seen(now, other)
    assert (found.sign, found.sentence) == ("two-roles", f"company 1 is called the {PRESENT} and the {role}")


def test_what_interviewers_say_of_their_own_work_says_nothing_of_the_interviewee():
    turns = [Turn(0, "I work at Company 1.", "interviewer"), Turn(1, "I used to work for Company 1.", "interviewee")]
    assert collisions(occurrences(turns)) == []


def test_two_descriptions_without_a_common_word_are_asked_about():
    [found] = seen(
        "Company 3, which is a bakery.", "We buy from Company 3.", "Company 3, that is a marketplace for yarn."
    )
    assert (found.sign, [place[0] for place in found.places]) == ("two-descriptions", [0, 2])


def test_two_descriptions_of_one_thing_are_left_alone():
    assert signs("Company 3, which is a big bakery.", "Company 3, who are the bakery next door.") == []


# --- one thing under two placeholders


def test_one_identifier_under_two_placeholders_is_asked_about():
    [found] = seen("Company X sells.", links={X: 7, ONE: 7})
    assert (found.sign, found.keys, found.one_for_two) == ("two-placeholders", (ONE, X), False)


def test_two_present_employers_are_asked_about():
    assert signs("I'm the delivery manager at Company 2.", "I have been at Company 1 since the spring.") == [
        "two-employers"
    ]


def test_letters_beside_numbers_of_one_type_are_asked_about():
    [found] = seen("Company X sells to Company 1.")
    assert found.sentence == "company X beside company 1: one may be named both ways"


def test_letters_alone_numbers_alone_and_types_apart_are_left_alone():
    assert signs("Company X and Company Y, City 1 and City 2, University 3, Person X and Person 1.") == []


def test_a_school_and_a_university_of_one_key_are_asked_about():
    assert signs("I went to School 1, I mean University 1.") == ["two-types"]


@pytest.mark.parametrize("odd", ["Copmany X", "Company-X", "Compagnie X"])
def test_another_spelling_is_asked_about(odd):
    [found] = seen("At Company X we bake.", f"At {odd} we bake.", "So company X bakes.")
    assert (found.sign, found.sentence) == ("two-spellings", "company X is spelled otherwise in 1 of 3 places")


# --- questions


def test_collisions_that_share_a_placeholder_are_one_question():
    found = seen("I work at Company X. Company 1, too.", "I work for Company 1. I used to work at Company X.")
    assert sorted(collision.sign for collision in found) == ["mixed-keys", "two-employers", "two-roles"]
    assert [len(group) for group in questions(found)] == [3]


def test_the_digest_stays_while_the_same_is_seen_and_changes_with_it():
    [before] = seen("Company X sells to Company 1.")
    [same] = seen("Company X sells to Company 1.")
    [after] = seen("Company X sells to Company 1.", "And Company 1 buys.")
    assert before.digest == same.digest != after.digest


@pytest.mark.parametrize(
    "text", ["I met somebody at Company 1.", "we look at Company 1.", "Company 1 called me.", "As Company 1 grew"]
)
def test_a_mention_is_no_role(text):
    assert role_of(text, text.index("Company"), text.index("Company") + 9) is None


def test_what_stands_in_another_sentence_describes_nothing():
    assert description("Company 1. The bakery is a mess.", 9) == frozenset()


def test_no_sentence_quotes_a_word_of_the_talk():
    found = seen("I work at Company X, Ottoline. Copmany X, Zephyr, which is a bakery.", "Company 1, which is a bank.")
    said = joined(" ".join(collision.sentence for collision in found))
    assert found
    assert not [word for word in ("ottoline", "zephyr", "bakery", "bank", "copmany") if word in said]


# --- the real study

EXPECTED = {
    2: {"two-descriptions"},
    3: {"two-employers", "mixed-keys"},
    5: set(),
    6: set(),
    7: set(),
    10: set(),
    12: {"mixed-keys"},
    19: set(),
    30: set(),
}


@pytest.mark.real_study
@pytest.mark.parametrize("number", EXPECTED)
def test_what_is_asked_about_the_real_interviews(number: int, shared: Path):
    path = shared / f"study/package/interviews/transcripts/Interview {number}.txt"
    transcript = read_transcript(path.read_bytes(), name=path.name)
    turns = [Turn(turn.position, turn.text, turn.speaker.role) for turn in transcript.turns]
    assert {found.sign for found in collisions(occurrences(turns))} == EXPECTED[number]
