"""Labels of speakers: as much as may be said of somebody without describing fewer than k people.

Labels are given from the most telling down. "A data scientist in health" needs k participants with published quotes
who are exactly that; those left over share "a data scientist" if they are k among themselves; everybody else is "a
practitioner". An attribute that is not known makes no group. Counting only those left over matters: one data
scientist whose sector is not shown, among many whose sector is, would stand out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.models import Evidence, Source
from interviews.models import Participant, Publication, Study

ANYBODY = "a practitioner"


@dataclass(frozen=True)
class Attributes:
    """What a label may be made of, generalized; empty where it is not known."""

    role: str = ""
    sector: str = ""


def attributes_of(participant: Participant) -> Attributes:
    """The attributes of a participant that labels use."""
    return Attributes(participant.role.strip(), participant.sector.strip())


def candidates(person: Attributes) -> list[str]:
    """Labels that fit, most telling first, without the one that fits everybody.

    >>> candidates(Attributes("data scientist", "health"))
    ['a data scientist in health', 'a data scientist']
    """
    if not person.role:
        return []
    article = "an" if person.role[0].lower() in "aeiou" or person.role.split()[0] in {"ML", "MLOps"} else "a"
    general = f"{article} {person.role}"
    return [f"{general} in {person.sector}", general] if person.sector else [general]


def labels(people: Mapping[int, Attributes], *, k: int) -> dict[int, str]:
    """The label of each person, by the caller's key, so that each label but "a practitioner" fits at least `k`."""
    given: dict[int, str] = {}
    for attributes in (2, 1):
        left = {
            key: fitting[-attributes]
            for key, fitting in ((key, candidates(person)) for key, person in people.items() if key not in given)
            if len(fitting) >= attributes
        }
        sizes = Counter(left.values())
        given.update({key: label for key, label in left.items() if sizes[label] >= k})
    return {key: given.get(key, ANYBODY) for key in people}


def speakers_of(source: Source) -> dict[str, Participant]:
    """Whose words each published quote of the source is, by public id.

    A quote that was loaded from a fixture has nobody here: it keeps its label and counts in no group.
    """
    published = Evidence.objects.published().filter(source=source).values_list("public_id", flat=True)
    publications = Publication.objects.filter(evidence_id__in=list(published)).exclude(participant_code="")
    studies = {publication.study_id for publication in publications}
    people = {(p.study_id, p.code): p for p in Participant.objects.filter(study__in=studies)}
    spoken = {p.evidence_id: people.get((p.study_id, p.participant_code)) for p in publications}
    return {public_id: person for public_id, person in spoken.items() if person is not None}


def smallest_group(source: Source) -> int:
    """k of the source: the strictest of its own and its studies'."""
    return max([source.k, *Study.objects.filter(source=source).values_list("k", flat=True)])
