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
from catalog.models.questions import Question, QuestionText
from catalog.models.strategies import Mitigation, MitigationText, Strategy, StrategyText
from catalog.models.taxonomy import (
    FormerAttributeSlug,
    FormerPhaseSlug,
    QualityAttribute,
    QualityAttributeText,
    SlugTaken,
    WorkflowPhase,
    WorkflowPhaseText,
)

__all__ = [
    "Claim",
    "ClaimText",
    "Evidence",
    "ExternalMapping",
    "FormerAttributeSlug",
    "FormerPhaseSlug",
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
    "Question",
    "QuestionText",
    "Release",
    "ReleaseFile",
    "Revision",
    "SlugTaken",
    "Source",
    "SourceText",
    "Strategy",
    "StrategyText",
    "WorkflowPhase",
    "WorkflowPhaseText",
]
