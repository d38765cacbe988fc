"""A restored workshop carries out again what its ledgers say, before anything of it is served or exported."""

import io
import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from catalog import guard, takedown
from catalog.followers import followers
from catalog.ledger import LedgerError
from catalog.models import Evidence, Issue, IssueText, ReleaseFile
from catalog.releases import make_release
from interviews import ledger
from interviews.actions import publish, redact
from interviews.actions.consent import hide_unconsented
from interviews.actions.ingest import import_interview
from interviews.actions.retention import destroy_raw_text
from interviews.actions.withdraw import withdraw
from interviews.crypto import new_wrapping_key, unwrap
from interviews.errors import NotRecorded, WorkshopError, WrongState
from interviews.fingerprints import fingerprint
from interviews.models import (
    Code,
    Event,
    Identifier,
    Interview,
    IssueDraft,
    Participant,
    Replacement,
    Segment,
    Study,
    StudyMembership,
)
from interviews.registry import Registry
from tests.backups import Backup, crashing, said
from tests.factories import make_interview, make_issue, make_participant, make_study
from tests.interviews.ready import Ready, make_ready
from tests.people import team

pytestmark = pytest.mark.django_db
WORDS = "Half of the fields"
TALK = b"Interviewer: What hurts?\n\nInterviewee: The tables were empty all of the winter."


@pytest.fixture
def published() -> Ready:
    """One published quote, in a release; ledgers that say nothing yet."""
    guard._seen = None
    guard.start()
    ready = make_ready()
    ready.publish()
    make_release("2026.1", on=date(2026, 2, 1))
    return ready


def leave(ready: Ready) -> None:
    withdraw(by=ready.people.kofi, participant=Participant.objects.get(pk=ready.participant.pk))


def people_said() -> list[tuple[str, ...]]:
    """What the workshop's ledger says, but for names."""
    return [entry for entry in ledger.ledger().read().entries if entry[0] != "name"]


def names_said() -> list[tuple[str, ...]]:
    return [entry for entry in ledger.ledger().read().entries if entry[0] == "name"]


def is_withdrawn(ready: Ready) -> bool:
    return Participant.objects.get(pk=ready.participant.pk).withdrawn_at is not None


# --- what is written, by whatever took it down


def hide_by_hand(ready: Ready) -> None:
    publish.hide_evidence(by=ready.people.pia, evidence=ready.evidence())


def find_a_name(ready: Ready) -> None:
    redact.add_identifier(by=ready.people.dele, study=ready.study, type="product", name="fields are empty")


def take_back_consent(ready: Ready) -> None:
    ready.participant.consents.update(revoked_on=date(2026, 3, 1))
    hide_unconsented(by=ready.people.kofi, participant=ready.participant)


def correct_speaker(ready: Ready) -> None:
    segment = Segment.objects.get(pk=ready.segment.pk)
    redact.correct_speaker(by=ready.people.dele, segment=segment, role="interviewer")


def redact_words(ready: Ready) -> None:
    segment = Segment.objects.get(pk=ready.segment.pk)
    redact.make_replacement(by=ready.people.dele, segment=segment, start=0, end=4, text="[number]", type="other")


HIDING = [hide_by_hand, find_a_name, take_back_consent, correct_speaker, redact_words]


@pytest.mark.parametrize("hiding", HIDING, ids=lambda act: act.__name__)
def test_every_way_to_hide_a_quote_is_in_the_ledger_and_outlives_a_restored_backup(published, hiding):
    public_id = published.evidence().public_id
    backup = Backup()
    hiding(published)
    assert said()[0] == ("hidden", public_id)
    backup.restore()
    assert published.evidence().status == "published"
    guard.start()
    assert published.evidence().status == "hidden"
    assert not ReleaseFile.objects.filter(content__contains=WORDS).exists()
    published.draft.refresh_from_db()
    assert (published.draft.status, published.draft.approved_by) == ("proposed", None)


def test_a_withdrawal_is_in_both_ledgers_by_ids_codes_and_hashes_alone(published):
    leave(published)
    public_id = Evidence.objects.get().public_id
    assert said() == [("withdrawn", public_id)]
    assert people_said() == [
        ("withdrawn", "invented", "P01"),
        ("source", "invented", published.interview.source_sha256),
    ]


def test_the_ledger_of_participants_is_its_owners_alone(published):
    leave(published)
    assert ledger.ledger().path.stat().st_mode & 0o777 == 0o600


def test_a_code_with_spaces_or_accents_is_one_word_in_the_ledger(published):
    Participant.objects.filter(pk=published.participant.pk).update(code="P 1 é")
    published.publish()
    leave(published)
    assert people_said()[0] == ("withdrawn", "invented", "P%201%20%C3%A9")


def test_an_invented_study_is_not_noted(published):
    Study.objects.update(is_sample=True)
    leave(published)
    assert people_said() == []


def test_a_withdrawal_that_fails_half_way_is_in_no_ledger(published, monkeypatch):
    def fails(source: Any) -> None:
        raise RuntimeError("no numbers today")

    monkeypatch.setattr("interviews.actions.withdraw.recompute", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        leave(published)
    assert (said(), people_said()) == ([], [])


def test_where_the_ledger_can_not_be_written_nothing_is_withdrawn_and_the_custodian_is_told(published, monkeypatch):
    def refuse(*args: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    browser = Client()
    browser.force_login(published.people.kofi)
    address = f"/admin/interviews/participant/{published.participant.pk}/withdraw/"
    answer = browser.post(address, {"code": "P01"})
    assert "No space left on device" in answer.content.decode()
    assert not is_withdrawn(published)
    assert published.evidence().status == "published"


# --- a restored backup


def test_the_participant_leaves_again_with_all_that_they_said(published):
    backup = Backup()
    leave(published)
    backup.restore()
    assert Segment.objects.filter(speaker__participant=published.participant).exists()
    guard.start()
    assert is_withdrawn(published)
    assert not Segment.objects.exists()
    assert Interview.objects.get().data_key is None
    assert Identifier.objects.get().name_encrypted is None
    assert Evidence.objects.get().status == "withdrawn"
    assert not ReleaseFile.objects.filter(content__contains=WORDS).exists()


def test_it_is_logged_as_done_by_the_command_line_which_keeps_no_role(published):
    backup = Backup()
    leave(published)
    backup.restore()
    guard.start()
    done = Event.objects.get(action="participant withdrawn")
    assert done.actor.username == "command-line"
    given = Event.objects.filter(actor=done.actor, action__startswith="role").order_by("pk")
    assert list(given.values_list("action", flat=True)) == ["role given", "role taken"]
    assert not StudyMembership.objects.filter(user=done.actor).exists()
    assert not done.actor.has_usable_password()


def test_those_who_stayed_stay(published):
    other = published.study.participants.exclude(pk=published.participant.pk).get()
    kept = make_interview(published.study, participant=other, turns=[("interviewee", "Nobody ever looks.")])
    backup = Backup()
    leave(published)
    backup.restore()
    guard.start()
    assert Segment.objects.get().interview == kept
    assert Segment.objects.get().text == "Nobody ever looks."


def test_starting_again_writes_nothing(published):
    leave(published)
    guard.start()
    before = (ledger.ledger().path.read_bytes(), takedown.ledger().path.read_bytes(), Event.objects.count())
    guard.start()
    assert (ledger.ledger().path.read_bytes(), takedown.ledger().path.read_bytes(), Event.objects.count()) == before


def test_a_withdrawal_that_was_written_and_not_committed_is_carried_out_at_the_next_start(published):
    with crashing():
        leave(published)
    assert not is_withdrawn(published)
    guard._seen = None
    guard.start()
    assert is_withdrawn(published)
    assert people_said()[0] == ("withdrawn", "invented", "P01")
    assert len(people_said()) == 2


def test_a_database_that_knows_more_than_its_ledger_teaches_it(published):
    """As one in which an older version of the program withdrew somebody."""
    leave(published)
    gone = published.interview.source_sha256
    for follower in followers():
        follower.ledger().path.unlink()
        follower.forget()
    guard.start()
    assert people_said() == [("withdrawn", "invented", "P01"), ("source", "invented", gone)]
    assert len(names_said()) == 1
    assert [kind for kind, _ in said()] == ["withdrawn"]


def test_destroyed_raw_text_is_destroyed_again(published):
    backup = Backup()
    destroy_raw_text(by=published.people.kofi, study=published.study, reason="asked for")
    backup.restore()
    guard.start()
    assert Study.objects.get().destroyed_at is not None
    assert not Segment.objects.exclude(text_encrypted=b"").exists()
    assert published.evidence().status == "published"


def test_consent_that_was_taken_back_is_taken_back_again(published):
    backup = Backup()
    take_back_consent(published)
    backup.restore()
    guard.start()
    assert not Participant.objects.get(pk=published.participant.pk).may_be_quoted()
    publish.approve_evidence(by=published.people.pia, draft=published.draft)
    assert published.publish().evidence == []


def test_consent_that_was_given_anew_is_not(published, django_capture_on_commit_callbacks):
    backup = Backup()
    take_back_consent(published)
    with django_capture_on_commit_callbacks(execute=True):
        published.participant.consents.update(revoked_on=None)
        hide_unconsented(by=published.people.kofi, participant=published.participant)
    assert people_said()[-1] == ("consented", "invented", "P01")
    backup.restore()
    guard.start()
    assert Participant.objects.get(pk=published.participant.pk).may_be_quoted()


def test_a_quote_that_was_published_again_is_in_the_ledger_with_the_hash_of_its_words(
    published, django_capture_on_commit_callbacks
):
    hide_by_hand(published)
    publish.approve_evidence(by=published.people.pia, draft=published.draft)
    with django_capture_on_commit_callbacks(execute=True):
        published.publish()
    quote = published.evidence()
    assert said()[-1] == ("shown", quote.public_id, takedown.hash_of(quote.text))
    guard.start()
    assert published.evidence().status == "published"


# --- issues


def withdraw_issue(ready: Ready) -> None:
    """Through the gate, as a publisher does."""
    reason = {"en": "Nobody has it any more."}
    content = {"becomes": "withdrawn", "reason": reason}
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, content=content, issue=ready.issue)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert ready.publish().issues == ["MLQ-001"]


def test_an_issue_is_withdrawn_again_with_its_codes_and_drafts_and_says_no_reason(published):
    backup = Backup()
    withdraw_issue(published)
    assert said() == [("withdrawn", published.evidence().public_id), ("issue-withdrawn", "1")]
    backup.restore()
    assert Issue.objects.get().status == "published"
    guard.start()
    assert (Issue.objects.get().status, IssueText.objects.count()) == ("withdrawn", 0)
    assert published.evidence().status == "withdrawn"
    assert not Code.objects.filter(issue__isnull=False).exists()
    published.draft.refresh_from_db()
    assert (published.draft.status, published.draft.approved_by) == ("rejected", None)
    done = Event.objects.get(action="issue withdrawn")
    assert (done.actor.username, done.data) == ("command-line", {"issue": 1, "why": "said by the ledger"})
    assert not ReleaseFile.objects.filter(content__contains=WORDS).exists()


def test_a_catalog_that_withdrew_the_issue_by_itself_leaves_the_workshop_no_code_that_leads_there(published, settings):
    """A public site may find the restored database first: it knows no codes and no drafts."""
    backup, alone = Backup(), settings.LEDGER_FOLLOWERS
    withdraw_issue(published)
    backup.restore()
    settings.LEDGER_FOLLOWERS = ["catalog.followers.Quotes"]
    guard.start()
    assert Code.objects.filter(issue__isnull=False).exists()
    settings.LEDGER_FOLLOWERS = alone
    guard.start()
    assert not Code.objects.filter(issue__isnull=False).exists()
    published.draft.refresh_from_db()
    assert published.draft.status == "rejected"


def test_the_number_of_an_issue_that_the_backup_does_not_know_is_given_to_no_other(published):
    backup = Backup()
    published.issue = make_issue(2, "Schemas change")
    publish.propose_issue(
        by=published.people.mona,
        study=published.study,
        content={"becomes": "withdrawn", "reason": {"en": "Nobody has it."}},
        issue=published.issue,
    )
    publish.approve_issue(by=published.people.pia, draft=IssueDraft.objects.get())
    published.publish()
    backup.restore()
    guard.start()
    content = {
        "slug": "labels-drift",
        "primary_phase": "data-preparation",
        "texts": {"en": {"title": "T", "summary": "S"}},
    }
    with pytest.raises(WorkshopError, match="there is or was an issue of number 2"):
        publish.propose_issue(by=published.people.mona, study=published.study, content={**content, "number": 2})
    draft = publish.propose_issue(by=published.people.mona, study=published.study, content=content)
    publish.approve_issue(by=published.people.pia, draft=draft)
    assert published.publish().issues == ["MLQ-003"]


# --- names


def name_it(ready: Ready, name: str, **fields: Any) -> Identifier:
    return redact.add_identifier(by=ready.people.dele, study=ready.study, type="data provider", name=name, **fields)


def test_a_name_is_in_the_ledger_by_its_fingerprint_and_no_letter_of_it(published):
    name_it(published, "Brackenfold", variants=["Brecken Foale"])
    _, first, second = names_said()
    assert first == ("name", "invented", "data%20provider", fingerprint("Brackenfold"), "1")
    assert second == ("name", "invented", "data%20provider", fingerprint("brecken-foale"), "2")
    assert "bracken" not in ledger.ledger().path.read_text().lower()


def test_a_name_that_counts_after_certain_words_only_is_not_for_they_would_stand_there(published):
    name_it(published, "Anvil", context_before=["joining"])
    assert len(names_said()) == 1


def test_a_name_that_was_added_since_the_backup_is_known_again_and_covered_again(published):
    IssueText.objects.update(summary="Fields from Brackenfold are empty.")
    make_release("2026.2", on=date(2026, 2, 2))
    elsewhere = make_interview(
        published.study, participant=make_participant(published.study), turns=[("interviewee", "Ask Brackenfold.")]
    )
    backup = Backup()
    name_it(published, "Brackenfold")
    backup.restore()
    assert "Brackenfold" in IssueText.objects.get().summary
    guard.start()
    assert IssueText.objects.get().summary == "Fields from [data provider] are empty."
    assert not ReleaseFile.objects.filter(content__contains="Brackenfold").exists()
    nameless = Identifier.objects.get(fingerprint=fingerprint("Brackenfold"))
    assert (nameless.name_encrypted, nameless.data_key) == (None, None)
    assert [match.key for match in Registry().find("at BRACKENFOLD then")] == [nameless.pk]
    assert Replacement.objects.get(segment__interview=elsewhere).status == "suggested"


def test_no_public_site_serves_words_that_were_covered_since(published, settings):
    """A catalog alone can't find the name again, so it says where to run the command."""
    IssueText.objects.update(summary="Fields from Brackenfold are empty.")
    backup = Backup()
    name_it(published, "Brackenfold")
    assert [kind for kind, *_ in said()] == ["covered"]
    backup.restore()
    alone = settings.LEDGER_FOLLOWERS
    settings.LEDGER_FOLLOWERS = ["catalog.followers.Quotes"]
    assert Client().get("/").status_code == 503
    with pytest.raises(LedgerError, match="with SITE_ROLE=workshop"):
        guard.start()
    settings.LEDGER_FOLLOWERS = alone
    call_command("replay_withdrawals", stdout=io.StringIO())
    settings.LEDGER_FOLLOWERS = ["catalog.followers.Quotes"]
    assert Client().get("/").status_code == 200


def test_names_are_learned_once(published):
    backup = Backup()
    name_it(published, "Brackenfold")
    backup.restore()
    guard.start()
    before = ledger.ledger().path.read_bytes(), Identifier.objects.count(), Event.objects.count()
    guard.start()
    assert (ledger.ledger().path.read_bytes(), Identifier.objects.count(), Event.objects.count()) == before


def test_without_keys_names_are_kept_and_not_looked_for(published, settings, capsys):
    IssueText.objects.update(summary="Fields from Brackenfold are empty.")
    backup = Backup()
    name_it(published, "Brackenfold")
    backup.restore()
    settings.IDENTITY_KEYS = [new_wrapping_key()]
    unwrap.cache_clear()
    with pytest.raises(LedgerError, match="add the key of its time"):
        guard.start()
    call_command("replay_withdrawals", "--without-keys")
    unwrap.cache_clear()
    assert "1 names of study invented are known again (they were not looked for)" in capsys.readouterr().out
    assert Identifier.objects.count() == 2


# --- what the backup does not know at all


def test_somebody_who_withdrew_is_not_imported_again_under_their_code_or_file(published):
    """Imported and withdrawn after the backup was made."""
    backup = Backup()
    given = {"by": published.people.imani, "study": published.study, "name": "talk.txt"}
    interview = import_interview(**given, data=TALK, number=7)
    withdraw(by=published.people.kofi, participant=interview.speakers.get(role="interviewee").participant)
    backup.restore()
    guard.start()
    assert not Participant.objects.filter(code="P07").exists()
    with pytest.raises(WrongState, match="somebody who withdrew"):
        import_interview(**given, data=TALK, number=8)
    with pytest.raises(WorkshopError, match="P07 withdrew"):
        import_interview(**given, data=TALK + b" And the spring.", number=7)


def test_nobody_is_entered_under_the_code_of_somebody_who_withdrew(published):
    backup = Backup()
    withdraw(by=published.people.kofi, participant=make_participant(published.study, "P09"))
    backup.restore()
    guard.start()
    browser = Client()
    browser.force_login(published.people.kofi)
    inline = {"consents-TOTAL_FORMS": 0, "consents-INITIAL_FORMS": 0}
    data = {"study": published.study.pk, "code": "P09", **inline}
    answer = browser.post("/admin/interviews/participant/add/", data)
    assert "Somebody withdrew under this code." in answer.content.decode()
    assert not Participant.objects.filter(code="P09").exists()


def test_the_id_of_a_withdrawn_quote_is_not_given_again(published):
    backup = Backup()
    leave(published)
    backup.restore()
    public_id = published.evidence().public_id
    Evidence.objects.all().delete()
    redact.review_deidentification(by=published.people.dele, interview=published.interview)
    published.draft.refresh_from_db()
    published.draft.status = "approved"
    published.draft.save()
    report = published.publish()
    assert report.evidence == []
    assert f"quote {public_id} was withdrawn" in str(report.held)


def test_another_study_is_not_touched(published):
    other = make_study("beside")
    person = make_participant(other, "P01")
    backup = Backup()
    leave(published)
    backup.restore()
    guard.start()
    person.refresh_from_db()
    assert person.withdrawn_at is None


def test_the_slug_of_a_study_stays_as_the_ledger_knows_it(published):
    browser = Client()
    browser.force_login(published.people.kofi)
    page = browser.get(f"/admin/interviews/study/{published.study.pk}/change/").content.decode()
    assert 'name="slug"' not in page
    assert 'name="title"' in page


# --- keys that are gone


@pytest.fixture
def keys_are_gone(published, settings) -> Iterator[Ready]:
    """A restored backup that no key opens: the keys were rotated since, and the old ones destroyed."""
    backup = Backup()
    leave(published)
    backup.restore()
    settings.IDENTITY_KEYS = [new_wrapping_key()]
    unwrap.cache_clear()
    yield published
    unwrap.cache_clear()


def test_without_its_keys_a_backup_is_not_served_and_the_remedy_is_said(keys_are_gone):
    with pytest.raises(LedgerError, match=r"add the key of its time.*--without-keys"):
        guard.start()
    assert not is_withdrawn(keys_are_gone)


def test_nothing_public_waits_for_a_key(keys_are_gone):
    """The quotes go first: they are not sealed."""
    with pytest.raises(LedgerError):
        guard.start()
    assert Evidence.objects.get().status == "withdrawn"


def test_where_the_keys_were_destroyed_the_participant_leaves_all_the_same(keys_are_gone, capsys):
    elsewhere = make_participant(keys_are_gone.study, "P03")
    call_command("replay_withdrawals", "--without-keys")
    assert "participant P01 of study invented is withdrawn (names were not looked for)" in capsys.readouterr().out
    assert is_withdrawn(keys_are_gone)
    assert not Segment.objects.exists()
    assert Identifier.objects.get().name_encrypted is None
    assert Event.objects.get(action="participant withdrawn").data["searched"] is False
    assert elsewhere.withdrawn_at is None
    guard.start()


def test_a_name_that_replacements_of_others_stand_for_is_kept_without_keys_too(published, settings):
    other = published.study.participants.exclude(pk=published.participant.pk).get()
    turn = make_interview(
        published.study, participant=other, turns=[("interviewee", "Zephyrine Labs again.")]
    ).segments.get()
    suggested = Replacement.objects.filter(segment=turn)
    assert suggested.exists() or redact.make_replacement(
        by=published.people.dele, segment=turn, start=0, end=14, text="[company]", identifier=published.identifier
    )
    backup = Backup()
    leave(published)
    backup.restore()
    settings.IDENTITY_KEYS = [new_wrapping_key()]
    unwrap.cache_clear()
    call_command("replay_withdrawals", "--without-keys", stdout=io.StringIO())
    unwrap.cache_clear()
    assert Identifier.objects.get().name_encrypted is not None
    assert Segment.objects.get() == turn


# --- refusing


@pytest.fixture
def behind(published) -> Ready:
    backup = Backup()
    leave(published)
    backup.restore()
    return published


COMMANDS = [
    ["publish", "--study", "invented"],
    ["export", "codings-csv", "--study", "invented"],
    ["export", "fixture"],
    ["report", "--study", "invented"],
    ["suggest_redactions", "--study", "invented"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_no_command_works_on_a_database_that_is_behind(behind, command):
    with pytest.raises(CommandError, match=r"participant P01 of study invented withdrew.*replay_withdrawals"):
        call_command(*command, stdout=io.StringIO())


def test_the_admin_is_not_served_either(behind):
    browser = Client()
    browser.force_login(behind.people.kofi)
    answer = browser.get(f"/admin/interviews/participant/{behind.participant.pk}/change/")
    assert answer.status_code == 503
    assert "P01" not in answer.content.decode()


def test_a_withdrawal_of_somebody_without_quotes_is_noticed_while_serving_too(published):
    """The ledger of quotes says nothing of it; the revision that goes back does."""
    other = published.study.participants.exclude(pk=published.participant.pk).get()
    guard.remember()
    backup = Backup()
    withdraw(by=published.people.kofi, participant=other)
    assert Client().get("/").status_code == 200
    backup.restore(by_another_process=False)
    assert Client().get("/").status_code == 503


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text("")], ids=["missing", "empty"])
def test_without_the_ledger_of_participants_nobody_knows_who_withdrew(published, spoil):
    leave(published)
    spoil(ledger.ledger().path)
    with pytest.raises(LedgerError, match="name the right file in PARTICIPANT_LEDGER"):
        guard.start()
    guard._seen = None
    assert Client().get("/").status_code == 503
    with pytest.raises(NotRecorded, match="PARTICIPANT_LEDGER"):
        import_interview(by=published.people.imani, study=published.study, data=TALK, name="talk.txt", number=7)


def test_a_lost_ledger_of_participants_is_begun_anew_with_what_the_database_knows(published):
    leave(published)
    ledger.ledger().path.unlink()
    call_command("replay_withdrawals", "--new-ledger", stdout=io.StringIO())
    assert people_said()[0] == ("withdrawn", "invented", "P01")
    guard.start()


def test_making_the_workshop_ready_replays_first(behind, capsys):
    # The sample study is there: it can't be made in a catalog of one issue.
    make_study("sample", is_sample=True)
    call_command("prepare_workshop")
    assert is_withdrawn(behind)


def test_the_position_in_the_log_tells_no_more_than_a_number_and_a_hash(published):
    leave(published)
    assert all(
        set(data) == {"lines", "head"} for data in Event.objects.filter(study=None).values_list("data", flat=True)
    )
    assert json.dumps(list(Event.objects.values_list("data", flat=True))).count("P01") == 0


@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="the tests' SQLite lies in memory, and threads can't share it"
)
@pytest.mark.django_db(transaction=True)
def test_processes_that_start_at_once_withdraw_somebody_once():
    guard._seen = None
    guard.start()
    ready = make_ready()
    ready.publish()
    with crashing():
        leave(ready)
    failures: list[BaseException] = []

    def start() -> None:
        try:
            guard.start()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=start) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert Event.objects.filter(action="participant withdrawn").count() == 1
    assert get_user_model().objects.filter(username="command-line").count() == 1
    assert not StudyMembership.objects.filter(user__username="command-line").exists()
    assert team(Study.objects.get()).kofi
