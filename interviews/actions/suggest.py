"""Proposing replacements: what the program takes for an identifier becomes a suggestion that somebody decides.

Nothing is proposed twice, nor inside what was decided on or stands as a placeholder of the study's authors. A standing
decision ("the same words everywhere") is applied to what fits it at once, as decided by whoever made it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from interviews.actions.deidentification_states import changed
from interviews.actions.log import record
from interviews.actions.placeholders import collect_placeholders, uncollected
from interviews.actions.recheck import recheck
from interviews.deidentification.folding import joined
from interviews.deidentification.suggestions import StudyWords, Suggestion, Talk, Turn, sources_with, suggest
from interviews.fingerprints import fingerprinter
from interviews.models import Identifier, IdentifierVariant, Interview, Replacement, Segment, StandingDecision, Study
from interviews.models.identifiers import DIRECT_TYPES
from interviews.permissions import Act, check
from interviews.registry import Registry, hold_registry

Status, Kind, Verdict = Replacement.Status, Replacement.Kind, StandingDecision.Verdict


@dataclass(frozen=True)
class Suggested:
    """What a run did for one interview, in numbers; `words` are the words that were read."""

    interview: Interview
    made: int
    decided: int
    words: int


@transaction.atomic
def suggest_redactions(
    *,
    by: Any,
    study: Study,
    interviews: Collection[Interview] | None = None,
    progress: Callable[[Iterable[Interview]], Iterable[Interview]] = iter,
) -> list[Suggested]:
    """Propose replacements in the study's interviews, or in those given; a second run proposes nothing new.

    Raises NotPermitted. Interviews whose text was destroyed are left out.
    """
    check(by, Act.DEIDENTIFY, study)
    hold_registry()
    # Two people who ask at once queue, or everything would be proposed twice.
    Study.objects.select_for_update().get(pk=study.pk)
    for interview in uncollected(study):
        collect_placeholders(interview)
    talks = turns_of(study)
    study_words = StudyWords.of([segment.text for segment in segments.values()] for segments in talks.values())
    registry = Registry(IdentifierVariant.objects.filter(identifier__study=study))
    identifiers = {identifier.pk: identifier for identifier in study.identifiers.all()}
    standing = {d.words_fingerprint: d for d in study.standing_decisions.filter(undone_at=None).select_related("study")}
    digest = fingerprinter()
    sources = sources_with(settings.NAME_MODEL)
    chosen = [i for i in talks if interviews is None or i in interviews]
    done: list[Suggested] = []
    for interview in progress(chosen):
        segments = talks[interview]
        talk = talk_of(interview, segments, study_words)
        types = {pk: identifier.type for pk, identifier in identifiers.items()}
        found = suggest(talk, known=registry.find, types=types, sources=sources)
        rows = [row_for(one, segments[one.position], registry, identifiers, digest) for one in found]
        Replacement.objects.bulk_create(rows)
        fitting = [row for row in rows if row.words_fingerprint in standing]
        decided = sum(apply_standing(row, standing[row.words_fingerprint]) for row in fitting)
        record(by=by, action="redactions suggested", interview=interview, count=len(rows), decided=decided)
        if decided:
            changed(interview)
            recheck(by=by, interview=interview)
        words = sum(len(segment.text.split()) for segment in segments.values())
        done.append(Suggested(interview, len(rows), decided, words))
    return done


def turns_of(study: Study) -> dict[Interview, dict[int, Segment]]:
    """The study's readable turns by interview and position, with their replacements."""
    readable = Interview.objects.filter(study=study, data_key__isnull=False).order_by("number")
    turns: dict[Interview, dict[int, Segment]] = {interview: {} for interview in readable}
    segments = Segment.objects.with_replacements().filter(interview__in=readable)
    for segment in segments.order_by("interview__number", "position"):
        turns[segment.interview][segment.position] = segment
    return turns


def talk_of(interview: Interview, segments: dict[int, Segment], study_words: StudyWords) -> Talk:
    """The interview as the engine reads it; whatever has a replacement, decided or not, is covered."""
    return Talk(
        turns=tuple(Turn(position, segment.text, segment.speaker.role) for position, segment in segments.items()),
        language=interview.language,
        covered=spans(segments, lambda replacement: True),
        placeholders=spans(segments, stands_for_a_name),
        study_words=study_words,
    )


def spans(
    segments: dict[int, Segment], wanted: Callable[[Replacement], bool]
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Spans of the replacements that are wanted, by turn position."""
    return {
        position: tuple((each.start, each.end) for each in segment.replacements.all() if wanted(each))
        for position, segment in segments.items()
    }


def stands_for_a_name(replacement: Replacement) -> bool:
    """Whether the study's authors, or a decision, put something in the place of a name."""
    return replacement.origin == Replacement.Origin.PLACEHOLDER or replacement.status == Status.ACCEPTED


def row_for(
    one: Suggestion,
    segment: Segment,
    registry: Registry,
    identifiers: dict[int, Identifier],
    digest: Callable[[str], str],
) -> Replacement:
    """An unsaved replacement for a suggestion; one of the registry stands under its identifier's placeholder."""
    keys = [m.key for m in registry.find(segment.text) if (m.start, m.end) == (one.start, one.end)]
    identifier = identifiers.get(keys[0]) if keys else None
    return Replacement.written(
        segment=segment,
        text=identifier.placeholder if identifier else f"[{one.type}]",
        start=one.start,
        end=one.end,
        kind=Kind.PSEUDONYM,
        type=one.type,
        identifier=identifier,
        origin=Replacement.Origin.SUGGESTION,
        source=one.source,
        confidence=Decimal(str(one.confidence)),
        words_fingerprint=digest(joined(segment.text[one.start : one.end])),
    )


def apply_standing(row: Replacement, decision: StandingDecision) -> bool:
    """Decide a new suggestion as the same words were decided everywhere in the study."""
    row.everywhere, row.decided_by, row.decided_at = decision, decision.decided_by, timezone.now()
    row.reason = decision.reason
    fields = ["everywhere", "decided_by", "decided_at", "reason", "status"]
    if decision.verdict == Verdict.REPLACE:
        row.status = Status.ACCEPTED
        row.kind, row.type, row.identifier = decision.kind or row.kind, decision.type or row.type, decision.identifier
        row.text_encrypted = Replacement.written(segment=row.segment, text=decision.text).text_encrypted
        fields += ["kind", "type", "identifier", "text_encrypted"]
    elif decision.verdict == Verdict.KEEP:
        row.status, row.keep_asked_by, row.keep_asked_at = Status.KEPT, decision.asked_by, row.decided_at
        fields += ["keep_asked_by", "keep_asked_at"]
    else:
        row.status = Status.REJECTED
    row.save(update_fields=fields)
    return True


def open_suggestions(study: Study, interviews: Collection[Interview] | None = None) -> list[Replacement]:
    """What the program suggested and nobody decided: direct ones first, then the surest, then in order of the talks."""
    rows = Replacement.objects.filter(
        segment__interview__study=study, origin=Replacement.Origin.SUGGESTION, status=Status.SUGGESTED
    ).select_related("segment__interview")
    if interviews is not None:
        rows = rows.filter(segment__interview__in=interviews)
    return sorted(
        rows,
        key=lambda r: (
            r.type not in DIRECT_TYPES,
            -r.confidence,
            r.segment.interview.number,
            r.segment.position,
            r.start,
        ),
    )
