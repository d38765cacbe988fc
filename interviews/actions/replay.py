"""Replaying decisions: a study's people, codes, replacements, reviews, codings and drafts, from a file of offsets.

What was decided about an interview can be kept apart from its words: who reviewed what, which span is replaced by
which text, which span has which code. Such a file holds no word of the interview; together with the transcript it
gives the same study again. The sample study is made this way on every new machine, and the shipped evidence can
be derived again from its interview, byte for byte, by whoever has that file.

The format is described in docs/reference/decisions.md.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from catalog.models import Claim, Issue, Mitigation, Source, Strategy, WorkflowPhase
from interviews.actions import code, codebook, identify, ingest, moderate, publish, redact
from interviews.errors import WorkshopError
from interviews.models import (
    Code,
    CodingPass,
    Consent,
    GuideQuestion,
    Interview,
    InterviewGuide,
    Participant,
    Replacement,
    Segment,
    Study,
    StudyMembership,
)

Decisions = dict[str, Any]
Status = Replacement.Status


@dataclass
class Replay:
    """A study on its way from a file of decisions to the database."""

    decisions: Decisions
    sources: Mapping[str, bytes]
    study: Study = field(init=False)
    people: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    questions: dict[str, GuideQuestion] = field(default_factory=dict)

    def person(self, role: str) -> Any:
        """The first account with `role`: who does what needs that role and names nobody."""
        for account in self.decisions["accounts"]:
            if role in account["roles"]:
                return self.people[account["key"]]
        raise WorkshopError(f"the decisions name no {role}: add an account with that role")


@transaction.atomic
def replay_decisions(*, decisions: Decisions, sources: Mapping[str, bytes]) -> Study:
    """Make a study from its decisions and its transcripts.

    `sources` maps a file's SHA-256 to its bytes. Accounts are made without a password, so nobody can sign in as
    them. Raises WorkshopError where a transcript is missing, a span does not fit, the study exists, or the catalog
    lacks what the decisions name.
    """
    replay = Replay(decisions, sources)
    with all_there():
        make_study(replay)
        make_codebook(replay)
        for chapter in decisions["interviews"]:
            interview = import_chapter(replay, chapter)
            deidentify(replay, chapter, interview)
            code_chapter(replay, chapter, interview)
            draft_evidence(replay, chapter, interview)
    return replay.study


@contextmanager
def all_there() -> Iterator[None]:
    """Say what decisions lack, or name where nothing of that name is. Raises WorkshopError for it."""
    try:
        yield
    except KeyError as error:
        raise WorkshopError(
            f"the decisions lack {error.args[0]!r}, or name it where there is none: load the catalog that they were "
            "made for first, or mend the file (docs/reference/decisions.md)"
        ) from error
    except ObjectDoesNotExist as error:
        raise WorkshopError(f"{error} Load the catalog that the decisions were made for first.") from error


def by_sha256(files: list[bytes]) -> dict[str, bytes]:
    """Files by their SHA-256, as decisions name them."""
    return {hashlib.sha256(data).hexdigest(): data for data in files}


def make_study(replay: Replay) -> None:
    facts = dict(replay.decisions["study"])
    source = facts.pop("source", None)
    if Study.objects.filter(slug=facts["slug"]).exists():
        raise WorkshopError(f"study {facts['slug']} exists already: remove it first, or choose another database")
    replay.study = Study.objects.create(source=Source.objects.get(slug=source) if source else None, **facts)
    for account in replay.decisions["accounts"]:
        user, made = get_user_model().objects.get_or_create(username=account["username"])
        if made:
            user.set_unusable_password()
            user.save()
        replay.people[account["key"]] = user
        for role in account["roles"]:
            StudyMembership.objects.get_or_create(study=replay.study, user=user, role=role)
    if guide := replay.decisions.get("guide"):
        make_guide(replay, guide)


def make_guide(replay: Replay, facts: Decisions) -> None:
    guide = InterviewGuide.objects.create(study=replay.study, version=facts["version"])
    phases = {phase.slug: phase for phase in WorkflowPhase.objects.all()}
    for position, asked in enumerate(facts["questions"], 1):
        phase = phases[asked["phase"]] if asked["phase"] else None
        replay.questions[asked["key"]] = GuideQuestion.objects.create(
            guide=guide, key=asked["key"], position=position, text=asked["text"], phase=phase
        )


def make_codebook(replay: Replay) -> None:
    by = replay.person(StudyMembership.Role.CODER)
    for entry in replay.decisions["codes"]:
        made = codebook.create_code(
            by=by,
            study=replay.study,
            name=entry["name"],
            kind=entry["kind"],
            parent=replay.codes[entry["parent"]] if entry.get("parent") else None,
            definition=entry.get("definition", ""),
            include=entry.get("include", ""),
            exclude=entry.get("exclude", ""),
            shortcut=entry.get("shortcut", ""),
            issue=codebook.leads_to(Issue.objects.get(number=entry["issue"])) if entry.get("issue") else None,
            strategy=Strategy.objects.get(number=entry["strategy"]) if entry.get("strategy") else None,
        )
        replay.codes[made.name] = made


def import_chapter(replay: Replay, chapter: Decisions) -> Interview:
    data = replay.sources.get(chapter["source_sha256"])
    if data is None:
        raise WorkshopError(f"the transcript of interview {chapter['number']} is not among the files given")
    interview = ingest.import_interview(
        by=replay.person(StudyMembership.Role.IMPORTER),
        study=replay.study,
        data=data,
        name=chapter.get("file", "transcript.txt"),
        number=chapter["number"],
    )
    interview.guide = InterviewGuide.objects.filter(study=replay.study).first()
    interview.save(update_fields=["guide"])
    describe_participant(chapter["participant"], interview)
    return interview


def describe_participant(facts: Decisions, interview: Interview) -> None:
    """What is known of the interviewee, and what they agreed to."""
    facts = dict(facts)
    consents = facts.pop("consents")
    participant = Participant.objects.get(study=interview.study, speakers__interview=interview)
    for name, value in facts.items():
        setattr(participant, name, value)
    participant.save()
    for consent in consents:
        Consent.objects.create(participant=participant, **consent)


def deidentify(replay: Replay, chapter: Decisions, interview: Interview) -> None:
    by = replay.person(StudyMembership.Role.DEIDENTIFIER)
    segments = {segment.position: segment for segment in interview.segments.select_related("interview__study")}
    for correction in chapter.get("speakers", []):
        redact.correct_speaker(
            by=by, segment=segments[correction["position"]], role=correction["role"], number=correction["number"]
        )
    for span in chapter.get("identifiers", []):
        remember_identifier(by, replay.study, segments[span["segment"]], span)
    for span in chapter.get("replacements", []):
        replace(by, segments[span["segment"]], span)
    reviewed = chapter.get("reviewed", [])
    if reviewed == "all":
        set_aside_suggestions(by, interview)
        redact.review_deidentification(by=by, interview=interview)
    else:
        for position in reviewed:
            redact.review_deidentification(by=by, segment=segments[position])


def remember_identifier(by: Any, study: Study, segment: Segment, span: Decisions) -> None:
    """The words of the span are the name: a file of decisions says only where it stands."""
    context = [words for words in span.get("context_before", "").split("|") if words]
    identify.add_identifier(
        by=by,
        study=study,
        type=span["type"],
        name=segment.text[span["start"] : span["end"]],
        placeholder=span["placeholder"],
        context_before=context,
        # Whoever wrote the decisions saw what they touch.
        sure=True,
    )


def replace(by: Any, segment: Segment, span: Decisions) -> None:
    """Make the replacement, or decide the suggestion that the import already made for these words."""
    suggested = segment.replacements.filter(start=span["start"], end=span["end"], status=Status.SUGGESTED)
    if span.get("status") == Status.SUGGESTED:
        if not suggested.exists():
            redact.propose_replacement(by=by, segment=segment, **replacement_fields(span))
        return
    for suggestion in suggested:
        redact.reject_replacement(by=by, replacement=suggestion, reason="decided by hand instead")
    redact.make_replacement(by=by, segment=segment, **replacement_fields(span))


def replacement_fields(span: Decisions) -> dict[str, Any]:
    return {name: span[name] for name in ("start", "end", "text", "kind", "type", "reason")}


def set_aside_suggestions(by: Any, interview: Interview) -> None:
    """A reviewed interview has no undecided suggestion: what the decisions do not accept was rejected."""
    for suggestion in Replacement.objects.filter(segment__interview=interview, status=Status.SUGGESTED):
        redact.reject_replacement(by=by, replacement=suggestion, reason="not needed beside the decided ones")


def code_chapter(replay: Replay, chapter: Decisions, interview: Interview) -> None:
    passes = chapter.get("passes", [])
    independent = [facts for facts in passes if facts["kind"] == CodingPass.Kind.INDEPENDENT]
    opened = [
        code.assign_pass(by=coder, interview=interview, coder=coder)
        for coder in (replay.people[facts["account"]] for facts in independent)
    ]
    for facts, coding_pass in zip(independent, opened, strict=True):
        fill_pass(replay, facts, coding_pass)
    for facts, coding_pass in zip(independent, opened, strict=True):
        if facts["status"] == CodingPass.Status.SUBMITTED:
            code.submit_pass(by=coding_pass.coder, coding_pass=coding_pass)
    for facts in passes:
        if facts["kind"] == CodingPass.Kind.MODERATED:
            moderate_chapter(replay, facts, interview)


def fill_pass(replay: Replay, facts: Decisions, coding_pass: CodingPass) -> None:
    segments = {segment.position: segment for segment in coding_pass.interview.segments.all()}
    for coding in facts["codings"]:
        code.apply_code(
            by=coding_pass.coder,
            coding_pass=coding_pass,
            segment=segments[coding["segment"]],
            start=coding["start"],
            end=coding["end"],
            code=replay.codes[coding["code"]],
        )
    for position in facts.get("nothing_applies", []):
        code.mark_nothing_applies(by=coding_pass.coder, coding_pass=coding_pass, segment=segments[position])


def moderate_chapter(replay: Replay, facts: Decisions, interview: Interview) -> None:
    """What the coders settled on: an adopted pass where there was one coder, else the codings listed."""
    moderator = replay.people[facts["account"]]
    if facts.get("adopted"):
        moderate.adopt_pass_as_moderated(by=moderator, coding_pass=interview.passes.get())
        return
    moderated = moderate.start_moderation(by=moderator, interview=interview)
    fill_pass(replay, facts, moderated)
    if facts["status"] == CodingPass.Status.SUBMITTED:
        moderate.submit_moderation(by=moderator, moderated=moderated)


def draft_evidence(replay: Replay, chapter: Decisions, interview: Interview) -> None:
    drafts = chapter.get("drafts", [])
    if not drafts:
        return
    moderated = interview.passes.get(kind=CodingPass.Kind.MODERATED)
    for facts in drafts:
        issue = Issue.objects.get(number=facts["issue"])
        coding = moderated.codings.filter(
            segment__position=facts["segment"],
            code__name=facts["code"],
            start__lte=facts["start"],
            end__gte=facts["end"],
        ).first()
        if coding is None:
            raise WorkshopError(f"no moderated coding covers the draft at turn {facts['segment']}: mend the file")
        draft = publish.propose_evidence(
            by=replay.people[facts["proposed_by"]],
            coding=coding,
            issue=issue,
            start=facts["start"],
            end=facts["end"],
            claim=claim_of(issue, facts),
            mitigation=mitigation_of(issue, facts),
            question=replay.questions[facts["question"]] if facts["question"] else None,
            phase=WorkflowPhase.objects.get(slug=facts["phase"]) if facts["phase"] else None,
            stance=facts["stance"],
            relevance=facts["relevance"],
            public_id=facts.get("public_id", ""),
        )
        if facts["approved_by"]:
            publish.approve_evidence(by=replay.people[facts["approved_by"]], draft=draft)


def claim_of(issue: Issue, facts: Decisions) -> Claim | None:
    if not facts["claim"]:
        return None
    aspect, position = facts["claim"]
    claim: Claim = Claim.objects.get(issue=issue, aspect=aspect, position=position)
    return claim


def mitigation_of(issue: Issue, facts: Decisions) -> Mitigation | None:
    number = facts["mitigation"]
    return Mitigation.objects.get(issue=issue, strategy__number=number) if number else None
