"""Taking quotes down: by hand, and by itself when a new identifier matches."""

from datetime import date

import pytest

from catalog.models import Evidence, IssueStatistics, Release, ReleaseFile, Revision
from catalog.releases import make_release
from interviews.actions import hide, publish, redact
from interviews.errors import NotPermitted, WrongState
from interviews.models import Event, Study
from tests.factories import make_study
from tests.interviews.ready import Ready
from tests.people import team

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(ready: Ready) -> Ready:
    ready.publish()
    make_release("2026.1", on=date(2026, 2, 1))
    return ready


def assert_hidden(ready: Ready) -> None:
    quote = ready.evidence()
    assert (quote.status, quote.text, quote.speaker_label) == ("hidden", "", "a practitioner")
    assert not ReleaseFile.objects.filter(content__contains="Half of the fields").exists()
    assert Release.objects.order_by("-revision").first().revision >= 2


def test_a_hidden_quote_loses_its_words_in_rows_and_releases(published):
    before = Revision.objects.current()
    hide.hide_evidence(by=published.people.pia, evidence=published.evidence())
    assert_hidden(published)
    assert Revision.objects.current() == before + 1


def test_its_draft_waits_to_be_looked_at_again_and_can_come_back_under_its_id(published):
    public_id = published.evidence().public_id
    hide.hide_evidence(by=published.people.pia, evidence=published.evidence())
    published.draft.refresh_from_db()
    assert (published.draft.status, published.draft.approved_by) == ("proposed", None)
    publish.approve_evidence(by=published.people.pia, draft=published.draft)
    assert published.publish().evidence == [public_id]
    assert published.evidence().status == "published"


def test_a_quote_is_hidden_once(published):
    hide.hide_evidence(by=published.people.pia, evidence=published.evidence())
    with pytest.raises(WrongState, match="hidden already"):
        hide.hide_evidence(by=published.people.pia, evidence=published.evidence())


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "kofi", "olga"])
def test_only_a_publisher_of_the_study_hides_by_hand(published, name):
    with pytest.raises(NotPermitted, match="ask a publisher"):
        hide.hide_evidence(by=getattr(published.people, name), evidence=published.evidence())


def test_a_quote_of_a_loaded_catalog_is_hidden_by_any_publisher(published):
    loaded = published.evidence()
    Study.objects.filter(pk=published.study.pk).update(source=None)
    published.study.publications.all().delete()
    hide.hide_evidence(by=published.people.pia, evidence=loaded)
    assert loaded.status == "hidden"


def test_adding_an_identifier_hides_what_holds_it_in_the_same_transaction(published):
    redact.add_identifier(by=published.people.dele, study=published.study, type="other", name="Fields, are EMPTY")
    assert_hidden(published)


def test_adding_a_variant_hides_what_holds_it(published):
    identifier = redact.add_identifier(by=published.people.dele, study=published.study, type="other", name="Quill")
    assert published.evidence().status == "published"
    redact.add_variant(by=published.people.dele, identifier=identifier, text="nobody", context_before=["and"])
    assert_hidden(published)


def test_an_identifier_of_another_study_hides_it_too(published):
    other = make_study("other")
    redact.add_identifier(by=team(other).dele, study=other, type="other", name="are empty")
    assert_hidden(published)


def test_an_identifier_in_a_published_label_hides_the_quote(published):
    redact.add_identifier(by=published.people.dele, study=published.study, type="other", name="data scientist")
    assert_hidden(published)


def test_a_release_that_holds_the_name_in_older_words_of_a_quote_loses_them(published):
    Evidence.objects.update(text="Half of the rows are empty.")
    redact.add_identifier(by=published.people.dele, study=published.study, type="other", name="Fields, are EMPTY")
    assert not ReleaseFile.objects.filter(content__contains="Half of the fields").exists()
    assert not ReleaseFile.objects.filter(content__contains="Half of the rows").exists()
    assert published.evidence().status == "hidden"


def test_a_release_that_holds_the_name_in_an_older_label_loses_the_quote(published):
    Evidence.objects.update(speaker_label="a practitioner")
    redact.add_identifier(by=published.people.dele, study=published.study, type="other", name="data scientist")
    assert_hidden(published)


def test_a_withdrawn_quote_stays_withdrawn_when_a_release_is_found_to_hold_its_words(published):
    Evidence.objects.update(text="", status="withdrawn", claim=None)
    redact.add_identifier(by=published.people.dele, study=published.study, type="other", name="Fields, are EMPTY")
    assert not ReleaseFile.objects.filter(content__contains="Half of the fields").exists()
    assert published.evidence().status == "withdrawn"


def test_other_words_stay_published(published):
    redact.add_identifier(by=published.people.dele, study=published.study, type="person", name="Ottoline")
    assert published.evidence().status == "published"


def test_a_cleared_occurrence_stays_published_when_a_variant_is_added(ready):
    identifier = redact.add_identifier(by=ready.people.dele, study=ready.study, type="other", name="Half", sure=True)
    publish.clear_occurrence(
        by=ready.people.dele,
        draft=ready.draft,
        identifier=identifier,
        place="quote",
        start=0,
        end=4,
        reason="a number",
    )
    ready.publish()
    redact.add_variant(by=ready.people.dele, identifier=identifier, text="hæf")
    assert ready.evidence().status == "published"


def test_what_was_hidden_is_logged_by_id(published):
    hide.hide_evidence(by=published.people.pia, evidence=published.evidence(), reason="asked for")
    event = Event.objects.get(action="quote hidden")
    assert (event.study, event.data["evidence"]) == (published.study, published.evidence().public_id)


def test_hiding_recounts_without_forgetting_what_was_coded(published):
    hide.hide_evidence(by=published.people.pia, evidence=published.evidence())
    assert IssueStatistics.objects.get().codings == 1
    assert Evidence.objects.published().count() == 0
