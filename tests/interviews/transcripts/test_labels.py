"""Which labels are understood, and as whom."""

import pytest

from interviews.transcripts.labels import Strength, parse_label, parse_name


@pytest.mark.parametrize(
    ("label", "role", "number", "name"),
    [
        ("Interviewer", "interviewer", None, "Interviewer"),
        ("Interviewee", "interviewee", None, "Interviewee"),
        ("INTERVIEWER 2", "interviewer", 2, "Interviewer 2"),
        ("interviewee", "interviewee", None, "Interviewee"),
        ("Interviewer1", "interviewer", 1, "Interviewer 1"),
        ("Interviewee1 ", "interviewee", 1, "Interviewee 1"),
        ("Interviewer\u00a01", "interviewer", 1, "Interviewer 1"),
        ("Interviewer #2", "interviewer", 2, "Interviewer 2"),
        ("Interviewer n°2", "interviewer", 2, "Interviewer 2"),
        ("Interviewer_2", "interviewer", 2, "Interviewer 2"),
        ("Interviewer (2)", "interviewer", 2, "Interviewer 2"),
        ("Interviewer B", "interviewer", None, "Interviewer B"),
        ("Intervieweur 1", "interviewer", 1, "Interviewer 1"),
        ("Intervieweuse", "interviewer", None, "Interviewer"),
        ("Enquêtrice", "interviewer", None, "Interviewer"),
        ("Interviewé", "interviewee", None, "Interviewee"),
        ("Interviewé(e)", "interviewee", None, "Interviewee"),
        ("Interviewé·e 2", "interviewee", 2, "Interviewee 2"),
        ("Répondant", "interviewee", None, "Interviewee"),
        ("Répondant(e)", "interviewee", None, "Interviewee"),
        ("Enquêtée", "interviewee", None, "Interviewee"),
        ("Participant 3", "interviewee", 3, "Interviewee 3"),
        ("Unknown Speaker", "unknown", None, "Unknown speaker"),
        ("Speaker 1", "unknown", 1, "Speaker 1"),
        ("SPEAKER_00", "unknown", 0, "Speaker 0"),
        ("Locuteur 2", "unknown", 2, "Speaker 2"),
        ("P5", "interviewee", 5, "P5"),
        ("I1", "interviewer", 1, "I1"),
        ("**Interviewer 1**", "interviewer", 1, "Interviewer 1"),
        ("Interviewer (on the phone)", "interviewer", None, "Interviewer"),
        ("Interviewer Robin", "interviewer", None, "Interviewer Robin"),
        ("Robin (Interviewer)", "interviewer", None, "Interviewer Robin"),
    ],
)
def test_a_label_is_understood_in_all_its_spellings(label: str, role: str, number: int | None, name: str) -> None:
    parsed = parse_label(label)

    assert parsed is not None
    assert (parsed.speaker.role, parsed.speaker.number, parsed.speaker.name) == (role, number, name)
    assert parsed.is_exact


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("interviewr", "interviewer"),
        ("Inteviewee", "interviewee"),
        ("Intervewer", "interviewer"),
        ("Interveiwer", "interviewer"),
        ("Interviewwee", "interviewee"),
        ("Intervieer", "interviewer"),
        ("Intervieweee", "interviewee"),
        ("Interwiewer 2", "interviewer"),
        ("Inter viewer", "interviewer"),
        ("Unknow Speaker", "unknown"),
    ],
)
def test_a_slip_or_two_of_the_keyboard_are_seen_through_and_told(label: str, role: str) -> None:
    parsed = parse_label(label)

    assert parsed is not None
    assert parsed.speaker.role == role
    assert parsed.oddities == ("label-typo",)


@pytest.mark.parametrize("label", ["Interviewew", "Interviewed", "Interview"])
def test_a_label_as_near_to_both_roles_is_a_label_of_nobody_certain(label: str) -> None:
    parsed = parse_label(label)

    assert parsed is not None
    assert parsed.speaker.role == "unknown"
    assert parsed.oddities == ("ambiguous-role",)


@pytest.mark.parametrize(
    "text",
    [
        *("interviews", "interviewing", "reviewer", "overview", "internet", "intervene", "interpreter", "viewer"),
        *("Enquête", "So", "for example", "the interviewer", "first Interviewer", "Interviewer said", "12", ""),
    ],
)
def test_a_word_like_a_label_is_none(text: str) -> None:
    assert parse_label(text) is None


def test_a_label_written_twice_is_one() -> None:
    parsed = parse_label("Interviewee**Interviewee**")

    assert parsed is not None
    assert parsed.speaker.name == "Interviewee"
    assert parsed.oddities == ("doubled-label",)


def test_of_two_numbers_the_first_counts() -> None:
    parsed = parse_label("Interviewer2 2")

    assert parsed is not None
    assert parsed.speaker.name == "Interviewer 2"
    assert parsed.oddities == ("doubled-number",)


@pytest.mark.parametrize(
    ("label", "role", "name"),
    [
        ("Interviewer 1 and 2", "interviewer", "Interviewer 1 and Interviewer 2"),
        ("Interviewer 1/Interviewee", "unknown", "Interviewer 1 and Interviewee"),
    ],
)
def test_a_label_of_several_speakers_has_a_role_only_where_they_share_it(label: str, role: str, name: str) -> None:
    parsed = parse_label(label)

    assert parsed is not None
    assert (parsed.speaker.role, parsed.speaker.name) == (role, name)


def test_a_participant_code_needs_a_colon_while_a_role_does_not() -> None:
    code, role = parse_label("P5"), parse_label("Interviewee")

    assert code is not None
    assert role is not None
    assert code.strength < Strength.ROLE == role.strength


@pytest.mark.parametrize("text", ["Robin", "Robin de Vries", "O'Hara", "PO", "Jean-Luc"])
def test_capitalised_words_may_be_a_name(text: str) -> None:
    assert parse_name(text) is not None


@pytest.mark.parametrize("text", ["Question", "Note", "for example", "Okay", "it", "This is a rather long heading"])
def test_common_words_are_no_name(text: str) -> None:
    assert parse_name(text) is None
