"""The speaker's label: it falls back rather than hold a quote."""

from collections.abc import Iterator

from interviews.gate_rules.base import EvidenceCandidate, Finding
from interviews.labels import ANYBODY, attributes_of, candidates, labels, smallest_group, speakers_of


def label_describes_enough_people(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """Notes that the label tells less than is known, because it would describe fewer than k people."""
    person, source = candidate.participant, candidate.study.source
    if person is None or source is None:
        return
    quoted = {speaker.pk: attributes_of(speaker) for speaker in speakers_of(source).values()}
    k = smallest_group(source)
    label = labels({**quoted, person.pk: attributes_of(person)}, k=k)[person.pk]
    most_telling = [*candidates(attributes_of(person)), ANYBODY][0]
    if label != most_telling:
        yield Finding(
            "label_describes_enough_people",
            f"fewer than {k} quoted participants share the attributes of participant {person.code}",
            "the label falls back to a more general one",
            holds=False,
        )
