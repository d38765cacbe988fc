"""Who spoke, and what they agreed to."""

from collections.abc import Iterator

from interviews.gate_rules.base import EvidenceCandidate, Finding
from interviews.models import Speaker


def speaker_is_a_participant(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """Only an interviewee who is a known participant is quoted: no interviewer, nobody unknown."""
    speaker = candidate.segment.speaker
    where = f"turn {candidate.segment.position} of interview {candidate.segment.interview.number}"
    if speaker.role != Speaker.Role.INTERVIEWEE:
        yield Finding(
            "speaker_is_a_participant",
            f"{where} is spoken by an {speaker.role} person"
            if speaker.role == Speaker.Role.UNKNOWN
            else f"{where} is spoken by an {speaker.role}",
            "correct who spoke, or take another quote",
        )
    elif speaker.participant is None:
        yield Finding(
            "speaker_is_a_participant",
            f"the interviewee of {where} is no participant yet",
            "link the speaker to a participant",
        )


def participant_consents_to_quotes(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """The participant's explicit consent to published quotes stands: neither revoked, nor withdrawn."""
    person = candidate.participant
    if person is not None and person.may_be_quoted():
        return
    who = f"participant {person.code}" if person else "the speaker"
    yield Finding(
        "participant_consents_to_quotes",
        f"{who} has no standing consent to published quotes",
        "record the consent with its date and how it was given, or leave the quote out",
    )
