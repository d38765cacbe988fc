"""Taking decisions back: in order, as a whole, and never over somebody else's decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.actions import decide, redact
from interviews.actions.ingest import suggest_placeholders
from interviews.actions.suggest import suggest_redactions
from interviews.errors import NotPermitted, WrongState
from interviews.models import Event, Identifier, Replacement, StandingDecision
from interviews.safe import safe_text, state_hash
from tests.factories import make_interview, make_participant, make_study, span_of
from tests.people import Role, join, team

pytestmark = pytest.mark.django_db

TURNS = [
    ("interviewee", "My name is Ottoline, and I work at Quillonix."),
    ("interviewee", "Then Ottoline said that Quillonix has data."),
]


@pytest.fixture
def people(study):
    people = team(study)
    join(people.kofi, study, Role.DEIDENTIFIER)
    return people


@pytest.fixture
def interview(study, people):
    interview = make_interview(study, turns=TURNS, participant=make_participant(study))
    suggest_redactions(by=people.dele, study=study)
    return interview


def rows(words: str) -> list[Replacement]:
    found = Replacement.objects.select_related("segment__interview__study").order_by("segment", "start")
    return [row for row in found if row.segment.text[row.start : row.end] == words]


def statuses(words: str) -> list[str]:
    return [row.status for row in rows(words)]


def undo(by, study) -> str | None:
    return decide.undo_last(by=by, study=study)


class TestInOrder:
    def test_a_replacement_made_by_hand_is_gone_when_it_is_undone(self, people, interview, study):
        segment = interview.segments.get(position=1)
        start, end = span_of(segment, "data")
        redact.make_replacement(by=people.dele, segment=segment, start=start, end=end, text="[x]")
        assert undo(people.dele, study) == "Undone: accepting a replacement."
        assert rows("data") == []
        assert undo(people.dele, study) is None

    def test_undoing_at_the_turn_is_an_act_that_is_undone_too(self, people, interview, study):
        [accepted] = decide.accept(
            by=people.dele, replacement=rows("Ottoline")[0], kind="generalization", text="[boss]"
        )
        redact.undo_decision(by=people.dele, replacement=accepted)
        assert statuses("Ottoline")[0] == "suggested"
        undo(people.dele, study)
        again = rows("Ottoline")[0]
        assert (again.status, again.text, again.decided_by) == ("accepted", "[boss]", people.dele)
        assert again.decided_at == accepted.decided_at
        undo(people.dele, study)
        assert (rows("Ottoline")[0].status, rows("Ottoline")[0].text) == ("suggested", "[person]")

    def test_what_somebody_else_took_back_already_is_passed_over(self, people, interview, study):
        decide.reject(by=people.dele, replacement=rows("Quillonix")[0])
        decide.accept(by=people.dele, replacement=rows("Ottoline")[0])
        redact.undo_decision(by=people.kofi, replacement=rows("Ottoline")[0])
        assert undo(people.dele, study) == "Undone: rejecting a replacement."
        assert {*statuses("Quillonix"), *statuses("Ottoline")} == {"suggested"}

    def test_an_act_whose_words_were_withdrawn_is_passed_over(self, people, interview, study):
        decide.reject(by=people.dele, replacement=rows("Quillonix")[0])
        decide.accept(by=people.dele, replacement=rows("Ottoline")[0])
        Replacement.objects.filter(pk=rows("Ottoline")[0].pk).delete()
        assert undo(people.dele, study) == "Undone: rejecting a replacement."

    def test_acts_in_one_study_are_not_undone_from_another(self, people, interview):
        other = make_study("other")
        team(other)
        decide.accept(by=people.dele, replacement=rows("Ottoline")[0])
        assert undo(people.dele, other) is None
        assert statuses("Ottoline")[0] == "accepted"


class TestSomebodyElseDecidedSince:
    def test_a_changed_span_that_somebody_accepted_since_stays(self, people, interview, study):
        row = rows("Quillonix")[0]
        moved = decide.change_span(by=people.dele, replacement=row, start=row.start - 3, end=row.end)
        decide.accept(by=people.kofi, replacement=moved)
        with pytest.raises(WrongState, match="undo that decision, at its turn, first"):
            undo(people.dele, study)
        assert statuses("at Quillonix") == ["accepted"]

    def test_a_span_that_somebody_changed_again_stays(self, people, interview, study):
        row = rows("Quillonix")[0]
        decide.change_span(by=people.dele, replacement=row, start=row.start - 3, end=row.end)
        decide.change_span(by=people.kofi, replacement=row, start=row.start - 5, end=row.end)
        with pytest.raises(WrongState, match="since"):
            undo(people.dele, study)

    def test_once_that_is_undone_the_act_can_be_too(self, people, interview, study):
        row = rows("Quillonix")[0]
        moved = decide.change_span(by=people.dele, replacement=row, start=row.start - 3, end=row.end)
        decide.accept(by=people.kofi, replacement=moved)
        undo(people.kofi, study)
        assert undo(people.dele, study) == "Undone: changing a span."
        assert statuses("Quillonix") == ["suggested", "suggested"]


class TestEverywhere:
    def test_what_it_decided_in_later_interviews_is_undone_with_it(self, people, interview, study):
        decide.accept(by=people.dele, replacement=rows("Quillonix")[0], everywhere=True)
        make_interview(study, turns=TURNS, participant=make_participant(study))
        suggest_redactions(by=people.kofi, study=study)
        assert statuses("Quillonix") == ["accepted"] * 4
        assert undo(people.dele, study) == "Undone: accepting a replacement, in 4 places."
        assert statuses("Quillonix") == ["suggested"] * 4
        assert {row.text for row in rows("Quillonix")} == {"[company]"}

    def test_a_place_that_was_taken_out_of_it_stays_out(self, people, interview, study):
        decide.accept(by=people.dele, replacement=rows("Quillonix")[0], everywhere=True)
        redact.undo_decision(by=people.kofi, replacement=rows("Quillonix")[1])
        assert statuses("Quillonix") == ["accepted", "suggested"]
        undo(people.dele, study)
        assert statuses("Quillonix") == ["suggested", "suggested"]

    def test_the_decision_that_stood_before_stands_again(self, people, interview, study):
        decide.reject(by=people.dele, replacement=rows("Quillonix")[0], everywhere=True)
        redact.undo_decision(by=people.dele, replacement=rows("Quillonix")[0])
        decide.accept(by=people.dele, replacement=rows("Quillonix")[0], everywhere=True)
        assert StandingDecision.objects.get(undone_at=None).verdict == "replace"
        undo(people.dele, study)
        assert StandingDecision.objects.get(undone_at=None).verdict == "no-identifier"

    def test_the_identifier_that_was_made_stays_known(self, people, interview, study):
        decide.accept(by=people.dele, replacement=rows("Quillonix")[0], as_identifier=True)
        undo(people.dele, study)
        assert rows("Quillonix")[0].identifier is None
        assert Identifier.objects.count() == 1

    def test_fifty_places_cost_hardly_more_queries_than_two(self, people, study):
        def queries_for(places: int) -> int:
            Replacement.objects.all().delete()
            turns = [
                ("interviewee", "I work at Quillonix."),
                *[("interviewee", "At Quillonix it rains.")] * (places - 1),
            ]
            make_interview(study, turns=turns, participant=make_participant(study))
            suggest_redactions(by=people.dele, study=study)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                decide.accept(by=people.dele, replacement=rows("Quillonix")[0], everywhere=True)
            return len(queries)

        few = queries_for(2)
        StandingDecision.objects.all().delete()
        assert queries_for(50) - few <= 5


class TestKeeping:
    def test_a_wish_for_one_place_is_not_agreed_to_for_another(self, people, interview, study):
        for row in rows("Quillonix"):
            decide.ask_to_keep(by=people.dele, replacement=row, reason="a vendor")
        kept = decide.confirm_keep(by=people.kofi, replacement=rows("Quillonix")[0])
        assert len(kept) == 1
        assert statuses("Quillonix") == ["kept", "suggested"]
        assert not StandingDecision.objects.exists()

    def test_a_wish_for_everywhere_holds_for_later_interviews_even_with_one_place(self, people, interview, study):
        Replacement.objects.filter(pk=rows("Quillonix")[1].pk).delete()
        decide.ask_to_keep(by=people.dele, replacement=rows("Quillonix")[0], reason="a vendor", everywhere=True)
        decide.confirm_keep(by=people.kofi, replacement=rows("Quillonix")[0])
        suggest_redactions(by=people.dele, study=study)
        assert statuses("Quillonix") == ["kept", "kept"]
        assert {(row.keep_asked_by, row.decided_by) for row in rows("Quillonix")} == {(people.dele, people.kofi)}

    def test_kept_words_stay_and_no_review_becomes_void(self, people, interview, study):
        segment = interview.segments.get(position=1)
        before = state_hash(segment)
        decide.ask_to_keep(by=people.dele, replacement=rows("Quillonix")[1], reason="a vendor")
        decide.confirm_keep(by=people.kofi, replacement=rows("Quillonix")[1])
        after = interview.segments.with_replacements().get(position=1)
        assert state_hash(after) == before
        assert "Quillonix" in safe_text(after).text

    def test_a_refusal_says_why_beside_the_wish_and_is_undone_to_the_wish(self, people, interview, study):
        decide.ask_to_keep(by=people.dele, replacement=rows("Quillonix")[0], reason="a vendor")
        asked_at = rows("Quillonix")[0].keep_asked_at
        decide.refuse_keep(by=people.kofi, replacement=rows("Quillonix")[0], reason="a small one")
        assert rows("Quillonix")[0].reason == "a vendor | refused: a small one"
        undo(people.kofi, study)
        again = rows("Quillonix")[0]
        assert (again.reason, again.keep_asked_by, again.keep_asked_at) == ("a vendor", people.dele, asked_at)

    def test_accepting_instead_and_undoing_that_leaves_the_wish(self, people, interview, study):
        decide.ask_to_keep(by=people.dele, replacement=rows("Quillonix")[0], reason="a vendor")
        decide.accept(by=people.kofi, replacement=rows("Quillonix")[0])
        assert rows("Quillonix")[0].keep_asked_by is None
        undo(people.kofi, study)
        assert rows("Quillonix")[0].keep_asked_by == people.dele

    def test_the_span_of_words_somebody_asks_to_keep_is_not_changed(self, people, interview, study):
        row = rows("Quillonix")[0]
        decide.ask_to_keep(by=people.dele, replacement=row, reason="a vendor")
        with pytest.raises(WrongState, match="answer that first"):
            decide.change_span(by=people.kofi, replacement=row, start=row.start - 3, end=row.end)


class TestWhatStandsThere:
    @pytest.mark.parametrize(
        ("given", "text"),
        [
            ({}, "[company]"),
            ({"kind": "deletion"}, ""),
            ({"kind": "generalization"}, "[company]"),
            ({"kind": "generalization", "type": "place"}, "[city]"),
            ({"type": "client"}, "[client]"),
            ({"kind": "correction", "text": "the quill"}, "the quill"),
        ],
    )
    def test_without_a_text_it_follows_from_kind_and_type(self, people, interview, given, text):
        [row] = decide.accept(by=people.dele, replacement=rows("Quillonix")[0], **given)
        assert Replacement.objects.get(pk=row.pk).text == row.text == text

    def test_a_correction_without_a_word_is_refused(self, people, interview):
        with pytest.raises(WrongState, match="the word that was meant"):
            decide.accept(by=people.dele, replacement=rows("Quillonix")[0], kind="correction")

    @pytest.mark.parametrize("given", [{"kind": "painting"}, {"type": "planet"}])
    def test_an_unknown_kind_or_type_is_refused(self, people, interview, given):
        with pytest.raises(WrongState, match="it is one of"):
            decide.accept(by=people.dele, replacement=rows("Quillonix")[0], **given)

    def test_an_identifier_of_another_study_is_refused(self, people, interview):
        other = make_study("other")
        team(other)
        theirs = redact.add_identifier(by=people.dele, study=other, type="company", name="Brambleworks")
        with pytest.raises(NotPermitted, match="of another study"):
            decide.accept(by=people.dele, replacement=rows("Quillonix")[0], identifier=theirs)

    def test_words_that_are_a_variant_already_find_their_identifier(self, people, interview, study):
        known = redact.add_identifier(
            by=people.dele, study=study, type="client", name="Brambleworks", variants=["Quillonix"]
        )
        [row] = decide.accept(by=people.dele, replacement=rows("Quillonix")[0], as_identifier=True)
        assert (row.identifier, row.text) == (known, "[client]")
        assert Identifier.objects.count() == 1

    def test_words_can_become_a_variant_of_an_identifier(self, people, interview, study):
        known = redact.add_identifier(by=people.dele, study=study, type="client", name="Brambleworks")
        decide.accept(by=people.dele, replacement=rows("Quillonix")[0], identifier=known, as_identifier=True)
        assert [variant.text for variant in known.variants.all()] == ["Brambleworks", "Quillonix"]

    def test_a_placeholder_of_the_authors_is_again_what_it_was(self, people, study):
        interview = make_interview(study, turns=[("interviewee", "At Company X we wait.")])
        suggest_placeholders(list(interview.segments.with_replacements()))
        [row] = rows("Company X")
        decide.accept(by=people.dele, replacement=row, type="client", text="[bank]")
        undo(people.dele, study)
        assert (rows("Company X")[0].text, rows("Company X")[0].type) == ("[company]", "company")


def test_an_undo_is_an_act_of_its_own_and_the_log_holds_no_word(people, interview, study):
    decide.accept(by=people.dele, replacement=rows("Ottoline")[0], kind="generalization", text="[boss]")
    undo(people.dele, study)
    latest, act = Event.objects.order_by("-pk")[:2]
    assert (latest.action, latest.data["undoes"], latest.actor) == ("decision undone", act.pk, people.dele)
    lines = str(list(Event.objects.values_list("action", "data")))
    assert not [word for word in ("Ottoline", "Quillonix", "boss") if word in lines]
