"""What sources counted for two issues that become one.

How many people named either of them is known where the talks are coded here: `recompute` counts them anew afterwards.
A paper's own figures can't be added, for the same people may have named both: where both issues have one, none is told.
"""

from typing import Any

from catalog.models import Issue, IssueCooccurrence, IssueStatistics

NUMBERS = ("participants", "interviews", "codings")
LONGEST_REFERENCE = IssueStatistics._meta.get_field("reference").max_length


def merge_counts(issue: Issue, other: Issue) -> None:
    """Leave the counts of `issue` to `other`."""
    for row in issue.statistics.all():
        merge_statistics(row, other)
    merge_cooccurrences(issue, other)


def merge_statistics(row: IssueStatistics, other: Issue) -> None:
    """One source's figures of both."""
    there = IssueStatistics.objects.filter(issue=other, source=row.source_id).first()
    if there is None:
        row.issue = other
        row.save()
        return
    for name in NUMBERS:
        setattr(there, name, of_either(getattr(row, name), getattr(there, name)))
    # Agreement was about the one issue and the other, never about both as one.
    there.kappa = None
    there.survey_validated = there.survey_validated or row.survey_validated
    there.reference = ", ".join(dict.fromkeys(filter(None, (there.reference, row.reference))))[:LONGEST_REFERENCE]
    there.save()
    row.delete()


def of_either(one: int | None, two: int | None) -> int | None:
    """How many are in either of two groups, as far as their sizes tell.

    >>> of_either(3, None), of_either(0, 4), of_either(3, 4)
    (3, 4, None)
    """
    if one and two:
        return None
    return two if one is None else one or two


def merge_cooccurrences(issue: Issue, other: Issue) -> None:
    """In how many interviews either was found with a third; unknown, and not told, where both were."""
    rows = [*issue.cooccurrences.all(), *issue.cooccurrences_of.all()]
    for row in rows:
        third = row.other if row.issue_id == issue.pk else row.issue
        row.delete()
        if third.pk == other.pk:
            continue
        low, high = sorted((third, other), key=lambda each: each.number)
        pair: dict[str, Any] = {"source": row.source, "issue": low, "other": high}
        known = IssueCooccurrence.objects.filter(**pair)
        if known.exists():
            known.delete()
        else:
            IssueCooccurrence.objects.create(**pair, interviews=row.interviews)
