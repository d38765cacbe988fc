"""Importing an interview: what is stored of a transcript, what is not, and what is refused."""

import pytest
from django.utils import timezone

from interviews.actions.ingest import import_interview
from interviews.errors import DuplicateInterview, NotPermitted, SameSource, WorkshopError
from interviews.models import Event, Interview, Participant, Replacement, Segment, Speaker
from interviews.transcripts.errors import TranscriptError
from tests.factories import make_participant, make_study
from tests.people import team

pytestmark = pytest.mark.django_db

TALK = b"""Interviewer 1: What is hardest about your data?

Interviewee: Half of the fields are empty.

Nobody at Company X knows why.

Interviewer 2: And then?

Interviewee: We ask School 1, and we wait for a week.
"""
# The same talk again, with a typo mended.
NEARLY = TALK.replace(b"hardest", b"the hardest")
OTHER = b"Interviewer: Do you bake?\nInterviewee: Bread, on Sundays, with rye and a sourdough of my own.\n"


def imported(study, people, data=TALK, name="Interview 5.txt", **options):
    return import_interview(by=people.imani, study=study, data=data, name=name, **options)


def test_every_turn_becomes_a_segment_with_its_words_place_and_line(study, people):
    interview = imported(study, people)
    turns = [(s.position, s.speaker.role, s.speaker.number, s.text) for s in interview.segments.all()]
    assert turns == [
        (0, "interviewer", 1, "What is hardest about your data?"),
        (1, "interviewee", 1, "Half of the fields are empty.\nNobody at Company X knows why."),
        (2, "interviewer", 2, "And then?"),
        (3, "interviewee", 1, "We ask School 1, and we wait for a week."),
    ]
    assert [segment.line for segment in interview.segments.all()] == [1, 3, 7, 9]


def test_the_interview_remembers_its_source_but_never_the_files_name(study, people):
    interview = imported(study, people, name="Interview 5 - Ottoline.txt")
    assert (interview.number, interview.language, interview.imported_by) == (5, "en", people.imani)
    assert len(interview.source_sha256) == 64
    stored = [str(value) for row in Interview.objects.values() for value in row.values()]
    stored += [str(event.data) + event.action for event in Event.objects.all()]
    assert not any("Ottoline" in value for value in stored)


def test_the_warnings_are_kept_with_their_lines_and_without_words(study, people):
    (warning,) = imported(study, people).warnings
    assert warning["line"] == 5
    assert "Nobody" not in warning["message"]


def test_words_are_unreadable_in_the_database(study, people):
    imported(study, people)
    for sealed in Segment.objects.values_list("text_encrypted", flat=True):
        assert b"the" not in bytes(sealed)


def test_a_participant_is_made_for_the_interviewee_and_consents_to_nothing(study, people):
    interview = imported(study, people)
    participant = Participant.objects.get()
    assert participant.code == "P05"
    assert not participant.consents.exists()
    assert list(interview.speakers.values_list("role", "participant__code").order_by("role", "number")) == [
        ("interviewee", "P05"),
        ("interviewer", None),
        ("interviewer", None),
    ]


def test_a_participant_who_is_known_already_is_linked(study, people):
    known = make_participant(study, "P05", role="ML engineer")
    interview = imported(study, people)
    assert interview.speakers.get(role="interviewee").participant == known


def test_words_of_somebody_who_withdrew_are_not_imported_again(study, people):
    make_participant(study, "P05", withdrawn_at=timezone.now())
    with pytest.raises(WorkshopError, match="P05 withdrew"):
        imported(study, people)
    assert not Interview.objects.exists()


def test_two_interviewees_are_two_participants(study, people):
    talk = b"Interviewer: Who is here?\nInterviewee 1: I am.\nInterviewee 2: And I am.\n"
    imported(study, people, talk)
    assert set(Participant.objects.values_list("code", flat=True)) == {"P05", "P05.2"}


def test_speakers_that_a_tool_numbered_from_zero_stay_apart(study, people):
    imported(study, people, b"Speaker 0: Hello there.\nSpeaker 1: Hello.\nSpeaker 0: Shall we begin?\n")
    assert list(Speaker.objects.values_list("role", "number")) == [("unknown", 0), ("unknown", 1)]


def test_placeholders_of_the_authors_are_suggested_as_their_type_alone(study, people):
    interview = imported(study, people)
    found = [
        (r.segment.position, r.segment.text[r.start : r.end], r.text, r.type, r.status, r.origin)
        for r in Replacement.objects.filter(segment__interview=interview)
    ]
    assert found == [
        (1, "Company X", "[company]", "company", "suggested", "placeholder"),
        (3, "School 1", "[school]", "university", "suggested", "placeholder"),
    ]


def test_a_file_that_can_not_be_read_leaves_nothing_behind(study, people):
    with pytest.raises(TranscriptError, match=r"^notes\.txt:1: .+; .+$"):
        imported(study, people, b"Just a note, without anybody who speaks.\n", "notes.txt")
    assert not Interview.objects.exists()
    assert not Participant.objects.exists()


def test_a_failure_half_way_leaves_nothing_behind(study, people, monkeypatch):
    def fails(segments):
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr("interviews.actions.ingest.suggest_placeholders", fails)
    with pytest.raises(RuntimeError):
        imported(study, people)
    assert not Interview.objects.exists()
    assert not Segment.objects.exists()
    assert not Participant.objects.exists()


class TestTheSameTalkTwice:
    def test_the_same_file_is_recognised_whatever_it_is_called(self, study, people):
        imported(study, people)
        with pytest.raises(SameSource, match="already imported as interview 5"):
            imported(study, people, name="Interview 9.txt")
        assert Interview.objects.count() == 1

    def test_nearly_the_same_words_are_reported_and_asked_about(self, study, people):
        imported(study, people)
        with pytest.raises(DuplicateInterview, match="interview 5: it is the same talk"):
            imported(study, people, NEARLY)

    def test_a_duplicate_that_was_confirmed_is_kept_under_a_number_of_its_own(self, study, people):
        imported(study, people)
        with pytest.raises(WorkshopError, match="has an interview 5 already"):
            imported(study, people, NEARLY, confirm_duplicate=True)
        assert imported(study, people, NEARLY, confirm_duplicate=True, number=6).number == 6

    def test_other_words_with_a_number_that_is_taken_are_refused_with_the_remedy(self, study, people):
        imported(study, people)
        with pytest.raises(WorkshopError, match="give this one another number"):
            imported(study, people, OTHER)
        assert imported(study, people, OTHER, number=12).number == 12

    def test_another_study_may_hold_the_same_file(self, study, people):
        imported(study, people)
        elsewhere = make_study("elsewhere")
        assert imported(elsewhere, team(elsewhere)).number == 5


def test_a_file_without_a_number_gets_the_next_free_one(study, people):
    imported(study, people)
    assert imported(study, people, OTHER, "talk.txt").number == 6


def test_only_importers_and_custodians_import(study, people):
    imported(study, people)
    for somebody in (people.cora, people.mona, people.pia, people.dele, people.olga):
        with pytest.raises(NotPermitted):
            import_interview(by=somebody, study=study, data=OTHER, name="Interview 7.txt")
