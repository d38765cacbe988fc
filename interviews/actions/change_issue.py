"""What becomes of an issue when a draft that says so is published: merged, deprecated, withdrawn or reinstated.

Always inside the transaction of `publish`, after the gate let the draft through. Numbers are never given twice and
addresses keep answering: a merged issue's lead on (301), a deprecated issue stays with a pointer, a withdrawn one's say
that it is gone (410).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog import withdrawn_issues
from catalog.models import Evidence, Issue, IssueStatistics, IssueVersion, Source
from interviews.actions.hide import take_down
from interviews.actions.log import record
from interviews.actions.merge_issue import let_codes_follow, merge_rows
from interviews.actions.publish_issue import snapshot
from interviews.actions.recompute import NO_PEOPLE, recompute
from interviews.coded_issues import told_together
from interviews.issue_changes import other_of, sources_counted_here
from interviews.models import Code, EvidenceDraft, IssueDraft
from interviews.models.publication import DraftStatus

Status = Issue.Status
# What an issue's history says in English; pages say it in the reader's language (templates/components/told.html).
NOTES = {
    "merged": "Merged into {other}.",
    "absorbed": "{other} was merged into it.",
    "deprecated": "Deprecated.",
    "withdrawn": withdrawn_issues.NOTE,
    "reinstated": "Reinstated.",
}


def change_issue(by: Any, draft: IssueDraft, day: date) -> Issue:
    """Make the draft's issue what the draft says it becomes, as of `day`."""
    content = draft.content
    issue: Issue = Issue.objects.select_for_update().get(pk=draft.issue_id)
    other = other_of(content)
    sources = sources_counted_here(issue, other)
    untold = [source for source in sources if other and not told_together(source, issue.pk, other.pk)]
    act = CHANGES[content["becomes"]](by, issue, other, content, day)
    if act == "merged":
        tell_no_people(other, untold)
    for source in sources if act in {"merged", "withdrawn"} else []:
        recompute(source)
    number = None if other is None else other.number
    record(by=by, action=f"issue {act}", study=draft.study, draft=draft.pk, issue=issue.number, other=number)
    return issue


def merge(by: Any, issue: Issue, other: Issue | None, content: dict[str, Any], day: date) -> str:
    """All that hangs on the issue goes to `other`, and so do its readers, those of issues merged into it before too."""
    assert other is not None  # The gate saw to it.
    merge_rows(by, issue, other, content.get("beside", {}))
    Issue.objects.filter(merged_into=issue).update(merged_into=other)
    Issue.objects.filter(replaced_by=issue).update(replaced_by=other)
    issue.status, issue.merged_into, issue.replaced_by = Status.MERGED, other, None
    tell(issue, "merged", other, content, day)
    tell(other, "absorbed", issue, content, day)
    return "merged"


def deprecate(by: Any, issue: Issue, other: Issue | None, content: dict[str, Any], day: date) -> str:
    """It stays, with its quotes, for whoever was sent there; lists and searches leave it out."""
    issue.status, issue.replaced_by = Status.DEPRECATED, other
    tell(issue, "deprecated", other, content, day)
    return "deprecated"


def reinstate(by: Any, issue: Issue, other: Issue | None, content: dict[str, Any], day: date) -> str:
    issue.status, issue.replaced_by = Status.PUBLISHED, None
    tell(issue, "reinstated", None, content, day)
    return "reinstated"


def withdraw_issue(by: Any, issue: Issue, other: Issue | None, content: dict[str, Any], day: date) -> str:
    """Its quotes are withdrawn everywhere, releases included, and its words leave the catalog; the number stays."""
    take_out(by, issue, f"{issue.code} was withdrawn")
    withdrawn_issues.take_words_down(issue)
    issue.status, issue.replaced_by = Status.WITHDRAWN, None
    tell(issue, "withdrawn", None, content, day)
    return "withdrawn"


def take_out(by: Any, issue: Issue, why: str) -> None:
    """Withdraw the issue's quotes, and let the workshop's codes and drafts go."""
    take_down(by=by, public_ids=withdrawn_issues.quotes_of(issue), status=Evidence.Status.WITHDRAWN, why=why)
    let_go(by=by, issue=issue)


def let_go(*, by: Any, issue: Issue) -> None:
    """Let no code lead to the issue, and no draft quote for it."""
    let_codes_follow(by, issue, None)
    set_drafts_aside(by, issue)


def left_behind() -> list[Issue]:
    """Withdrawn issues that codes or drafts still speak of: a catalog that withdrew them by its ledger knew neither."""
    drafts = EvidenceDraft.objects.exclude(status=DraftStatus.REJECTED).filter(issue=OuterRef("pk"))
    speaking = Exists(Code.objects.filter(issue=OuterRef("pk"))) | Exists(drafts)
    return list(Issue.objects.filter(speaking, status=Status.WITHDRAWN).order_by("number"))


@transaction.atomic
def withdraw_again(*, by: Any, issue: Issue, why: str) -> None:
    """Withdraw an issue that was withdrawn before, and that an older backup or package brought back."""
    sources = sources_counted_here(issue, None)
    take_out(by, issue, why)
    withdrawn_issues.withdraw_again(issue)
    for source in sources:
        recompute(source)
    record(by=by, action="issue withdrawn", issue=issue.number, why=why)


def set_drafts_aside(by: Any, issue: Issue) -> None:
    """What they quote can be proposed anew for another issue; each study's log says so."""
    drafts = EvidenceDraft.objects.filter(issue=issue)
    for draft in drafts.exclude(status=DraftStatus.REJECTED).select_related("segment__interview__study").order_by("pk"):
        record(by=by, action="evidence rejected", study=draft.segment.interview.study, draft=draft.pk)
    drafts.update(status=DraftStatus.REJECTED, approved_by=None, approved_at=None, claim=None, mitigation=None)


def tell_no_people(issue: Issue | None, sources: list[Source]) -> None:
    """From now on these sources count the issue's codings alone (`coded_issues.not_told`)."""
    for source in sources:
        defaults = NO_PEOPLE | {"codings": 0}
        IssueStatistics.objects.update_or_create(issue=issue, source=source, defaults=defaults)


def tell(issue: Issue, act: str, other: Issue | None, content: dict[str, Any], day: date) -> None:
    """One version on: what happened, with which other issue, and why, beside the words as they stand."""
    issue.version += 1
    issue.last_changed = max(day, issue.last_changed)
    issue.save()
    note = f"{NOTES[act].format(other=other and other.code)} {content['reason']['en'].strip()}"
    change = {"act": act, "other": other and other.number, "reason": content["reason"]}
    IssueVersion.objects.create(
        issue=issue,
        version=issue.version,
        changed_on=issue.last_changed,
        note=note,
        snapshot=snapshot(issue) | {"change": change},
    )


Change = Callable[[Any, Issue, Issue | None, dict[str, Any], date], str]
CHANGES: dict[str, Change] = {
    Status.MERGED: merge,
    Status.DEPRECATED: deprecate,
    Status.PUBLISHED: reinstate,
    Status.WITHDRAWN: withdraw_issue,
}
