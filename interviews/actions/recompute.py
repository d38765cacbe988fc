"""Numbers and labels of a source, copied anew into the catalog after its quotes changed.

Always called inside the transaction that published, hid or withdrew something.
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from catalog.models import Evidence, IssueCooccurrence, IssueStatistics, Source
from interviews.crypto import KeyMissing
from interviews.labels import (
    attributes_of,
    candidates,
    generalized,
    linked,
    smallest_group,
    speakers_of,
    unlinked,
)
from interviews.models import Coding, CodingPass, IdentifierClearance, Participant
from interviews.payload import payload_hash
from interviews.questions import may_name_in, questions_of
from interviews.registry import Registry


def recompute(source: Source) -> dict[str, str]:
    """All that is counted of what is published under `source`; returns the labels of quotes that changed."""
    recompute_statistics(source)
    return recompute_labels(source)


def recompute_labels(source: Source) -> dict[str, str]:
    """Give each published quote the most telling label that its participant may have now, and the question it may name.

    Returns the label of each quote that changed in either, by public id.
    """
    spoken = speakers_of(source)
    given = generalized(sayable(spoken.values()), k=smallest_group(source))
    numbers = public_numbers(source, {person.pk: person for person in spoken.values()}.values())
    labelled = {public_id: linked(given[p.pk], numbers.get(p.pk)) for public_id, p in spoken.items()}
    stored = dict(Evidence.objects.filter(public_id__in=labelled).values_list("public_id", "speaker_label"))
    changed = {public_id: label for public_id, label in labelled.items() if stored[public_id] != label}
    for public_id, label in changed.items():
        Evidence.objects.filter(public_id=public_id).update(speaker_label=label)
    return changed | {public_id: labelled[public_id] for public_id in recompute_questions(source, spoken, labelled)}


def recompute_questions(source: Source, spoken: Mapping[str, Participant], labels: Mapping[str, str]) -> list[str]:
    """Let each quote name the question it answers where it may, and no question elsewhere; returns those changed."""
    named, asked = may_name_in(source, spoken, labels), questions_of(source, spoken)
    stored = dict(Evidence.objects.filter(public_id__in=spoken).values_list("public_id", "question"))
    wanted = {public_id: asked.get(public_id) if public_id in named else None for public_id in spoken}
    changed = [public_id for public_id, question in wanted.items() if stored[public_id] != question]
    for public_id in changed:
        Evidence.objects.filter(public_id=public_id).update(question=wanted[public_id])
    return changed


def sayable(people: Iterable[Participant]) -> dict[int, list[str]]:
    """The labels that fit each person, by id, most telling first, without those in which an identifier stands.

    The gate looked at those that fitted when a quote was published; what is known of a person may have changed since.
    """
    try:
        registry = Registry()
    except KeyMissing:
        # Without its keys nobody can tell whether a label names somebody: none is said then.
        return {person.pk: [] for person in people}
    cleared = set(IdentifierClearance.objects.values_list("identifier", "payload_sha256", "start", "end"))

    def names_nobody(label: str) -> bool:
        digest = payload_hash(label)
        return all((m.key, digest, m.start, m.end) in cleared for m in registry.find_each(label))

    fitting = {person.pk: candidates(attributes_of(person)) for person in people}
    return {pk: [label for label in labels if names_nobody(label)] for pk, labels in fitting.items()}


def public_numbers(source: Source, people: Iterable[Participant]) -> dict[int, int]:
    """The number of each participant whose study links its labels, by id; new ones are drawn at random.

    Not counted up: a number must not say in which order people were interviewed or published.
    """
    linking = [person for person in people if person.study.linking_labels]
    of_source = Participant.objects.filter(study__source=source)
    taken = set(of_source.exclude(public_number=None).values_list("public_number", flat=True))
    free = [number for number in range(1, of_source.count() + 1) if number not in taken]
    for person in sorted(linking, key=lambda person: person.pk):
        if person.public_number is None:
            person.public_number = free.pop(secrets.randbelow(len(free)))
            Participant.objects.filter(pk=person.pk).update(public_number=person.public_number)
    return {person.pk: person.public_number for person in linking if person.public_number is not None}


def labels_in_release(shown: Mapping[str, str]) -> dict[str, str]:
    """Labels that a release's quotes must have from now on, by public id, where they differ from those `shown`.

    A release holds other quotes than the catalog does today, so its groups are counted by themselves, and each label
    may only become more general. Quotes of nobody here keep theirs.
    """
    changed: dict[str, str] = {}
    for source in Source.objects.filter(evidence__public_id__in=shown).distinct():
        spoken = speakers_of(source, list(shown))
        people = {person.pk: person for person in spoken.values()}
        told = {person.pk: unlinked(shown[public_id]) for public_id, person in spoken.items()}
        fitting = {pk: at_most(told[pk][0], labels) for pk, labels in sayable(people.values()).items()}
        given = generalized(fitting, k=smallest_group(source))
        for public_id, person in spoken.items():
            link = told[person.pk][1] if person.study.linking_labels else ""
            if (label := given[person.pk] + link) != shown[public_id]:
                changed[public_id] = label
    return changed


def at_most(label: str, fitting: list[str]) -> list[str]:
    """Of the labels that fit, the one that is told and those more general; none where another is told."""
    return fitting[fitting.index(label) :] if label in fitting else []


def recompute_statistics(source: Source) -> None:
    """Count participants, interviews and codings of each issue in the source's submitted moderated passes.

    Rows without a count of codings are not ours (a paper's own figures) unless the issue was coded here.
    """
    codings = (
        Coding.objects.filter(
            coding_pass__kind=CodingPass.Kind.MODERATED,
            coding_pass__status=CodingPass.Status.SUBMITTED,
            coding_pass__interview__study__source=source,
            coding_pass__interview__study__is_sample=False,
        )
        .select_related("code__merged_into__merged_into", "segment__speaker", "coding_pass")
        .order_by("pk")
    )
    by_issue: dict[int, list[Coding]] = defaultdict(list)
    for coding in codings:
        issue = coding.code.effective().issue_id
        if issue is not None:
            by_issue[issue].append(coding)
    for issue, found in by_issue.items():
        IssueStatistics.objects.update_or_create(issue_id=issue, source=source, defaults=counts(found))
    forget_uncoded(source, list(by_issue))
    recompute_cooccurrence(source, {issue: interviews_of(found) for issue, found in by_issue.items()})


def counts(codings: list[Coding]) -> dict[str, int | None]:
    """The numbers of one issue; agreement is not computed here."""
    people = {coding.segment.speaker.participant_id for coding in codings} - {None}
    return {
        "participants": len(people),
        "interviews": len(interviews_of(codings)),
        "codings": len(codings),
        "kappa": None,
    }


def interviews_of(codings: list[Coding]) -> set[int]:
    return {coding.coding_pass.interview_id for coding in codings}


def forget_uncoded(source: Source, coded: Collection[int]) -> None:
    """Issues that were counted here and are no longer coded: no row, or a row without our numbers."""
    ours = IssueStatistics.objects.filter(source=source, codings__isnull=False).exclude(issue_id__in=coded)
    ours.filter(reference="", survey_validated=False).delete()
    ours.update(participants=None, interviews=None, codings=None, kappa=None)


def recompute_cooccurrence(source: Source, interviews: dict[int, set[int]]) -> None:
    """In how many interviews two issues were both found; the lower number stands first."""
    numbers = dict(IssueStatistics.objects.filter(source=source).values_list("issue_id", "issue__number"))
    pairs = combinations(sorted(interviews, key=lambda issue: numbers[issue]), 2)
    shared = {(a, b): len(interviews[a] & interviews[b]) for a, b in pairs}
    IssueCooccurrence.objects.filter(source=source).delete()
    IssueCooccurrence.objects.bulk_create(
        IssueCooccurrence(source=source, issue_id=a, other_id=b, interviews=together)
        for (a, b), together in shared.items()
        if together
    )
