"""What a study must have settled before anything of it is published."""

from collections.abc import Iterator

from interviews.gate_rules.base import EvidenceCandidate, Finding, IssueCandidate


def study_is_no_sample(candidate: EvidenceCandidate | IssueCandidate) -> Iterator[Finding]:
    """The sample study is invented: nothing of it is ever published."""
    if candidate.study.is_sample:
        yield Finding("study_is_no_sample", f"study {candidate.study.slug} is an invented sample", "use a real study")


def source_is_set(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """A quote must say which published study it comes from."""
    if candidate.study.source is None:
        yield Finding(
            "source_is_set",
            f"study {candidate.study.slug} has no source to publish under",
            "choose or make the study's source",
        )


def single_participant_is_acknowledged(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """Quotes of a study with one participant are all that person's: the publisher says once to know that."""
    study = candidate.study
    people = study.participants.filter(withdrawn_at=None).count()
    if people <= 1 and study.single_participant_acknowledged_by_id is None:
        yield Finding(
            "single_participant_is_acknowledged",
            f"study {study.slug} has one participant, so its quotes are linked to each other",
            "a publisher acknowledges that once for the study",
        )
