"""What becomes of an issue: merged into another, deprecated, withdrawn, or reinstated. What a draft of that holds.

    {
        "becomes": "merged",                                   # or "deprecated", "withdrawn", "published" (again)
        "other": 2,                                            # number of the issue that it leads to
        "reason": {"en": "Both tell of missing values.", "fr": "..."},     # what readers are told
        "beside": {"symptom 1": "cause 2", "cause 1": ""},     # of a merge: where each statement's quotes go
        "written_for": {"1": 3, "2": 1}                        # the versions that whoever proposed it saw, by number
    }

A statement's quotes go beside the statement named, or ("") beside none. Where nothing is said of a statement, it moves
itself, with its quotes: nothing is lost that nobody decided on.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from catalog.models import Claim, Evidence, Issue, Source
from interviews.coded_issues import codings_by_issue
from interviews.models import EvidenceDraft, IssueDraft, Study
from interviews.models.publication import DraftStatus

Status = Issue.Status
KEYS = {"becomes", "other", "reason", "beside", "written_for"}
# What an issue may become, by what it is. What was merged or withdrawn stays so: its readers were sent on.
FROM: dict[str, frozenset[str]] = {
    Status.MERGED: frozenset({Status.PUBLISHED, Status.DEPRECATED}),
    Status.DEPRECATED: frozenset({Status.PUBLISHED}),
    Status.WITHDRAWN: frozenset({Status.PUBLISHED, Status.DEPRECATED}),
    Status.PUBLISHED: frozenset({Status.DEPRECATED}),
}
MAY_NAME_ANOTHER = {Status.MERGED, Status.DEPRECATED}
LONGEST_REASON = 240


def is_change(content: dict[str, Any]) -> bool:
    """Whether a draft's content says what becomes of its issue, and not what it says."""
    return "becomes" in content


def stamped(issue: Issue | None, content: dict[str, Any]) -> dict[str, Any]:
    """The content with the versions it was written for, where it names statements or mitigations by their places."""
    if issue is None or not (content.get("becomes") == Status.MERGED or {"claims", "mitigations"} & set(content)):
        return content
    numbers = {issue.number, content.get("other")}
    versions = Issue.objects.filter(number__in=numbers - {None}).values_list("number", "version")
    return {**content, "written_for": {str(number): version for number, version in versions}}


def rewritten_since(content: dict[str, Any]) -> list[str]:
    """Codes of the issues that are no longer as the content's author saw them: its places may mean other statements."""
    seen = content.get("written_for", {})
    here = Issue.objects.filter(number__in=[int(number) for number in seen]).order_by("number")
    return [issue.code for issue in here if issue.version != seen[str(issue.number)]]


def obstacles(issue: Issue | None, content: dict[str, Any]) -> Iterator[str]:
    """Why the issue, as it is now, can't become what the content says; nothing where it can."""
    if issue is None or set(content) - KEYS or content["becomes"] not in FROM:
        yield "a change of an issue says which issue becomes what, and why"
        return
    if issue.status not in FROM[content["becomes"]]:
        yield f"{issue.code} is {issue.status}"
    yield from reason_obstacles(content.get("reason", {}))
    yield from other_obstacles(issue, content)
    if content["becomes"] == Status.MERGED:
        yield from beside_obstacles(issue, content)


def reason_obstacles(reason: Any) -> Iterator[str]:
    languages = dict(settings.LANGUAGES)
    if not isinstance(reason, dict) or set(reason) - set(languages) or not str(reason.get("en", "")).strip():
        yield "readers are told why, in English at least"
    elif any(not isinstance(words, str) or len(words) > LONGEST_REASON for words in reason.values()):
        yield f"a reason has {LONGEST_REASON} letters at most"


def other_obstacles(issue: Issue, content: dict[str, Any]) -> Iterator[str]:
    """The other issue is one that readers find, so no chain of pointers ever runs in a circle."""
    becomes, number = content["becomes"], content.get("other")
    if number is None:
        if becomes == Status.MERGED:
            yield "say which issue it is merged into"
        return
    if becomes not in MAY_NAME_ANOTHER:
        yield "only a merged or deprecated issue leads to another"
    elif number == issue.number:
        yield f"{issue.code} can't lead to itself"
    elif (other := Issue.objects.filter(number=number).first()) is None or other.status != Status.PUBLISHED:
        yield f"there is no published issue of number {number}"


def beside_obstacles(issue: Issue, content: dict[str, Any]) -> Iterator[str]:
    here = {place_of(claim) for claim in issue.claims.all()}
    there = {place_of(claim) for claim in Claim.objects.filter(issue__number=content.get("other"))}
    for place, goes in content.get("beside", {}).items():
        if place not in here:
            yield f"{issue.code} has no {place}"
        if goes and goes not in there:
            yield f"the other issue has no {goes}"


def place_of(claim: Claim) -> str:
    """A claim's name within its issue.

    >>> place_of(Claim(aspect="symptom", position=1))
    'symptom 1'
    """
    return f"{claim.aspect} {claim.position}"


def claims_of(issue: Issue) -> list[Any]:
    """The issue's statements as its page tells them, each with `quotes`, how many public ones stand beside it."""
    order = list(Claim.Aspect.values)
    quotes = Count("evidence", filter=Q(evidence__status=Evidence.Status.PUBLISHED))
    rows = issue.claims.annotate(quotes=quotes).prefetch_related("texts")
    return sorted(rows, key=lambda claim: (order.index(claim.aspect), claim.position))


def other_of(content: dict[str, Any]) -> Issue | None:
    """The issue that the content leads to."""
    number = content.get("other")
    return None if number is None else Issue.objects.get(number=number)


def studies_concerned(draft: IssueDraft) -> list[Study]:
    """The draft's study, and those whose quotes, drafts or codes follow what becomes of the issue; no invented one.

    Hidden quotes too: they may be published again, unless they are withdrawn for good with their issue.
    """
    quotes = Evidence.objects.exclude(status=Evidence.Status.WITHDRAWN).filter(issue=draft.issue).values("public_id")
    concerned = Q(pk=draft.study_id) | Q(publications__evidence_id__in=quotes)
    if draft.content["becomes"] in {Status.MERGED, Status.WITHDRAWN}:
        drafts = EvidenceDraft.objects.filter(issue=draft.issue).exclude(status=DraftStatus.REJECTED)
        concerned |= Q(codes__issue=draft.issue) | Q(pk__in=drafts.values("segment__interview__study"))
    real = Study.objects.filter(Q(is_sample=False) | Q(pk=draft.study_id))
    return list(real.filter(concerned).distinct().order_by("slug"))


def sources_counted_here(issue: Issue, other: Issue | None) -> list[Source]:
    """Sources whose own talks are coded with these issues; what a paper counted can't be counted again."""
    studies = Study.objects.filter(codes__issue__in=[issue, other], is_sample=False)
    sources = Source.objects.filter(pk__in=studies.values("source")).order_by("slug")
    both = {issue.pk} if other is None else {issue.pk, other.pk}
    return [source for source in sources if both & set(codings_by_issue(source))]
