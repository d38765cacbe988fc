"""The private workshop: raw text, people, coders and codes. Nothing here is ever shown to a reader."""

from interviews.models.codes import Code, Coding, CodingPass, Memo
from interviews.models.events import Event
from interviews.models.identifiers import Identifier, IdentifierVariant, KeyRing, Replacement
from interviews.models.interviews import Interview, Segment, SegmentReview, Speaker
from interviews.models.publication import EvidenceDraft, IdentifierClearance, IssueDraft, Publication
from interviews.models.studies import Consent, GuideQuestion, InterviewGuide, Participant, Study, StudyMembership

__all__ = [
    "Code",
    "Coding",
    "CodingPass",
    "Consent",
    "Event",
    "EvidenceDraft",
    "GuideQuestion",
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
    "Study",
    "StudyMembership",
]
