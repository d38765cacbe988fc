"""Databases that ran a migration before it was changed are mended by those after it."""

from importlib import import_module
from itertools import chain

import pytest
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from interviews.actions.code import assign_pass
from interviews.actions.memos import write_memo
from interviews.actions.withdraw import withdraw
from interviews.models import Event, Memo, Participant, Segment, Speaker, Study
from tests.factories import add_turn, make_interview, make_participant
from tests.interviews.ready import Ready, make_ready

triggers = import_module("interviews.migrations._triggers")
VENDOR = {"sqlite": triggers.sqlite, "postgresql": triggers.postgresql}
BEFORE = ("interviews", "0003_deidentification")
# What 0003 said before texts could be sealed again under a new key.
OLD = triggers.Rule(
    "segment_text_is_immutable",
    "segment",
    "UPDATE",
    "NEW.text_encrypted <> OLD.text_encrypted",
    "the text of a segment is never updated",
)


def migrate(target: tuple[str, str] | None = None) -> None:
    """Go to one migration of the workshop, or to its newest ones."""
    executor = MigrationExecutor(connection)
    leaves = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "interviews"]
    executor.migrate([target] if target else leaves)


@pytest.fixture
def database(transactional_db):
    """A database that may be migrated; emptied by hand afterwards, since the log refuses to be."""
    yield
    migrate()
    with connection.schema_editor() as editor:
        triggers.drop(None, editor)
    Event.objects.all().delete()
    with connection.schema_editor() as editor:
        triggers.create(None, editor)


@pytest.fixture
def old_triggers(database):
    """A database whose 0003 ran when it still had the old rule; its tables are as the models are now."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {OLD.name}" + (" ON interviews_segment" if connection.vendor != "sqlite" else ""))
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION {OLD.name}()")
        for statement in VENDOR[connection.vendor](OLD):
            cursor.execute(statement)


def mend() -> None:
    """What the migration does that comes after the old rule."""
    (operation,) = import_module("interviews.migrations.0004_gaps_renewed_triggers").Migration.operations
    with connection.schema_editor() as editor:
        operation.code(None, editor)


@pytest.fixture
def shared() -> Ready:
    """Somebody else was interviewed together with the participant."""
    ready = make_ready()
    other = make_participant(ready.study, "P03")
    speaker = Speaker.objects.create(interview=ready.interview, role="interviewee", number=2, participant=other)
    turn = add_turn(ready.interview, "interviewer", "And I came later.")
    Segment.objects.filter(pk=turn.pk).update(speaker=speaker)
    return ready


def leave(ready: Ready) -> None:
    withdraw(by=ready.people.kofi, participant=Participant.objects.get(pk=ready.participant.pk))


def test_a_database_at_the_old_trigger_refuses_a_withdrawal_until_it_is_migrated(old_triggers, shared):
    with pytest.raises(DatabaseError, match="never updated"):
        leave(shared)
    mend()
    leave(shared)
    assert Segment.objects.get(speaker__number=2).text == "And I came later."


def test_a_migrated_database_still_refuses_to_change_a_text(old_triggers, shared):
    mend()
    with pytest.raises(DatabaseError, match="never updated"):
        Segment.objects.filter(pk=shared.segment.pk).update(text_encrypted=b"other words")


def test_going_back_and_forward_leaves_every_trigger_in_place(database):
    migrate(BEFORE)
    migrate()
    names = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"}
    with connection.cursor() as cursor:
        cursor.execute(names.get(connection.vendor, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
        there = set(chain.from_iterable(cursor.fetchall()))
    assert {rule.name for rule in triggers.RULES} <= there


def test_what_was_there_before_guids_gets_one_each(database):
    migrate(("interviews", "0004_gaps_renewed_triggers"))
    state = MigrationExecutor(connection).loader.project_state(("interviews", "0004_gaps_renewed_triggers"))
    model = state.apps.get_model("interviews", "study")
    for slug in ("one", "two"):
        model.objects.create(slug=slug, title=slug)
    migrate()
    guids = set(Study.objects.values_list("guid", flat=True))
    assert len(guids) == 2
    assert None not in guids


def test_a_changed_rule_comes_with_a_migration_that_renews_the_triggers():
    written = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    modules = [import_module(m.__module__) for (app, _), m in sorted(written.items()) if app == "interviews"]
    renewals = [module.RULES for module in modules if hasattr(module, "RULES")]
    assert renewals[-1] == triggers.digest()


@pytest.mark.django_db
def test_memos_of_before_they_knew_their_pass_learn_it_from_the_log(study, people):
    interview = make_interview(study)
    coding_pass = assign_pass(by=people.cora, interview=interview, coder=people.cora)
    turn = interview.segments.get(position=1)
    memo = write_memo(by=people.cora, coding_pass=coding_pass, segment=turn, text="Ask.")
    gone = write_memo(by=people.cora, coding_pass=coding_pass, segment=turn, text="Ask again.")
    listed = Memo.written(study=study, text="Of the list.", author=people.cora, segment=turn)
    listed.save()
    Memo.objects.update(coding_pass=None)
    gone.delete()
    import_module("interviews.migrations.0011_memos_know_their_pass").learn(apps, None)
    assert [Memo.objects.get(pk=each.pk).coding_pass for each in (memo, listed)] == [coding_pass, None]
