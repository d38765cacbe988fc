"""Withdrawal ends what was cleared: words that hold a name of the person only by a clearance are public no more."""

from datetime import date

import pytest

from catalog.models import Evidence, IssueText, IssueVersion, ReleaseFile
from catalog.releases import make_release
from interviews.actions import publish, redact
from interviews.actions.hold import settle
from interviews.actions.identify import add_identifier
from interviews.actions.withdraw import withdraw
from interviews.leaks import find_leaks
from interviews.models import Event, EvidenceDraft, HeldText, Identifier, IdentifierClearance, Segment
from tests.factories import give_consent, make_interview, moderated_coding, span_of
from tests.interviews.ready import COMPANY, Ready, make_ready
from tests.people import Role, join

pytestmark = pytest.mark.django_db
WORDS = f"It was not {COMPANY} that said so."


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    join(ready.people.kofi, ready.study, Role.DEIDENTIFIER)
    return ready


def leave(ready: Ready) -> None:
    withdraw(by=ready.people.kofi, participant=ready.study.participants.get(code="P01"))


def clear(ready: Ready, draft, identifier: Identifier, place: str, words: str, name: str = COMPANY) -> None:
    start = words.index(name)
    where = {"place": place, "start": start, "end": start + len(name)}
    publish.clear_occurrence(by=ready.people.dele, draft=draft, identifier=identifier, reason="a street", **where)


def anothers_draft(ready: Ready, words: str = WORDS) -> EvidenceDraft:
    """An approved quote of somebody else."""
    other = ready.study.participants.exclude(code="P01").first()
    turn = make_interview(ready.study, participant=other, turns=[("interviewee", words)]).segments.get()
    give_consent(other)
    redact.review_deidentification(by=ready.people.dele, segment=turn)
    coding = moderated_coding(turn, turn.text, by=ready.people.mona)
    draft = publish.propose_evidence(by=ready.people.mona, coding=coding, issue=ready.issue)
    return publish.approve_evidence(by=ready.people.pia, draft=draft)


def anothers_quote(ready: Ready) -> Evidence:
    """A public quote of somebody else in which the name was cleared."""
    draft = anothers_draft(ready)
    clear(ready, draft, ready.identifier, "quote", WORDS)
    [public_id] = ready.publish().evidence
    return Evidence.objects.get(public_id=public_id)


def name_in_public_files() -> bool:
    return ReleaseFile.objects.filter(content__contains=COMPANY).exists()


def test_anothers_quote_that_held_the_name_by_a_clearance_is_hidden_in_releases_too(ready):
    quote = anothers_quote(ready)
    make_release("2026.1", on=date(2026, 2, 1))
    assert name_in_public_files()
    leave(ready)
    quote.refresh_from_db()
    assert (quote.status, quote.text) == ("hidden", "")
    assert not name_in_public_files()
    assert find_leaks() == []


def test_words_of_an_issue_that_were_put_back_are_covered_again_in_releases_too(ready):
    IssueText.objects.update(description=WORDS)
    redact.add_variant(by=ready.people.dele, identifier=ready.identifier, text="Zephyrine Laboratory")
    settle(by=ready.people.kofi, held=HeldText.objects.get(), settlement="cleared", reason="a street")
    assert IssueText.objects.get().description == WORDS
    make_release("2026.1", on=date(2026, 2, 1))
    assert name_in_public_files()
    leave(ready)
    assert IssueText.objects.get().description == "It was not [company] that said so."
    assert not name_in_public_files()
    assert find_leaks() == []


def test_words_of_an_issue_that_were_cleared_in_its_draft_are_covered_in_its_history_too(ready):
    content = {"texts": {"en": {"title": "Empty", "summary": WORDS}}}
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, issue=ready.issue, content=content)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    clear(ready, draft, ready.identifier, "texts/en/summary", WORDS)
    assert ready.publish().issues == ["MLQ-001"]
    leave(ready)
    assert IssueText.objects.get().summary == "It was not [company] that said so."
    assert not [v for v in IssueVersion.objects.all() if COMPANY in str(v.snapshot)]


@pytest.fixture
def elsewhere(ready) -> tuple[Ready, EvidenceDraft]:
    """A draft of another study, cleared of a name that the participant said too."""
    other = make_ready("other")
    turn = ready.interview.segments.get(position=3)
    start, end = span_of(turn, "Ottoline")
    named = add_identifier(by=ready.people.dele, study=ready.study, type="person", name="Quillonix")
    replaced = {"start": start, "end": end, "text": "[person]", "identifier": named}
    redact.make_replacement(by=ready.people.dele, segment=turn, **replaced)
    draft = anothers_draft(other, "We asked Quillonix.")
    clear(other, draft, named, "quote", "We asked Quillonix.", "Quillonix")
    return other, draft


def test_a_draft_of_another_study_that_was_cleared_is_held_back_afterwards(ready, elsewhere):
    other, draft = elsewhere
    leave(ready)
    held = {each.draft: each.findings for each in other.publish().held}
    assert {finding.rule for finding in held[draft.pk]} == {"names_no_identifier"}


def test_a_quote_of_another_study_is_hidden_too(ready, elsewhere):
    other, draft = elsewhere
    other.publish()
    draft.refresh_from_db()
    assert Evidence.objects.get(public_id=draft.public_id).status == "published"
    leave(ready)
    assert Evidence.objects.get(public_id=draft.public_id).status == "hidden"


def test_what_was_cleared_of_other_names_stays(ready):
    words = "We asked Quillonix."
    identifier = add_identifier(by=ready.people.dele, study=ready.study, type="person", name="Quillonix")
    draft = anothers_draft(ready, words)
    clear(ready, draft, identifier, "quote", words, "Quillonix")
    [public_id] = ready.publish().evidence
    leave(ready)
    assert Evidence.objects.get(public_id=public_id).status == "published"
    assert IdentifierClearance.objects.get().identifier == identifier


def test_the_log_says_which_clearances_ended_without_a_word(ready):
    anothers_quote(ready)
    leave(ready)
    assert not IdentifierClearance.objects.exists()
    ended = Event.objects.get(action="clearances ended")
    assert ended.data == {"identifier": ready.identifier.pk, "count": 1}


def test_words_held_back_for_another_name_lose_this_one(ready):
    draft_words = f"{COMPANY} asked Brannock."
    IssueText.objects.update(description=draft_words)
    add_identifier(by=ready.people.dele, study=ready.study, type="person", name="Brannock")
    held = HeldText.objects.get()
    assert COMPANY in held.text
    leave(ready)
    assert HeldText.objects.get(pk=held.pk).text == "[company] asked Brannock."


def test_the_turn_of_the_other_says_the_placeholder_afterwards(ready):
    anothers_quote(ready)
    leave(ready)
    [turn] = Segment.objects.with_replacements()
    assert [r.text for r in turn.replacements.all()] == ["[company]"]
