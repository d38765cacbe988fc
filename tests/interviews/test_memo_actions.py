"""Memos on turns: changed and removed by their author, undone in order, kept sealed, and never lost with a coding."""

import json
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.actions.code import APPLIED, apply_code, assign_pass, coding_event, remove_coding, submit_pass
from interviews.actions.memos import change_memo, remove_memo, write_memo
from interviews.actions.moderate import settle_difference, start_moderation
from interviews.actions.redact import add_identifier
from interviews.actions.retention import destroy_raw_text
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.actions.withdraw import withdraw
from interviews.crypto import KeyMissing, decrypt
from interviews.errors import DoneBefore, NotPermitted, WrongState
from interviews.models import Coding, Event, Memo, Study
from interviews.visibility import visible_memos
from tests.factories import make_code, make_interview, make_participant
from tests.people import Role, join, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study):
    return make_interview(study, participant=make_participant(study))


@pytest.fixture
def coras(people, interview):
    return assign_pass(by=people.cora, interview=interview, coder=people.cora)


@pytest.fixture
def here(people, coras):
    return {"by": people.cora, "coding_pass": coras}


@pytest.fixture
def turn(interview):
    return interview.segments.get(position=1)


@pytest.fixture
def memo(here, turn):
    return write_memo(**here, segment=turn, text="Ask again.")


@pytest.fixture
def code(study):
    return make_code(study)


def read(user):
    """What somebody reads, as the database has it now."""
    return [memo.text for memo in visible_memos(user).order_by("pk")]


def change(here, memo, text, **more):
    now = Memo.objects.get(pk=memo.pk)
    return change_memo(**here, memo=memo.pk, **{"version": now.version, "text": text, **more})


def remove(here, memo, **more):
    return remove_memo(**here, memo=memo.pk, version=Memo.objects.get(pk=memo.pk).version, **more)


def test_whatever_was_done_to_a_memo_is_undone_act_by_act_and_done_again(people, here, memo):
    change(here, memo, "Ask on Monday.")
    change(here, memo, "Ask on Tuesday.")
    remove(here, memo)
    states = [["Ask again."], ["Ask on Monday."], ["Ask on Tuesday."], []]
    said = []
    for before in (*reversed(states[:-1]), []):
        said.append(undo_coding(**here).said)
        assert read(people.cora) == before
    assert said == [
        "Undone: removing the memo on turn 1.",
        "Undone: changing the memo on turn 1.",
        "Undone: changing the memo on turn 1.",
        "Undone: writing the memo on turn 1.",
    ]
    for after in states:
        redo_coding(**here)
        assert read(people.cora) == after
    assert redo_coding(**here) is None


def test_a_memo_stays_the_same_memo_when_it_is_changed(people, here, memo, turn):
    changed = change(here, memo, "  Ask on Monday. ")
    assert (changed.pk, changed.text, changed.written_at) == (memo.pk, "Ask on Monday.", memo.written_at)
    assert changed.changed_at is not None
    assert [each.pk for each in visible_memos(people.cora)] == [memo.pk]


def test_saying_the_same_again_is_no_act(here, memo):
    count = Event.objects.count()
    change(here, memo, " Ask again.")
    assert (Event.objects.count(), Memo.objects.count()) == (count, 1)


def test_no_word_of_a_memo_stands_in_the_log_nor_readable_in_its_row(here, memo):
    change(here, memo, "Ask on Monday.")
    remove(here, memo)
    undo_coding(**here)
    log = json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert "Ask" not in log
    assert not any(b"Ask" in bytes(row.text_encrypted) for row in Memo.objects.all())


def test_words_that_another_window_changed_are_not_written_over(people, here, memo):
    change(here, memo, "From one window.")
    with pytest.raises(WrongState, match="was changed since you opened it"):
        change(here, memo, "From the other.", version=memo.version)
    with pytest.raises(WrongState, match="was changed since you opened it"):
        remove_memo(**here, memo=memo.pk, version=memo.version)
    # Undoing is a change, too: the words are the older ones again, and who read the newer ones is told.
    newer = Memo.objects.get(pk=memo.pk).version
    undo_coding(**here)
    with pytest.raises(WrongState, match="was changed since"):
        change(here, memo, "From the other.", version=newer)
    assert read(people.cora) == ["Ask again."]


def test_a_memo_that_was_removed_is_gone_for_whoever_has_it_open(here, memo):
    remove(here, memo)
    for act in (lambda: change(here, memo, "More."), lambda: remove(here, memo)):
        with pytest.raises(WrongState, match="is gone"):
            act()


def test_each_request_is_carried_out_once_however_late_it_comes_again(people, here, memo, turn):
    change(here, memo, "Once.", client="c")
    remove(here, memo, client="r")
    write_memo(**here, segment=turn, text="Another.", client="w")
    undo_coding(**here)
    undo_coding(**here)
    for again in (
        lambda: change(here, memo, "Once.", client="c"),
        lambda: remove(here, memo, client="r"),
        lambda: write_memo(**here, segment=turn, text="Another.", client="w"),
    ):
        with pytest.raises(DoneBefore):
            again()
    assert read(people.cora) == ["Once."]


def test_nobody_changes_anothers_memo_nor_one_in_a_submitted_pass(people, interview, here, memo):
    colins = assign_pass(by=people.colin, interview=interview, coder=people.colin)
    with pytest.raises(NotPermitted):
        change({**here, "by": people.colin}, memo, "Mine.")
    with pytest.raises(WrongState, match="is gone"):
        change({"by": people.colin, "coding_pass": colins}, memo, "Mine.")
    submit_pass(**here)
    for act in (change, remove):
        with pytest.raises(WrongState, match="is submitted"):
            act(here, memo, **({"text": "More."} if act is change else {}))
    assert read(people.cora) == ["Ask again."]


def test_a_memo_of_a_submitted_pass_is_not_changed_by_way_of_another_pass_of_ones_own(people, interview, turn):
    monas = assign_pass(by=people.mona, interview=interview, coder=people.mona)
    memo = write_memo(by=people.mona, coding_pass=monas, segment=turn, text="Mine.")
    submit_pass(by=people.mona, coding_pass=monas)
    moderated = start_moderation(by=people.mona, interview=interview)
    for act in (lambda here: change(here, memo, "Other."), lambda here: remove(here, memo)):
        with pytest.raises(WrongState, match="belongs to another pass"):
            act({"by": people.mona, "coding_pass": moderated})


def test_a_memo_from_the_list_is_an_act_of_the_pass_in_which_it_is_changed(people, here, interview, turn):
    memo = Memo.written(study=interview.study, text="Ask.", author=people.cora, interview=interview, segment=turn)
    memo.save()
    change(here, memo, "Ask again.")
    assert Memo.objects.get(pk=memo.pk).coding_pass == here["coding_pass"]
    undo_coding(**here)
    assert read(people.cora) == ["Ask."]


def test_others_read_a_memo_as_they_see_its_pass_and_never_what_it_said_before(people, here, memo):
    assert read(people.mona) == []
    change(here, memo, "Ask on Monday.")
    submit_pass(**here)
    assert read(people.mona) == ["Ask on Monday."]
    # He may still get a pass there.
    assert read(people.colin) == []


def test_deleting_a_memo_in_its_list_takes_what_it_said_before_and_holds_no_undoing_up(people, here, turn, memo):
    change(here, memo, "Ask on Monday.")
    Memo.objects.get(pk=memo.pk).delete()
    assert not Memo.objects.exists()
    undo_coding(**here)
    with pytest.raises(WrongState, match="deleted since"):
        redo_coding(**here)
    undo_coding(**here)
    assert undo_coding(**here) is None


@pytest.mark.parametrize("away", ["withdrawn", "destroyed"])
def test_what_a_memo_said_before_goes_with_the_others_words(people, study, here, interview, memo, away):
    change(here, memo, "Ask on Monday.")
    remove(here, memo)
    if away == "destroyed":
        assert destroy_raw_text(by=people.kofi, study=study, reason="done with it").memos == 1
    else:
        withdraw(by=people.kofi, participant=interview.speakers.get(role="interviewee").participant)
    assert not Memo.objects.exists()


def test_a_withdrawal_takes_names_out_of_what_a_memo_said_before_and_seals_it_anew(people, study, ready_name, turn):
    """Of another interview of the study, whose words stay."""
    other = make_interview(study, number=9)
    here = {"by": people.cora, "coding_pass": assign_pass(by=people.cora, interview=other, coder=people.cora)}
    said = "As at Zephyrine Labs."
    memo = write_memo(**here, segment=other.segments.get(position=1), text=said)
    change(here, memo, "As elsewhere.")
    opened, old_key = Memo.objects.get(pk=memo.pk).version, Study.objects.get(pk=study.pk).data_key
    withdraw(by=people.kofi, participant=ready_name)
    assert not any("Zephyrine" in row.text for row in Memo.objects.select_related("study"))
    kept = Memo.objects.get(version_of=memo)
    with pytest.raises(KeyMissing):
        decrypt(old_key, kept.text_encrypted, context="memo")
    assert opened == Memo.objects.get(pk=memo.pk).version
    undo_coding(**here)
    assert read(people.cora) == ["As at [company]."]


@pytest.fixture
def ready_name(people, study, interview):
    """The participant of an interview whose company is known by name."""
    add_identifier(by=people.dele, study=study, type="company", name="Zephyrine Labs")
    return interview.speakers.get(role="interviewee").participant


# --- memos on codings


@pytest.fixture
def noted(people, study, here, interview, turn, code):
    """A coding with a memo on it, as an import makes it."""
    coding = apply_code(**here, segment=turn, start=0, end=4, code=code)
    where = {"interview": interview, "segment": turn, "coding": coding}
    memo = Memo.written(study=study, text="On this.", author=people.cora, **where)
    memo.save()
    return coding, memo


def lies_on(memo):
    memo = Memo.objects.select_related("coding__code", "segment").get(pk=memo.pk)
    return memo.coding.code.name if memo.coding else memo.segment.position


def test_a_coding_that_is_removed_leaves_its_memo_on_the_turn_and_has_it_again_when_that_is_undone(
    people, here, noted, code
):
    coding, memo = noted
    remove_coding(by=people.cora, coding=coding)
    assert (lies_on(memo), read(people.cora)) == (1, ["On this."])
    undo_coding(**here)
    assert lies_on(memo) == code.name
    # And as often as one likes: done again, and the code itself undone and applied again.
    for act, where in (
        (redo_coding, 1), (undo_coding, code.name), (undo_coding, 1), (redo_coding, code.name), (redo_coding, 1),
    ):  # fmt: skip
        act(**here)
        assert lies_on(memo) == where


def test_what_was_done_to_the_memo_meanwhile_is_not_undone_with_the_coding(people, here, noted, code):
    coding, memo = noted
    remove_coding(by=people.cora, coding=coding)
    change(here, memo, "Still true.")
    undo_coding(**here)
    undo_coding(**here)
    assert (lies_on(memo), read(people.cora)) == (code.name, ["On this."])


def test_somebody_elses_memo_on_a_coding_is_read_by_the_same_people_once_the_coding_is_gone(
    people, study, here, interview, turn, noted, code
):
    coding, _own = noted
    reader = join(person("max"), study, Role.MODERATOR)
    theirs = Memo.written(study=study, text="Hm.", author=people.mona, coding=coding)
    theirs.save()
    assert "Hm." not in read(reader)
    remove_coding(by=people.cora, coding=coding)
    assert lies_on(theirs) == 1
    assert "Hm." not in read(reader)
    submit_pass(**here)
    assert "Hm." in read(reader)


def test_a_code_that_the_moderator_leaves_out_leaves_its_memo_on_the_turn(people, study, here, interview, noted, code):
    coding, _own = noted
    submit_pass(**here)
    moderated = start_moderation(by=people.mona, interview=interview)
    kept = moderated.codings.get()
    memo = Memo.written(study=study, text="Settled.", author=people.mona, coding=kept)
    memo.save()
    settle_difference(by=people.mona, moderated=moderated, coding=coding, keep=False, reason="Not so.")
    assert lies_on(memo) == 1
    undo_coding(by=people.mona, coding_pass=moderated)
    assert lies_on(memo) == code.name


# --- one act of many


@pytest.mark.parametrize("count", [3, 60])
def test_an_act_of_many_codings_is_undone_in_as_few_queries_as_one_of_few(people, here, interview, code, count):
    imported(here, interview, code, count)
    queries = []
    for act in (undo_coding, redo_coding):
        with CaptureQueriesContext(connection) as asked:
            act(**here)
        queries.append(len(asked))
        assert here["coding_pass"].codings.count() == (0 if act is undo_coding else count)
    # The pass, rights, sight, the log; the codings there, drafts, memos, and they themselves gone; the log again.
    assert queries[0] <= 20
    assert queries[1] <= 20


def imported(here, interview, code, count):
    """One act of so many codings, as a file of another tool brings them."""
    turns = list(interview.segments.exclude(length__lt=20))
    spots = [(turns[n % len(turns)], n // len(turns)) for n in range(count)]
    rows = [
        Coding(coding_pass=here["coding_pass"], segment=segment, start=start, end=start + 1, code=code)
        for segment, start in spots
    ]
    Coding.objects.bulk_create(rows)
    Event.objects.bulk_create([coding_event(here["by"], APPLIED, row, "import") for row in rows])


def test_an_act_of_more_codings_than_one_batch_is_undone_whole_or_not_at_all(
    people, here, interview, code, monkeypatch
):
    monkeypatch.setattr("interviews.actions.undo_coding.BATCH", 4)
    imported(here, interview, code, 11)
    before = set(here["coding_pass"].codings.values_list("segment", "start", "end", "code"))
    undo_coding(**here)
    assert not here["coding_pass"].codings.exists()
    redo_coding(**here)
    assert set(here["coding_pass"].codings.values_list("segment", "start", "end", "code")) == before
    code.__class__.objects.filter(pk=code.pk).update(retired_at="2026-01-01T00:00Z")
    undo_coding(**here)
    with pytest.raises(WrongState, match="retired"):
        redo_coding(**here)
    assert not here["coding_pass"].codings.exists()


def test_the_log_tells_in_order_what_became_of_a_memo(here, memo):
    change(here, memo, "Ask on Monday.")
    remove(here, memo)
    acts = list(Event.objects.filter(data__memo=memo.pk).order_by("pk"))
    assert [act.action for act in acts] == ["memo written", "memo rewritten", "memo removed"]
    assert all(earlier.pk < later.pk for earlier, later in pairwise(acts))
    assert set(acts[1].data) == {"memo", "segment", "act", "kept"}
