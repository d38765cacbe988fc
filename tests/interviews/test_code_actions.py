"""Coding and moderating: who may do what to which pass, and what the acts leave behind."""

import pytest
from django.utils import timezone

from interviews.actions import codebook, moderate
from interviews.actions.code import (
    Selection,
    apply_code,
    apply_to_selections,
    assign_pass,
    mark_nothing_applies,
    remove_coding,
    reopen_pass,
    submit_pass,
)
from interviews.errors import BadSpan, NotPermitted, WrongState
from interviews.models import Code, CodingPass, Event
from tests.factories import code_words, make_code, make_interview, make_pass, make_study, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def interview(study):
    return make_interview(study)


@pytest.fixture
def answer(interview):
    return interview.segments.get(position=1)


@pytest.fixture
def code(study):
    return make_code(study)


def state(interview):
    interview.refresh_from_db()
    return interview.coding_state


class TestOpeningAPass:
    def test_a_coder_opens_a_pass_and_the_interview_is_being_coded(self, people, interview):
        opened = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        assert (opened.kind, opened.status, opened.coder) == ("independent", "open", people.cora)
        assert state(interview) == "coding"

    def test_a_moderator_assigns_an_interview_to_a_coder(self, people, interview):
        assert assign_pass(by=people.mona, interview=interview, coder=people.cora).coder == people.cora

    def test_a_coder_assigns_nothing_to_another_coder(self, people, interview):
        with pytest.raises(NotPermitted, match="moderator"):
            assign_pass(by=people.cora, interview=interview, coder=people.colin)

    def test_opening_ones_pass_again_gives_the_same_pass(self, people, interview):
        first = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        assert assign_pass(by=people.cora, interview=interview, coder=people.cora) == first

    def test_nobody_without_the_role_gets_a_pass(self, people, interview):
        with pytest.raises(NotPermitted, match="olga is no coder"):
            assign_pass(by=people.mona, interview=interview, coder=people.olga)

    def test_a_moderator_takes_up_an_interview_again_that_was_submitted(self, people, interview):
        submit_pass(by=people.cora, coding_pass=assign_pass(by=people.cora, interview=interview, coder=people.cora))
        with pytest.raises(NotPermitted):
            assign_pass(by=people.colin, interview=interview, coder=people.colin)
        assign_pass(by=people.mona, interview=interview, coder=people.colin)
        assert state(interview) == "coding"

    def test_no_pass_is_opened_once_moderation_has_begun(self, people, interview):
        submit_pass(by=people.cora, coding_pass=assign_pass(by=people.cora, interview=interview, coder=people.cora))
        moderate.start_moderation(by=people.mona, interview=interview)
        with pytest.raises(WrongState, match="reopen"):
            assign_pass(by=people.mona, interview=interview, coder=people.colin)


class TestApplyingCodes:
    def test_a_coder_applies_a_code_to_a_span(self, people, interview, answer, code):
        coding_pass = make_pass(interview, people.cora)
        coding = apply_code(by=people.cora, coding_pass=coding_pass, segment=answer, start=0, end=4, code=code)
        assert (coding.start, coding.end, coding.code, coding.span_certain) == (0, 4, code, True)

    def test_applying_the_same_code_twice_is_applying_it_once(self, people, interview, answer, code):
        coding_pass = make_pass(interview, people.cora)
        for _ in range(2):
            apply_code(by=people.cora, coding_pass=coding_pass, segment=answer, start=0, end=4, code=code)
        assert coding_pass.codings.count() == 1
        assert Event.objects.filter(action="code applied").count() == 1

    @pytest.mark.parametrize(("start", "end"), [(0, 0), (4, 2), (-1, 3), (0, 10_000)])
    def test_a_span_outside_its_turn_is_refused(self, people, interview, answer, code, start, end):
        coding_pass = make_pass(interview, people.cora)
        with pytest.raises(BadSpan):
            apply_code(by=people.cora, coding_pass=coding_pass, segment=answer, start=start, end=end, code=code)

    def test_a_turn_of_another_interview_is_refused(self, people, study, interview, code):
        other = make_interview(study, turns=[("interviewee", "Elsewhere.")])
        with pytest.raises(BadSpan, match="another interview"):
            apply_code(
                by=people.cora,
                coding_pass=make_pass(interview, people.cora),
                segment=other.segments.get(),
                start=0,
                end=3,
                code=code,
            )

    def test_a_selection_across_turns_is_one_group_and_is_removed_as_one(self, people, interview, code):
        coding_pass = make_pass(interview, people.cora)
        first, second = interview.segments.all()[:2]
        codings = apply_to_selections(
            by=people.cora,
            coding_pass=coding_pass,
            selections=[Selection(first, 5, first.length), Selection(second, 0, 4)],
            code=code,
        )
        assert len({coding.group for coding in codings}) == 1
        assert codings[0].group is not None
        assert remove_coding(by=people.cora, coding=codings[1]) == 2
        assert not coding_pass.codings.exists()

    def test_only_its_own_coder_codes_in_an_independent_pass(self, people, interview, answer, code):
        coding_pass = make_pass(interview, people.cora)
        for somebody in (people.colin, people.mona, people.kofi, people.olga):
            with pytest.raises(NotPermitted):
                apply_code(by=somebody, coding_pass=coding_pass, segment=answer, start=0, end=4, code=code)

    def test_nobody_codes_in_a_submitted_pass_even_with_a_page_loaded_before(self, people, interview, answer, code):
        stale = make_pass(interview, people.cora)
        submit(CodingPass.objects.get(pk=stale.pk))
        with pytest.raises(WrongState, match="submitted"):
            apply_code(by=people.cora, coding_pass=stale, segment=answer, start=0, end=4, code=code)

    def test_a_merged_code_is_refused_and_the_one_to_take_is_named(self, people, study, interview, answer, code):
        doubled = make_code(study, "Data-empty-field", merged_into=code)
        with pytest.raises(WrongState, match=f"apply {code.name}"):
            apply_code(
                by=people.cora,
                coding_pass=make_pass(interview, people.cora),
                segment=answer,
                start=0,
                end=4,
                code=doubled,
            )

    def test_a_retired_code_and_one_of_another_study_are_refused(self, people, study, interview, answer):
        coding_pass = make_pass(interview, people.cora)
        retired = make_code(study, "Old", retired_at=timezone.now())
        for code in (retired, make_code(make_study("elsewhere"), "Theirs")):
            with pytest.raises(WrongState):
                apply_code(by=people.cora, coding_pass=coding_pass, segment=answer, start=0, end=4, code=code)

    def test_the_log_holds_what_it_takes_to_apply_a_removed_code_again(self, people, interview, answer, code):
        coding_pass = make_pass(interview, people.cora)
        coding = apply_code(by=people.cora, coding_pass=coding_pass, segment=answer, start=0, end=4, code=code)
        remove_coding(by=people.cora, coding=coding)
        data = Event.objects.get(action="coding removed").data
        assert (data["segment"], data["start"], data["end"], data["code"]) == (answer.pk, 0, 4, code.pk)


class TestNothingApplies:
    def test_a_turn_read_without_a_code_is_recorded_as_read(self, people, interview, answer):
        review = mark_nothing_applies(by=people.cora, coding_pass=make_pass(interview, people.cora), segment=answer)
        assert (review.kind, review.reviewer, len(review.state_sha256)) == ("nothing-applies", people.cora, 64)

    def test_coding_the_turn_takes_the_record_back(self, people, interview, answer, code):
        coding_pass = make_pass(interview, people.cora)
        mark_nothing_applies(by=people.cora, coding_pass=coding_pass, segment=answer)
        apply_code(by=people.cora, coding_pass=coding_pass, segment=answer, start=0, end=4, code=code)
        assert not answer.reviews.exists()

    def test_a_coded_turn_can_not_be_recorded_so(self, people, interview, answer, code):
        coding_pass = make_pass(interview, people.cora)
        code_words(coding_pass, answer, "Half", code)
        with pytest.raises(WrongState, match="has codings"):
            mark_nothing_applies(by=people.cora, coding_pass=coding_pass, segment=answer)


class TestSubmitting:
    def test_the_last_pass_submitted_lets_moderation_start(self, people, interview):
        cora = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        colin = assign_pass(by=people.colin, interview=interview, coder=people.colin)
        submit_pass(by=people.cora, coding_pass=cora)
        assert state(interview) == "coding"
        submit_pass(by=people.colin, coding_pass=colin)
        assert state(interview) == "submitted"

    def test_only_a_moderator_gives_a_submitted_pass_back(self, people, interview):
        coding_pass = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        submit_pass(by=people.cora, coding_pass=coding_pass)
        with pytest.raises(NotPermitted):
            reopen_pass(by=people.cora, coding_pass=coding_pass)
        assert reopen_pass(by=people.mona, coding_pass=coding_pass).status == "open"
        assert state(interview) == "coding"


class TestModerating:
    @pytest.fixture
    def passes(self, people, interview):
        return [assign_pass(by=coder, interview=interview, coder=coder) for coder in (people.cora, people.colin)]

    def test_it_starts_with_the_words_that_both_gave_the_same_code(self, people, interview, answer, code, passes):
        cora, colin = passes
        code_words(cora, answer, "Half of the fields are empty", code)
        code_words(colin, answer, "the fields are empty and nobody", code)
        code_words(colin, answer, "nobody", make_code(interview.study, "Other"))
        for coding_pass in passes:
            submit_pass(by=coding_pass.coder, coding_pass=coding_pass)
        moderated = moderate.start_moderation(by=people.mona, interview=interview)
        kept = moderated.codings.get()
        assert (answer.text[kept.start : kept.end], kept.code) == ("the fields are empty", code)
        assert state(interview) == "moderating"

    def test_it_does_not_start_before_every_pass_is_submitted(self, people, interview, passes):
        submit_pass(by=people.cora, coding_pass=passes[0])
        with pytest.raises(WrongState, match="can't start moderation while coding"):
            moderate.start_moderation(by=people.mona, interview=interview)

    def test_a_moderator_keeps_one_coders_reading_under_the_code_it_was_merged_into(
        self, people, study, interview, answer, code, passes
    ):
        doubled = make_code(study, "Data-empty-field")
        coding = code_words(passes[0], answer, "Half", doubled)
        for coding_pass in passes:
            submit_pass(by=coding_pass.coder, coding_pass=coding_pass)
        codebook.merge_codes(by=people.mona, code=doubled, into=code)
        moderated = moderate.start_moderation(by=people.mona, interview=interview)
        kept = moderate.keep_coding(by=people.mona, moderated=moderated, coding=coding)
        assert (kept.coding_pass, kept.code) == (moderated, code)
        moderate.submit_moderation(by=people.mona, moderated=moderated)
        assert state(interview) == "moderated"
        moderate.reopen_moderation(by=people.mona, moderated=moderated)
        assert state(interview) == "moderating"

    def test_a_coder_does_not_change_the_moderated_pass(self, people, interview, answer, code, passes):
        for coding_pass in passes:
            submit_pass(by=coding_pass.coder, coding_pass=coding_pass)
        moderated = moderate.start_moderation(by=people.mona, interview=interview)
        with pytest.raises(NotPermitted):
            apply_code(by=people.cora, coding_pass=moderated, segment=answer, start=0, end=4, code=code)

    def test_a_sole_coders_pass_is_adopted_with_its_codings(self, people, interview, answer, code):
        sole = assign_pass(by=people.cora, interview=interview, coder=people.cora)
        code_words(sole, answer, "Half", code)
        submit_pass(by=people.cora, coding_pass=sole)
        adopted = moderate.adopt_pass_as_moderated(by=people.mona, coding_pass=sole)
        assert (adopted.kind, adopted.status, adopted.adopted_from) == ("moderated", "submitted", sole)
        assert [(coding.start, coding.end, coding.code) for coding in adopted.codings.all()] == [(0, 4, code)]
        assert state(interview) == "moderated"

    def test_a_pass_that_is_not_the_only_one_is_not_adopted(self, people, interview, passes):
        for coding_pass in passes:
            submit_pass(by=coding_pass.coder, coding_pass=coding_pass)
        with pytest.raises(WrongState, match="other passes"):
            moderate.adopt_pass_as_moderated(by=people.mona, coding_pass=passes[0])


class TestTheCodebook:
    def test_coders_add_codes_and_moderators_rename_and_retire_them(self, people, study):
        code = codebook.create_code(by=people.cora, study=study, name=" Data-gap ", kind=Code.Kind.ISSUE)
        assert (code.name, code.kind) == ("Data-gap", "issue")
        with pytest.raises(NotPermitted):
            codebook.rename_code(by=people.cora, code=code, name="Gap")
        codebook.rename_code(by=people.mona, code=code, name="Gap")
        assert codebook.retire_code(by=people.mona, code=code).retired_at is not None
        assert codebook.retire_code(by=people.mona, code=code, retired=False).retired_at is None

    def test_a_name_is_given_once(self, people, study, code):
        with pytest.raises(WrongState, match="already"):
            codebook.create_code(by=people.cora, study=study, name=code.name)

    def test_merging_points_onward_and_rewrites_no_coding(self, people, study, interview, answer, code):
        doubled = make_code(study, "Data-empty-field")
        coding = code_words(make_pass(interview, people.cora), answer, "Half", doubled)
        codebook.merge_codes(by=people.mona, code=doubled, into=code)
        coding.refresh_from_db()
        assert coding.code == doubled
        assert coding.code.effective() == code
        assert codebook.separate_code(by=people.mona, code=doubled).effective() == doubled

    def test_codes_are_not_merged_in_a_circle(self, people, study, code):
        doubled = make_code(study, "Data-empty-field")
        codebook.merge_codes(by=people.mona, code=doubled, into=code)
        with pytest.raises(WrongState, match="circle"):
            codebook.merge_codes(by=people.mona, code=code, into=doubled)
