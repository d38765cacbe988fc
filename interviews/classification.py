"""What every private field holds, field by field: the register that the tests of privacy and docs/reference read.

A new field of a model of `interviews` is added here in the same change: an unclassified one fails the build.
"""

from enum import StrEnum


class FieldClass(StrEnum):
    """What a field may hold, and what follows from it.

    - **raw words**: what was said, or text made from it that no gate let out. Encrypted with the key of its interview
      or study, a binary field; decrypted only in memory for a member of the study; in no list, search, filter or
      `str()`; unreadable once the key is destroyed.
    - **identity**: what names somebody, or text in which a name was found. Encrypted and kept out of lists like raw
      words; found again by a keyed fingerprint, never by the name.
    - **quasi identifier**: what narrows down who a participant is, alone or with others. Readable in the workshop for
      members of the study; no model of the catalog has it; reaches the public only in a label that the gate allows.
    - **researcher's words**: free text of the people who do the study. Not encrypted, so it must not quote or
      name anybody; readable in the workshop.
    - **decision**: what somebody decided, who, and when. Names accounts, spans and choices, no words of
      the talk; may be shown in lists to members.
    - **reference**: which row it is or belongs to, or a digest that tells whether something is the same. Holds no
      words of the talk; may be shown in lists to members.
    - **bookkeeping**: how the program got and handles the row: formats, states, counts, times. Holds no words of the
      talk, and may be shown in lists to members.
    - **key**: a data key, wrapped by the keys of the deployment. A binary field, never shown; destroying it destroys
      what it seals.
    """

    RAW_WORDS = "raw words"
    IDENTITY = "identity"
    QUASI_IDENTIFIER = "quasi identifier"
    RESEARCHERS_WORDS = "researcher's words"
    DECISION = "decision"
    REFERENCE = "reference"
    BOOKKEEPING = "bookkeeping"
    KEY = "key"


# Encrypted, or an encrypted key: never shown as they are stored.
SEALED = frozenset({FieldClass.RAW_WORDS, FieldClass.IDENTITY, FieldClass.KEY})

CLASSIFICATION: dict[str, dict[str, FieldClass]] = {
    "Study": {
        "id": FieldClass.REFERENCE,
        "slug": FieldClass.REFERENCE,
        "title": FieldClass.RESEARCHERS_WORDS,
        "citation": FieldClass.RESEARCHERS_WORDS,
        "protocol": FieldClass.RESEARCHERS_WORDS,
        "k": FieldClass.DECISION,
        "linking_labels": FieldClass.DECISION,
        "linking_labels_by": FieldClass.DECISION,
        "linking_labels_at": FieldClass.DECISION,
        "destroy_by": FieldClass.DECISION,
        "destroyed_by": FieldClass.DECISION,
        "destroyed_at": FieldClass.DECISION,
        "is_sample": FieldClass.BOOKKEEPING,
        "source": FieldClass.REFERENCE,
        "single_participant_acknowledged_by": FieldClass.DECISION,
        "single_participant_acknowledged_at": FieldClass.DECISION,
        "data_key": FieldClass.KEY,
        "guid": FieldClass.REFERENCE,
    },
    "StudyMembership": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "user": FieldClass.REFERENCE,
        "role": FieldClass.DECISION,
    },
    "Participant": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "code": FieldClass.QUASI_IDENTIFIER,
        "role": FieldClass.QUASI_IDENTIFIER,
        "sector": FieldClass.QUASI_IDENTIFIER,
        "experience": FieldClass.QUASI_IDENTIFIER,
        "country": FieldClass.QUASI_IDENTIFIER,
        "company_size": FieldClass.QUASI_IDENTIFIER,
        "public_number": FieldClass.QUASI_IDENTIFIER,
        "withdrawn_at": FieldClass.DECISION,
    },
    "Consent": {
        "id": FieldClass.REFERENCE,
        "participant": FieldClass.REFERENCE,
        "scope": FieldClass.DECISION,
        "granted_on": FieldClass.DECISION,
        "evidence": FieldClass.RESEARCHERS_WORDS,
        "revoked_on": FieldClass.DECISION,
    },
    "InterviewGuide": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "version": FieldClass.RESEARCHERS_WORDS,
    },
    "GuideQuestion": {
        "id": FieldClass.REFERENCE,
        "guide": FieldClass.REFERENCE,
        "key": FieldClass.RESEARCHERS_WORDS,
        "position": FieldClass.BOOKKEEPING,
        "text": FieldClass.RESEARCHERS_WORDS,
        "phase": FieldClass.REFERENCE,
    },
    "Interview": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "number": FieldClass.REFERENCE,
        "language": FieldClass.BOOKKEEPING,
        "guide": FieldClass.REFERENCE,
        "source_sha256": FieldClass.REFERENCE,
        "source_format": FieldClass.BOOKKEEPING,
        "import_state": FieldClass.BOOKKEEPING,
        "coding_state": FieldClass.BOOKKEEPING,
        "warnings": FieldClass.BOOKKEEPING,
        "imported_by": FieldClass.BOOKKEEPING,
        "imported_at": FieldClass.BOOKKEEPING,
        "data_key": FieldClass.KEY,
        "guid": FieldClass.REFERENCE,
    },
    "Speaker": {
        "id": FieldClass.REFERENCE,
        "interview": FieldClass.REFERENCE,
        "role": FieldClass.BOOKKEEPING,
        "number": FieldClass.REFERENCE,
        "participant": FieldClass.REFERENCE,
        "label_encrypted": FieldClass.IDENTITY,
    },
    "Segment": {
        "id": FieldClass.REFERENCE,
        "interview": FieldClass.REFERENCE,
        "speaker": FieldClass.REFERENCE,
        "position": FieldClass.REFERENCE,
        "text_encrypted": FieldClass.RAW_WORDS,
        "length": FieldClass.BOOKKEEPING,
        "line": FieldClass.BOOKKEEPING,
        "start_ms": FieldClass.BOOKKEEPING,
        "end_ms": FieldClass.BOOKKEEPING,
    },
    "SegmentReview": {
        "id": FieldClass.REFERENCE,
        "segment": FieldClass.REFERENCE,
        "kind": FieldClass.DECISION,
        "reviewer": FieldClass.DECISION,
        "reviewed_at": FieldClass.DECISION,
        "coding_pass": FieldClass.REFERENCE,
        "state_sha256": FieldClass.REFERENCE,
    },
    "Code": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "name": FieldClass.RESEARCHERS_WORDS,
        "kind": FieldClass.BOOKKEEPING,
        "parent": FieldClass.REFERENCE,
        "definition": FieldClass.RESEARCHERS_WORDS,
        "include": FieldClass.RESEARCHERS_WORDS,
        "exclude": FieldClass.RESEARCHERS_WORDS,
        "shortcut": FieldClass.BOOKKEEPING,
        "colour": FieldClass.BOOKKEEPING,
        "merged_into": FieldClass.DECISION,
        "split_into": FieldClass.DECISION,
        "retired_at": FieldClass.DECISION,
        "issue": FieldClass.REFERENCE,
        "strategy": FieldClass.REFERENCE,
        "guid": FieldClass.REFERENCE,
    },
    "Code_split_into": {
        "id": FieldClass.REFERENCE,
        "from_code": FieldClass.DECISION,
        "to_code": FieldClass.DECISION,
    },
    "CodeVersion": {
        "id": FieldClass.REFERENCE,
        "code": FieldClass.REFERENCE,
        "event": FieldClass.REFERENCE,
        "by": FieldClass.BOOKKEEPING,
        "at": FieldClass.BOOKKEEPING,
        "entry_encrypted": FieldClass.RAW_WORDS,
    },
    "CodingPass": {
        "id": FieldClass.REFERENCE,
        "interview": FieldClass.REFERENCE,
        "coder": FieldClass.BOOKKEEPING,
        "kind": FieldClass.BOOKKEEPING,
        "status": FieldClass.BOOKKEEPING,
        "started_at": FieldClass.BOOKKEEPING,
        "submitted_at": FieldClass.BOOKKEEPING,
        "adopted_from": FieldClass.REFERENCE,
        "printed_turns": FieldClass.DECISION,
        "source_sha256": FieldClass.REFERENCE,
    },
    "Coding": {
        "id": FieldClass.REFERENCE,
        "coding_pass": FieldClass.REFERENCE,
        "segment": FieldClass.REFERENCE,
        "start": FieldClass.DECISION,
        "end": FieldClass.DECISION,
        "code": FieldClass.DECISION,
        "group": FieldClass.REFERENCE,
        "span_certain": FieldClass.DECISION,
        "created_at": FieldClass.BOOKKEEPING,
        "split_from": FieldClass.DECISION,
    },
    "Memo": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "author": FieldClass.BOOKKEEPING,
        "interview": FieldClass.REFERENCE,
        "segment": FieldClass.REFERENCE,
        "code": FieldClass.REFERENCE,
        "coding": FieldClass.REFERENCE,
        "text_encrypted": FieldClass.RAW_WORDS,
        "written_at": FieldClass.BOOKKEEPING,
    },
    "Event": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "interview": FieldClass.REFERENCE,
        "coding_pass": FieldClass.REFERENCE,
        "actor": FieldClass.BOOKKEEPING,
        "action": FieldClass.BOOKKEEPING,
        "data": FieldClass.BOOKKEEPING,
        "at": FieldClass.BOOKKEEPING,
    },
    "KeyRing": {
        "id": FieldClass.REFERENCE,
        "purpose": FieldClass.BOOKKEEPING,
        "data_key": FieldClass.KEY,
    },
    "Identifier": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "type": FieldClass.DECISION,
        "placeholder": FieldClass.DECISION,
        "name_encrypted": FieldClass.IDENTITY,
        "fingerprint": FieldClass.REFERENCE,
        "data_key": FieldClass.KEY,
        "added_by": FieldClass.BOOKKEEPING,
        "added_at": FieldClass.BOOKKEEPING,
    },
    "IdentifierVariant": {
        "id": FieldClass.REFERENCE,
        "identifier": FieldClass.REFERENCE,
        "match": FieldClass.DECISION,
        "text_encrypted": FieldClass.IDENTITY,
        "fingerprint": FieldClass.REFERENCE,
        "word_count": FieldClass.BOOKKEEPING,
        "context_before": FieldClass.RESEARCHERS_WORDS,
    },
    "StandingDecision": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "verdict": FieldClass.DECISION,
        "type": FieldClass.DECISION,
        "words_fingerprint": FieldClass.REFERENCE,
        "kind": FieldClass.DECISION,
        "text_encrypted": FieldClass.RAW_WORDS,
        "identifier": FieldClass.REFERENCE,
        "reason": FieldClass.RESEARCHERS_WORDS,
        "asked_by": FieldClass.DECISION,
        "decided_by": FieldClass.DECISION,
        "decided_at": FieldClass.DECISION,
        "undone_at": FieldClass.DECISION,
    },
    "Replacement": {
        "id": FieldClass.REFERENCE,
        "segment": FieldClass.REFERENCE,
        "start": FieldClass.DECISION,
        "end": FieldClass.DECISION,
        "kind": FieldClass.DECISION,
        "type": FieldClass.DECISION,
        "text_encrypted": FieldClass.RAW_WORDS,
        "identifier": FieldClass.REFERENCE,
        "origin": FieldClass.BOOKKEEPING,
        "source": FieldClass.BOOKKEEPING,
        "confidence": FieldClass.BOOKKEEPING,
        "words_fingerprint": FieldClass.REFERENCE,
        "status": FieldClass.DECISION,
        "decided_by": FieldClass.DECISION,
        "decided_at": FieldClass.DECISION,
        "reason": FieldClass.RESEARCHERS_WORDS,
        "keep_asked_by": FieldClass.DECISION,
        "keep_asked_at": FieldClass.DECISION,
        "everywhere": FieldClass.REFERENCE,
    },
    "AuthorPlaceholder": {
        "id": FieldClass.REFERENCE,
        "interview": FieldClass.REFERENCE,
        "type": FieldClass.BOOKKEEPING,
        "key": FieldClass.RESEARCHERS_WORDS,
        "spellings": FieldClass.RESEARCHERS_WORDS,
        "occurrences": FieldClass.BOOKKEEPING,
        "identifier": FieldClass.REFERENCE,
        "settled_by": FieldClass.DECISION,
        "settled_at": FieldClass.DECISION,
        "settled_reason": FieldClass.RESEARCHERS_WORDS,
        "settled_signs": FieldClass.REFERENCE,
    },
    "HeldText": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "identifier": FieldClass.REFERENCE,
        "model": FieldClass.REFERENCE,
        "row": FieldClass.REFERENCE,
        "field": FieldClass.REFERENCE,
        "text_encrypted": FieldClass.IDENTITY,
        "held_by": FieldClass.DECISION,
        "held_at": FieldClass.DECISION,
        "settlement": FieldClass.DECISION,
        "reason": FieldClass.RESEARCHERS_WORDS,
        "settled_by": FieldClass.DECISION,
        "settled_at": FieldClass.DECISION,
    },
    "EvidenceDraft": {
        "id": FieldClass.REFERENCE,
        "coding": FieldClass.REFERENCE,
        "segment": FieldClass.REFERENCE,
        "start": FieldClass.DECISION,
        "end": FieldClass.DECISION,
        "issue": FieldClass.REFERENCE,
        "claim": FieldClass.REFERENCE,
        "mitigation": FieldClass.REFERENCE,
        "question": FieldClass.REFERENCE,
        "phase": FieldClass.REFERENCE,
        "stance": FieldClass.DECISION,
        "safe_text_sha256": FieldClass.REFERENCE,
        "public_id": FieldClass.REFERENCE,
        "status": FieldClass.DECISION,
        "proposed_by": FieldClass.DECISION,
        "proposed_at": FieldClass.DECISION,
        "approved_by": FieldClass.DECISION,
        "approved_at": FieldClass.DECISION,
        "relevance": FieldClass.RESEARCHERS_WORDS,
    },
    "IssueDraft": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "issue": FieldClass.REFERENCE,
        "content_encrypted": FieldClass.RAW_WORDS,
        "status": FieldClass.DECISION,
        "proposed_by": FieldClass.DECISION,
        "proposed_at": FieldClass.DECISION,
        "approved_by": FieldClass.DECISION,
        "approved_at": FieldClass.DECISION,
    },
    "IdentifierClearance": {
        "id": FieldClass.REFERENCE,
        "identifier": FieldClass.REFERENCE,
        "evidence_draft": FieldClass.REFERENCE,
        "issue_draft": FieldClass.REFERENCE,
        "held_text": FieldClass.REFERENCE,
        "start": FieldClass.DECISION,
        "end": FieldClass.DECISION,
        "payload_sha256": FieldClass.REFERENCE,
        "cleared_by": FieldClass.DECISION,
        "cleared_at": FieldClass.DECISION,
        "reason": FieldClass.RESEARCHERS_WORDS,
    },
    "Publication": {
        "id": FieldClass.REFERENCE,
        "study": FieldClass.REFERENCE,
        "draft": FieldClass.REFERENCE,
        "issue_draft": FieldClass.REFERENCE,
        "evidence_id": FieldClass.REFERENCE,
        "participant_code": FieldClass.QUASI_IDENTIFIER,
        "published_by": FieldClass.DECISION,
        "published_at": FieldClass.DECISION,
        "findings": FieldClass.BOOKKEEPING,
    },
}
