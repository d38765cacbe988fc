"""Whatever people do in the workshop, and in whatever order, nothing private becomes public.

Each example is a list of acts (acts.py) on a tiny invented study. After every one of them all public tables are
searched for what must not be there, and mostly at the end the pages and exports too, by code that shares nothing with
the gate and the registry (act_oracle.py). `make fuzz` tries ten thousand lists.
"""

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, product
from typing import Any

import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog import guard
from catalog.models import Evidence
from interviews.actions.redact import add_identifier
from interviews.models import Study
from tests.lasting import undone
from tests.privacy.act_oracle import Leak
from tests.privacy.act_world import World
from tests.privacy.acts import ACTS, act, make_world

pytestmark = pytest.mark.django_db

# PostgreSQL hears fewer: what it does in its own way, triggers and the search index, has tests of its own.
EXAMPLES, TELLINGS = (180, 3) if connection.vendor == "sqlite" else (40, 1)
# `make fuzz` asks for many more.
LISTS = EXAMPLES if settings.default.max_examples <= 100 else settings.default.max_examples
Step = tuple[str, int, int]
numbers = st.integers(0, 11)


# Left to chance alone, few lists would publish much and then take it back.
STORIES = [
    ("publish_all",),
    ("publish_all", "redact_words", "publish_all"),
    ("publish_all", "release", "add_identifier"),
    ("publish_all", "release", "withdraw_person"),
    ("publish_all", "release", "revoke_consent"),
    ("publish_all", "release", "describe"),
    ("publish_all", "hide_quote", "publish_all"),
    ("publish_all", "correct_speaker"),
    ("publish_all", "add_variant"),
    ("publish_issue_words", "add_identifier", "settle_held"),
    ("add_identifier", "publish_issue_words", "clear_occurrence", "publish_all"),
    ("add_identifier", "propose", "clear_occurrence", "publish_all"),
    ("redact_words", "review", "publish_all", "undo"),
    ("suggest_words", "accept", "publish_all"),
    ("suggest_words", "reject", "publish_all"),
    ("import_talk", "code_talk", "propose", "publish_all"),
    ("publish_all", "release", "back_up", "withdraw_person", "restore"),
    ("publish_all", "back_up", "hide_quote", "publish_all", "restore", "publish_all"),
    ("publish_all", "back_up", "revoke_consent", "restore", "publish_all"),
    ("back_up", "import_talk", "withdraw_person", "restore", "import_talk"),
    ("publish_issue_words", "release", "back_up", "add_identifier", "restore", "publish_issue_words"),
    ("publish_all", "release", "change_issue", "withdraw_person"),
]
# All acts of a story here are of one name, in half of their lists.
OF_ONE_NAME = [story for story in STORIES if {"publish_issue_words", "add_identifier"} & set(story)]


def told(story: tuple[str, ...]) -> st.SearchStrategy[list[Step]]:
    """The acts of a story in a row, each on whatever its numbers choose."""
    return st.tuples(*(st.tuples(st.just(name), numbers, numbers) for name in story)).map(list)


def told_of_one_name(story: tuple[str, ...]) -> st.SearchStrategy[list[Step]]:
    return st.tuples(numbers, numbers).map(lambda chosen: [(name, *chosen) for name in story])


single = st.tuples(st.sampled_from(list(ACTS)), numbers, numbers).map(lambda step: [step])
lists_of_acts = st.lists(
    st.sampled_from([*[single] * 8, *map(told, STORIES), *map(told_of_one_name, OF_ONE_NAME)]).flatmap(
        lambda chosen: chosen
    ),
    min_size=2,
    max_size=5,
)
steps = lists_of_acts.map(lambda lists: list(chain(*lists)))
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def world() -> World:
    return make_world()


def play(world: World, acts: Iterable[Step], *, pages: bool = True) -> list[str]:
    """Do all acts in a world of their own, and look for leaks after each; returns what came of them.

    `pages`: also look at pages and exports, which takes as long as the acts, at the end.
    """
    with undone():
        world = world.fresh()
        outcomes = []
        for name, a, b in acts:
            outcomes.append(act(world, name, a, b))
            world.check()
        if pages:
            world.check_pages()
    return outcomes


def test_no_list_of_acts_makes_anything_private_public(world):
    @settings(unhurried, max_examples=LISTS)
    @given(steps)
    def no_leak(acts: list[Step]) -> None:
        play(world, acts, pages=LISTS > EXAMPLES or len(acts) % 2 == 0)

    # Chance may leave a story out; here none is.
    for story, number in product(STORIES, range(TELLINGS)):
        play(world, [(name, number, number) for name in story])
    no_leak()
    count = world.count
    # Much was published, held back, and taken down again, and few acts, if any, never came up.
    never = [name for name in ACTS if not count[f"{name} done"]]
    assert len(never) <= (2 if EXAMPLES >= 180 else 5), never
    assert min(count["quotes published"], count["issues published"], count["drafts held back"]) > EXAMPLES / 20
    assert min(count["hide_quote done"], count["withdraw_person done"], count["release done"]) > EXAMPLES / 20
    assert min(count["clear_occurrence done"], count["settle_held done"]) > 0
    assert count["restore done"] > EXAMPLES / 20


# --- one list through every act


EVERY_ACT: list[Step] = [
    ("import_talk", 0, 0),
    ("code_talk", 0, 0),
    ("propose", 9, 2),
    ("publish_all", 1, 1),
    ("release", 0, 0),
    ("describe", 2, 0),
    # The company stands in the first quote and in the issue's words.
    ("publish_issue_words", 0, 0),
    ("add_identifier", 0, 0),
    ("settle_held", 0, 0),
    ("redact_words", 1, 2),
    ("undo", 0, 1),
    ("accept", 0, 0),
    ("review", 0, 0),
    ("approve", 0, 0),
    ("publish_all", 0, 0),
    ("suggest_words", 0, 0),
    ("reject", 1, 0),
    ("add_variant", 0, 1),
    ("publish_issue_words", 0, 0),
    ("clear_occurrence", 0, 0),
    ("publish_all", 1, 1),
    ("release", 0, 0),
    ("moderate_again", 0, 0),
    ("moderate_again", 0, 0),
    ("hide_quote", 0, 0),
    ("publish_all", 1, 1),
    ("correct_speaker", 1, 0),
    ("revoke_consent", 1, 0),
    ("publish_all", 1, 1),
    ("back_up", 0, 0),
    ("withdraw_person", 2, 0),
    ("restore", 0, 0),
    ("change_issue", 1, 0),
]


def test_one_list_goes_through_every_act_without_a_leak(world):
    assert {name for name, _, _ in EVERY_ACT} == set(ACTS)
    outcomes = play(world, EVERY_ACT)
    assert [step for step, outcome in zip(EVERY_ACT, outcomes, strict=True) if outcome != "done"] == []


@pytest.mark.parametrize(("what", "number"), [("deprecated", 0), ("merged", 1), ("withdrawn", 4)])
def test_words_and_labels_hold_when_an_issue_goes_and_when_names_are_learned_afterwards(world, what, number):
    acts = [("publish_all", 1, 1), ("release", 0, 0), ("change_issue", 0, number), ("back_up", 0, 0)]
    acts += [("describe", 0, 2), ("publish_all", 1, 1), ("add_identifier", 0, 0), ("restore", 0, 0)]
    assert play(world, acts) == ["done"] * len(acts), what


@pytest.mark.parametrize(("other", "order"), [("Zephyrine", [1, 0]), ("zephyrine-labs", [0, 1])])
def test_clearing_a_name_does_not_clear_what_another_study_knows_in_the_same_place(world, other, order):
    """Found by the lists of acts: only the longest match, or the first of two, was asked about."""
    beside = Study.objects.get(pk=world.other_pk)
    add_identifier(by=world.people.dele, study=beside, type="company", name=other)
    act(world, "add_identifier", 0, 0)
    for number in order:
        act(world, "propose", 1, 0)
        act(world, "publish_all", 1, 1)
        assert not Evidence.objects.filter(text__contains="Zephyrine Labs").exists()
        assert act(world, "clear_occurrence", number) == "done"
    # Once both are cleared, the words may stand there.
    act(world, "approve", 0)
    act(world, "publish_all", 1, 1)
    assert Evidence.objects.filter(text__contains="Zephyrine Labs").exists()
    world.check()


# --- with a defence taken away, the search finds what comes through


def nothing(*args: Any, **kwargs: Any) -> list[Any]:
    return []


def restored(taking_back: str) -> list[Step]:
    """Something is taken back, and a backup from before is restored."""
    return [("back_up", 0, 0), (taking_back, 0, 0), ("restore", 0, 0)]


# That the search finds what comes through is about our own looking, alike on both databases.
@pytest.mark.any_database
@pytest.mark.parametrize(
    ("defence", "acts"),
    [
        ("publish.check_evidence", [("add_identifier", 0, 0), ("publish_all", 0, 0)]),
        ("publish.check_evidence", [("revoke_consent", 0, 0), ("publish_all", 0, 0)]),
        ("publish.check_evidence", [("correct_speaker", 1, 0), ("publish_all", 0, 0)]),
        ("publish.check_evidence", [("redact_words", 1, 0), ("publish_all", 0, 0)]),
        ("publish.check_issue", [("add_identifier", 0, 0), ("publish_issue_words", 0, 0)]),
        ("identify.hide_matching", [("publish_all", 0, 0), ("add_identifier", 0, 0)]),
        ("hide.hold_matching", [("publish_issue_words", 0, 0), ("add_identifier", 0, 0)]),
        ("hold.cover_history", [("publish_issue_words", 0, 0), ("add_identifier", 0, 0)]),
        ("hold.reissue_rewritten", [("publish_issue_words", 0, 0), ("release", 0, 0), ("add_identifier", 0, 0)]),
        ("decisions.recheck", [("publish_all", 0, 0), ("redact_words", 1, 0)]),
        ("redact.recheck", [("publish_all", 0, 0), ("correct_speaker", 1, 0)]),
        ("consent.take_down", [("publish_all", 0, 0), ("revoke_consent", 0, 0)]),
        ("withdraw.take_down", [("publish_all", 0, 0), ("withdraw_person", 0, 0)]),
        ("hide.recompute", [("publish_all", 0, 0), ("hide_quote", 0, 0)]),
        ("catalog.takedown.reissue_without", [("publish_all", 0, 0), ("release", 0, 0), ("hide_quote", 0, 0)]),
        ("catalog.takedown.note", [("publish_all", 0, 0), *restored("hide_quote")]),
        ("catalog.takedown.reissue_without", [("publish_all", 0, 0), ("release", 0, 0), *restored("hide_quote")]),
        ("follow.WorkshopQuotes.replay", [("publish_all", 0, 0), *restored("hide_quote")]),
        ("withdraw.note_withdrawn", [*restored("withdraw_person"), ("publish_all", 1, 1)]),
        ("follow.Participants.replay", [*restored("withdraw_person"), ("publish_all", 1, 1)]),
        ("identify.note_name", [("publish_issue_words", 0, 0), *restored("add_identifier"), ("publish_all", 1, 1)]),
        ("follow.learn_names", [("publish_issue_words", 0, 0), *restored("add_identifier")]),
        ("consent.note_consent", [*restored("revoke_consent"), ("publish_all", 1, 1)]),
    ],
)
def test_without_this_defence_the_search_finds_a_leak(world, monkeypatch, defence, acts):
    assert play(world, acts) == ["done"] * len(acts)
    monkeypatch.setattr(defence if defence.startswith("catalog.") else f"interviews.actions.{defence}", nothing)
    # Whoever serves would refuse what was not replayed; what it would be is to be seen.
    monkeypatch.setattr(guard, "check", nothing)
    with pytest.raises(Leak):
        play(world, acts)


@pytest.mark.any_database
def test_without_the_gate_lists_of_acts_leak(world, monkeypatch):
    monkeypatch.setattr("interviews.actions.publish.check_evidence", nothing)
    monkeypatch.setattr("interviews.actions.publish.check_issue", nothing)

    @settings(unhurried, max_examples=EXAMPLES, phases=[Phase.generate], report_multiple_bugs=False)
    @given(steps)
    def no_leak(acts: list[Step]) -> None:
        # Of a draft that nobody approved the database itself refuses to say that it is published.
        with suppress(IntegrityError):
            play(world, acts)

    with pytest.raises(Leak):
        no_leak()
