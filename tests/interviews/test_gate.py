"""The gate: a quote that keeps every rule is published, and one that breaks a single rule is held back for it."""

import json

import pytest
from django.utils import timezone

from catalog.models import Evidence, Issue, IssueText
from interviews import gate
from interviews.actions import publish, redact
from interviews.models import CodingPass, Consent, EvidenceDraft, Interview, Replacement, Segment, Speaker, Study
from interviews.models.publication import DraftStatus
from interviews.payload import payload_hash
from tests.factories import (
    add_turn,
    give_consent,
    make_interview,
    make_participant,
    make_question,
    make_study,
    moderated_coding,
)
from tests.interviews.ready import COMPANY, QUOTE, Ready, held_rules, make_ready
from tests.people import person, team

pytestmark = pytest.mark.django_db
# Rules that never hold a quote back: it tells less instead.
NOTES = {"label_describes_enough_people", "question_tells_nobody_apart"}


def test_a_quote_that_keeps_every_rule_is_published(ready):
    assert held_rules(ready) == set()
    assert ready.evidence().text == QUOTE


def test_the_study_this_file_breaks_rules_of_names_every_rule_there_is():
    tested = {name.removeprefix("break_") for name in globals() if name.startswith("break_")}
    assert tested == {rule.__name__ for rule in gate.EVIDENCE_RULES} - NOTES


# --- one way to break each rule


def break_study_is_no_sample(ready):
    Study.objects.update(is_sample=True)


def break_source_is_set(ready):
    Study.objects.update(source=None)


def break_single_participant_is_acknowledged(ready):
    ready.study.participants.exclude(pk=ready.participant.pk).delete()


def break_draft_is_approved(ready):
    EvidenceDraft.objects.update(status=DraftStatus.PROPOSED, approved_by=None, approved_at=None)


def break_issue_is_published(ready):
    Issue.objects.update(status=Issue.Status.DEPRECATED)


def break_public_id_is_free(ready):
    other = make_ready("other")
    other.publish()
    EvidenceDraft.objects.filter(pk=ready.draft.pk).update(public_id=other.evidence().public_id)


def break_moderation_is_submitted(ready):
    CodingPass.objects.update(status=CodingPass.Status.OPEN, submitted_at=None)


def break_span_is_coded(ready):
    CodingPass.objects.update(status=CodingPass.Status.OPEN, submitted_at=None)
    type(ready.coding).objects.update(end=10)
    CodingPass.objects.update(status=CodingPass.Status.SUBMITTED, submitted_at=timezone.now())


def break_speaker_is_a_participant(ready):
    redact.correct_speaker(by=ready.people.dele, segment=ready.segment, role="interviewee", number=2)


def break_participant_consents_to_quotes(ready):
    ready.participant.consents.all().delete()


def break_state_is_reviewed(ready):
    ready.segment.reviews.all().delete()


def break_no_replacement_is_undecided(ready):
    redact.propose_replacement(by=ready.people.dele, segment=ready.segment, start=0, end=4, text="[date]")


def break_words_are_as_approved(ready):
    EvidenceDraft.objects.update(safe_text_sha256=payload_hash("other words"))


def break_names_no_identifier(ready):
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="fields are empty")


def break_names_nobody_across_parts(ready):
    """The quote ends in "knows why.", and a label that it may get begins with "a data"."""
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="why a data")


def break_placeholders_tell_a_type_only(ready):
    """The study's authors left "Company X" in the words, and nobody made a type of it."""
    segment = add_turn(ready.interview, "interviewee", "Nobody at Company X knows.", participant=ready.participant)
    redact.review_deidentification(by=ready.people.dele, segment=segment)
    coding = moderated_coding(segment, segment.text, by=ready.people.mona)
    ready.draft = publish.propose_evidence(by=ready.people.mona, coding=coding, issue=ready.issue)
    publish.approve_evidence(by=ready.people.pia, draft=ready.draft)


# Rules that are broken with another, because one follows from the other.
ALONG_WITH = {"speaker_is_a_participant": {"participant_consents_to_quotes"}}


@pytest.mark.parametrize("rule", [rule.__name__ for rule in gate.EVIDENCE_RULES if rule.__name__ not in NOTES])
def test_a_quote_that_breaks_one_rule_is_held_back_for_it(ready, rule):
    globals()[f"break_{rule}"](ready)
    assert held_rules(ready) == {rule} | ALONG_WITH.get(rule, set())


@pytest.mark.parametrize("rule", [rule.__name__ for rule in gate.EVIDENCE_RULES])
def test_a_rule_that_cannot_be_checked_holds_the_quote_back(ready, rule, monkeypatch):
    def fails(candidate):
        raise RuntimeError(f"cannot read {COMPANY}")

    fails.__name__ = rule
    rules = [fails if each.__name__ == rule else each for each in gate.EVIDENCE_RULES]
    monkeypatch.setattr(gate, "EVIDENCE_RULES", rules)
    report = ready.publish()
    assert [finding.rule for finding in report.held[0].findings] == [rule]
    assert COMPANY not in str(report)
    assert not Evidence.objects.exists()


def test_a_destroyed_key_holds_the_quote_back(ready):
    Interview.objects.update(data_key=None)
    assert "words_are_as_approved" in held_rules(ready)


# --- consent and speaker


def test_consent_to_analysis_is_no_consent_to_quotes(ready):
    ready.participant.consents.update(scope=Consent.Scope.ANALYSE)
    assert held_rules(ready) == {"participant_consents_to_quotes"}


def test_a_revoked_consent_is_none(ready):
    ready.participant.consents.update(revoked_on=timezone.localdate())
    assert held_rules(ready) == {"participant_consents_to_quotes"}


def test_a_participant_who_withdrew_is_not_quoted_whatever_the_consent_says(ready):
    make_participant(ready.study)
    type(ready.participant).objects.filter(pk=ready.participant.pk).update(withdrawn_at=timezone.now())
    assert held_rules(ready) == {"participant_consents_to_quotes"}


@pytest.mark.parametrize("role", [Speaker.Role.INTERVIEWER, Speaker.Role.UNKNOWN])
def test_the_words_of_an_interviewer_and_of_an_unknown_speaker_are_not_published(ready, role):
    redact.correct_speaker(by=ready.people.imani, segment=ready.segment, role=role)
    assert "speaker_is_a_participant" in held_rules(ready)


# --- review


def test_a_later_replacement_makes_review_and_approval_void(ready):
    redact.make_replacement(by=ready.people.dele, segment=ready.segment, start=0, end=4, text="[number]")
    assert held_rules(ready) == {"state_is_reviewed", "words_are_as_approved"}


def test_a_later_replacement_outside_the_quote_makes_the_review_void_too(ready):
    CodingPass.objects.update(status=CodingPass.Status.OPEN, submitted_at=None)
    trimmed = publish_anew(ready, 0, 30)
    redact.make_replacement(by=ready.people.dele, segment=ready.segment, start=60, end=63, text="[reason]")
    ready.draft = trimmed
    assert held_rules(ready) == {"state_is_reviewed"}


def publish_anew(ready: Ready, start: int, end: int) -> EvidenceDraft:
    CodingPass.objects.update(status=CodingPass.Status.SUBMITTED, submitted_at=timezone.now())
    draft = publish.propose_evidence(by=ready.people.mona, coding=ready.coding, start=start, end=end)
    return publish.approve_evidence(by=ready.people.pia, draft=draft)


def test_undoing_a_later_replacement_makes_the_review_hold_again(ready):
    later = redact.make_replacement(by=ready.people.dele, segment=ready.segment, start=0, end=4, text="[number]")
    redact.undo_decision(by=ready.people.dele, replacement=later)
    redact.reject_replacement(by=ready.people.dele, replacement=later)
    assert held_rules(ready) == set()


def test_a_review_of_another_segment_does_not_count(ready):
    ready.segment.reviews.all().delete()
    redact.review_deidentification(by=ready.people.dele, segment=ready.interview.segments.get(position=3))
    assert held_rules(ready) == {"state_is_reviewed"}


def test_coding_reviewed_is_not_de_identification_reviewed(ready):
    ready.segment.reviews.update(kind="nothing-applies", coding_pass=ready.coding.coding_pass)
    assert held_rules(ready) == {"state_is_reviewed"}


def test_an_undecided_suggestion_outside_the_quote_does_not_hold_it(ready):
    redact.propose_replacement(by=ready.people.dele, segment=ready.segment, start=60, end=63, text="[reason]")
    ready.draft = publish_anew(ready, 0, 30)
    assert held_rules(ready) == set()


# --- identifiers


def test_an_identifier_of_another_study_holds_the_quote(ready):
    other = make_study("other")
    redact.add_identifier(by=team(other).dele, study=other, type="product", name="empty and nobody")
    assert held_rules(ready) == {"names_no_identifier"}


def test_an_identifier_whose_name_was_destroyed_still_holds_the_quote(ready):
    identifier = redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="are empty")
    identifier.variants.update(text_encrypted=None)
    type(identifier).objects.filter(pk=identifier.pk).update(name_encrypted=None, data_key=None)
    assert held_rules(ready) == {"names_no_identifier"}


def test_an_identifier_in_a_label_holds_the_quote_even_when_the_label_would_fall_back(ready):
    type(ready.participant).objects.update(sector="Quillmoor banking")
    Study.objects.update(k=5)
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="place", name="Quillmoor")
    assert held_rules(ready) == {"names_no_identifier"}


def test_an_identifier_in_the_issues_own_words_holds_the_quote(ready):
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="Brannock Foods")
    IssueText.objects.update(description="It happened at Brannock Foods.")
    assert held_rules(ready) == {"names_no_identifier"}


def occurrence(ready: Ready) -> dict:
    """An identifier in the quote, and where the gate finds it."""
    identifier = redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="Half", sure=True)
    return {"draft": ready.draft, "identifier": identifier, "place": "quote", "start": 0, "end": 4}


def test_an_occurrence_that_a_second_person_cleared_passes_and_is_noted(ready):
    publish.clear_occurrence(by=ready.people.dele, reason="an everyday word here", **occurrence(ready))
    assert held_rules(ready) == set()
    noted = ready.study.publications.get().findings
    assert [note["rule"] for note in noted] == ["names_no_identifier"]
    assert "half" not in json.dumps(noted).casefold()


def test_a_clearance_by_whoever_proposed_the_quote_does_not_count(ready):
    found = occurrence(ready)
    clearance = publish.clear_occurrence(by=ready.people.dele, reason="an everyday word here", **found)
    type(clearance).objects.update(cleared_by=ready.people.mona)
    assert held_rules(ready) == {"names_no_identifier"}


def test_a_clearance_of_other_words_does_not_count(ready):
    clearance = publish.clear_occurrence(by=ready.people.dele, reason="an everyday word here", **occurrence(ready))
    type(clearance).objects.update(payload_sha256=payload_hash("Half of other words"))
    assert held_rules(ready) == {"names_no_identifier"}


def test_a_clearance_of_one_identifier_clears_no_other(ready):
    publish.clear_occurrence(by=ready.people.dele, reason="an everyday word here", **occurrence(ready))
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="nobody", sure=True)
    assert held_rules(ready) == {"names_no_identifier"}


# --- placeholders


def test_with_linking_on_placeholders_may_tell_companies_apart(ready):
    Study.objects.update(linking_labels=True)
    break_placeholders_tell_a_type_only(ready)
    assert held_rules(ready) == set()


@pytest.mark.parametrize("placeholder", ["[company 2]", "[person A]", "Company X", "School 1"])
def test_a_replacement_that_tells_more_than_a_type_is_held_back(ready, placeholder):
    replacement = Replacement.objects.get()
    redact.undo_decision(by=ready.people.dele, replacement=replacement)
    redact.reject_replacement(by=ready.people.dele, replacement=replacement)
    redact.make_replacement(
        by=ready.people.dele, segment=ready.segment, start=replacement.start, end=replacement.end, text=placeholder
    )
    redact.review_deidentification(by=ready.people.dele, segment=ready.segment)
    ready.draft = publish.propose_evidence(by=ready.people.mona, coding=ready.coding)
    publish.approve_evidence(by=ready.people.pia, draft=ready.draft)
    assert held_rules(ready) == {"placeholders_tell_a_type_only"}


# --- the study and the label


def test_a_study_of_one_participant_publishes_once_its_publisher_acknowledged_that(ready):
    break_single_participant_is_acknowledged(ready)
    publish.acknowledge_single_participant(by=ready.people.pia, study=ready.study)
    assert held_rules(ready) == set()


def test_a_label_that_would_describe_too_few_falls_back_and_is_noted(ready):
    Study.objects.update(k=2)
    assert held_rules(ready) == set()
    assert ready.evidence().speaker_label == "a practitioner"
    assert [note["rule"] for note in ready.study.publications.get().findings] == ["label_describes_enough_people"]


def test_a_question_that_would_tell_too_few_apart_is_left_out_and_is_noted(ready):
    guide = make_question(ready.study).guide
    Interview.objects.filter(pk=ready.interview.pk).update(guide=guide)
    make_interview(ready.study, participant=ready.study.participants.last())
    EvidenceDraft.objects.update(question=guide.questions.get())
    Study.objects.update(k=2)
    assert held_rules(ready) == set()
    noted = [note["rule"] for note in ready.study.publications.get().findings]
    assert noted == ["label_describes_enough_people", "question_tells_nobody_apart"]


def test_a_label_that_fits_enough_quoted_participants_is_given(ready):
    Study.objects.update(k=1)
    ready.publish()
    assert ready.evidence().speaker_label == "a data scientist"


def test_a_withdrawn_quote_does_not_come_back_under_its_id(ready):
    ready.publish()
    Evidence.objects.update(status=Evidence.Status.WITHDRAWN, text="")
    EvidenceDraft.objects.update(status=DraftStatus.APPROVED)
    assert held_rules(ready) == {"public_id_is_free"}


def test_nobody_without_a_right_to_see_the_words_is_told_any_by_the_gate(ready):
    for rule in gate.EVIDENCE_RULES:
        breaker = globals().get(f"break_{rule.__name__}")
        if breaker and rule.__name__ not in {"public_id_is_free", "placeholders_tell_a_type_only"}:
            breaker(ready)
    report = str(ready.publish())
    raw = Segment.objects.get(pk=ready.segment.pk).text
    assert not [word for word in raw.split() if len(word) > 6 and word in report]


def test_consent_of_one_participant_does_not_cover_another(ready):
    second = make_participant(ready.study)
    interview = make_interview(ready.study, participant=second, turns=[("interviewee", "We never look at it.")])
    segment = interview.segments.get()
    redact.review_deidentification(by=ready.people.dele, segment=segment)
    coding = moderated_coding(segment, segment.text, by=person("mona"))
    ready.draft = publish.propose_evidence(by=ready.people.mona, coding=coding, issue=ready.issue)
    publish.approve_evidence(by=ready.people.pia, draft=ready.draft)
    assert held_rules(ready) == {"participant_consents_to_quotes"}
    give_consent(second)
    assert held_rules(ready) == set()
