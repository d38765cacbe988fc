"""The public catalog: only what is published, no user, no interview."""

from catalog.models.among import Among
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
from catalog.models.search import (
    SEARCH_INDEX,
    IssueEntry,
    QuoteEntry,
    SearchEntry,
    SearchKind,
    SearchPending,
    SearchSpelling,
    SearchTerm,
    SearchWord,
    StrategyEntry,
)
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
    "SEARCH_INDEX",
    "Among",
    "Claim",
    "ClaimText",
    "Evidence",
    "ExternalMapping",
    "FormerAttributeSlug",
    "FormerPhaseSlug",
    "Issue",
    "IssueAttribute",
    "IssueCooccurrence",
    "IssueEntry",
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
    "QuoteEntry",
    "Release",
    "ReleaseFile",
    "Revision",
    "SearchEntry",
    "SearchKind",
    "SearchPending",
    "SearchSpelling",
    "SearchTerm",
    "SearchWord",
    "SlugTaken",
    "Source",
    "SourceText",
    "Strategy",
    "StrategyEntry",
    "StrategyText",
    "WorkflowPhase",
    "WorkflowPhaseText",
]
