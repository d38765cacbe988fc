"""Numbers and labels of a source, copied anew into the catalog after its quotes changed.

Always called inside the transaction that published, hid or withdrew something.
"""

from collections import defaultdict
from collections.abc import Collection
from itertools import combinations

from catalog.models import Evidence, IssueCooccurrence, IssueStatistics, Source
from interviews.labels import attributes_of, labels, smallest_group, speakers_of
from interviews.models import Coding, CodingPass


def recompute(source: Source) -> dict[str, str]:
    """Labels, statistics and co-occurrence of everything published under `source`; returns labels that changed."""
    recompute_statistics(source)
    return recompute_labels(source)


def recompute_labels(source: Source) -> dict[str, str]:
    """Give each published quote the most telling label that its participant may have now.

    Returns the labels that changed, by public id.
    """
    spoken = speakers_of(source)
    people = {person.pk: attributes_of(person) for person in spoken.values()}
    given = labels(people, k=smallest_group(source))
    labelled = {public_id: given[person.pk] for public_id, person in spoken.items()}
    stored = dict(Evidence.objects.filter(public_id__in=labelled).values_list("public_id", "speaker_label"))
    changed = {public_id: label for public_id, label in labelled.items() if stored[public_id] != label}
    for public_id, label in changed.items():
        Evidence.objects.filter(public_id=public_id).update(speaker_label=label)
    return changed


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
