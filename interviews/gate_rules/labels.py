"""The speaker's label and the question asked: they tell less rather than hold a quote."""

from collections.abc import Iterator

from interviews.gate_rules.base import EvidenceCandidate, Finding
from interviews.labels import ANYBODY, attributes_of, candidates, labels, smallest_group, speakers_of
from interviews.questions import may_name_in


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


def question_tells_nobody_apart(candidate: EvidenceCandidate) -> Iterator[Finding]:
    """Notes that the quote won't name the question it answers, because fewer than k people were asked it."""
    person, source, question = candidate.participant, candidate.study.source, candidate.draft.question
    if person is None or source is None or question is None:
        return
    spoken = {**speakers_of(source), "this quote": person}
    k = smallest_group(source)
    given = labels({speaker.pk: attributes_of(speaker) for speaker in spoken.values()}, k=k)
    shown = {public_id: given[speaker.pk] for public_id, speaker in spoken.items()}
    if "this quote" not in may_name_in(source, spoken, shown):
        yield Finding(
            "question_tells_nobody_apart",
            f"fewer than {k} quoted participants of its label were asked from the guide of question {question.key}",
            "the quote is published without the question",
            holds=False,
        )
