"""De-identification by hand: identifiers, replacements, reviews, and who really spoke."""

import pytest

from interviews.actions import redact
from interviews.errors import BadIdentifier, BadSpan, NotPermitted, WrongState
from interviews.models import Event, Interview, Replacement, Segment
from interviews.safe import is_reviewed, safe_text, state_hash
from tests.factories import make_interview, make_participant, make_study, span_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def segment(study):
    return make_interview(study).segments.get(position=1)


@pytest.fixture
def suggested(people, segment):
    start, end = span_of(segment, "Zephyrine Labs")
    return redact.propose_replacement(by=people.dele, segment=segment, start=start, end=end, text="[company]")


def fresh(segment: Segment) -> Segment:
    return Segment.objects.with_replacements().prefetch_related("reviews").get(pk=segment.pk)


# --- identifiers


def test_an_identifier_is_stored_without_its_name_in_the_clear(people, study):
    identifier = redact.add_identifier(by=people.dele, study=study, type="company", name="Zéphyrine Labs")
    assert (identifier.name, identifier.placeholder) == ("Zéphyrine Labs", "[company]")
    stored = [str(value) for row in type(identifier).objects.values() for value in row.values()]
    assert not any("phyrine" in value for value in stored)
    assert [(v.text, v.word_count, v.match) for v in identifier.variants.all()] == [("Zéphyrine Labs", 2, "exact")]


def test_an_identifier_has_a_variant_for_each_way_it_is_said(people, study):
    identifier = redact.add_identifier(
        by=people.dele, study=study, type="person", name="Ottoline", variants=["Otto Lynn", "OTTOLINE"]
    )
    assert [v.text for v in identifier.variants.all()] == ["Ottoline", "Otto Lynn"]


def test_a_name_that_is_a_common_word_counts_only_in_its_context(people, study):
    identifier = redact.add_identifier(
        by=people.dele, study=study, type="company", name="Move", context_before=["at", "works for"]
    )
    assert [(v.match, v.context_before) for v in identifier.variants.all()] == [("context", "at|works for")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "…"}, "neither letter nor digit"),
        ({"type": "planet"}, "there is no type"),
        ({"placeholder": "[company 2]"}, "carries a type only"),
        ({"placeholder": "company"}, "carries a type only"),
        ({"name": "OTTOLINE"}, "has this name already"),
    ],
)
def test_an_identifier_that_cannot_serve_is_refused(people, study, changed, reason):
    redact.add_identifier(by=people.dele, study=study, type="person", name="Ottoline")
    with pytest.raises(BadIdentifier, match=reason):
        redact.add_identifier(**{"by": people.dele, "study": study, "type": "person", "name": "Quill", **changed})


def test_the_same_variant_is_refused_twice(people, study):
    identifier = redact.add_identifier(by=people.dele, study=study, type="person", name="Ottoline")
    with pytest.raises(BadIdentifier, match="this variant already"):
        redact.add_variant(by=people.dele, identifier=identifier, text="ottoline")
    assert redact.add_variant(by=people.dele, identifier=identifier, text="ottoline", context_before=["ask"])


def test_a_variant_cannot_be_added_to_an_identifier_whose_key_was_destroyed(people, study):
    identifier = redact.add_identifier(by=people.dele, study=study, type="person", name="Ottoline")
    identifier.data_key = None
    with pytest.raises(BadIdentifier, match="destroyed"):
        redact.add_variant(by=people.dele, identifier=identifier, text="Otto")


# --- replacements


def test_a_suggestion_changes_no_safe_text_until_somebody_accepts_it(people, segment, suggested):
    assert "Zephyrine Labs" in safe_text(fresh(segment)).text
    redact.accept_replacement(by=people.dele, replacement=suggested)
    assert safe_text(fresh(segment)).text == "Half of the fields are empty and nobody at [company] knows why."


def test_a_replacement_made_by_hand_is_accepted_at_once(people, segment):
    made = redact.make_replacement(by=people.dele, segment=segment, start=0, end=4, text="[number]")
    assert (made.status, made.decided_by, made.origin) == ("accepted", people.dele, "hand")


def test_raw_text_stays_as_it_was_whatever_is_decided(people, segment, suggested):
    before = fresh(segment).text
    redact.accept_replacement(by=people.dele, replacement=suggested)
    assert fresh(segment).text == before


def test_a_rejected_suggestion_changes_no_safe_text(people, segment, suggested):
    redact.reject_replacement(by=people.dele, replacement=suggested, reason="a common word")
    assert "Zephyrine Labs" in safe_text(fresh(segment)).text


def test_an_undone_decision_is_a_suggestion_again(people, segment, suggested):
    redact.accept_replacement(by=people.dele, replacement=suggested)
    undone = redact.undo_decision(by=people.dele, replacement=suggested)
    assert (undone.status, undone.decided_by, undone.decided_at) == ("suggested", None, None)
    assert "Zephyrine Labs" in safe_text(fresh(segment)).text


@pytest.mark.parametrize("decide", [redact.accept_replacement, redact.reject_replacement])
def test_what_is_decided_cannot_be_decided_again_from_an_old_page(people, suggested, decide):
    old_page = Replacement.objects.get(pk=suggested.pk)
    redact.accept_replacement(by=people.dele, replacement=suggested)
    with pytest.raises(WrongState, match="already"):
        decide(by=people.dele, replacement=old_page)


def test_what_is_not_decided_cannot_be_undone(people, suggested):
    with pytest.raises(WrongState, match="not decided"):
        redact.undo_decision(by=people.dele, replacement=suggested)


def test_a_replacement_that_overlaps_an_accepted_one_is_refused_with_the_remedy(people, segment, suggested):
    redact.make_replacement(by=people.dele, segment=segment, start=suggested.end - 4, end=suggested.end, text="")
    with pytest.raises(BadSpan, match="undo that one first"):
        redact.accept_replacement(by=people.dele, replacement=suggested)


def test_replacements_may_touch(people, segment, suggested):
    redact.accept_replacement(by=people.dele, replacement=suggested)
    after = redact.make_replacement(
        by=people.dele, segment=segment, start=suggested.end, end=suggested.end + 1, text=", "
    )
    assert after.status == "accepted"


@pytest.mark.parametrize(("start", "end"), [(4, 4), (6, 5), (0, 10_000)])
def test_a_span_that_is_empty_or_outside_its_segment_is_refused(people, segment, start, end):
    with pytest.raises(BadSpan, match="empty or outside"):
        redact.propose_replacement(by=people.dele, segment=segment, start=start, end=end, text="")


# --- reviews and states


def test_a_review_holds_for_exactly_one_state(people, segment, suggested):
    redact.review_deidentification(by=people.dele, segment=segment)
    assert is_reviewed(fresh(segment))
    redact.accept_replacement(by=people.dele, replacement=suggested)
    assert not is_reviewed(fresh(segment))
    redact.undo_decision(by=people.dele, replacement=suggested)
    assert is_reviewed(fresh(segment))


def test_reviewing_an_interview_reviews_every_turn_and_finishes_its_de_identification(people, segment):
    reviews = redact.review_deidentification(by=people.dele, interview=segment.interview)
    assert len(reviews) == 4
    assert Interview.objects.get().import_state == "deidentified"


def test_reviewing_the_same_state_twice_records_it_once(people, segment):
    for _ in range(2):
        redact.review_deidentification(by=people.dele, segment=segment)
    assert segment.reviews.count() == 1


def test_the_recorded_state_is_that_of_the_stored_text_and_replacements(people, segment, suggested):
    redact.accept_replacement(by=people.dele, replacement=suggested)
    [review] = redact.review_deidentification(by=people.dele, segment=segment)
    assert review.state_sha256 == state_hash(fresh(segment))


def test_a_decision_starts_de_identification_and_a_later_one_reopens_it(people, segment, suggested):
    redact.accept_replacement(by=people.dele, replacement=suggested)
    assert Interview.objects.get().import_state == "deidentifying"
    redact.review_deidentification(by=people.dele, interview=segment.interview)
    assert Interview.objects.get().import_state == "deidentified"
    redact.undo_decision(by=people.dele, replacement=suggested)
    assert Interview.objects.get().import_state == "deidentifying"


def test_one_reviewed_turn_does_not_finish_an_interview(people, segment):
    redact.review_deidentification(by=people.dele, segment=segment)
    assert Interview.objects.get().import_state == "deidentifying"


# --- who spoke


def test_correcting_a_speaker_changes_who_spoke_and_no_word(people, segment):
    before = segment.text
    redact.correct_speaker(by=people.imani, segment=segment, role="interviewer")
    assert (fresh(segment).speaker.role, fresh(segment).text) == ("interviewer", before)


def test_a_speaker_who_did_not_speak_yet_is_made_and_linked_to_a_participant(people, study, segment):
    participant = make_participant(study)
    redact.correct_speaker(by=people.dele, segment=segment, role="interviewee", number=2, participant=participant)
    assert fresh(segment).speaker.participant == participant


def test_a_participant_of_another_study_cannot_have_spoken_here(people, segment):
    stranger = make_participant(make_study("other"))
    with pytest.raises(NotPermitted, match="another study"):
        redact.correct_speaker(by=people.dele, segment=segment, role="interviewee", number=2, participant=stranger)


def test_there_are_no_other_speaker_roles(people, segment):
    with pytest.raises(WrongState, match="no speaker role"):
        redact.correct_speaker(by=people.dele, segment=segment, role="ghost")


# --- who may, and what is logged


@pytest.mark.parametrize("name", ["imani", "cora", "colin", "mona", "pia", "olga"])
def test_only_a_de_identifier_or_the_custodian_decides_what_stands_where(people, study, segment, suggested, name):
    somebody = getattr(people, name)
    acts = [
        lambda: redact.add_identifier(by=somebody, study=study, type="person", name="Ottoline"),
        lambda: redact.make_replacement(by=somebody, segment=segment, start=0, end=4, text=""),
        lambda: redact.accept_replacement(by=somebody, replacement=suggested),
        lambda: redact.reject_replacement(by=somebody, replacement=suggested),
        lambda: redact.undo_decision(by=somebody, replacement=suggested),
        lambda: redact.review_deidentification(by=somebody, segment=segment),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act()


def test_the_log_has_ids_and_offsets_and_no_word(people, study, segment, suggested):
    redact.add_identifier(by=people.dele, study=study, type="company", name="Zephyrine Labs", variants=["Zeph"])
    redact.accept_replacement(by=people.dele, replacement=suggested)
    redact.review_deidentification(by=people.dele, segment=segment)
    logged = str(list(Event.objects.values_list("action", "data")))
    assert {e.action for e in Event.objects.all()} == {
        "identifier added",
        "variant added",
        "ledger followed",
        "replacement proposed",
        "replacement accepted",
        "de-identification reviewed",
    }
    assert "eph" not in logged.replace("replacement", "")
    assert f"'start': {suggested.start}" in logged
