"""Retention: when a study's raw words are destroyed, what goes and what stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.models import Evidence
from interviews.actions.retention import destroy_raw_text, is_due_soon, retention_notice
from interviews.actions.withdraw import withdraw
from interviews.crypto import KeyMissing
from interviews.errors import NotPermitted, WrongState
from interviews.models import (
    Coding,
    Event,
    EvidenceDraft,
    Identifier,
    IdentifierVariant,
    Interview,
    Memo,
    Publication,
    Replacement,
    Segment,
    Speaker,
    Study,
)
from interviews.registry import Registry
from tests.interviews.ready import COMPANY, Ready, make_ready

pytestmark = pytest.mark.django_db


def prepare() -> Ready:
    """A study with a published quote, whose day was yesterday."""
    ready = make_ready()
    ready.publish()
    Study.objects.filter(pk=ready.study.pk).update(destroy_by=timezone.localdate() - timedelta(days=1))
    Memo.written(study=ready.study, text="said with a sigh", author=ready.people.cora, segment=ready.segment).save()
    return ready


@pytest.fixture
def due(ready: Ready) -> Ready:
    return ready


def destroy(ready: Ready, reason: str = "") -> Study:
    """Kofi, the custodian, carries the day out."""
    destroy_raw_text(by=ready.people.kofi, study=Study.objects.get(pk=ready.study.pk), reason=reason)
    return Study.objects.get(pk=ready.study.pk)


def test_keys_and_sealed_bytes_are_gone(due):
    study = destroy(due)
    assert study.data_key is None
    assert not Interview.objects.filter(data_key__isnull=False).exists()
    assert not Identifier.objects.filter(data_key__isnull=False).exists()
    for rows in (Segment.objects.all(), Replacement.objects.all()):
        assert {bytes(sealed) for sealed in rows.values_list("text_encrypted", flat=True)} == {b""}
    assert not Identifier.objects.filter(name_encrypted__isnull=False).exists()
    assert not IdentifierVariant.objects.filter(text_encrypted__isnull=False).exists()
    assert not Speaker.objects.filter(label_encrypted__isnull=False).exists()
    with pytest.raises(KeyMissing):
        assert Segment.objects.first().text


def test_memos_and_drafts_that_were_never_published_are_gone(due):
    unpublished = EvidenceDraft.objects.get(pk=due.draft.pk)
    unpublished.pk, unpublished.start, unpublished.public_id, unpublished.status = None, 1, "", "approved"
    unpublished.save()
    destroy(due)
    assert not Memo.objects.exists()
    assert list(EvidenceDraft.objects.values_list("pk", flat=True)) == [due.draft.pk]


def test_offsets_codings_and_published_quotes_stay(due):
    def kept() -> list[object]:
        return [
            list(Segment.objects.order_by("pk").values_list("position", "length")),
            list(Replacement.objects.order_by("pk").values_list("start", "end", "words_fingerprint")),
            list(Coding.objects.order_by("pk").values_list("start", "end", "code")),
            list(Publication.objects.order_by("pk").values_list("evidence_id", "participant_code")),
            due.evidence().text,
        ]

    before = kept()
    destroy(due)
    assert kept() == before


def test_the_gate_still_knows_the_names(due):
    destroy(due)
    assert Registry().find(f"they work at {COMPANY} now")


def test_who_did_it_and_how_much_went_is_in_the_log(due):
    study = destroy(due)
    assert study.destroyed_by == due.people.kofi
    event = Event.objects.get(action="raw text destroyed")
    assert (event.data["interviews"], event.data["memos"], event.data["early"]) == (1, 1, False)
    assert event.actor == due.people.kofi


def test_it_is_not_done_twice(due):
    destroy(due)
    with pytest.raises(WrongState, match=r"destroyed on \d{4}-\d\d-\d\d"):
        destroy(due, "again")


@pytest.mark.parametrize(
    ("day", "words"), [(None, "no destroy-by date"), (date(2999, 1, 1), "kept until 2999-01-01: wait")]
)
def test_before_the_day_or_without_one_a_reason_is_needed(due, day, words):
    Study.objects.filter(pk=due.study.pk).update(destroy_by=day)
    with pytest.raises(WrongState, match=words):
        destroy(due)
    assert destroy(due, "the sponsor ended the study").destroyed_at is not None


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "pia", "olga"])
def test_only_a_custodian_may(due, name):
    with pytest.raises(NotPermitted):
        destroy_raw_text(by=getattr(due.people, name), study=due.study)
    assert Segment.objects.first().text


def test_a_participant_can_still_withdraw_and_their_quote_goes(due):
    study = destroy(due)
    withdraw(by=due.people.kofi, participant=due.participant)
    assert due_quote(due).text == ""
    study.refresh_from_db()
    assert study.data_key is None


def due_quote(ready: Ready) -> Evidence:
    """The quote that was published of the destroyed words."""
    return Evidence.objects.get(public_id=Publication.objects.exclude(evidence_id="").get().evidence_id)


def test_another_study_keeps_its_words(due):
    other = make_ready("other")
    destroy(due)
    assert Segment.objects.get(pk=other.segment.pk).text


@pytest.mark.parametrize(
    ("day", "words", "soon"),
    [
        (date(2027, 1, 1), "12 days left", True),
        (date(2026, 12, 20), "0 days left", True),
        (date(2026, 12, 19), "overdue by 1 day", True),
        (date(2026, 12, 18), "overdue by 2 days", True),
        (date(2027, 1, 20), "31 days left", False),
    ],
)
def test_the_days_left_are_told_and_warned_of_from_thirty_days_before(day, words, soon):
    study = Study(slug="invented", destroy_by=day)
    today = date(2026, 12, 20)
    assert retention_notice(study, today=today) == f"raw text of this study must be destroyed by {day}: {words}"
    assert is_due_soon(study, today=today) is soon
