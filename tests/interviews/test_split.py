"""Splitting a code: whose codings are given a part, by whom, how the rest is read, and that all of it can be undone."""

from contextlib import nullcontext

import pytest

from interviews.actions.code import apply_code, assign_pass, remove_coding, submit_pass
from interviews.actions.codebook import merge_codes, retire_code
from interviews.actions.moderate import keep_coding, settle_difference, start_moderation, submit_moderation
from interviews.actions.split import (
    join_code,
    passages_to_settle,
    reassign,
    redo_reassigning,
    split_code,
    undo_reassigning,
)
from interviews.actions.undo_coding import redo_coding, undo_coding
from interviews.errors import NotPermitted, WrongState
from interviews.models import Code, Coding, CodingPass, Event
from interviews.reports.differences import agreement_before_and_after, differences
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study):
    return make.make_interview(study, participant=make.make_participant(study))


@pytest.fixture
def code(study):
    return make.make_code(study, "Gaps")


@pytest.fixture
def moderated(people, interview, code):
    """Both coders coded turn 1, Cora turn 3 as well; Mona moderates and has kept all of it. Still open."""
    passes = [assign_pass(by=coder, interview=interview, coder=coder) for coder in (people.cora, people.colin)]
    for working, turns in zip(passes, ((1, 3), (1,)), strict=True):
        coder = working.coder
        for turn in turns:
            segment = interview.segments.get(position=turn)
            apply_code(by=coder, coding_pass=working, segment=segment, start=0, end=8, code=code)
        submit_pass(by=coder, coding_pass=working)
    moderated = start_moderation(by=people.mona, interview=interview)
    keep_coding(by=people.mona, moderated=moderated, coding=Coding.objects.get(segment__position=3))
    return moderated


@pytest.fixture
def parts(people, code):
    split_code(by=people.mona, code=code, into=["Gaps in time", "Gaps in space"])
    return list(code.split_into.order_by("pk"))


def stored(coding_pass):
    return list(
        coding_pass.codings.order_by("segment__position", "code").values_list("segment__position", "code__name")
    )


def beside(people, moderated, coding, code):
    """Another code on the very words of the coding."""
    words = {"segment": coding.segment, "start": coding.start, "end": coding.end}
    apply_code(by=people.mona, coding_pass=moderated, code=code, **words)


def at(coding_pass, position):
    return coding_pass.codings.get(segment__position=position)


class TestSplitting:
    def test_new_parts_stand_beside_the_code_and_existing_ones_are_taken(self, study, people, code):
        code.parent, code.issue = make.make_code(study, "Data"), make.make_issue()
        code.save()
        there = make.make_code(study, "Missing labels")
        split_code(by=people.mona, code=code, into=["  Gaps  in time", "Missing labels", ""])
        new = Code.objects.get(name="Gaps in time")
        assert set(code.split_into.all()) == {new, there}
        assert (new.parent, new.kind, new.issue) == (code.parent, code.kind, code.issue)
        assert code.retired_at is not None

    @pytest.mark.parametrize(
        ("into", "why"),
        [
            (["Alone"], "at least two"),
            (["Twice", "Twice"], "at least two"),
            (["Gaps", "Other"], "part of itself"),
            (["Retired", "Other"], "out of use"),
        ],
    )
    def test_parts_that_make_no_sense_are_refused(self, study, people, code, into, why):
        retire_code(by=people.mona, code=make.make_code(study, "Retired"))
        with pytest.raises(WrongState, match=why):
            split_code(by=people.mona, code=code, into=into)

    def test_a_coder_splits_nothing(self, people, code):
        with pytest.raises(NotPermitted, match="moderator"):
            split_code(by=people.cora, code=code, into=["One", "Two"])

    def test_a_split_code_is_neither_applied_nor_merged_nor_used_again(self, study, people, moderated, code, parts):
        segment = moderated.interview.segments.get(position=0)
        with pytest.raises(WrongState, match="was split: apply Gaps in"):
            apply_code(by=people.mona, coding_pass=moderated, segment=segment, start=0, end=3, code=code)
        for one, other in ((code, make.make_code(study, "Other")), (make.make_code(study, "Other"), code)):
            with pytest.raises(WrongState, match="take the split back"):
                merge_codes(by=people.mona, code=one, into=other)
        with pytest.raises(WrongState, match="take the split back"):
            retire_code(by=people.mona, code=code, retired=False)

    def test_a_split_is_taken_back_while_no_passage_has_a_part(self, people, moderated, code, parts):
        reassign(by=people.mona, code=code, coding=at(moderated, 1), into=parts[0])
        with pytest.raises(WrongState, match="undo those first"):
            join_code(by=people.mona, code=code)
        undo_reassigning(by=people.mona, code=code)
        join_code(by=people.mona, code=code)
        code.refresh_from_db()
        assert code.retired_at is None
        assert not code.split_into.exists()
        assert Event.objects.filter(study=code.study).first().action == "code split taken back"

    def test_a_code_that_was_retired_before_it_was_split_is_retired_once_it_is_whole_again(self, people, code):
        retire_code(by=people.mona, code=code)
        split_code(by=people.mona, code=code, into=["One", "Two"])
        join_code(by=people.mona, code=code)
        code.refresh_from_db()
        assert code.retired_at is not None


class TestGivingParts:
    def test_a_passage_of_a_submitted_moderated_pass_gets_a_part_and_the_pass_stays_submitted(
        self, people, moderated, code, parts
    ):
        submit_moderation(by=people.mona, moderated=moderated)
        moderated.refresh_from_db()
        before = moderated.submitted_at
        coding = at(moderated, 1)
        assert reassign(by=people.mona, code=code, coding=coding, into=parts[1])
        moderated.refresh_from_db()
        assert (moderated.status, moderated.submitted_at) == ("submitted", before)
        assert stored(moderated) == [(1, "Gaps in space"), (3, "Gaps")]
        assert at(moderated, 1).pk == coding.pk
        assert not reassign(by=people.mona, code=code, coding=coding, into=parts[1])

    def test_codings_of_submitted_independent_passes_are_never_rewritten(self, people, moderated, code, parts):
        coras = Coding.objects.filter(coding_pass__coder=people.cora).first()
        for who in (people.cora, people.mona):
            with pytest.raises((NotPermitted, WrongState)):
                reassign(by=who, code=code, coding=coras, into=parts[0])
        assert coras.coding_pass_id not in passages_to_settle(people.mona, code).values_list("coding_pass", flat=True)
        assert not passages_to_settle(people.cora, code).exists()

    def test_an_open_pass_is_given_parts_by_its_own_coder_alone(self, people, interview, code):
        coras = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        coding = make.code_words(coras, interview.segments.get(position=1), "fields are empty", code)
        split_code(by=people.mona, code=code, into=["One", "Two"])
        one = Code.objects.get(name="One")
        assert not passages_to_settle(people.mona, code).exists()
        with pytest.raises(NotPermitted):
            reassign(by=people.mona, code=code, coding=coding, into=one)
        assert list(passages_to_settle(people.cora, code)) == [coding]
        assert reassign(by=people.cora, code=code, coding=coding, into=one)
        # The workbench's own undo knows it, in the order of all that she did there.
        assert undo_coding(by=people.cora, coding_pass=coras).said.startswith("Undone: giving ")
        assert stored(coras) == [(1, "Gaps")]

    def test_a_code_merged_into_the_split_one_is_settled_with_it(self, study, people, moderated, code):
        merged = make.make_code(study, "Holes")
        apply_code(
            by=people.mona, coding_pass=moderated, segment=moderated.interview.segments.get(position=0), start=0, end=4,
            code=merged,
        )  # fmt: skip
        merge_codes(by=people.mona, code=merged, into=code)
        split_code(by=people.mona, code=code, into=["One", "Two"])
        assert passages_to_settle(people.mona, code).count() == 3
        reassign(by=people.mona, code=code, coding=at(moderated, 0), into=Code.objects.get(name="Two"))
        assert stored(moderated)[0] == (0, "Two")
        undo_reassigning(by=people.mona, code=code)
        assert stored(moderated)[0] == (0, "Holes")

    def test_a_selection_across_turns_gets_its_part_as_a_whole(self, people, moderated, code):
        group = "12345678123456781234567812345678"
        moderated.codings.update(group=group)
        split_code(by=people.mona, code=code, into=["One", "Two"])
        reassign(by=people.mona, code=code, coding=at(moderated, 3), into=Code.objects.get(name="One"))
        assert stored(moderated) == [(1, "One"), (3, "One")]
        undo_reassigning(by=people.mona, code=code)
        assert stored(moderated) == [(1, "Gaps"), (3, "Gaps")]

    def test_where_the_part_stands_already_only_the_split_code_goes_and_comes_back(
        self, people, moderated, code, parts
    ):
        coding = at(moderated, 1)
        apply_code(
            by=people.mona, coding_pass=moderated, segment=coding.segment, start=coding.start, end=coding.end,
            code=parts[0],
        )  # fmt: skip
        reassign(by=people.mona, code=code, coding=coding, into=parts[0])
        assert stored(moderated) == [(1, "Gaps in time"), (3, "Gaps")]
        undo_reassigning(by=people.mona, code=code)
        assert stored(moderated) == [(1, "Gaps"), (1, "Gaps in time"), (3, "Gaps")]
        assert moderated.codings.get(code=parts[0]).split_from is None
        redo_reassigning(by=people.mona, code=code)
        assert stored(moderated) == [(1, "Gaps in time"), (3, "Gaps")]

    def test_what_was_given_is_undone_in_order_and_given_again(self, people, moderated, code, parts):
        for place, part in ((1, parts[0]), (3, parts[1]), (1, parts[1])):
            reassign(by=people.mona, code=code, coding=at(moderated, place), into=part)
        names = [stored(moderated)]
        for _ in range(3):
            assert undo_reassigning(by=people.mona, code=code)
            names.append(stored(moderated))
        assert undo_reassigning(by=people.mona, code=code) is None
        assert names == [
            [(1, "Gaps in space"), (3, "Gaps in space")],
            [(1, "Gaps in time"), (3, "Gaps in space")],
            [(1, "Gaps in time"), (3, "Gaps")],
            [(1, "Gaps"), (3, "Gaps")],
        ]
        for expected in names[2::-1]:
            redo_reassigning(by=people.mona, code=code)
            assert stored(moderated) == expected
        assert redo_reassigning(by=people.mona, code=code) is None
        assert undo_reassigning(by=people.cora, code=code) is None

    @pytest.mark.parametrize("merged", [False, True])
    def test_a_part_that_passages_were_given_stays_whole(self, study, people, moderated, code, parts, merged):
        part = parts[0]
        reassign(by=people.mona, code=code, coding=at(moderated, 1), into=part)
        if merged:
            part = merge_codes(by=people.mona, code=part, into=make.make_code(study, "Time")).merged_into
        with pytest.raises(WrongState, match="is a part of Gaps and was given to passages"):
            split_code(by=people.mona, code=part, into=["Gaps in hours", "Gaps in years"])
        assert at(moderated, 1).split_from == code

    @pytest.mark.parametrize("given", [False, True])
    def test_whether_passages_have_a_part_is_not_told_to_a_moderator_whose_own_pass_is_open(
        self, study, people, moderated, code, parts, given
    ):
        if given:
            reassign(by=people.mona, code=code, coding=at(moderated, 1), into=parts[0])
        own = assign_pass(by=people.mona, interview=make.make_interview(study), coder=people.mona)
        with pytest.raises(WrongState, match="once your pass on interview 2 is submitted"):
            join_code(by=people.mona, code=code)
        with pytest.raises(WrongState, match="once your pass on interview 2 is submitted"):
            split_code(by=people.mona, code=parts[0], into=["Gaps in hours", "Gaps in years"])
        submit_pass(by=people.mona, coding_pass=own)
        expected = pytest.raises(WrongState, match="have one of its parts already") if given else nullcontext()
        with expected:
            join_code(by=people.mona, code=code)

    def test_redoing_loses_no_passage_whose_part_was_taken_away_meanwhile(self, people, moderated, code, parts):
        coding = at(moderated, 1)
        beside(people, moderated, coding, parts[0])
        reassign(by=people.mona, code=code, coding=coding, into=parts[0])
        undo_reassigning(by=people.mona, code=code)
        remove_coding(by=people.mona, coding=moderated.codings.get(code=parts[0]))
        with pytest.raises(WrongState, match="coded otherwise since"):
            redo_reassigning(by=people.mona, code=code)
        assert stored(moderated) == [(1, "Gaps"), (3, "Gaps")]
        assert reassign(by=people.mona, code=code, coding=at(moderated, 1), into=parts[0])

    def test_redoing_is_refused_where_the_part_was_applied_meanwhile(self, people, moderated, code, parts):
        coding = at(moderated, 1)
        reassign(by=people.mona, code=code, coding=coding, into=parts[0])
        undo_reassigning(by=people.mona, code=code)
        beside(people, moderated, coding, parts[0])
        with pytest.raises(WrongState, match="coded otherwise since"):
            redo_reassigning(by=people.mona, code=code)
        assert stored(moderated) == [(1, "Gaps"), (1, "Gaps in time"), (3, "Gaps")]

    def test_undoing_is_refused_where_the_split_code_was_kept_again_meanwhile(self, people, moderated, code, parts):
        reassign(by=people.mona, code=code, coding=at(moderated, 3), into=parts[0])
        coras = Coding.objects.get(coding_pass__coder=people.cora, segment__position=3)
        settle_difference(by=people.mona, moderated=moderated, coding=coras, keep=True, reason="Rather yes")
        with pytest.raises(WrongState, match="coded otherwise since"):
            undo_reassigning(by=people.mona, code=code)
        assert stored(moderated) == [(1, "Gaps"), (3, "Gaps"), (3, "Gaps in time")]

    def test_nothing_is_given_again_once_the_split_was_taken_back(self, people, moderated, code, parts):
        reassign(by=people.mona, code=code, coding=at(moderated, 1), into=parts[0])
        undo_reassigning(by=people.mona, code=code)
        join_code(by=people.mona, code=code)
        with pytest.raises(WrongState, match="split was taken back"):
            redo_coding(by=people.mona, coding_pass=moderated)
        assert (at(moderated, 1).code, at(moderated, 1).split_from) == (code, None)

    def test_a_removed_part_does_not_come_back_once_the_split_was_taken_back(self, people, moderated, code, parts):
        for place in (1, 3):
            reassign(by=people.mona, code=code, coding=at(moderated, place), into=parts[0])
            remove_coding(by=people.mona, coding=at(moderated, place))
        undo_coding(by=people.mona, coding_pass=moderated)
        assert at(moderated, 3).split_from == code
        remove_coding(by=people.mona, coding=at(moderated, 3))
        join_code(by=people.mona, code=code)
        with pytest.raises(WrongState, match="split was taken back"):
            undo_coding(by=people.mona, coding_pass=moderated)


@pytest.fixture
def held(monkeypatch):
    """The codes that acts hold in the database, so that they queue with others on them: SQLite knows no such thing."""
    names = []
    really = Code.refresh_from_db

    def refresh(code, *, from_queryset=None, **how):
        if from_queryset is not None and from_queryset.query.select_for_update:
            names.append(code.name)
        really(code, from_queryset=from_queryset, **how)

    monkeypatch.setattr(Code, "refresh_from_db", refresh)
    return names


class TestTwoAtOnce:
    """What another moderator did between reading a code and acting on it is seen, and whoever is second waits."""

    def test_every_act_that_splits_joins_merges_or_gives_parts_holds_the_codes(
        self, study, people, moderated, code, held
    ):
        split_code(by=people.mona, code=code, into=["One", "Two"])
        one = Code.objects.get(name="One")
        reassign(by=people.mona, code=code, coding=at(moderated, 1), into=one)
        assert held[:3] == ["Gaps", "Gaps", "One"]
        undo_reassigning(by=people.mona, code=code)
        held.clear()
        join_code(by=people.mona, code=code)
        merge_codes(by=people.mona, code=one, into=code)
        assert held == ["Gaps", "Gaps", "One"]

    def test_a_code_that_was_merged_meanwhile_is_not_split(self, study, people, code):
        stale = Code.objects.get(pk=code.pk)
        merge_codes(by=people.mona, code=code, into=make.make_code(study, "Other"))
        with pytest.raises(WrongState, match="is merged into Other"):
            split_code(by=people.mona, code=stale, into=["One", "Two"])


class TestReading:
    def test_a_split_makes_nobody_disagree(self, people, moderated, code):
        submit_moderation(by=people.mona, moderated=moderated)
        interview = moderated.interview
        before = agreement_before_and_after(interview, moderated)
        verdicts = [each.verdict for each in differences(interview, moderated)]
        split_code(by=people.mona, code=code, into=["One", "Two"])
        reassign(by=people.mona, code=code, coding=at(moderated, 1), into=Code.objects.get(name="One"))
        reassign(by=people.mona, code=code, coding=at(moderated, 3), into=Code.objects.get(name="Two"))
        assert agreement_before_and_after(interview, moderated) == before
        assert [each.verdict for each in differences(interview, moderated)] == verdicts == ["kept"]

    def test_what_a_coder_said_with_a_split_code_is_kept_and_waits_for_its_part(self, people, moderated, code, parts):
        coras = Coding.objects.get(coding_pass__coder=people.cora, segment__position=3)
        settle_difference(by=people.mona, moderated=moderated, coding=coras, keep=False, reason="Not here")
        assert stored(moderated) == [(1, "Gaps")]
        settle_difference(by=people.mona, moderated=moderated, coding=coras, keep=True, reason="Rather yes")
        assert stored(moderated) == [(1, "Gaps"), (3, "Gaps")]
        assert at(moderated, 3) in passages_to_settle(people.mona, code)

    def test_leaving_the_split_code_out_takes_its_part_out(self, people, moderated, code, parts):
        reassign(by=people.mona, code=code, coding=at(moderated, 3), into=parts[0])
        coras = Coding.objects.get(coding_pass__coder=people.cora, segment__position=3)
        settle_difference(by=people.mona, moderated=moderated, coding=coras, keep=False, reason="Not here")
        assert stored(moderated) == [(1, "Gaps")]


class TestModeratingAfterwards:
    """Coders whose passes are open when a code is split give parts themselves: what they agreed on, they still do."""

    def passes_of(self, people, interview, code, *, giving):
        """Both coders code turn 1 so; those in `giving` are given one part or the other before they submit."""
        passes = [assign_pass(by=coder, interview=interview, coder=coder) for coder in (people.cora, people.colin)]
        for each in passes:
            make.code_words(each, interview.segments.get(position=1), "fields are empty", code)
            if each.coder not in giving:
                submit_pass(by=each.coder, coding_pass=each)
        split_code(by=people.mona, code=code, into=["One", "Two"])
        for each in passes:
            if each.coder in giving:
                part = Code.objects.get(name=giving[each.coder])
                reassign(by=each.coder, code=code, coding=each.codings.get(), into=part)
                submit_pass(by=each.coder, coding_pass=each)
        return start_moderation(by=people.mona, interview=interview)

    @pytest.mark.parametrize(
        ("coras", "colins", "starts_with"),
        [("One", "One", ("One", "Gaps")), ("One", "Two", ("Gaps", None)), ("One", None, ("Gaps", None))],
    )
    def test_what_both_read_as_the_split_code_is_agreed_on_whichever_part_they_gave_it(
        self, people, interview, code, coras, colins, starts_with
    ):
        giving = {coder: part for coder, part in ((people.cora, coras), (people.colin, colins)) if part}
        moderated = self.passes_of(people, interview, code, giving=giving)
        assert list(moderated.codings.values_list("code__name", "split_from__name")) == [starts_with]
        assert differences(interview, moderated) == []
        before, after = agreement_before_and_after(interview, moderated)
        assert [pair.result.kappa for pair in before + after] == [1.0, 1.0, 1.0]

    @pytest.mark.parametrize("keep", [True, False])
    def test_a_difference_about_a_part_is_about_the_split_code_and_is_settled_once(self, people, interview, code, keep):
        moderated = self.passes_of(people, interview, code, giving={people.cora: "One", people.colin: "One"})
        moderated.codings.all().delete()
        colins = Coding.objects.filter(coding_pass__coder=people.colin)
        CodingPass.objects.filter(coder=people.colin).update(status="open", submitted_at=None)
        colins.delete()
        [difference] = differences(interview, moderated)
        assert (difference.code, difference.verdict) == (code, "open")
        settle_difference(by=people.mona, moderated=moderated, coding=difference.example, keep=keep, reason="So it is")
        kept = [("One", "Gaps")] if keep else []
        assert list(moderated.codings.values_list("code__name", "split_from__name")) == kept
        [difference] = differences(interview, moderated)
        assert (difference.verdict, difference.why.text) == ("kept" if keep else "left out", "So it is")
