"""Copying a drafted issue's words into the catalog, and keeping how they stood in each version."""

from datetime import date
from typing import Any

from django.db.models import Max

from catalog.models import (
    Claim,
    ClaimText,
    Issue,
    IssueText,
    IssueVersion,
    Mitigation,
    MitigationText,
    QualityAttribute,
    Strategy,
    WorkflowPhase,
)
from catalog.withdrawn_issues import highest_number
from interviews.models import IssueDraft

FIRST_NOTE, LATER_NOTE = "First published", "Rewritten"


def copy_issue(draft: IssueDraft, day: date) -> Issue:
    """Make or rewrite the draft's issue as of `day`, one version on, and store a snapshot of its words."""
    content = draft.content
    issue = draft.issue or new_issue(content, day)
    is_new = draft.issue is None
    if not is_new:
        issue.version += 1
        issue.last_changed = max(day, issue.last_changed)
        issue.slug = content.get("slug", issue.slug)
    if "primary_phase" in content:
        issue.primary_phase = WorkflowPhase.objects.named([content["primary_phase"]]).get()
    issue.save()
    set_axes(issue, content)
    set_words(issue, content)
    IssueVersion.objects.create(
        issue=issue,
        version=issue.version,
        changed_on=issue.last_changed,
        note=content.get("note") or (FIRST_NOTE if is_new else LATER_NOTE),
        snapshot=snapshot(issue),
    )
    return issue


def new_issue(content: dict[str, Any], day: date) -> Issue:
    """An unsaved issue under the drafted number, or the next one: numbers are never given twice."""
    number = content.get("number") or highest_number() + 1
    return Issue(number=number, slug=content["slug"], first_published=day, last_changed=day)


def set_axes(issue: Issue, content: dict[str, Any]) -> None:
    """The phases (the primary one always among them) and the qualities."""
    if "phases" in content:
        issue.phases.set(WorkflowPhase.objects.named(content["phases"]))
    issue.phases.add(issue.primary_phase)
    if "attributes" in content:
        issue.attributes.set(QualityAttribute.objects.named(content["attributes"]))


def set_words(issue: Issue, content: dict[str, Any]) -> None:
    """Texts by language; claims and mitigations become those of the content, where it has any."""
    for language, words in content.get("texts", {}).items():
        defaults = {"description": "", **words}
        IssueText.objects.update_or_create(issue=issue, language=language, defaults=defaults)
    if "claims" in content:
        kept = [set_claim(issue, claim) for claim in content["claims"]]
        issue.claims.exclude(pk__in=kept).delete()
    if "mitigations" in content:
        wanted = [mitigation["strategy"] for mitigation in content["mitigations"]]
        issue.mitigations.exclude(strategy__number__in=wanted).delete()
        make_room(issue)
        for mitigation in content["mitigations"]:
            set_mitigation(issue, mitigation)


def set_claim(issue: Issue, claim: dict[str, Any]) -> int:
    row, _ = Claim.objects.get_or_create(issue=issue, aspect=claim["aspect"], position=claim["position"])
    row.texts.exclude(language__in=claim["texts"]).delete()
    for language, statement in claim["texts"].items():
        ClaimText.objects.update_or_create(claim=row, language=language, defaults={"statement": statement})
    return int(row.pk)


def make_room(issue: Issue) -> None:
    """Move positions out of the way, so that mitigations can change places one after the other."""
    highest = issue.mitigations.aggregate(highest=Max("position"))["highest"] or 0
    for offset, mitigation in enumerate(issue.mitigations.order_by("-position"), 1):
        mitigation.position = highest + 1000 + offset
        mitigation.save(update_fields=["position"])


def set_mitigation(issue: Issue, mitigation: dict[str, Any]) -> None:
    strategy = Strategy.objects.get(number=mitigation["strategy"])
    row, _ = Mitigation.objects.update_or_create(
        issue=issue, strategy=strategy, defaults={"position": mitigation["position"]}
    )
    for language, how in mitigation["texts"].items():
        MitigationText.objects.update_or_create(mitigation=row, language=language, defaults={"how": how})


def snapshot(issue: Issue) -> dict[str, Any]:
    """The issue's words as they stand: titles and texts, claims and mitigations, by language."""
    texts = {t.language: {n: getattr(t, n) for n in ("title", "summary", "description")} for t in issue.texts.all()}
    claims = [
        {"aspect": c.aspect, "position": c.position, "texts": {t.language: t.statement for t in c.texts.all()}}
        for c in issue.claims.all()
    ]
    mitigations = [
        {"strategy": m.strategy.number, "position": m.position, "texts": {t.language: t.how for t in m.texts.all()}}
        for m in issue.mitigations.select_related("strategy")
    ]
    return {"texts": texts, "claims": claims, "mitigations": mitigations}
