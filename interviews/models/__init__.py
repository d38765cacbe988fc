"""The private workshop: raw text, people, coders and codes. Nothing here is ever shown to a reader."""

from interviews.models.code_versions import CodeVersion
from interviews.models.codes import Code, Coding, CodingPass, Memo
from interviews.models.counted_codes import CountedCode
from interviews.models.events import Event
from interviews.models.identifiers import (
    AuthorPlaceholder,
    HeldText,
    Identifier,
    IdentifierVariant,
    KeyRing,
    Replacement,
    StandingDecision,
)
from interviews.models.interviews import Interview, Segment, SegmentReview, Speaker
from interviews.models.publication import EvidenceDraft, IdentifierClearance, IssueDraft, Publication
from interviews.models.studies import Consent, GuideQuestion, InterviewGuide, Participant, Study, StudyMembership

__all__ = [
    "AuthorPlaceholder",
    "Code",
    "CodeVersion",
    "Coding",
    "CodingPass",
    "Consent",
    "CountedCode",
    "Event",
    "EvidenceDraft",
    "GuideQuestion",
    "HeldText",
    "Identifier",
    "IdentifierClearance",
    "IdentifierVariant",
    "Interview",
    "InterviewGuide",
    "IssueDraft",
    "KeyRing",
    "Memo",
    "Participant",
    "Publication",
    "Replacement",
    "Segment",
    "SegmentReview",
    "Speaker",
    "StandingDecision",
    "Study",
    "StudyMembership",
]
