"""Moving all that hangs on an issue to the one it is merged into."""

from typing import Any

from django.db.models import Exists, Max, OuterRef

from catalog.models import Claim, Evidence, ExternalMapping, Issue, IssueRelation, Mitigation
from interviews.actions.cover import held_texts_follow
from interviews.actions.log import record
from interviews.actions.merge_counts import merge_counts
from interviews.issue_changes import place_of
from interviews.models import Code, CodeVersion, EvidenceDraft, Study
from interviews.models.publication import DraftStatus

Match = ExternalMapping.Match


def merge_rows(by: Any, issue: Issue, other: Issue, beside: dict[str, str]) -> None:
    """Quotes, statements, mitigations, relations, mappings, counts, codes and drafts of `issue` become `other`'s.

    A quote keeps its id, and with it its address; `beside` says where each statement's quotes go (issue_changes.py).
    """
    let_published_drafts_win(issue, other)
    with held_texts_follow():
        for claim in issue.claims.all():
            settle_claim(claim, other, beside.get(place_of(claim)))
        for mitigation in issue.mitigations.select_related("strategy"):
            settle_mitigation(mitigation, other)
        move_mappings(issue, other)
    move_quotes({"issue": issue}, {"issue": other})
    EvidenceDraft.objects.filter(issue=issue).update(claim=None, mitigation=None)
    move_relations(issue, other)
    merge_counts(issue, other)
    let_codes_follow(by, issue, other)


def settle_claim(claim: Claim, other: Issue, goes: str | None) -> None:
    """Move the claim, or its quotes alone."""
    if goes is None:
        highest = other.claims.filter(aspect=claim.aspect).aggregate(highest=Max("position"))["highest"] or 0
        move_quotes({"claim": claim}, {"issue": other, "claim": claim})
        claim.issue, claim.position = other, highest + 1
        claim.save()
        return
    there = {place_of(each): each for each in other.claims.all()}
    move_quotes({"claim": claim}, {"issue": other, "claim": there.get(goes)})
    # Its words stay known to the history of its issue, and to releases.
    claim.delete()


def settle_mitigation(mitigation: Mitigation, other: Issue) -> None:
    """A strategy that helps against the other issue already takes the quotes; another one moves with them."""
    known = other.mitigations.filter(strategy=mitigation.strategy).first()
    move_quotes({"mitigation": mitigation}, {"issue": other, "mitigation": known or mitigation})
    if known is not None:
        mitigation.delete()
        return
    highest = other.mitigations.aggregate(highest=Max("position"))["highest"] or 0
    mitigation.issue, mitigation.position = other, highest + 1
    mitigation.save()


def move_quotes(of: dict[str, Any], to: dict[str, Any]) -> None:
    """Public quotes, taken down or not, and their drafts."""
    Evidence.objects.filter(**of).update(**to)
    # The same span may stand under both issues: then the draft of the other issue stands for both.
    twin = EvidenceDraft.objects.filter(
        segment=OuterRef("segment"), start=OuterRef("start"), end=OuterRef("end"), issue=to["issue"]
    )
    moving = EvidenceDraft.objects.filter(**of).exclude(issue=to["issue"]).exclude(Exists(twin))
    EvidenceDraft.objects.filter(pk__in=list(moving.values_list("pk", flat=True))).update(**to)


def let_published_drafts_win(issue: Issue, other: Issue) -> None:
    """Delete drafts of `other` whose span has a published draft for `issue` that could not follow its quote else."""
    for draft in EvidenceDraft.objects.filter(issue=issue, status=DraftStatus.PUBLISHED):
        same = EvidenceDraft.objects.filter(segment=draft.segment_id, start=draft.start, end=draft.end, issue=other)
        same.exclude(status=DraftStatus.PUBLISHED).delete()


def move_relations(issue: Issue, other: Issue) -> None:
    """What bears on one bears on the other. Relations between the two, and those said already, are gone."""
    for row in [*issue.relations.all(), *issue.relations_to.all()]:
        from_, to = (other.pk if each == issue.pk else each for each in (row.issue_id, row.other_id))
        row.delete()
        mirrored = row.kind == IssueRelation.Kind.SEEN_WITH and exists(row.kind, to, from_)
        if from_ != to and not mirrored and not exists(row.kind, from_, to):
            IssueRelation.objects.create(kind=row.kind, issue_id=from_, other_id=to)


def exists(kind: str, issue: int, other: int) -> bool:
    return IssueRelation.objects.filter(kind=kind, issue=issue, other=other).exists()


def move_mappings(issue: Issue, other: Issue) -> None:
    """Entries of other catalogs; what was exactly this issue is but close to one that says more."""
    for mapping in issue.external_mappings.all():
        if other.external_mappings.filter(scheme=mapping.scheme, identifier=mapping.identifier).exists():
            mapping.delete()
            continue
        mapping.issue = other
        mapping.match = Match.CLOSE if mapping.match == Match.EXACT else mapping.match
        mapping.save()


def let_codes_follow(by: Any, issue: Issue, other: Issue | None) -> None:
    """Codes of any study that led to the issue lead to the other, or to none; each study's log says so."""
    number = None if other is None else other.number
    for study in Study.objects.filter(codes__issue=issue).distinct():
        codes = Code.objects.filter(study=study, issue=issue)
        moved = list(codes.order_by("pk").values_list("pk", flat=True))
        codes.update(issue=other)
        # A later act on such a code must not seem to have led it on. One event can't hold the versions of many codes.
        for code in study.codes.filter(pk__in=moved, versions__isnull=False).distinct():
            CodeVersion.written(code, by=by).save()
        record(by=by, action="codes led on", study=study, codes=moved, issue=issue.number, other=number)
