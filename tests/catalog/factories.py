"""An invented catalog for the public pages: three phases, three qualities, four issues, and who said what of them.

    shelf = make_catalog()
    shelf.empty_fields.evidence.count()      # 4, one of them limits its claim, one is hidden

Nobody said any of it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.models import (
    Claim,
    ClaimText,
    Evidence,
    ExternalMapping,
    Issue,
    IssueRelation,
    IssueStatistics,
    IssueText,
    IssueVersion,
    Mitigation,
    MitigationText,
    QualityAttribute,
    QualityAttributeText,
    Question,
    QuestionText,
    Revision,
    Source,
    Strategy,
    StrategyText,
    WorkflowPhase,
    WorkflowPhaseText,
)
from tests.factories import make_claim, make_issue, make_mitigation, make_phase, make_source, make_strategy

DAY = date(2026, 1, 15)


@dataclass
class Shelf:
    """What `make_catalog` made, by what tests call it."""

    preparation: WorkflowPhase
    deployment: WorkflowPhase
    maintenance: WorkflowPhase
    reliability: QualityAttribute
    efficiency: QualityAttribute
    empty_fields: Issue
    slow_answers: Issue
    old_models: Issue
    moved_world: Issue
    measure: Strategy
    retrain: Strategy
    source: Source
    supporting: Evidence
    limiting: Evidence
    hidden: Evidence
    withdrawn: Evidence


def make_attribute(slug: str, name: str) -> QualityAttribute:
    attribute = QualityAttribute.objects.create(slug=slug, position=QualityAttribute.objects.count() + 1)
    QualityAttributeText.objects.create(
        attribute=attribute, language="en", name=name, description=f"How well it keeps its {name.lower()}."
    )
    return attribute


def make_quote(issue: Issue, text: str, public_id: str, **fields: Any) -> Evidence:
    """A published quote beside `issue`; its words go where its status says they may not stay."""
    status = fields.get("status", Evidence.Status.PUBLISHED)
    return Evidence.objects.create(
        issue=issue,
        public_id=public_id,
        text=text if status == Evidence.Status.PUBLISHED else "",
        published_on=DAY,
        **{"source": Source.objects.get(), "phase": issue.primary_phase, **fields},
    )


def make_catalog() -> Shelf:
    """Four issues: told by several, told by one, told by nobody, and one with no strategy. All in English, one also in
    French."""
    preparation = make_phase("data-preparation", "Data preparation")
    deployment = make_phase("deployment", "Deployment")
    maintenance = make_phase("maintenance", "Maintenance")
    reliability = make_attribute("reliability", "Reliability")
    efficiency = make_attribute("efficiency", "Efficiency")
    make_attribute("explainability", "Explainability")
    source = make_source(participants=12, interviews=11)

    empty = make_issue(1, "Fields are empty", preparation)
    slow = make_issue(2, "Answers come late", deployment)
    old = make_issue(3, "Models grow old", maintenance)
    moved = make_issue(4, "The world moves", maintenance)
    old.phases.add(deployment)
    for issue, attribute in ((empty, reliability), (slow, efficiency), (old, reliability), (moved, reliability)):
        issue.attributes.add(attribute)
        IssueVersion.objects.create(issue=issue, version=1, changed_on=DAY, note="First published.", snapshot={})
    moved.versions.update(changed_on=date(2026, 1, 20), note="Told more clearly.")
    in_french(preparation, empty)

    symptom = make_claim(empty)
    cause = make_claim(empty, Claim.Aspect.CAUSE, "Nobody asked for the values when they were at hand.")
    make_claim(empty, Claim.Aspect.CONSEQUENCE, "Whole rows are thrown away.")
    make_claim(old, Claim.Aspect.SYMPTOM, "Scores sink month after month.")
    measure, retrain = make_strategy(1, "Measure completeness"), make_strategy(2, "Retrain on a schedule")
    Strategy.objects.filter(pk=retrain.pk).update(kind=Strategy.Kind.CORRECTIVE)
    helps = make_mitigation(empty, measure)
    make_mitigation(slow, measure)
    make_mitigation(old, retrain)

    IssueRelation.objects.create(issue=empty, kind=IssueRelation.Kind.CAUSES, other=slow)
    IssueStatistics.objects.create(issue=empty, source=source, participants=9, interviews=3, codings=14)
    IssueStatistics.objects.create(issue=old, source=source, participants=7, survey_validated=True, reference="issue 2")

    asked = Question.objects.create(source=source, guide="1", key="Q3.3", position=1, phase=preparation)
    QuestionText.objects.create(question=asked, language="en", text="What keeps hurting when you prepare data?")
    supporting = make_quote(empty, "Half the columns had nothing in them.", "a0000000000a", claim=symptom)
    ExternalMapping.objects.create(
        issue=empty,
        scheme="Another catalog",
        identifier="X1",
        title="Gaps",
        url="https://example.org/x1",
        match="broader",
    )
    limiting = make_quote(
        empty, "Ours were full, to be fair.", "b0000000000b", claim=cause, stance=Evidence.Stance.LIMITS
    )
    make_quote(empty, "We plot the gaps before we train.", "c0000000000c", mitigation=helps, question=asked)
    make_quote(slow, "Les réponses arrivent trop tard.", "d0000000000d", language="fr", phase=deployment)
    hidden = make_quote(empty, "", "e0000000000e", status=Evidence.Status.HIDDEN)
    withdrawn = make_quote(empty, "", "f0000000000f", status=Evidence.Status.WITHDRAWN)
    Revision.objects.bump()
    return Shelf(
        preparation, deployment, maintenance, reliability, efficiency, empty, slow, old, moved, measure, retrain,
        source, supporting, limiting, hidden, withdrawn,
    )  # fmt: skip


def in_french(phase: WorkflowPhase, issue: Issue) -> None:
    WorkflowPhaseText.objects.create(phase=phase, language="fr", name="Préparation", summary="Rendre utilisable.")
    IssueText.objects.create(issue=issue, language="fr", title="Des champs vides", summary="Et nul ne sait pourquoi.")


def words(title: str, *symptoms: str, how: str = "", strategy: int = 1, language: str = "en") -> dict[str, Any]:
    """The words of an issue, as a version keeps them."""
    return {
        "texts": {language: {"title": title, "summary": f"{title}, in short.", "description": f"{title}, at length."}},
        "claims": [
            {"aspect": "symptom", "position": place, "texts": {language: text}}
            for place, text in enumerate(symptoms, 1)
        ],
        "mitigations": [{"strategy": strategy, "position": 1, "texts": {language: how}}] if how else [],
    }


def rewritten(shelf: Shelf) -> list[str]:
    """Give the issue of empty fields a first version with words and a second; returns its addresses of old words."""
    issue = shelf.empty_fields
    first = words("Fields lack values", "Half of the rows are empty.", "Nobody noticed.", how="Count the gaps.")
    second = words("Fields are empty", "Most of the rows are empty.", how="Count the gaps weekly.")
    IssueVersion.objects.filter(issue=issue).update(snapshot=first)
    IssueVersion.objects.create(issue=issue, version=2, changed_on=DAY, note="Said more exactly.", snapshot=second)
    Issue.objects.filter(pk=issue.pk).update(version=2)
    address = f"{issue.get_absolute_url()}history/"
    return [address, f"{address}1/", f"{address}2/"]


def many_more(shelf: Shelf, count: int) -> None:
    """`count` further issues, each with every kind of thing that an issue can have: to see that pages ask no more."""
    for number in range(100, 100 + count):
        issue = make_issue(number, f"Further issue {number}", shelf.preparation)
        issue.attributes.add(shelf.reliability)
        claim = Claim.objects.create(issue=issue, aspect=Claim.Aspect.SYMPTOM, position=1)
        ClaimText.objects.create(claim=claim, language="en", statement="Something further goes wrong.")
        strategy = Strategy.objects.create(number=number, slug=f"strategy-{number}", kind=Strategy.Kind.PREVENTIVE)
        StrategyText.objects.create(strategy=strategy, language="en", title="A further one", summary="It helps.")
        for helped in (issue, shelf.empty_fields):
            place = helped.mitigations.count() + 1
            mitigation = Mitigation.objects.create(issue=helped, strategy=strategy, position=place)
            MitigationText.objects.create(mitigation=mitigation, language="en", how="In its own way.")
        IssueRelation.objects.create(issue=issue, kind=IssueRelation.Kind.SEEN_WITH, other=shelf.empty_fields)
        IssueVersion.objects.create(issue=issue, version=1, changed_on=DAY, note=f"Added {number}.", snapshot={})
        make_quote(issue, "It happened again.", f"{number:012d}", claim=claim)
        make_quote(shelf.empty_fields, "And again.", f"{number:010d}zz")
    Revision.objects.bump()
