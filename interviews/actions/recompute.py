"""Numbers and labels of a source, copied anew into the catalog after its quotes changed.

Always called inside the transaction that published, hid or withdrew something.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from catalog.models import Evidence, Issue, IssueCooccurrence, IssueStatistics, Source
from interviews.coded_issues import codings_of, fewest_told, interviews_of, not_told, people_of, tell_of_few
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
from interviews.models import Coding, IdentifierClearance, Participant
from interviews.moved_codes import joined_by_few, moves, remember
from interviews.payload import payload_hash
from interviews.questions import may_name_in, questions_of
from interviews.registry import Registry

NO_PEOPLE: dict[str, int | None] = {"participants": None, "interviews": None}


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

    Rows without a count of codings are not ours (a paper's own figures) unless the issue was coded here. People that a
    merge, or a code that came from another issue, stopped telling of stay untold.
    """
    codings = codings_of(source)
    found = moves(codings)
    by_issue = {issue: these for issue, these in found.now.items() if issue is not None}
    untold = not_told(source) | joined_by_few(source, found)
    for issue, these in by_issue.items():
        numbers = counts(these) | (NO_PEOPLE if issue in untold else {})
        IssueStatistics.objects.update_or_create(issue_id=issue, source=source, defaults=numbers)
    forget_uncoded(source, list(by_issue))
    recompute_cooccurrence(source, {issue: interviews_of(these) for issue, these in by_issue.items()}, found.touched)
    remember(codings)


def counts(codings: list[Coding]) -> dict[str, int | None]:
    """The numbers of one issue; agreement is not computed here."""
    return {
        "participants": len(people_of(codings)),
        "interviews": len(interviews_of(codings)),
        "codings": len(codings),
        "kappa": None,
    }


def forget_uncoded(source: Source, coded: Collection[int]) -> None:
    """Issues that were counted here and are no longer coded: no row, or a row without our numbers."""
    ours = IssueStatistics.objects.filter(source=source, codings__isnull=False).exclude(issue_id__in=coded)
    # What is not told stays so even if its talks are coded again: the row remembers it.
    ours.filter(participants=None).update(codings=0, kappa=None)
    ours = ours.exclude(participants=None)
    ours.filter(reference="", survey_validated=False).delete()
    ours.update(participants=None, interviews=None, codings=None, kappa=None)


def recompute_cooccurrence(source: Source, interviews: dict[int, set[int]], touched: Collection[int]) -> None:
    """In how many interviews two issues were both found, where that tells of no few; the lower number stands first.

    Nothing is told of an issue that others were merged into, or that codes came to or left (`touched`): with what was
    told before, it tells of all three.
    """
    k = fewest_told(source)
    told = Issue.objects.filter(pk__in=interviews).order_by("number")
    if k > 1:
        absorbed = Issue.objects.filter(merged_from__isnull=False)
        told = told.exclude(pk__in=absorbed.values("pk")).exclude(pk__in=touched)
    IssueCooccurrence.objects.filter(source=source).delete()
    IssueCooccurrence.objects.bulk_create(
        IssueCooccurrence(source=source, issue_id=a, other_id=b, interviews=len(together))
        for a, b in combinations(told.values_list("pk", flat=True), 2)
        if (together := interviews[a] & interviews[b]) and not tell_of_few(interviews[a], interviews[b], k=k)
    )
