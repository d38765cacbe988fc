"""That an issue, as it is now, takes what a draft makes of it."""

from collections.abc import Iterator

from catalog.models import Issue
from interviews.gate_rules.base import Finding, IssueCandidate
from interviews.issue_changes import is_change, obstacles, rewritten_since, studies_concerned
from interviews.permissions import Act, can

LEFT = {Issue.Status.MERGED, Issue.Status.WITHDRAWN}


def issue_allows_the_change(candidate: IssueCandidate) -> Iterator[Finding]:
    """Words are written for an issue that readers still find, and it can become what the draft says."""
    draft = candidate.draft
    issue = Issue.objects.filter(pk=draft.issue_id).first()
    if is_change(draft.content):
        for reason in obstacles(issue, draft.content):
            yield Finding("issue_allows_the_change", reason, "propose it anew as the catalog stands now")
    elif issue is not None and issue.status in LEFT:
        yield Finding(
            "issue_allows_the_change", f"{issue.code} is {issue.status}", "write for an issue that is kept up"
        )


def statements_are_as_they_were(candidate: IssueCandidate) -> Iterator[Finding]:
    """A draft that names statements by their places was written for the issues as they are."""
    for code in rewritten_since(candidate.draft.content):
        yield Finding(
            "statements_are_as_they_were",
            f"{code} was changed after this was proposed, and its statements may be others",
            "set it aside and propose it anew as the catalog stands now",
        )


def change_is_approved_for_every_study(candidate: IssueCandidate) -> Iterator[Finding]:
    """Whoever approved what becomes of an issue publishes for every study whose quotes, drafts or codes follow."""
    draft = candidate.draft
    if not is_change(draft.content) or draft.issue_id is None or draft.approved_by is None:
        return
    for study in studies_concerned(draft):
        if not can(draft.approved_by, Act.APPROVE, study):
            yield Finding(
                "change_is_approved_for_every_study",
                f"quotes, drafts or codes of study {study.slug} follow, and whoever approved is no publisher there",
                "have somebody approve it who publishes for both studies",
            )
