"""Which issues a source's own talks are coded with, and which numbers of two issues may stand beside each other.

Two numbers and the number of both together tell how many are in the one group alone, in the other alone, and in both.
Where one of these is a few people only, it ties their quotes together by arithmetic (decision 27).
"""

from collections import defaultdict
from collections.abc import Iterable

from catalog.models import IssueStatistics, Source
from interviews.labels import smallest_group
from interviews.models import Coding, CodingPass, Participant, Study


def codings_of(source: Source) -> list[Coding]:
    """The codings of the source's submitted moderated passes, with their codes and what these were merged into."""
    return list(
        Coding.objects.filter(
            coding_pass__kind=CodingPass.Kind.MODERATED,
            coding_pass__status=CodingPass.Status.SUBMITTED,
            coding_pass__interview__study__source=source,
            coding_pass__interview__study__is_sample=False,
        )
        .select_related("code__merged_into__merged_into", "segment__speaker", "coding_pass")
        .order_by("pk")
    )


def codings_by_issue(source: Source) -> dict[int, list[Coding]]:
    """Those codings by the issue they are counted for."""
    by_issue: dict[int, list[Coding]] = defaultdict(list)
    for coding in codings_of(source):
        issue = coding.code.effective().issue_id
        if issue is not None:
            by_issue[issue].append(coding)
    return dict(by_issue)


def people_of(codings: Iterable[Coding]) -> set[int]:
    found = {coding.segment.speaker.participant_id for coding in codings}
    return {person for person in found if person is not None}


def interviews_of(codings: Iterable[Coding]) -> set[int]:
    return {coding.coding_pass.interview_id for coding in codings}


def fewest_told(source: Source) -> int:
    """The smallest group that the source's numbers may tell of: one where its studies link, or asked one person only.

    A study of one participant is linkable in itself, as its publisher acknowledged.
    """
    unlinked = Study.objects.filter(source=source, is_sample=False, linking_labels=False)
    people = Participant.objects.filter(study__source=source, study__is_sample=False)
    return smallest_group(source) if unlinked.exists() and people.count() > 1 else 1


def tell_of_few(one: set[int], other: set[int], *, k: int) -> bool:
    """Whether the sizes of two groups and of both together tell of fewer than k members.

    >>> tell_of_few({1}, {1, 2, 3}, k=2), tell_of_few({1, 2}, {3, 4}, k=2), tell_of_few({1, 2}, {1, 2}, k=2)
    (True, False, False)
    """
    return any(0 < len(part) < k for part in (one & other, one - other, other - one))


def told_together(source: Source, issue: int, other: int) -> bool:
    """Whether the people of two issues may be counted as those of one: not where that tells of few."""
    if not_told(source) & {issue, other}:
        return False
    coded, k = codings_by_issue(source), fewest_told(source)
    one, two = coded.get(issue, []), coded.get(other, [])
    return not any(tell_of_few(each(one), each(two), k=k) for each in (people_of, interviews_of))


def not_told(source: Source) -> set[int]:
    """Issues of which the source tells no people since a merge: codings are counted, and people are not."""
    rows = IssueStatistics.objects.filter(source=source, participants=None, codings__isnull=False)
    return set(rows.values_list("issue", flat=True))
