"""Issues that were withdrawn: their words and quotes leave the rows, their numbers stay, and nothing brings them back.

As a quote's, an issue's withdrawal is written into the ledger before its transaction commits, and is final: no state
follows it (interviews/issue_changes.py), so no line ever takes it back. A deprecated issue that is reinstated was never
taken down, and is in no ledger. An issue that had been merged into one that is withdrawn has a line of its own, for an
older backup may still hold it as an issue by itself.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from catalog import takedown
from catalog.models import (
    Claim,
    Evidence,
    Issue,
    IssueCooccurrence,
    IssueText,
    IssueVersion,
    Mitigation,
    Revision,
)

Status = Issue.Status
NOTE = "Withdrawn."
WORDLESS: dict[str, Any] = {"texts": {}, "claims": [], "mitigations": []}
# What became of an issue of which the ledger tells but the number.
CHANGE: dict[str, Any] = {"act": "withdrawn", "other": None, "reason": {}}


def quotes_of(issue: Issue) -> list[str]:
    """Public ids of the issue's quotes that are not withdrawn, hidden ones too."""
    quotes = Evidence.objects.filter(issue=issue).exclude(status=Evidence.Status.WITHDRAWN)
    return sorted(quotes.values_list("public_id", flat=True))


def take_words_down(issue: Issue) -> None:
    """Delete what the issue says and counts, and what was merged into it said; write its number into the ledger.

    Raises LedgerError, and then the transaction must fail.
    """
    merged = list(issue.merged_from.all())
    for before in merged:
        before.texts.all().delete()
        before.versions.all().delete()
    for rows in (issue.texts, issue.claims, issue.mitigations, issue.external_mappings, issue.statistics):
        rows.all().delete()
    issue.relations.all().delete()
    issue.relations_to.all().delete()
    IssueCooccurrence.objects.filter(Q(issue=issue) | Q(other=issue)).delete()
    Issue.objects.filter(replaced_by=issue).update(replaced_by=None)
    # Of one that was withdrawn before, the version that says so stays.
    told = [version.pk for version in issue.versions.all() if version.change.get("act") != CHANGE["act"]]
    IssueVersion.objects.filter(pk__in=told).delete()
    takedown.note([(takedown.ISSUE, str(each.number)) for each in (issue, *merged)])


def withdraw_again(issue: Issue) -> None:
    """Take down what an older backup or package brought back. Its quotes are down already."""
    take_words_down(issue)
    if issue.status not in {Status.MERGED, Status.WITHDRAWN}:
        day = max(timezone.localdate(), issue.last_changed)
        # Where the row alone came back, the version that told why is there still.
        told = issue.versions.first() or tell_withdrawn(issue, day)
        issue.status, issue.replaced_by = Status.WITHDRAWN, None
        issue.version, issue.last_changed = told.version, day
        issue.save()
    Revision.objects.bump()


def tell_withdrawn(issue: Issue, day: date) -> IssueVersion:
    told: IssueVersion = issue.versions.create(
        version=issue.version + 1, changed_on=day, note=NOTE, snapshot=WORDLESS | {"change": CHANGE}
    )
    return told


def standing() -> list[Issue]:
    """Issues that the ledger says were withdrawn, and that stand here, or say something still, by number."""
    numbers = takedown.withdrawn_issues()
    if not numbers:
        return []
    of_it = {"issue": OuterRef("pk")}
    says = [Exists(model.objects.filter(**of_it)) for model in (IssueText, Claim, Mitigation)]
    quotes = Exists(Evidence.objects.filter(**of_it).exclude(status=Evidence.Status.WITHDRAWN))
    stands = ~Q(status__in=[Status.MERGED, Status.WITHDRAWN]) | Q(says[0]) | Q(says[1]) | Q(says[2]) | Q(quotes)
    return list(Issue.objects.filter(stands, number__in=numbers).order_by("number"))


def unrecorded() -> list[tuple[str, str]]:
    """Lines for issues that are withdrawn here, by an older program or another's package, and not in the ledger."""
    gone = Issue.objects.filter(Q(status=Status.WITHDRAWN) | Q(merged_into__status=Status.WITHDRAWN))
    numbers = gone.exclude(number__in=takedown.withdrawn_issues()).order_by("number")
    return [(takedown.ISSUE, str(number)) for number in numbers.values_list("number", flat=True)]


def highest_number() -> int:
    """The highest number that was ever given here, to an issue that this database, restored, may know nothing of."""
    here = Issue.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return max([here, *takedown.withdrawn_issues()])


def is_taken(number: int) -> bool:
    """Whether an issue has this number, or had it and was withdrawn."""
    return number in takedown.withdrawn_issues() or Issue.objects.filter(number=number).exists()
