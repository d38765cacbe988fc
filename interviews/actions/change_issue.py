"""What becomes of an issue when a draft that says so is published: merged, deprecated, withdrawn or reinstated.

Always inside the transaction of `publish`, after the gate let the draft through. Numbers are never given twice and
addresses keep answering: a merged issue's lead on (301), a deprecated issue stays with a pointer, a withdrawn one's say
that it is gone (410).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from catalog.models import Evidence, Issue, IssueCooccurrence, IssueStatistics, IssueVersion, Source
from interviews.actions.hide import take_down
from interviews.actions.log import record
from interviews.actions.merge_issue import let_codes_follow, merge_rows
from interviews.actions.publish_issue import snapshot
from interviews.actions.recompute import NO_PEOPLE, recompute
from interviews.coded_issues import told_together
from interviews.issue_changes import other_of, sources_counted_here
from interviews.models import EvidenceDraft, IssueDraft
from interviews.models.publication import DraftStatus

Status = Issue.Status
# What an issue's history says in English; pages say it in the reader's language (templates/components/told.html).
NOTES = {
    "merged": "Merged into {other}.",
    "absorbed": "{other} was merged into it.",
    "deprecated": "Deprecated.",
    "withdrawn": "Withdrawn.",
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
    Issue.objects.filter(replaced_by=issue).update(replaced_by=None)
    quotes = Evidence.objects.filter(issue=issue).exclude(status=Evidence.Status.WITHDRAWN)
    ids = sorted(quotes.values_list("public_id", flat=True))
    take_down(by=by, public_ids=ids, status=Evidence.Status.WITHDRAWN, why=f"{issue.code} was withdrawn")
    let_codes_follow(by, issue, None)
    set_drafts_aside(by, issue)
    # What was merged into it before goes with it: its title and the statements of its versions.
    for before in issue.merged_from.all():
        before.texts.all().delete()
        before.versions.all().delete()
    for rows in (issue.texts, issue.claims, issue.mitigations, issue.external_mappings, issue.statistics):
        rows.all().delete()
    issue.relations.all().delete()
    issue.relations_to.all().delete()
    IssueCooccurrence.objects.filter(issue=issue).delete()
    IssueCooccurrence.objects.filter(other=issue).delete()
    issue.versions.all().delete()
    issue.status, issue.replaced_by = Status.WITHDRAWN, None
    tell(issue, "withdrawn", None, content, day)
    return "withdrawn"


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
