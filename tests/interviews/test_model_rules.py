"""The database's own rules: each constraint and trigger of the workshop has one act here that it refuses.

An act is a function called after the rule it breaks, and changes one thing about a world in which all is well. It must
be refused by the database itself, whichever it is, since admin pages, shells and other programs write to it too.
"""

import uuid
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from interviews.models import (
    AuthorPlaceholder,
    Code,
    Coding,
    CodingPass,
    Consent,
    Event,
    EvidenceDraft,
    GuideQuestion,
    HeldText,
    Identifier,
    IdentifierClearance,
    IdentifierVariant,
    Interview,
    InterviewGuide,
    IssueDraft,
    Participant,
    Replacement,
    Segment,
    SegmentReview,
    Speaker,
    StandingDecision,
    Study,
    StudyMembership,
)
from tests.factories import (
    make_code,
    make_interview,
    make_mitigation,
    make_participant,
    make_pass,
    make_question,
    make_study,
)
from tests.interviews.ready import Ready, make_ready

pytestmark = pytest.mark.django_db
TRIGGERS = {rule.name: rule for rule in import_module("interviews.migrations._triggers").RULES}
CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("interviews").get_models()
    for constraint in model._meta.constraints
}


@dataclass
class World:
    """A study ready to publish, another study, and an open independent pass of Cora."""

    ready: Ready
    other: Study
    elsewhere: Interview
    open_pass: CodingPass

    @property
    def segment(self) -> Segment:
        return self.ready.segment

    @property
    def interview(self) -> Interview:
        return self.ready.interview


def prepare() -> World:
    ready = make_ready()
    other = make_study("other")
    return World(ready, other, make_interview(other), make_pass(ready.interview, ready.people.cora))


@pytest.fixture
def world(prepared: World, db: None) -> World:
    return deepcopy(prepared)


def again(row: Any, **changes: Any) -> None:
    """Insert the row a second time, with these changes."""
    fresh = type(row).objects.get(pk=row.pk)
    fresh.pk = None
    fresh._state.adding = True
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)


def change(row: Any, **changes: Any) -> None:
    """Update the row in the database, past every check of the program."""
    type(row)._default_manager.filter(pk=row.pk).update(**changes)


class Acts:
    """One act a rule, called after it."""

    # --- studies

    def study_k_from_one(self, world: World) -> None:
        change(world.other, k=0)

    def study_acknowledgement_whole(self, world: World) -> None:
        change(world.other, single_participant_acknowledged_at=timezone.now())

    def membership_once(self, world: World) -> None:
        again(StudyMembership.objects.first())

    def participant_code_once(self, world: World) -> None:
        make_participant(world.ready.study, "P01")

    def participant_public_number_once(self, world: World) -> None:
        change(Participant.objects.first(), public_number=3)
        make_participant(world.ready.study, "P99", public_number=3)

    def consent_scope_once(self, world: World) -> None:
        again(Consent.objects.get())

    def consent_says_how_it_was_given(self, world: World) -> None:
        change(Consent.objects.get(), evidence="")

    def consent_dates_in_order(self, world: World) -> None:
        change(Consent.objects.get(), revoked_on=date(1999, 1, 1))

    def guide_version_once(self, world: World) -> None:
        again(InterviewGuide.objects.create(study=world.other, version="1"))

    def question_key_once(self, world: World) -> None:
        again(make_question(world.other), position=2)

    def question_position_once(self, world: World) -> None:
        again(make_question(world.other), key="Q9")

    # --- interviews

    def interview_number_once(self, world: World) -> None:
        make_interview(world.other, number=world.elsewhere.number, source_sha256="0" * 64)

    def interview_number_from_one(self, world: World) -> None:
        change(world.elsewhere, number=0)

    def interview_guid_once(self, world: World) -> None:
        make_interview(world.other, number=9, source_sha256="0" * 64, guid=world.elsewhere.guid)

    def interview_source_once(self, world: World) -> None:
        again(world.elsewhere, number=9)

    def speaker_once(self, world: World) -> None:
        again(Speaker.objects.first())

    def only_an_interviewee_is_a_participant(self, world: World) -> None:
        change(Speaker.objects.exclude(participant=None).get(), role="interviewer", number=7)

    def speaker_of_study(self, world: World) -> None:
        stranger = make_participant(world.other)
        Speaker.objects.create(interview=world.interview, role="interviewee", number=5, participant=stranger)

    def speaker_of_study_u(self, world: World) -> None:
        change(Speaker.objects.exclude(participant=None).get(), participant=make_participant(world.other))

    def segment_position_once(self, world: World) -> None:
        again(world.segment)

    def segment_text_is_immutable(self, world: World) -> None:
        change(world.segment, text_encrypted=b"other words")

    def segment_speaker_here(self, world: World) -> None:
        again(world.segment, position=99, speaker=world.elsewhere.speakers.first())

    def segment_speaker_here_u(self, world: World) -> None:
        change(world.segment, speaker=world.elsewhere.speakers.first())

    def segment_review_once(self, world: World) -> None:
        again(SegmentReview.objects.first())

    def coding_review_belongs_to_a_pass(self, world: World) -> None:
        change(SegmentReview.objects.first(), kind=SegmentReview.Kind.NOTHING_APPLIES)

    # --- identifiers and replacements

    def identifier_once(self, world: World) -> None:
        again(Identifier.objects.get())

    def identifier_placeholder_in_brackets(self, world: World) -> None:
        change(Identifier.objects.get(), placeholder="company")

    def identifier_variant_once(self, world: World) -> None:
        again(IdentifierVariant.objects.get())

    def identifier_variant_has_words(self, world: World) -> None:
        change(IdentifierVariant.objects.get(), word_count=0)

    def identifier_variant_context_said(self, world: World) -> None:
        change(IdentifierVariant.objects.get(), match="context")

    def replacement_span_not_empty(self, world: World) -> None:
        change(Replacement.objects.get(), end=Replacement.objects.get().start)

    def replacement_confidence_in_range(self, world: World) -> None:
        change(Replacement.objects.get(), confidence="1.5")

    def replacement_decision_whole(self, world: World) -> None:
        change(Replacement.objects.get(), decided_by=None)

    def replacement_kept_by_two(self, world: World) -> None:
        dele = world.ready.people.dele
        change(Replacement.objects.get(), status="kept", keep_asked_by=dele, decided_by=dele)

    def standing_decision_once(self, world: World) -> None:
        standing_decision(world)
        standing_decision(world)

    def standing_keep_by_two(self, world: World) -> None:
        standing_decision(world, verdict="keep", asked_by=world.ready.people.dele)

    def author_placeholder_once(self, world: World) -> None:
        author_placeholder(world)
        author_placeholder(world)

    def author_placeholder_settlement_whole(self, world: World) -> None:
        author_placeholder(world, settled_at=timezone.now())

    def held_text_settlement_whole(self, world: World) -> None:
        held_text(world, settlement="left")

    def held_text_cleared_by_a_second_person(self, world: World) -> None:
        dele = world.ready.people.dele
        cleared = {"settlement": "cleared", "settled_at": timezone.now(), "reason": "a common word"}
        held_text(world, held_by=dele, settled_by=dele, **cleared)

    def replacement_overlap(self, world: World) -> None:
        again(Replacement.objects.get(), end=Replacement.objects.get().end + 1)

    def replacement_overlap_u(self, world: World) -> None:
        suggested = suggest_inside(Replacement.objects.get())
        change(suggested, status="accepted", decided_by=world.ready.people.dele, decided_at=timezone.now())

    def replacement_inside(self, world: World) -> None:
        again(Replacement.objects.get(), start=world.segment.length, end=world.segment.length + 1)

    def replacement_inside_u(self, world: World) -> None:
        change(Replacement.objects.get(), end=world.segment.length + 1)

    # --- codes and codings

    def code_name_once(self, world: World) -> None:
        Code.objects.create(study=world.ready.study, name=Code.objects.get().name)

    def code_guid_once(self, world: World) -> None:
        Code.objects.create(study=world.ready.study, name="another", guid=Code.objects.get().guid)

    def code_shortcut_once(self, world: World) -> None:
        make_code(world.other, "one", shortcut="x")
        make_code(world.other, "two", shortcut="x")

    def code_has_a_name(self, world: World) -> None:
        change(Code.objects.get(), name="")

    def code_not_its_own_parent(self, world: World) -> None:
        code = Code.objects.get()
        # An insert, since for an update the trigger against cycles answers first.
        again(code, pk=code.pk + 1000, name="its own", parent_id=code.pk + 1000)

    def code_not_merged_into_itself(self, world: World) -> None:
        code = Code.objects.get()
        again(code, pk=code.pk + 1000, name="its own", merged_into_id=code.pk + 1000)

    def code_parent_cycle(self, world: World) -> None:
        top = make_code(world.other, "top")
        middle = make_code(world.other, "middle", parent=top)
        change(top, parent=make_code(world.other, "bottom", parent=middle))

    def code_merge_cycle(self, world: World) -> None:
        first = make_code(world.other, "first")
        second = make_code(world.other, "second", merged_into=first)
        change(first, merged_into=second)

    def one_independent_pass_per_coder(self, world: World) -> None:
        make_pass(world.interview, world.ready.people.cora)

    def one_moderated_pass(self, world: World) -> None:
        make_pass(world.interview, world.ready.people.kofi, kind="moderated")

    def submitted_pass_has_its_time(self, world: World) -> None:
        change(world.open_pass, status="submitted")

    def coding_span_not_empty(self, world: World) -> None:
        coding(world, start=3, end=3)

    def coding_once(self, world: World) -> None:
        coding(world)
        coding(world)

    def coding_inside(self, world: World) -> None:
        coding(world, end=world.segment.length + 1)

    def coding_inside_u(self, world: World) -> None:
        change(coding(world), end=world.segment.length + 1)

    def coding_in_interview(self, world: World) -> None:
        coding(world, segment=world.elsewhere.segments.first())

    def coding_in_interview_u(self, world: World) -> None:
        change(coding(world), segment=world.elsewhere.segments.first())

    def coding_in_study(self, world: World) -> None:
        coding(world, code=make_code(world.other))

    def coding_in_study_u(self, world: World) -> None:
        change(coding(world), code=make_code(world.other))

    def coding_pass_open(self, world: World) -> None:
        coding(world, coding_pass=world.ready.coding.coding_pass, start=1)

    def coding_pass_open_u(self, world: World) -> None:
        change(world.ready.coding, start=1)

    # --- drafts

    def evidence_draft_once(self, world: World) -> None:
        again(world.ready.draft)

    def evidence_draft_span_not_empty(self, world: World) -> None:
        change(world.ready.draft, end=0)

    def evidence_draft_beside_one_statement(self, world: World) -> None:
        change(world.ready.draft, mitigation=make_mitigation(world.ready.issue))

    def evidence_draft_approval_whole(self, world: World) -> None:
        change(world.ready.draft, approved_by=None)

    def draft_inside(self, world: World) -> None:
        again(world.ready.draft, end=world.segment.length + 1)

    def draft_inside_u(self, world: World) -> None:
        change(world.ready.draft, end=world.segment.length + 1)

    def issue_draft_approval_whole(self, world: World) -> None:
        draft = IssueDraft.written(study=world.other, content={}, proposed_by=world.ready.people.mona)
        draft.status = "approved"
        draft.save()

    def clearance_of_one_text(self, world: World) -> None:
        clearance(world, evidence_draft=None)

    def clearance_span_not_empty(self, world: World) -> None:
        clearance(world, end=0)

    def clearance_gives_a_reason(self, world: World) -> None:
        clearance(world, reason="")

    # --- the log

    def event_is_kept(self, world: World) -> None:
        Event.objects.update(action="nothing happened")

    def event_is_kept_d(self, world: World) -> None:
        Event.objects.all().delete()


def suggest_inside(accepted: Replacement) -> Replacement:
    """A suggestion over a part of an accepted replacement: allowed, as long as it stays one."""
    suggested = Replacement.written(
        segment=accepted.segment, start=accepted.start, end=accepted.start + 1, text="", kind="deletion"
    )
    suggested.save()
    return suggested


def coding(world: World, **changes: Any) -> Coding:
    fields = {
        "coding_pass": world.open_pass,
        "segment": world.segment,
        "start": 0,
        "end": 4,
        "code": Code.objects.get(study=world.ready.study),
        "group": uuid.uuid4(),
    }
    return Coding.objects.create(**{**fields, **changes})


def standing_decision(world: World, **changes: Any) -> StandingDecision:
    fields = {"verdict": "no-identifier", "words_fingerprint": "0" * 64, "decided_by": world.ready.people.dele}
    return StandingDecision.objects.create(study=world.ready.study, **{**fields, **changes})


def author_placeholder(world: World, **changes: Any) -> AuthorPlaceholder:
    interview = world.ready.draft.segment.interview
    return AuthorPlaceholder.objects.create(interview=interview, type="company", key="X", **changes)


def held_text(world: World, **changes: Any) -> HeldText:
    fields = {"identifier": Identifier.objects.get(), "model": "catalog.issuetext", "row": [1, "en"], "field": "title"}
    return HeldText.objects.create(study=world.ready.study, **{**fields, **changes})


def clearance(world: World, **changes: Any) -> IdentifierClearance:
    fields = {
        "identifier": Identifier.objects.get(),
        "evidence_draft": world.ready.draft,
        "start": 0,
        "end": 4,
        "payload_sha256": "0" * 64,
        "cleared_by": world.ready.people.dele,
        "reason": "a number",
    }
    return IdentifierClearance.objects.create(**{**fields, **changes})


@pytest.mark.parametrize("name", sorted([*CONSTRAINTS, *TRIGGERS]))
def test_the_database_refuses_what_breaks(world, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        getattr(Acts(), name)(world)
    said = str(refused.value)
    if name in TRIGGERS:
        assert TRIGGERS[name].message in said
    elif isinstance(CONSTRAINTS[name], models.CheckConstraint):
        assert name in said
    else:
        assert "unique" in said.lower()


def test_there_is_no_act_here_that_breaks_no_rule():
    acts = {name for name in vars(Acts) if not name.startswith("_")}
    assert acts == {*CONSTRAINTS, *TRIGGERS}


# --- what the rules allow


def test_rows_that_the_acts_start_from_are_accepted(world):
    assert coding(world).pk
    assert clearance(world).pk
    assert suggest_inside(Replacement.objects.get()).pk


def test_accepted_replacements_may_touch(world):
    first = Replacement.objects.get()
    again(first, start=first.end, end=first.end + 1)
    assert Replacement.objects.filter(status="accepted").count() == 2


def test_two_studies_may_have_the_same_code_participant_interview_and_identifier(world):
    make_code(world.other, Code.objects.get().name)
    make_participant(world.other, "P01")
    again(Identifier.objects.get(), study=world.other)
    again(Interview.objects.get(study=world.ready.study), study=world.other, number=9)
    assert Participant.objects.filter(code="P01").count() == 2


def test_who_spoke_can_be_corrected_while_the_words_cannot(world):
    interviewer = world.interview.speakers.get(role="interviewer")
    change(world.segment, speaker=interviewer)
    assert Segment.objects.get(pk=world.segment.pk).speaker == interviewer


def test_a_segment_can_be_deleted_with_all_that_hangs_on_it(world):
    Segment.objects.all().delete()
    left = (Replacement, SegmentReview, Coding, EvidenceDraft)
    assert not [model.__name__ for model in left if model.objects.exists()]


def test_a_question_may_stand_in_two_versions_of_a_guide(world):
    question = make_question(world.other)
    again(question, guide=InterviewGuide.objects.create(study=world.other, version="2"))
    assert GuideQuestion.objects.filter(key=question.key).count() == 2
