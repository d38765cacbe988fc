"""What is public follows what was decided since, by whatever way it was decided."""

import pytest

from catalog.models import Evidence
from interviews.actions import publish, redact
from interviews.actions.decide import accept
from interviews.actions.identify import add_identifier
from interviews.actions.label import relabel
from interviews.actions.suggest import suggest_redactions
from interviews.errors import WrongState
from interviews.leaks import find_leaks
from interviews.models import Participant, Replacement, StandingDecision, Study
from tests.factories import give_consent, make_interview, moderated_coding, span_of
from tests.interviews.ready import Ready, make_ready

pytestmark = pytest.mark.django_db
WORDS = "We asked zorblaxia."


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    return ready


def quote_of(ready: Ready, words: str, code: str = "P02") -> Evidence:
    """A public quote of somebody else."""
    person = ready.study.participants.get(code=code)
    turn = make_interview(ready.study, participant=person, turns=[("interviewee", words)]).segments.get()
    give_consent(person)
    redact.review_deidentification(by=ready.people.dele, segment=turn)
    coding = moderated_coding(turn, turn.text, by=ready.people.mona)
    draft = publish.propose_evidence(by=ready.people.mona, coding=coding, issue=ready.issue)
    publish.approve_evidence(by=ready.people.pia, draft=draft)
    [public_id] = ready.publish().evidence
    return Evidence.objects.get(public_id=public_id)


def everywhere(ready: Ready, words: str) -> StandingDecision:
    """Dele decided elsewhere that these words are replaced everywhere."""
    turn = make_interview(ready.study, turns=[("interviewee", f"Later {words} came.")]).segments.get()
    start, end = span_of(turn, words)
    proposed = redact.propose_replacement(
        by=ready.people.dele, segment=turn, start=start, end=end, text="[place]", type="place"
    )
    accept(by=ready.people.dele, replacement=proposed, everywhere=True)
    return StandingDecision.objects.get(undone_at=None)


def test_a_quote_is_hidden_when_suggesting_applies_what_was_decided_everywhere(ready):
    words = "My name is Zorblaxia and I live in Quillonia."
    quote = quote_of(ready, words)
    everywhere(ready, "Zorblaxia")
    suggest_redactions(by=ready.people.dele, study=ready.study)
    assert Replacement.objects.filter(segment__text_encrypted__isnull=False, status="accepted").count() >= 2
    quote.refresh_from_db()
    assert (quote.status, quote.text) == ("hidden", "")


def test_a_quote_is_hidden_when_adding_a_variant_applies_what_was_decided_everywhere(ready):
    quote = quote_of(ready, WORDS)
    everywhere(ready, "zorblaxia")
    identifier = add_identifier(by=ready.people.dele, study=ready.study, type="place", name="Quillonia")
    draft = quote.public_id
    redact.add_variant(by=ready.people.dele, identifier=identifier, text="zorblaxia")
    assert Evidence.objects.get(public_id=draft).status == "hidden"


# --- labels


def test_a_label_never_holds_an_identifier_whatever_is_learned_of_a_person_later(ready):
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    Participant.objects.update(role="head of data at Brannock Foods")
    relabel(by=ready.people.kofi, study=ready.study)
    assert ready.evidence().speaker_label == "a practitioner"
    assert find_leaks() == []


def test_only_the_telling_part_of_a_label_is_left_out(ready):
    add_identifier(by=ready.people.dele, study=ready.study, type="company", name="Brannock Foods")
    Participant.objects.update(role="analyst", sector="Brannock Foods")
    relabel(by=ready.people.kofi, study=ready.study)
    assert ready.evidence().speaker_label == "an analyst"


def test_a_quote_whose_speaker_was_corrected_is_labelled_as_the_one_who_spoke(ready):
    other = ready.study.participants.get(code="P02")
    give_consent(other)
    Participant.objects.filter(pk=other.pk).update(role="nurse")
    redact.correct_speaker(by=ready.people.dele, segment=ready.segment, role="interviewee", number=2, participant=other)
    assert ready.evidence().status == "hidden"
    publish.approve_evidence(by=ready.people.pia, draft=ready.draft)
    ready.publish()
    assert ready.evidence().speaker_label == "a nurse"


# --- names across the parts of a payload


def propose(ready: Ready, **content):
    texts = {"en": {"title": "Empty", "summary": "It is."}}
    draft = publish.propose_issue(
        by=ready.people.mona, study=ready.study, issue=ready.issue, content={"texts": texts, **content}
    )
    return publish.approve_issue(by=ready.people.pia, draft=draft)


def claims(*statements: str) -> list[dict]:
    return [
        {"aspect": "symptom", "position": number, "texts": {"en": statement}}
        for number, statement in enumerate(statements, 1)
    ]


def test_a_name_that_runs_from_one_claim_into_the_next_holds_the_issue_back(ready):
    propose(ready, claims=claims("Nobody asks Zephyrine", "Labs are closed."))
    [held] = ready.publish().held
    assert {finding.rule for finding in held.findings} == {"names_nobody_across_parts"}


def test_claims_are_read_in_the_order_of_their_page(ready):
    said = claims("Labs are closed.", "Nobody asks Zephyrine")
    said[0]["position"], said[1]["position"] = 2, 1
    propose(ready, claims=said)
    assert ready.publish().held


def test_a_name_in_two_parts_that_no_page_shows_together_holds_nothing_back(ready):
    propose(ready, claims=claims("Nobody asks Zephyrine", "It is so.", "Labs are closed."))
    assert not ready.publish().held


def test_a_name_from_a_title_into_the_summary_holds_the_issue_back(ready):
    content = {"texts": {"en": {"title": "Asked by Zephyrine", "summary": "Labs are closed."}}}
    propose(ready, **content)
    assert ready.publish().held


# --- what publishing reads


def test_publishing_reads_the_study_as_it_is_and_not_as_it_was_loaded(ready):
    stale = Study.objects.get(pk=ready.study.pk)
    propose(ready, claims=claims("Seen at [company 2]."))
    Study.objects.filter(pk=ready.study.pk).update(linking_labels=False, linking_labels_by=None, linking_labels_at=None)
    stale.linking_labels = True
    assert publish.publish(by=ready.people.pia, study=stale).held


def test_a_quote_is_hidden_as_it_is_now_and_not_as_it_was_loaded(ready):
    stale = ready.evidence()
    Evidence.objects.filter(pk=stale.pk).update(status="withdrawn", text="", claim=None)
    with pytest.raises(WrongState, match="withdrawn already"):
        publish.hide_evidence(by=ready.people.pia, evidence=stale)
