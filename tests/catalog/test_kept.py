"""Answers that are kept for a revision of the catalog: computed once, and never one change too old."""

import re
import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from catalog.census import census
from catalog.kept import kept
from catalog.models import Evidence, Issue, Revision
from tests.catalog.factories import Shelf, make_catalog, make_quote


class Counter:
    """Computes 1, 2, 3, ... and can do something meanwhile."""

    def __init__(self) -> None:
        self.calls = 0
        self.meanwhile: Any = None

    def __call__(self) -> int:
        self.calls += 1
        if self.meanwhile and self.calls == 1:
            self.meanwhile()
        return self.calls


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def _published(transactional_db: None) -> None:
    Revision.objects.bump()


@pytest.mark.usefixtures("_published")
def test_an_answer_is_computed_once_for_each_revision(counter: Counter):
    answer = kept(counter)
    assert [answer(), answer()] == [1, 1]
    Revision.objects.bump()
    assert [answer(), answer()] == [2, 2]


@pytest.mark.usefixtures("_published")
def test_an_answer_that_the_catalog_changed_under_is_computed_again(counter: Counter):
    counter.meanwhile = Revision.objects.bump
    answer = kept(counter)
    assert [answer(), answer()] == [2, 2]


@pytest.mark.usefixtures("_published")
def test_what_is_seen_in_a_transaction_is_not_kept(counter: Counter):
    answer = kept(counter)
    with transaction.atomic():
        Revision.objects.bump()
        assert [answer(), answer()] == [1, 2]
        transaction.set_rollback(True)
    assert [answer(), answer()] == [3, 3]


@pytest.mark.usefixtures("_published")
def test_two_catalogs_with_the_same_number_of_changes_are_not_mistaken_for_each_other(counter: Counter):
    answer = kept(counter)
    assert answer() == 1
    # Another catalog in the same place, as after a backup was loaded and changed once.
    Revision.objects.all().delete()
    assert Revision.objects.bump() == 1
    assert answer() == 2


@pytest.mark.usefixtures("_published")
def test_a_backup_that_is_loaded_and_changed_is_not_mistaken_for_what_it_replaced(counter: Counter):
    answer = kept(counter)
    [backup] = Revision.objects.values("counter", "changed_at")
    Revision.objects.bump()
    assert answer() == 1
    Revision.objects.update(**backup)
    Revision.objects.bump()
    assert answer() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_catalog_that_counts_no_change(counter: Counter):
    answer = kept(counter)
    assert [answer(), answer()] == [1, 2]


@pytest.mark.usefixtures("_published")
def test_of_many_that_ask_at_once_one_computes(counter: Counter):
    if connection.vendor == "sqlite":
        pytest.skip("threads don't see SQLite's database in memory")
    answers: list[int] = []
    answer = kept(counter)

    def ask() -> None:
        answers.append(answer())
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1] * 5


@pytest.fixture
def shelf(transactional_db: None) -> Shelf:
    return make_catalog()


def test_a_quote_that_is_published_or_taken_back_is_counted_at_once_on_every_page(client: Client, shelf: Shelf):
    pages = ["/", "/issues/?phase=deployment&sort=evidence", "/matrix/"]

    def counted() -> list[str]:
        # What may be cited names its revision, which is another one each time.
        return [
            re.sub(r'<div class="cite">.*?</div>', "", client.get(page).content.decode(), flags=re.S) for page in pages
        ]

    before = counted()
    with transaction.atomic():
        quote = make_quote(shelf.slow_answers, "And slower still.", "910000000000")
        Revision.objects.bump()
    more = counted()
    assert all("2 quotes" in page for page in more[1:])
    assert "<b>5</b> quotes" in more[0]
    with transaction.atomic():
        Evidence.objects.filter(pk=quote.pk).update(status="withdrawn", text="", question=None)
        Revision.objects.bump()
    after = counted()
    # The quote of the front page is another one after each change.
    assert after[1:] == before[1:]
    assert "<b>4</b> quotes" in after[0]


def test_an_issue_that_is_withdrawn_leaves_facets_and_matrix_at_once(client: Client, shelf: Shelf):
    assert "MLQ-004" in client.get("/issues/").content.decode()
    with transaction.atomic():
        Issue.objects.filter(pk=shelf.moved_world.pk).update(status="withdrawn")
        Revision.objects.bump()
    assert "MLQ-004" not in client.get("/issues/").content.decode()
    assert int(census().published.sum()) == 3
