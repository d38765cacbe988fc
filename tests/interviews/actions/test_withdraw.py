"""Withdrawal: what goes, what stays, and what no backup or later import brings back."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Evidence, IssueStatistics, Release, ReleaseFile, Revision
from catalog.releases import make_release
from interviews.actions import publish, redact
from interviews.actions.withdraw import withdraw
from interviews.crypto import KeyMissing, decrypt, encrypt
from interviews.errors import NotPermitted, WrongState
from interviews.fingerprints import fingerprint
from interviews.models import (
    AuthorPlaceholder,
    Coding,
    CodingPass,
    EvidenceDraft,
    HeldText,
    Identifier,
    Interview,
    IssueDraft,
    Memo,
    Participant,
    Publication,
    Replacement,
    Segment,
    Speaker,
    StandingDecision,
    Study,
)
from interviews.registry import Registry
from interviews.safe import safe_text
from tests.factories import (
    add_turn,
    give_consent,
    make_interview,
    make_participant,
    moderated_coding,
    span_of,
)
from tests.interviews.ready import COMPANY, Ready, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    ready = make_ready()
    ready.publish()
    return ready


@pytest.fixture
def published(ready: Ready) -> Ready:
    return ready


def leave(ready: Ready) -> Participant:
    """Kofi, the custodian, withdraws the participant who was quoted."""
    withdraw(by=ready.people.kofi, participant=ready.participant)
    return Participant.objects.get(pk=ready.participant.pk)


def second_interview(ready: Ready, words: str) -> Segment:
    """Another participant's talk."""
    other = ready.study.participants.exclude(pk=ready.participant.pk).get()
    return make_interview(ready.study, participant=other, turns=[("interviewee", words)]).segments.get()


def read_safe(segment: Segment) -> str:
    return safe_text(Segment.objects.with_replacements().get(pk=segment.pk)).text


def test_turns_replacements_codings_drafts_and_memos_are_gone(published):
    Memo.written(
        study=published.study, text="said with a sigh", author=published.people.cora, segment=published.segment
    ).save()
    leave(published)
    for model in (Segment, Replacement, Coding, CodingPass, EvidenceDraft, Memo):
        assert not model.objects.exists(), model.__name__


def test_the_data_key_is_destroyed_so_that_a_backups_words_cannot_be_read_with_this_database(published):
    backup = Segment.objects.get(pk=published.segment.pk)
    leave(published)
    backup.interview.refresh_from_db()
    assert backup.interview.data_key is None
    with pytest.raises(KeyMissing):
        assert backup.text


def test_quotes_become_tombstones_without_words_label_or_statement(published):
    public_id = published.evidence().public_id
    leave(published)
    quote = Evidence.objects.get(public_id=public_id)
    assert (quote.status, quote.text, quote.speaker_label, quote.claim) == ("withdrawn", "", "a practitioner", None)


def test_a_hidden_quote_becomes_a_tombstone_too(published):
    publish.hide_evidence(by=published.people.pia, evidence=published.evidence())
    leave(published)
    assert Evidence.objects.get().status == "withdrawn"


def test_releases_lose_the_words_and_get_a_revision(published):
    make_release("2026.1", on=date(2026, 2, 1))
    leave(published)
    assert not ReleaseFile.objects.filter(content__contains="Half of the fields").exists()
    assert Release.objects.order_by("-revision").first().revision == 2


def test_the_record_of_publication_outlives_it_without_words(published):
    leave(published)
    publication = Publication.objects.get()
    assert (publication.draft, publication.participant_code) == (None, "P01")


def test_the_revision_is_bumped(published):
    before = Revision.objects.current()
    leave(published)
    assert Revision.objects.current() > before


def test_attributes_and_consent_end_and_the_code_stays(published):
    gone = leave(published)
    assert (gone.code, gone.role, gone.may_be_quoted()) == ("P01", "", False)
    assert gone.withdrawn_at is not None
    assert not gone.consents.filter(revoked_on=None).exists()


def test_the_names_of_their_talk_become_replacements_in_other_talks(published):
    elsewhere = second_interview(published, "I came from zephyrine-labs, as many did.")
    leave(published)
    assert read_safe(elsewhere) == "I came from [company], as many did."
    made = elsewhere.replacements.get()
    assert (made.status, made.decided_by, made.origin) == ("accepted", published.people.kofi, "suggestion")


def test_a_name_that_is_partly_replaced_already_is_replaced_whole(published):
    elsewhere = second_interview(published, "I came from Zephyrine Labs, as many did.")
    start, end = span_of(elsewhere, "Zephyrine")
    redact.make_replacement(by=published.people.dele, segment=elsewhere, start=start, end=end, text="[company]")
    leave(published)
    assert "Labs" not in read_safe(elsewhere)


def test_suggestions_under_a_replacement_made_now_are_settled(published):
    elsewhere = second_interview(published, "I came from Zephyrine Labs, as many did.")
    start, end = span_of(elsewhere, "Labs")
    redact.propose_replacement(by=published.people.dele, segment=elsewhere, start=start, end=end, text="[place]")
    leave(published)
    assert set(elsewhere.replacements.values_list("status", flat=True)) == {"accepted", "rejected"}


def test_names_replaced_by_hand_or_spoken_under_are_known_from_then_on(published):
    segment = published.interview.segments.get(position=3)
    start, end = span_of(segment, "Ottoline")
    redact.make_replacement(
        by=published.people.dele, segment=segment, start=start, end=end, text="[person]", type="person"
    )
    label = encrypt(published.interview.data_key, "Quentin Quill", context="speaker-label")
    Speaker.objects.filter(role="interviewee").update(label_encrypted=label)
    elsewhere = second_interview(published, "Ask ottoline or Quentin Quill about it.")
    leave(published)
    assert read_safe(elsewhere) == "Ask [person] or [person] about it."


def test_a_label_that_says_only_a_role_is_no_name(published):
    label = encrypt(published.interview.data_key, "Interviewee 1", context="speaker-label")
    Speaker.objects.filter(role="interviewee").update(label_encrypted=label)
    elsewhere = second_interview(published, "Interviewee 1 is a strange word.")
    leave(published)
    assert read_safe(elsewhere) == "Interviewee 1 is a strange word."


def test_memos_and_drafted_issues_of_the_study_lose_the_names(published):
    memo = Memo.written(study=published.study, text="Ask Zephyrine Labs again.", author=published.people.cora)
    memo.save()
    draft = publish.propose_issue(
        by=published.people.mona,
        study=published.study,
        issue=published.issue,
        content={"texts": {"en": {"title": "Empty", "summary": "Seen at Zephyrine Labs."}}},
    )
    leave(published)
    assert Memo.objects.get(pk=memo.pk).text == "Ask [company] again."
    assert IssueDraft.objects.get(pk=draft.pk).content["texts"]["en"]["summary"] == "Seen at [company]."


def test_the_name_is_destroyed_and_the_gate_still_knows_it(published):
    leave(published)
    identifier = Identifier.objects.get()
    assert (identifier.name_encrypted, identifier.data_key) == (None, None)
    assert not identifier.variants.exclude(text_encrypted=None).exists()
    assert [match.key for match in Registry().find("at ZEPHYRINE LABS then")] == [identifier.pk]


def test_a_companys_name_that_others_said_too_is_kept_for_their_talks(published):
    second_interview(published, "I came from Zephyrine Labs.")
    leave(published)
    assert Identifier.objects.get().name == COMPANY


def test_another_participants_quote_that_names_them_is_hidden(published):
    other = second_interview(published, "We ask Ottoline twice.")
    give_consent(other.speaker.participant)
    redact.review_deidentification(by=published.people.dele, segment=other)
    coding = moderated_coding(other, other.text, by=published.people.mona)
    draft = publish.propose_evidence(by=published.people.mona, coding=coding, issue=published.issue)
    publish.approve_evidence(by=published.people.pia, draft=draft)
    published.publish()
    leaving = published.interview.segments.get(position=3)
    start, end = span_of(leaving, "Ottoline")
    redact.make_replacement(
        by=published.people.dele, segment=leaving, start=start, end=end, text="[person]", type="person"
    )
    leave(published)
    assert set(Evidence.objects.values_list("status", flat=True)) == {"withdrawn", "hidden"}


def test_labels_fall_back_when_the_group_becomes_too_small_in_releases_too(published):
    Study.objects.update(k=2)
    other = second_interview(published, "Nobody ever looks.")
    give_consent(other.speaker.participant)
    redact.review_deidentification(by=published.people.dele, segment=other)
    coding = moderated_coding(other, other.text, by=published.people.mona)
    draft = publish.propose_evidence(by=published.people.mona, coding=coding, issue=published.issue)
    publish.approve_evidence(by=published.people.pia, draft=draft)
    published.publish()
    make_release("2026.1", on=date(2026, 2, 1))
    assert set(Evidence.objects.values_list("speaker_label", flat=True)) == {"a data scientist"}
    leave(published)
    assert set(Evidence.objects.values_list("speaker_label", flat=True)) == {"a practitioner"}
    assert not ReleaseFile.objects.filter(content__contains="a data scientist").exists()


def test_the_numbers_of_the_source_are_counted_without_them(published):
    assert IssueStatistics.objects.get().codings == 1
    leave(published)
    assert not IssueStatistics.objects.exists()


def test_a_paper_figure_stays_when_the_last_coding_goes(published):
    IssueStatistics.objects.update(reference="issue 1.1")
    leave(published)
    assert (IssueStatistics.objects.get().codings, IssueStatistics.objects.get().reference) == (None, "issue 1.1")


def test_an_interview_with_somebody_else_keeps_their_turns(published):
    other = make_participant(published.study, "P03")
    speaker = Speaker.objects.create(interview=published.interview, role="interviewee", number=2, participant=other)
    theirs = add_turn(published.interview, "interviewer", "And you?")
    Segment.objects.filter(pk=theirs.pk).update(speaker=speaker)
    leave(published)
    assert theirs.pk in Segment.objects.values_list("pk", flat=True)
    assert not Segment.objects.filter(speaker__participant=published.participant).exists()
    assert Interview.objects.get(pk=published.interview.pk).data_key is not None


def shared_talk(ready: Ready) -> Segment:
    """A turn of somebody else who was interviewed together with the participant."""
    other = make_participant(ready.study, "P03")
    speaker = Speaker.objects.create(
        interview=ready.interview,
        role="interviewee",
        number=2,
        participant=other,
        label_encrypted=encrypt(ready.interview.data_key, "Interviewee 2", context="speaker-label"),
    )
    turn = add_turn(ready.interview, "interviewer", "And I came from Zephyrine Labs.")
    Segment.objects.filter(pk=turn.pk).update(speaker=speaker)
    return turn


def test_what_stays_of_a_shared_interview_is_sealed_under_a_new_key(published):
    theirs = shared_talk(published)
    leave(published)
    kept = Segment.objects.get(pk=theirs.pk)
    assert kept.text == "And I came from Zephyrine Labs."
    assert read_safe(kept) == "And I came from [company]."
    label = decrypt(kept.interview.data_key, kept.speaker.label_encrypted, context="speaker-label")
    assert label == "Interviewee 2"


def test_the_key_of_a_shared_interview_opens_nothing_that_a_backup_holds(published):
    shared_talk(published)
    backup = bytes(Segment.objects.get(pk=published.segment.pk).text_encrypted)
    leave(published)
    interview = Interview.objects.get(pk=published.interview.pk)
    with pytest.raises(KeyMissing):
        decrypt(interview.data_key, backup, context=f"segment:{published.segment.position}")


def test_the_key_of_the_study_opens_no_memo_that_a_backup_holds(published):
    gone = Memo.written(study=published.study, text="A sigh.", author=published.people.cora, segment=published.segment)
    gone.save()
    kept = Memo.written(study=published.study, text="Read on.", author=published.people.cora)
    kept.save()
    leave(published)
    with pytest.raises(KeyMissing):
        decrypt(Study.objects.get(pk=published.study.pk).data_key, gone.text_encrypted, context="memo")
    assert Memo.objects.get().text == "Read on."


def test_a_name_that_was_to_be_kept_as_no_identifier_is_not_kept_any_longer(published):
    decided = StandingDecision.objects.create(
        study=published.study,
        verdict="no-identifier",
        words_fingerprint=fingerprint(COMPANY),
        decided_by=published.people.dele,
    )
    leave(published)
    assert StandingDecision.objects.get(pk=decided.pk).undone_at is not None


def test_published_words_that_were_held_back_for_their_name_are_destroyed_and_settled(published):
    held = HeldText.objects.create(
        study=published.study,
        identifier=published.identifier,
        model="catalog.issuetext",
        row=["MLQ-001", "en"],
        field="summary",
        text_encrypted=encrypt(published.study.data_key, f"Seen at {COMPANY}.", context="held-text"),
        held_by=published.people.dele,
    )
    leave(published)
    held = HeldText.objects.get(pk=held.pk)
    assert (held.text_encrypted, held.settlement, held.settled_by) == (None, "left", published.people.kofi)


def test_the_authors_placeholders_of_their_talk_are_forgotten(published):
    AuthorPlaceholder.objects.create(interview=published.interview, type="company", key="X", spellings=["Company X"])
    leave(published)
    assert not AuthorPlaceholder.objects.exists()


def test_the_interviews_number_and_source_stay_so_that_it_is_not_imported_again(published):
    leave(published)
    interview = Interview.objects.get()
    assert (interview.number, interview.source_sha256) == (1, published.interview.source_sha256)


def test_nobody_withdraws_twice(published):
    leave(published)
    with pytest.raises(WrongState, match="withdrew on"):
        withdraw(by=published.people.kofi, participant=published.participant)


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "pia", "olga"])
def test_only_the_custodian_withdraws(published, name):
    with pytest.raises(NotPermitted, match="custodian"):
        withdraw(by=getattr(published.people, name), participant=published.participant)
    assert published.evidence().status == "published"


def test_a_withdrawal_that_fails_half_way_changes_nothing(published, monkeypatch):
    def fails(source):
        raise RuntimeError("no numbers today")

    monkeypatch.setattr("interviews.actions.withdraw.recompute", fails)
    with pytest.raises(RuntimeError):
        leave(published)
    assert published.evidence().status == "published"
    assert Segment.objects.get(pk=published.segment.pk).text


def test_the_command_says_what_it_did_in_numbers(published, capsys):
    call_command("withdraw", "P01", "--study", "invented", "--by", "kofi")
    assert capsys.readouterr().out.startswith("P01 is withdrawn: 4 turns of 1 interviews deleted, 1 quotes taken down")


@pytest.mark.parametrize(
    ("code", "by", "reason"),
    [("P99", "kofi", "no such participant"), ("P01", "dele", "you may not withdraw"), ("P01", "nemo", "no such user")],
)
def test_the_command_names_what_it_cannot_do(published, code, by, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("withdraw", code, "--study", "invented", "--by", by)


def test_fingerprints_do_not_tell_names_without_the_key(published):
    assert fingerprint(COMPANY) != fingerprint("Zephyrine")
    assert COMPANY not in str(list(Identifier.objects.values("fingerprint")))
