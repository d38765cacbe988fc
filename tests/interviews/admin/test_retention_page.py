"""A study's destroy-by date in the admin: shown, warned about, and carried out by its custodian."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.actions.retention import what_would_go
from interviews.admin.retention import Level, retention_of
from interviews.admin.waiting import waiting_for
from interviews.models import Event, Memo, Segment, Study
from interviews.wording import COPIES
from tests.interviews.ready import Ready, make_ready

pytestmark = pytest.mark.django_db

MUST = "aw text of this study must be destroyed by"
TODAY = date(2026, 12, 20)


def prepare() -> Ready:
    """A study with a published quote and a memo."""
    ready = make_ready()
    ready.publish()
    Memo.written(study=ready.study, text="said with a sigh", author=ready.people.cora, segment=ready.segment).save()
    return ready


def due_in(ready: Ready, days: int | None) -> None:
    """Give the study a destroy-by date so many days from now, or none."""
    day = None if days is None else timezone.localdate() + timedelta(days=days)
    Study.objects.filter(pk=ready.study.pk).update(destroy_by=day)


def destroy_page(ready: Ready) -> str:
    return reverse("admin:interviews_study_destroy", args=[ready.study.pk])


def heads(ready: Ready) -> list[str]:
    """The study's page, and the two of its interview."""
    pages = ("interviews_study_change", "interviews_interview_change", "interviews_interview_transcript")
    keys = (ready.study.pk, ready.interview.pk, ready.interview.pk)
    return [reverse(f"admin:{page}", args=[key]) for page, key in zip(pages, keys, strict=True)]


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def is_destroyed(ready: Ready) -> bool:
    return Study.objects.get(pk=ready.study.pk).destroyed_at is not None


# --- shown and warned about


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (date(2027, 1, 20), Level.KEPT),
        (date(2027, 1, 19), Level.SOON),
        (TODAY, Level.SOON),
        (date(2026, 12, 19), Level.OVERDUE),
    ],
)
def test_a_day_is_near_from_thirty_days_before_and_overdue_from_the_day_after(day, level):
    found = retention_of(Study(slug="invented", destroy_by=day), today=TODAY)
    assert found is not None
    assert found.level == level


def test_a_study_without_a_day_shows_nothing(ready, as_user):
    client = as_user(ready.people.kofi)
    assert [MUST in shown(client, page) for page in [*heads(ready), reverse("admin:index")]] == [False] * 4


@pytest.mark.parametrize("name", ["cora", "kofi"])
def test_every_head_shows_the_day_to_everybody_of_the_study(ready, as_user, name):
    due_in(ready, 200)
    client = as_user(getattr(ready.people, name))
    assert [f"R{MUST}" in shown(client, page) for page in heads(ready)] == [True] * 3


def test_the_first_page_is_silent_about_a_day_far_away(ready, as_user):
    due_in(ready, 31)
    assert MUST not in shown(as_user(ready.people.kofi), reverse("admin:index"))


def test_from_thirty_days_before_the_first_page_and_every_head_warn(ready, as_user):
    due_in(ready, 30)
    client = as_user(ready.people.cora)
    for page in [*heads(ready), reverse("admin:index")]:
        assert f'<p class="notice retention"><strong>R{MUST}' in shown(client, page)


def test_overdue_is_said_strongly(ready, as_user):
    due_in(ready, -3)
    client = as_user(ready.people.cora)
    for page in [*heads(ready), reverse("admin:index")]:
        text = shown(client, page)
        assert '<p class="notice danger retention">' in text
        assert "overdue by 3 days" in text


def test_only_a_custodian_is_led_to_the_page_that_destroys(ready, as_user):
    due_in(ready, -3)
    for page in [*heads(ready), reverse("admin:index")]:
        assert destroy_page(ready) in shown(as_user(ready.people.kofi), page)
        assert destroy_page(ready) not in shown(as_user(ready.people.cora), page)


# --- carried out


@pytest.mark.parametrize("name", ["imani", "dele", "cora", "mona", "pia", "olga"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_a_custodian_opens_or_uses_the_page(ready, as_user, name, method):
    due_in(ready, -1)
    ask = getattr(as_user(getattr(ready.people, name)), method)
    assert ask(destroy_page(ready), {"slug": "invented"}).status_code == 403
    assert not is_destroyed(ready)


def test_a_custodian_of_another_study_does_not_open_it(ready, as_user):
    other = make_ready("other")
    other.study.memberships.all().delete()
    assert as_user(ready.people.kofi).get(destroy_page(other)).status_code == 403


def test_the_page_says_what_goes_in_numbers_and_what_stays(ready, as_user):
    due_in(ready, -1)
    page = shown(as_user(ready.people.kofi), destroy_page(ready))
    for line in ("Interviews whose words and keys go: 1", "Turns: 4", "Memos: 1", "Quotes published: 1", COPIES):
        assert line in page
    assert not is_destroyed(ready)


def test_opening_it_writes_nothing(ready, as_user):
    before = Event.objects.count()
    as_user(ready.people.kofi).get(destroy_page(ready))
    assert Event.objects.count() == before


def test_a_wrong_slug_destroys_nothing(ready, as_user):
    due_in(ready, -1)
    answer = as_user(ready.people.kofi).post(destroy_page(ready), {"slug": "invented-2"})
    assert "This is not the slug of this study." in answer.content.decode()
    assert not is_destroyed(ready)
    assert Segment.objects.first().text


def test_with_the_slug_typed_it_is_done_and_the_page_says_what_was(ready, as_user):
    due_in(ready, 0)
    would_go, kofi = what_would_go(ready.study), as_user(ready.people.kofi)
    page = kofi.post(destroy_page(ready), {"slug": " invented "}, follow=True).content.decode()
    assert f"Destroyed: {would_go}." in page
    assert not Segment.objects.exclude(text_encrypted=b"").exists()
    later = shown(kofi, destroy_page(ready))
    for words in ("What was destroyed", "by kofi", "Turns: 4", "Memos: 1", "Rotate IDENTITY_KEYS", COPIES):
        assert words in later
    assert 'name="slug"' not in later


@pytest.mark.parametrize("days", [5, None])
def test_before_the_day_or_without_one_it_asks_for_a_reason_and_logs_none_of_its_words(ready, as_user, days):
    due_in(ready, days)
    kofi = as_user(ready.people.kofi)
    kofi.post(destroy_page(ready), {"slug": "invented"})
    assert not is_destroyed(ready)
    kofi.post(destroy_page(ready), {"slug": "invented", "reason": "the sponsor left"})
    assert is_destroyed(ready)
    event = Event.objects.get(action="raw text destroyed")
    assert event.data["early"] is True
    assert "sponsor" not in str(event.data)


def test_a_second_post_changes_nothing(ready, as_user):
    due_in(ready, -1)
    kofi = as_user(ready.people.kofi)
    for _ in range(2):
        kofi.post(destroy_page(ready), {"slug": "invented"})
    assert Event.objects.filter(action="raw text destroyed").count() == 1


# --- afterwards


def destroy(ready: Ready, as_user) -> None:
    due_in(ready, -1)
    as_user(ready.people.kofi).post(destroy_page(ready), {"slug": "invented"})


def test_a_coder_sees_on_every_page_that_the_words_are_gone(ready, as_user):
    destroy(ready, as_user)
    cora = as_user(ready.people.cora)
    for page in [*heads(ready), reverse("admin:index")]:
        text = shown(cora, page)
        assert "was destroyed on" in text
        assert "Half of the fields" not in text
        assert destroy_page(ready) not in text


def test_no_work_on_words_waits_for_anybody_any_more(ready, as_user):
    people = ("imani", "dele", "cora", "mona")
    assert any(waiting_of(ready, name) for name in people)
    destroy(ready, as_user)
    assert not any(waiting_of(ready, name) for name in people)


def waiting_of(ready: Ready, name: str) -> list[str]:
    """What the first page lists for somebody in this study."""
    [mine] = [row for row in waiting_for(getattr(ready.people, name)) if row.study == ready.study]
    return [item.text for item in mine.items]


def test_the_first_page_offers_no_import_and_no_review_then(ready, as_user):
    kofi = as_user(ready.people.kofi)
    assert "Import an interview" in shown(kofi, reverse("admin:index"))
    destroy(ready, as_user)
    page = shown(kofi, reverse("admin:index"))
    assert "Import an interview" not in page
    assert "Review suggestions" not in page
