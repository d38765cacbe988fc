"""Undoing and doing again what a coder did in a pass, from the log: in order, per coder, also tomorrow."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.actions.code import (
    Selection,
    apply_code,
    apply_to_selections,
    assign_pass,
    mark_nothing_applies,
    remove_coding,
    submit_pass,
    unmark_nothing_applies,
)
from interviews.actions.codebook import merge_codes
from interviews.actions.log import record as log
from interviews.actions.memos import write_memo
from interviews.actions.retention import destroy_raw_text
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.actions.withdraw import withdraw
from interviews.errors import DoneBefore, NotPermitted, WrongState
from interviews.models import Event, Memo, SegmentReview
from interviews.visibility import visible_memos
from tests.factories import make_code, make_interview, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study):
    return make_interview(study)


@pytest.fixture
def coras(people, interview):
    return assign_pass(by=people.cora, interview=interview, coder=people.cora)


@pytest.fixture
def code(study):
    return make_code(study)


@pytest.fixture
def turn(interview):
    return interview.segments.get(position=1)


def stored(coding_pass):
    """What stands in a pass: codings, and turns to which nothing applies."""
    codings = coding_pass.codings.values_list("segment__position", "start", "end", "code", "group")
    nothing = coding_pass.reviews.filter(kind=SegmentReview.Kind.NOTHING_APPLIES)
    return set(codings), set(nothing.values_list("segment__position", flat=True))


def test_the_latest_act_is_undone_first_and_done_again_last(people, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    first = stored(coras)
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=2, end=6, code=code)
    both = stored(coras)
    assert undo_coding(by=people.cora, coding_pass=coras).said == f"Undone: applying {code.name} to turn 1."
    assert stored(coras) == first
    undo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == (set(), set())
    assert undo_coding(by=people.cora, coding_pass=coras) is None
    redo_coding(by=people.cora, coding_pass=coras)
    redo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == both
    assert redo_coding(by=people.cora, coding_pass=coras) is None


def test_a_selection_across_turns_is_one_act_with_its_group(people, coras, interview, code):
    turns = [Selection(segment, 0, 3) for segment in interview.segments.order_by("position")[:3]]
    apply_to_selections(by=people.cora, coding_pass=coras, selections=turns, code=code)
    before = stored(coras)
    assert undo_coding(by=people.cora, coding_pass=coras).segments == [each.segment.pk for each in turns]
    assert stored(coras) == (set(), set())
    redo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == before


def test_a_coding_that_was_removed_comes_back_as_it_was(people, coras, turn, code):
    coding = apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    before = stored(coras)
    remove_coding(by=people.cora, coding=coding)
    assert undo_coding(by=people.cora, coding_pass=coras).said == f"Undone: removing {code.name} from turn 1."
    assert stored(coras) == before


def test_coding_a_turn_takes_back_that_nothing_applies_and_undoing_says_it_again(people, coras, turn, code):
    mark_nothing_applies(by=people.cora, coding_pass=coras, segment=turn)
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    assert stored(coras)[1] == set()
    undo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == (set(), {1})
    undo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == (set(), set())


def test_a_new_act_forgets_what_was_undone_before_it(people, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    undo_coding(by=people.cora, coding_pass=coras)
    mark_nothing_applies(by=people.cora, coding_pass=coras, segment=turn)
    assert redo_coding(by=people.cora, coding_pass=coras) is None


def test_the_same_request_heard_twice_undoes_once(people, coras, turn, code):
    for start in (0, 1):
        apply_code(by=people.cora, coding_pass=coras, segment=turn, start=start, end=4, code=code)
    undo_coding(by=people.cora, coding_pass=coras, client="one")
    with pytest.raises(DoneBefore):
        undo_coding(by=people.cora, coding_pass=coras, client="one")
    assert coras.codings.count() == 1


def test_nobody_undoes_anothers_acts_nor_in_a_submitted_pass(people, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    with pytest.raises(NotPermitted):
        undo_coding(by=people.colin, coding_pass=coras)
    submit_pass(by=people.cora, coding_pass=coras)
    with pytest.raises(WrongState, match="is submitted"):
        undo_coding(by=people.cora, coding_pass=coras)


def test_a_code_that_was_merged_since_is_not_applied_again(people, study, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    undo_coding(by=people.cora, coding_pass=coras)
    merge_codes(by=people.mona, code=code, into=make_code(study, name="Another"))
    with pytest.raises(WrongState, match="was merged"):
        redo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == (set(), set())


def test_what_was_undone_is_in_the_log_as_an_act_of_its_own(people, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    undo_coding(by=people.cora, coding_pass=coras, client="c")
    event = Event.objects.latest("pk")
    applied = Event.objects.get(action="code applied")
    assert (event.action, event.actor) == ("coding act undone", people.cora)
    assert event.data == {"events": [applied.pk], "segments": [turn.pk], "client": "c"}


ACTS = st.lists(
    st.tuples(st.sampled_from(["apply", "span", "remove", "nothing", "lift", "undo", "redo"]), st.integers(0, 3)),
    max_size=14,
)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_undoing_everything_leads_back_through_every_state(people, interview, code, acts):
    """Whatever was done: each undo gives the state before the act that it undoes, and each redo the one after it."""
    with transaction.atomic():
        coras = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        play(acts, {"by": people.cora, "coding_pass": coras}, list(interview.segments.order_by("position")), code)
        transaction.set_rollback(True)


def play(acts, here, turns, code):
    coras = here["coding_pass"]
    before: list[Any] = []
    after: list[Any] = []
    for name, n in acts:
        state, segment = stored(coras), turns[n % len(turns)]
        if name == "undo":
            assert bool(undo_coding(**here)) == bool(before)
            if before:
                assert stored(coras) == before[-1]
                after.append((before.pop(), state))
        elif name == "redo":
            assert bool(redo_coding(**here)) == bool(after)
            if after:
                earlier, later = after.pop()
                assert stored(coras) == later
                before.append(earlier)
        elif did(name, n, here, turns, segment, code) and stored(coras) != state:
            before.append(state)
            after.clear()
    while before:
        assert undo_coding(**here)
        assert stored(coras) == before.pop()
    assert undo_coding(**here) is None


def did(name, n, here, turns, segment, code):
    """Do one act where it makes sense."""
    coding_pass = here["coding_pass"]
    if name == "apply":
        return apply_code(**here, segment=segment, start=n, end=n + 2, code=code)
    if name == "span":
        chosen = [Selection(each, 0, 1 + n) for each in turns[:2]]
        return apply_to_selections(**here, selections=chosen, code=code)
    if name == "remove":
        found = coding_pass.codings.order_by("pk").first()
        return found and remove_coding(by=here["by"], coding=found)
    if name == "nothing" and not coding_pass.codings.filter(segment=segment).exists():
        return mark_nothing_applies(**here, segment=segment)
    return unmark_nothing_applies(**here, segment=segment) if name == "lift" else None


def test_a_memo_is_undone_in_order_with_the_other_acts_and_read_by_nobody_meanwhile(people, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    memo = write_memo(by=people.cora, coding_pass=coras, segment=turn, text="Ask again.")
    mark_nothing_applies(by=people.cora, coding_pass=coras, segment=turn.interview.segments.get(position=2))
    said = [undo_coding(by=people.cora, coding_pass=coras).said for _ in range(2)]
    assert said == ["Undone: “nothing applies” on turn 2.", "Undone: writing the memo on turn 1."]
    assert not visible_memos(people.cora).exists()
    assert len(stored(coras)[0]) == 1
    assert redo_coding(by=people.cora, coding_pass=coras).said == "Done again: writing the memo on turn 1."
    assert [(each.pk, each.text) for each in visible_memos(people.cora)] == [(memo.pk, "Ask again.")]
    assert not any("Ask" in str(data) for data in Event.objects.values_list("data", flat=True))


def test_a_memo_that_was_deleted_is_not_brought_back_and_holds_no_undoing_up(people, coras, turn, code):
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    write_memo(by=people.cora, coding_pass=coras, segment=turn, text="Ask again.").delete()
    undo_coding(by=people.cora, coding_pass=coras)
    with pytest.raises(WrongState, match="deleted since"):
        redo_coding(by=people.cora, coding_pass=coras)
    undo_coding(by=people.cora, coding_pass=coras)
    assert stored(coras) == (set(), set())


def test_a_memo_of_before_memos_could_be_undone_forgets_nothing(people, coras, turn, code):
    """Such an act has no name in the log, and what was undone before it may have been done again after it."""
    apply_code(by=people.cora, coding_pass=coras, segment=turn, start=0, end=4, code=code)
    undo_coding(by=people.cora, coding_pass=coras)
    memo = Memo.written(study=turn.interview.study, text="Ask.", author=people.cora, segment=turn)
    memo.save()
    old = {"memo": memo.pk, "segment": turn.pk, "client": "a"}
    log(by=people.cora, action="memo written", interview=turn.interview, coding_pass=coras, **old)
    redo_coding(by=people.cora, coding_pass=coras)
    assert len(stored(coras)[0]) == 1
    assert undo_coding(by=people.cora, coding_pass=coras).said == f"Undone: applying {code.name} to turn 1."
    assert undo_coding(by=people.cora, coding_pass=coras).said == "Undone: writing the memo on turn 1."


@pytest.mark.parametrize("away", ["withdrawn", "destroyed"])
def test_the_words_of_a_memo_that_was_taken_back_go_with_the_others(people, study, coras, turn, away):
    write_memo(by=people.cora, coding_pass=coras, segment=turn, text="Ask again.")
    undo_coding(by=people.cora, coding_pass=coras)
    if away == "destroyed":
        destroy_raw_text(by=people.kofi, study=study, reason="done with it")
    else:
        person = make_participant(study)
        turn.interview.speakers.filter(role="interviewee").update(participant=person)
        withdraw(by=people.kofi, participant=person)
    assert not Memo.objects.exists()
