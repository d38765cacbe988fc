"""Two people at once, on a database where they are two: whoever publishes and whoever decides queue.

Each act here comes while somebody publishes and has not finished. Done too early, it would not see the new quote, and
the quote would not follow it.
"""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction

from catalog.models import Evidence, Issue
from interviews.actions import publish, redact
from interviews.actions.decide import accept
from interviews.actions.suggest import suggest_redactions
from interviews.actions.undo import undo_last
from interviews.actions.withdraw import withdraw
from interviews.models import EvidenceDraft, Participant, StandingDecision
from tests.factories import span_of
from tests.interviews.ready import Ready, make_ready

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one person write at a time"),
]
WAIT = 1.0


@pytest.fixture
def ready() -> Ready:
    return make_ready()


def meanwhile(ready: Ready, act: Callable[[], Any]) -> list[BaseException]:
    """Publish, and let `act` be done by somebody else before that is finished; what went wrong for them."""
    failed: list[BaseException] = []

    def other() -> None:
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=other)
    with transaction.atomic():
        ready.publish()
        thread.start()
        thread.join(WAIT)
        assert thread.is_alive(), "it did not queue"
    thread.join()
    return failed


def replace(ready: Ready) -> None:
    start, end = span_of(ready.segment, "fields")
    redact.make_replacement(by=ready.people.dele, segment=ready.segment, start=start, end=end, text="[other]")


def undo(ready: Ready) -> None:
    undo_last(by=ready.people.dele, study=ready.study)


def correct(ready: Ready) -> None:
    redact.correct_speaker(by=ready.people.dele, segment=ready.segment, role="interviewer")


def leave(ready: Ready) -> None:
    withdraw(by=ready.people.kofi, participant=Participant.objects.get(pk=ready.participant.pk))


@pytest.mark.parametrize("act", [replace, undo, correct, leave])
def test_what_is_decided_while_somebody_publishes_takes_the_new_quote_down(ready, act):
    assert meanwhile(ready, lambda: act(ready)) == []
    assert not Evidence.objects.published().exists()


@pytest.fixture
def suggestion(ready) -> Callable[[], Any]:
    start, end = span_of(ready.segment, "why")
    redact.review_deidentification(by=ready.people.dele, interview=ready.interview)
    return lambda: redact.propose_replacement(
        by=ready.people.dele, segment=ready.segment, start=start, end=end, text="[other]"
    )


def test_accepting_a_suggestion_that_was_made_meanwhile_takes_it_down(ready, suggestion):
    assert meanwhile(ready, lambda: accept(by=ready.people.dele, replacement=suggestion())) == []
    assert not Evidence.objects.published().exists()


def test_suggesting_queues(ready):
    assert meanwhile(ready, lambda: suggest_redactions(by=ready.people.dele, study=ready.study)) == []
    assert not StandingDecision.objects.exists()


def test_a_draft_that_was_published_meanwhile_is_not_set_aside(ready):
    stale = EvidenceDraft.objects.get(pk=ready.draft.pk)
    [failed] = meanwhile(ready, lambda: publish.reject_evidence(by=ready.people.pia, draft=stale))
    assert "is published" in str(failed)
    assert EvidenceDraft.objects.get(pk=ready.draft.pk).status == "published"


def test_two_publishers_publish_each_draft_once(ready):
    texts = {"en": {"title": "Labels drift", "summary": "They do."}}
    content = {"slug": "labels-drift", "primary_phase": "data-preparation", "texts": texts}
    draft = publish.propose_issue(by=ready.people.mona, study=ready.study, content=content)
    publish.approve_issue(by=ready.people.pia, draft=draft)
    assert meanwhile(ready, ready.publish) == []
    assert (Evidence.objects.count(), Issue.objects.filter(slug="labels-drift").count()) == (1, 1)
