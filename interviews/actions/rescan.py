"""Looking for names in everything a study keeps: whatever holds one becomes a suggestion at once.

All turns are decrypted, but few are read word by word: a turn whose letters, run together, do not hold the name's
letters cannot hold the name. The search itself is the gate's (interviews/registry.py), so that both find the same.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviews.actions.deidentification_states import changed
from interviews.actions.log import record
from interviews.actions.recheck import recheck
from interviews.actions.suggest import apply_standing, row_for
from interviews.deidentification.folding import MARKUP, joined, words_of
from interviews.deidentification.matching import Match
from interviews.deidentification.spans import uncovered
from interviews.deidentification.suggestions import REGISTRY, Suggestion
from interviews.fingerprints import fingerprinter
from interviews.models import Identifier, IdentifierVariant, Interview, Replacement, Segment, StandingDecision, Study
from interviews.permissions import Act, check
from interviews.registry import Registry

Status, Origin, Kind = Replacement.Status, Replacement.Origin, Replacement.Kind
Verdict = StandingDecision.Verdict
RENEWED = ["identifier", "type", "kind", "text_encrypted", "source", "confidence"]


@dataclass
class Rescan:
    """Rows to make, to ask anew, to link to the identifier they stand for, and to drop for a surer one."""

    made: list[Replacement] = field(default_factory=list)
    renewed: list[Replacement] = field(default_factory=list)
    linked: list[Replacement] = field(default_factory=list)
    superseded: list[Replacement] = field(default_factory=list)


@transaction.atomic
def rescan_study(*, by: Any, study: Study) -> int:
    """Look for every identifier of the study again, as for names that an older version of the program stored.

    Returns in how many places a replacement is suggested now. Raises NotPermitted.
    """
    check(by, Act.DEIDENTIFY, study)
    return rescan(by=by, study=study, variants=list(IdentifierVariant.objects.filter(identifier__study=study)))


def rescan(*, by: Any, study: Study, variants: Collection[IdentifierVariant]) -> int:
    """Suggest a replacement wherever one of `variants` stands uncovered in the study; returns in how many places.

    What was suggested there before becomes the identifier's. What was rejected before anybody knew the identifier is
    asked again, and "no identifier everywhere" ends for these words; "replace" and "keep everywhere" go on standing.
    Call it inside the transaction that stores the variants.
    """
    identifiers = {i.pk: i for i in Identifier.objects.filter(variants__in=variants).distinct()}
    end_no_identifier(study, variants)
    registry, digest, found = Registry(variants), fingerprinter(), Rescan()

    def row(segment: Segment, start: int, end: int, identifier: Identifier) -> Replacement:
        one = Suggestion(segment.position, start, end, identifier.type, REGISTRY, 1.0, True)
        return row_for(one, segment, registry, identifiers, digest)

    for segment in segments_holding(study, variants):
        for match in registry.find(segment.text):
            look_at(found, segment, match, identifiers[match.key], row)
    store(found)
    suggested = [*found.made, *found.renewed]
    if suggested:
        decided = apply_standing_decisions(by, study, suggested)
        record(by=by, action="identifiers looked for", study=study, count=len(suggested), decided=decided)
    return len(suggested)


def end_no_identifier(study: Study, variants: Collection[IdentifierVariant]) -> None:
    """These words identify somebody after all: what is imported later must not be waved through."""
    names = [variant.fingerprint for variant in variants if variant.match == IdentifierVariant.Match.EXACT]
    study.standing_decisions.filter(verdict=Verdict.NO_IDENTIFIER, undone_at=None, words_fingerprint__in=names).update(
        undone_at=timezone.now()
    )


def segments_holding(study: Study, variants: Collection[IdentifierVariant]) -> "QuerySet[Segment]":
    """The readable turns that may hold one of the variants, with their replacements."""
    names = [joined(variant.text) for variant in variants if variant.text_encrypted is not None]
    # Of a name that was destroyed only a fingerprint is known: any turn may hold it.
    return turns_that_may_hold(study, names if len(names) == len(variants) else None)


def turns_that_may_hold(study: Study, names: Collection[str] | None) -> "QuerySet[Segment]":
    """The readable turns in which one of these names, given as their letters, may stand; all of them for None."""
    interviews = {i.pk: i for i in Interview.objects.filter(study=study, data_key__isnull=False)}
    holding: list[int] = []
    segments = Segment.objects.filter(interview__in=interviews).only("interview_id", "position", "text_encrypted")
    for segment in segments.order_by("pk").iterator(chunk_size=2000):
        segment.interview = interviews[segment.interview_id]
        if names is None or may_hold(segment.text, names):
            holding.append(segment.pk)
    return Segment.objects.with_replacements().filter(pk__in=holding)


def may_hold(text: str, names: Iterable[str]) -> bool:
    """Whether `text` may hold one of these names, given as their letters; markup may stand inside a name."""
    letters = joined(text)
    return any(name in letters for name in names) or MARKUP.search(text) is not None


RowFor = Callable[[Segment, int, int, Identifier], Replacement]


def look_at(found: Rescan, segment: Segment, match: Match, identifier: Identifier, row_for: RowFor) -> None:
    """Note what is to be done about one place where the identifier stands."""
    touching = [r for r in segment.replacements.all() if r.start < match.end and match.start < r.end]
    standing = [r for r in touching if not is_open(r)]
    for one in standing:
        if (one.start, one.end) == (match.start, match.end) and one.identifier_id is None and stands_for_name(one):
            one.identifier = identifier
            found.linked.append(one)
    covered = sorted((r.start, r.end) for r in standing)
    for number, (start, end) in enumerate(uncovered(match.start, match.end, covered)):
        if words_of(segment.text[start:end]):
            row = row_for(segment, start, end, identifier)
            if covered or number:
                leave_out(row)
            propose(found, row, [r for r in touching if is_open(r)])


def is_open(replacement: Replacement) -> bool:
    """Whether the identifier may change what stands there: a suggestion of the program's, or a rejected one."""
    suggested = replacement.status == Status.SUGGESTED and replacement.origin == Origin.SUGGESTION
    return suggested or replacement.status == Status.REJECTED


def stands_for_name(replacement: Replacement) -> bool:
    return replacement.status == Status.ACCEPTED and replacement.kind == Kind.PSEUDONYM


def leave_out(row: Replacement) -> None:
    """The rest of a name that is partly replaced already is deleted: its placeholder stands there."""
    row.kind = Kind.DELETION
    row.text_encrypted = Replacement.written(segment=row.segment, text="").text_encrypted


def propose(found: Rescan, row: Replacement, others: list[Replacement]) -> None:
    """Suggest `row`, in the place of what the program suggested or somebody rejected for the same words."""
    holding = [r for r in others if r.start <= row.start and row.end <= r.end]
    if any(r.identifier_id == row.identifier_id for r in holding):
        return
    same = [r for r in holding if r.status == Status.SUGGESTED or (r.start, r.end) == (row.start, row.end)]
    if same:
        found.renewed.append(renewed(same[0], row))
        return
    found.made.append(row)
    inside = [r for r in others if row.start <= r.start and r.end <= row.end and r.status == Status.SUGGESTED]
    found.superseded += [r for r in inside if r.keep_asked_by_id is None]


def renewed(old: Replacement, row: Replacement) -> Replacement:
    """The old row as a suggestion of the registry; a wish to keep its words stays, for a second person to answer."""
    for name in RENEWED:
        setattr(old, name, getattr(row, name))
    if old.status == Status.REJECTED:
        old.status, old.decided_by, old.decided_at, old.everywhere = Status.SUGGESTED, None, None, None
    old.__dict__.pop("text", None)
    return old


def store(found: Rescan) -> None:
    """Write what was noted; reviews of turns stay, for nothing that readers see has changed."""
    Replacement.objects.filter(pk__in=[row.pk for row in found.superseded]).delete()
    Replacement.objects.bulk_update(found.linked, ["identifier"])
    Replacement.objects.bulk_update(found.renewed, [*RENEWED, "status", "decided_by", "decided_at", "everywhere"])
    Replacement.objects.bulk_create(found.made)


def apply_standing_decisions(by: Any, study: Study, rows: list[Replacement]) -> int:
    """Decide new suggestions as the same words were decided everywhere; returns how many."""
    standing = {d.words_fingerprint: d for d in study.standing_decisions.filter(undone_at=None).select_related("study")}
    decided = [row for row in rows if row.words_fingerprint in standing and row.keep_asked_by_id is None]
    for row in decided:
        apply_standing(row, standing[row.words_fingerprint])
    for interview in {row.segment.interview for row in decided}:
        changed(interview)
        recheck(by=by, interview=interview)
    return len(decided)
