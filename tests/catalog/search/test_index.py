"""The index: in step with what is published after any writes, and empty of whatever is published no more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from catalog import search
from catalog.migrations._search_index import ENTRIES, EVENTS, WATCHED, name_of
from catalog.models import (
    SEARCH_INDEX,
    Claim,
    ClaimText,
    Evidence,
    Issue,
    IssuePhase,
    IssueText,
    Mitigation,
    MitigationText,
    SearchPending,
    SearchWord,
    Strategy,
    StrategyText,
    indexing,
)
from catalog.models.entries import place_of_quote
from tests.catalog.factories import Shelf, make_catalog, make_quote
from tests.catalog.search.conftest import publish
from tests.factories import make_issue

INDEX: tuple[Any, ...] = tuple(model for model in SEARCH_INDEX if model is not SearchPending)


def stored() -> dict[str, list[tuple[Any, ...]]]:
    """Everything the index holds, by table, without its own row numbers."""
    return {
        model.__name__: sorted(
            model.objects.values_list(*(f.attname for f in model._meta.concrete_fields if f.attname != "id"))
        )
        for model in INDEX
    }


def assert_in_step() -> None:
    """The index is what a rebuild makes of the catalog."""
    assert not SearchPending.objects.exists()
    here = stored()
    with transaction.atomic():
        indexing.rebuild()
        assert here == stored()
        transaction.set_rollback(True)


def segments() -> bytes:
    """All that SQLite's full-text tables keep in their files."""
    with connection.cursor() as cursor:
        for entry in ENTRIES:
            cursor.execute(f"SELECT block FROM catalog_{entry}_text_data")
        return b"".join(
            bytes(block)
            for entry in ENTRIES
            for (block,) in cursor.execute(f"SELECT block FROM catalog_{entry}_text_data").fetchall()
        )


def everything_kept() -> str:
    """Every text of every table of the index, and on SQLite the bytes of its segments."""
    rows = [str(row) for model in (*INDEX, SearchPending) for row in model.objects.values_list()]
    return "\n".join(rows) + (segments().decode("utf-8", errors="ignore") if connection.vendor == "sqlite" else "")


# --- in step


CHANGES: dict[str, Callable[[Shelf], Any]] = {
    "a title is rewritten": lambda s: IssueText.objects.filter(issue=s.old_models).update(title="Wine turns sour"),
    "a text is added": lambda s: IssueText.objects.create(
        issue=s.old_models, language="fr", title="Vin", summary="Aigre"
    ),
    "a text is taken away": lambda s: IssueText.objects.filter(issue=s.empty_fields, language="fr").delete(),
    "an issue is added": lambda s: make_issue(77, "Wine turns sour", s.maintenance),
    "an issue leaves the lists": lambda s: Issue.objects.filter(pk=s.empty_fields.pk).update(status="deprecated"),
    "an issue gets another number": lambda s: Issue.objects.filter(pk=s.old_models.pk).update(number=55),
    "a statement is rewritten": lambda s: ClaimText.objects.update(statement="Wine."),
    "a claim moves": lambda s: Claim.objects.filter(issue=s.old_models).update(issue=s.moved_world, position=9),
    "claims are deleted": lambda s: Claim.objects.filter(issue=s.old_models).delete(),
    "how it helps is rewritten": lambda s: MitigationText.objects.update(how="By wine."),
    "a strategy helps no more": lambda s: Mitigation.objects.filter(issue=s.slow_answers).delete(),
    "a strategy is rewritten": lambda s: StrategyText.objects.update(summary="Drink wine."),
    "a strategy leaves": lambda s: Strategy.objects.filter(pk=s.measure.pk).update(status="deprecated"),
    "a quote is published": lambda s: make_quote(s.old_models, "The wine was sour.", "x0000000000x"),
    "many quotes are": lambda s: Evidence.objects.bulk_create(
        Evidence(issue=s.old_models, source=s.source, phase=s.maintenance, text=f"Wine {n}.", published_on="2026-01-01")
        for n in range(50)
    ),
    "a quote is hidden": lambda s: Evidence.objects.filter(pk=s.supporting.pk).update(status="hidden", text=""),
    "a quote is deleted": lambda s: Evidence.objects.filter(pk=s.supporting.pk).delete(),
    "a quote moves to another issue": lambda s: Evidence.objects.filter(pk=s.supporting.pk).update(issue=s.old_models),
    "a quote's language is corrected": lambda s: Evidence.objects.filter(pk=s.supporting.pk).update(language="fr"),
    "a quote's phase is": lambda s: Evidence.objects.filter(pk=s.supporting.pk).update(phase=s.maintenance),
    "an issue gets a phase": lambda s: IssuePhase.objects.create(issue=s.empty_fields, phase=s.maintenance),
    "an issue loses one": lambda s: IssuePhase.objects.filter(issue=s.old_models, phase=s.deployment).delete(),
    "its primary phase changes": lambda s: Issue.objects.filter(pk=s.slow_answers.pk).update(
        primary_phase=s.preparation
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_after(name: str, shelf: Shelf):
    """However a row is written, what is published afterwards is what is indexed."""
    before = stored()
    CHANGES[name](shelf)
    publish()
    assert stored() != before
    assert_in_step()


def test_a_change_of_what_is_not_searched_is_not_even_looked_at(shelf: Shelf):
    Evidence.objects.update(speaker_label="somebody")
    Claim.objects.filter(issue=shelf.old_models).update(position=7)
    assert not SearchPending.objects.exists()


def test_the_index_changes_in_the_transaction_that_publishes_and_goes_back_with_it(shelf: Shelf):
    before = stored()
    with transaction.atomic():
        make_quote(shelf.old_models, "The wine was sour.", "x0000000000x")
        publish()
        assert search.search("wine").quotes.total == 1
        transaction.set_rollback(True)
    assert stored() == before
    assert search.search("wine").count == 0


def test_until_a_change_is_indexed_what_the_index_says_of_the_row_is_not_believed(shelf: Shelf):
    shelf.old_models.texts.update(title="Wine turns sour")
    assert search.search("grow").issues.total == 0
    assert search.matching_issues("columns scores") == []
    publish()
    assert search.search("wine").issues.total == 1


def test_every_trigger_is_there_after_all_migrations(db: None):
    wanted = {name_of(watch, event) for watch in WATCHED for event in EVENTS}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted |= {f"{entry}_{event}" for entry in ENTRIES for event in ("added", "removed", "changed")}
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        there = {name for (name,) in cursor.fetchall()}
    assert wanted - there == set()


# --- nothing stays of what was taken back


@pytest.mark.parametrize("status", [Evidence.Status.HIDDEN, Evidence.Status.WITHDRAWN])
def test_nothing_of_a_quote_that_was_taken_down_stays_in_the_index(shelf: Shelf, status: str):
    quote = make_quote(shelf.old_models, "Ask Zéphyrine, the zookeeper of the columns.", "x0000000000x")
    publish()
    assert all(word in everything_kept() for word in ("zéphyrin", "ezookeep", "zookeper"))
    Evidence.objects.filter(pk=quote.pk).update(status=status, text="", question=None)
    publish()
    kept = everything_kept()
    assert [word for word in ("phyrin", "zooke", "zokee", str(place_of_quote("x0000000000x"))) if word in kept] == []
    assert search.search("columns").quotes.total == 1


def test_a_word_that_stands_nowhere_any_more_is_neither_offered_nor_meant(shelf: Shelf):
    quote = make_quote(shelf.old_models, "Ask Zephyrine.", "x0000000000x")
    publish()
    assert search.search("zephirine").corrected == "zephyrine"
    assert [offered.text for offered in search.suggest("zep")] == ["zephyrine"]
    Evidence.objects.filter(pk=quote.pk).update(status="hidden", text="")
    publish()
    assert search.search("zephirine").corrected == ""
    assert search.suggest("zep") == []


def test_a_word_stays_as_long_as_anything_says_it(shelf: Shelf):
    make_quote(shelf.old_models, "Zephyrine left.", "x0000000000x")
    other = make_quote(shelf.old_models, "Zephyrine came.", "y0000000000y")
    publish()
    Evidence.objects.filter(pk=other.pk).update(status="hidden", text="")
    publish()
    assert SearchWord.objects.get(written="zephyrine").entries == 1
    assert search.search("zephirine").corrected == "zephyrine"


def test_words_covered_in_a_text_leave_the_index(shelf: Shelf):
    shelf.old_models.texts.update(summary="Sold by Zephyrine Labs.")
    publish()
    shelf.old_models.texts.update(summary="Sold by [company].")
    publish()
    assert "zephyrin" not in everything_kept()


def test_the_order_of_quotes_is_that_of_their_random_ids_and_not_of_their_publication(shelf: Shelf):
    for public_id in ("z00000000001", "000000000001", "m00000000001"):
        make_quote(shelf.old_models, "The wine was sour.", public_id)
    publish()
    found = [hit.item.public_id for hit in search.search("wine").quotes.hits]
    assert found == ["000000000001", "m00000000001", "z00000000001"]


def test_an_id_of_another_shape_has_a_place_too(shelf: Shelf):
    make_quote(shelf.old_models, "The wine was sour.", "An-Old_Id")
    publish()
    assert search.search("wine").quotes.total == 1


# --- the command


def test_the_command_makes_the_whole_index_again(shelf: Shelf, capsys: pytest.CaptureFixture[str]):
    whole = stored()
    for model in INDEX:
        model.objects.all().delete()
    call_command("rebuild_search")
    assert stored() == whole
    assert "4 issues, 2 strategies, 4 quotes" in capsys.readouterr().out


def test_the_command_says_whether_the_index_is_in_step_and_changes_nothing(shelf: Shelf):
    call_command("rebuild_search", "--check")
    SearchWord.objects.filter(written="fields").update(entries=99)
    before = stored()
    with pytest.raises(CommandError, match="not in step"):
        call_command("rebuild_search", "--check")
    assert stored() == before


# --- any sequence of writes


class Writes(RuleBasedStateMachine):
    """Whatever is written, in whichever order, an index that was caught up is what a rebuild makes."""

    texts = st.sampled_from(["", "Wine turns sour", "Les étiquettes", "wine, wine and MLQ-3", "Œuvre naïve", "a"])
    numbers = st.integers(min_value=1, max_value=4)

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.shelf = make_catalog()

    @rule(number=numbers, text=texts, language=st.sampled_from(["en", "fr"]))
    def write_issue(self, number: int, text: str, language: str) -> None:
        issue = Issue.objects.get(number=number)
        IssueText.objects.update_or_create(
            issue=issue, language=language, defaults={"title": text, "summary": text[:3]}
        )

    @rule(number=numbers, text=texts.filter(bool), language=st.sampled_from(["en", "fr", "de"]))
    def publish_quote(self, number: int, text: str, language: str) -> None:
        make_quote(Issue.objects.get(number=number), text, f"{Evidence.objects.count():012d}", language=language)

    @rule(status=st.sampled_from(["hidden", "withdrawn"]), at=st.integers(min_value=0, max_value=9))
    def take_down(self, status: str, at: int) -> None:
        pks = Evidence.objects.published().values_list("pk", flat=True)[at : at + 2]
        Evidence.objects.filter(pk__in=list(pks)).update(status=status, text="", question=None)

    @rule(number=numbers, status=st.sampled_from(["published", "deprecated", "withdrawn"]))
    def change_status(self, number: int, status: str) -> None:
        Issue.objects.filter(number=number).update(status=status)

    @rule(number=numbers)
    def forget_claims(self, number: int) -> None:
        Claim.objects.filter(issue__number=number).delete()

    @rule()
    def publish_all(self) -> None:
        publish()
        assert_in_step()

    @invariant()
    def nothing_taken_down_is_found(self) -> None:
        if hasattr(self, "shelf"):
            found = search.search("wine").quotes
            readable = Evidence.objects.published().filter(issue__status="published", text__icontains="wine")
            assert {hit.item.pk for hit in found.hits} <= set(readable.values_list("pk", flat=True))
            assert found.total <= readable.count()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            try:
                publish()
                assert_in_step()
            finally:
                transaction.set_rollback(True)
                self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_an_index_that_was_caught_up_is_what_a_rebuild_makes_whatever_was_written():
    run_state_machine_as_test(
        Writes,
        settings=settings(
            max_examples=12, stateful_step_count=12, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


def test_every_model_of_the_index_is_told_apart_from_what_is_published():
    """Derived tables are not exported, edited or searched for leaks: what they hold is."""
    of_search = {m for m in apps.get_app_config("catalog").get_models() if m.__module__ == "catalog.models.search"}
    assert of_search == set(SEARCH_INDEX)
