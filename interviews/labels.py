"""Labels of speakers: as much as may be said of somebody without describing fewer than k people.

Labels are given from the most telling down. "A data scientist in health" needs k participants with published quotes
who are exactly that; those left over share "a data scientist" if they are k among themselves; everybody else is "a
practitioner". An attribute that is not known makes no group, and neither does one that is not told. Counting only
those left over matters: one data scientist whose sector is not shown, among many whose sector is, would stand out.
For the same reason "a practitioner" must be nobody or at least k people: with fewer, the smallest other group joins
them. So every combination of attributes that is published, and every part of one, is shared by k participants, and
no label of fewer than k ties one person's quotes together (k-anonymity: Sweeney 2002, doi:10.1142/S0218488502001648).

Where a study links its labels, each label ends in a participant's number: "a data scientist, participant 3".
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from catalog.models import Evidence, Source
from catalog.speakers import ANYBODY, LINK
from interviews.models import Participant, Publication, Study

Key = TypeVar("Key")


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


def labels(people: Mapping[Key, Attributes], *, k: int) -> dict[Key, str]:
    """The label of each person, by the caller's key, so that each label fits at least `k` of them.

    "A practitioner" fits fewer only where all together are fewer.

    >>> labels({1: Attributes("analyst"), 2: Attributes("analyst"), 3: Attributes("manager")}, k=2)
    {1: 'a practitioner', 2: 'a practitioner', 3: 'a practitioner'}
    """
    return generalized({key: candidates(person) for key, person in people.items()}, k=k)


def generalized(fitting: Mapping[Key, Sequence[str]], *, k: int) -> dict[Key, str]:
    """As `labels`, from the labels that fit each person, most telling first."""
    given: dict[Key, str] = {}
    for level in range(max(map(len, fitting.values()), default=0), 0, -1):
        left = {key: names[-level] for key, names in fitting.items() if key not in given and len(names) >= level}
        sizes = Counter(left.values())
        given.update({key: label for key, label in left.items() if sizes[label] >= k})
    everybody = {key: given.get(key, ANYBODY) for key in fitting}
    while len(shown := Counter(everybody.values())) > 1 and 0 < shown[ANYBODY] < k:
        smallest = min((label for label in shown if label != ANYBODY), key=lambda label: (shown[label], label))
        everybody = {key: ANYBODY if label == smallest else label for key, label in everybody.items()}
    return everybody


def linked(label: str, number: int | None) -> str:
    """The label with a participant's public number, where the study links labels."""
    return f"{label}{LINK}{number}" if number is not None else label


def unlinked(label: str) -> tuple[str, str]:
    """A label without its link, and the link: "a practitioner", ", participant 3".

    >>> unlinked(linked("a practitioner", 3))
    ('a practitioner', ', participant 3')
    """
    base, link, number = label.partition(LINK)
    return base, link + number


def newest(publications: "QuerySet[Publication]") -> dict[str, Publication]:
    """As what each quote was published last, by public id: who spoke may have been corrected in between."""
    return {each.evidence_id: each for each in publications.exclude(evidence_id="").order_by("published_at", "id")}


def quoted(participant: Participant) -> list[str]:
    """Public ids of the quotes that were published last as this participant's, hidden ones too; sorted."""
    of_study = newest(Publication.objects.filter(study=participant.study_id))
    return sorted(public_id for public_id, each in of_study.items() if each.participant_code == participant.code)


def speakers_of(source: Source, public_ids: Collection[str] | None = None) -> dict[str, Participant]:
    """Whose words each published quote of the source is, by public id; of all of them, or of those asked about.

    A quote that was loaded from a fixture has nobody here: it keeps its label and counts in no group.
    """
    quotes = Evidence.objects.published().filter(source=source)
    if public_ids is not None:
        quotes = quotes.filter(public_id__in=public_ids)
    publications = newest(Publication.objects.filter(evidence_id__in=list(quotes.values_list("public_id", flat=True))))
    studies = {publication.study_id for publication in publications.values()}
    people = {(p.study_id, p.code): p for p in Participant.objects.filter(study__in=studies).select_related("study")}
    spoken = {public_id: people.get((p.study_id, p.participant_code)) for public_id, p in publications.items()}
    return {public_id: person for public_id, person in spoken.items() if person is not None}


def smallest_group(source: Source) -> int:
    """k of the source: the strictest of its own and its studies'."""
    return max([source.k, *Study.objects.filter(source=source).values_list("k", flat=True)])
