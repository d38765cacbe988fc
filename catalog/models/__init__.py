"""The public catalog: only what is published, no user, no interview."""

from catalog.models.evidence import Evidence, IssueCooccurrence, IssueStatistics, Source, SourceText
from catalog.models.history import IssueVersion, Release, ReleaseFile, Revision
from catalog.models.issues import (
    Claim,
    ClaimText,
    ExternalMapping,
    Issue,
    IssueAttribute,
    IssuePhase,
    IssueRelation,
    IssueText,
)
from catalog.models.strategies import Mitigation, MitigationText, Strategy, StrategyText
from catalog.models.taxonomy import QualityAttribute, QualityAttributeText, WorkflowPhase, WorkflowPhaseText

__all__ = [
    "Claim",
    "ClaimText",
    "Evidence",
    "ExternalMapping",
    "Issue",
    "IssueAttribute",
    "IssueCooccurrence",
    "IssuePhase",
    "IssueRelation",
    "IssueStatistics",
    "IssueText",
    "IssueVersion",
    "Mitigation",
    "MitigationText",
    "QualityAttribute",
    "QualityAttributeText",
    "Release",
    "ReleaseFile",
    "Revision",
    "Source",
    "SourceText",
    "Strategy",
    "StrategyText",
    "WorkflowPhase",
    "WorkflowPhaseText",
]
