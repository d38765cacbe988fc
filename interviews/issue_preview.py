"""What will follow from a change of an issue, told before anybody does it: numbers, codes and addresses, read now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from catalog.models import Evidence, Issue, IssueStatistics
from interviews.coded_issues import told_together
from interviews.issue_changes import claims_of, place_of, sources_counted_here
from interviews.models import Code
from interviews.wording import counted

Status = Issue.Status


@dataclass
class Section:
    """What follows in one respect, a line each."""

    title: str
    lines: list[str] = field(default_factory=list)


def follows_of(issue: Issue, content: dict[str, Any]) -> list[Section]:
    """What `content` (issue_changes.py) does to the issue, in the order in which somebody asks."""
    other = Issue.objects.filter(number=content.get("other")).first()
    if content["becomes"] == Status.MERGED and other is None:
        return []
    parts = PARTS[content["becomes"]]
    sections = [Section(title, list(lines(issue, other, content))) for title, lines in parts]
    return [section for section in sections if section.lines]


def said_of(issue: Issue, content: dict[str, Any]) -> str:
    """What becomes of the issue, in a line: "Merge MLQ-001 into MLQ-002"."""
    words, pointer = SAID[content["becomes"]]
    number = content.get("other")
    return f"{words} {issue.code}" + ("" if number is None else f"{pointer} {Issue(number=number).code}")


SAID = {
    Status.MERGED: ("Merge", " into"),
    Status.DEPRECATED: ("Deprecate", ", to be read instead:"),
    Status.WITHDRAWN: ("Withdraw", ""),
    Status.PUBLISHED: ("Reinstate", ""),
}
Lines = Iterator[str]


def addresses_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    here, there = issue.get_absolute_url(), other.get_absolute_url()
    yield f"{here}, its history and its citations lead to {there} from then on (301), in French too."
    if before := [each.code for each in issue.merged_from.all()]:
        yield f"So do those of {', '.join(before)}, merged into {issue.code} before."
    if leading := [each.code for each in issue.replaces.all()]:
        yield f"{', '.join(leading)}, deprecated, will name {other.code} as the one to read."
    yield f"{issue.code} is never given to another issue."


def quotes_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    quotes = Evidence.objects.filter(issue=issue)
    public = quotes.published().count()
    keeps = "its address" if public == 1 else "their addresses"
    yield f"{counted(public, 'public quote')} will stand under {other.code} and keep {keeps}."
    if down := quotes.count() - public:
        yield f"{counted(down, 'quote')} hidden or withdrawn before will answer as now (404, 410)."
    twice = quotes.published().filter(text__in=Evidence.objects.published().filter(issue=other).values("text")).count()
    if twice:
        yield f"{counted(twice, 'quote')} of the same words will stand twice: hide what should be read once."


def statements_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    """Nothing before somebody chose."""
    for claim in claims_of(issue) if "beside" in content else []:
        place, goes = place_of(claim), content["beside"].get(place_of(claim))
        if goes is None:
            with_quotes = f" with {counted(claim.quotes, 'quote')}" if claim.quotes else ""
            yield f"{place.capitalize()} moves to {other.code}{with_quotes}."
        elif claim.quotes:
            where = f"beside {goes} of {other.code}" if goes else f"beside no statement of {other.code}"
            yield f"{place.capitalize()} goes; {counted(claim.quotes, 'quote')} will stand {where}."
        else:
            yield f"{place.capitalize()} goes."


def help_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    known = set(other.mitigations.values_list("strategy", flat=True))
    for mitigation in issue.mitigations.select_related("strategy"):
        same = mitigation.strategy_id in known
        said = f"helps against both: the words of {other.code} stay" if same else f"will help against {other.code}"
        yield f"{mitigation.strategy.code} {said}."


def links_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    if relations := issue.relations.count() + issue.relations_to.count():
        yield f"{counted(relations, 'relation')} will be {other.code}'s, unless said there already."
    for mapping in issue.external_mappings.all():
        match = "close" if mapping.match == "exact" else mapping.match
        yield f"{mapping.scheme} {mapping.identifier} will be mapped to {other.code} as {match}."


def axes_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    """Phases and qualities don't follow: to be also in those is for whoever writes the other issue's words."""
    for kind, here, there in (
        ("phase", issue.phases, other.phases),
        ("quality", issue.attributes, other.attributes),
    ):
        for slug in here.exclude(pk__in=there.values("pk")).values_list("slug", flat=True):
            yield f"{other.code} does not name {kind} {slug}, as {issue.code} does: rewrite it if it should."


def codes_of(issue: Issue, other: Issue | None, content: dict[str, Any]) -> Lines:
    """Codes by study and number: their names are for the people of the study."""
    codes = Code.objects.filter(issue=issue).order_by("study__slug").values_list("study__slug")
    for study, number in codes.annotate(Count("pk")):
        yield f"{counted(number, 'code')} of study {study} will lead to {other.code if other else 'no issue'}."


def counts_of_merge(issue: Issue, other: Issue, content: dict[str, Any]) -> Lines:
    there = {row.source_id: row for row in IssueStatistics.objects.filter(issue=other)}
    counted_here = {source.pk for source in sources_counted_here(issue, other)}
    for row in issue.statistics.select_related("source"):
        known = there.get(row.source_id)
        if row.source_id in counted_here and told_together(row.source, issue.pk, other.pk):
            yield f"Source {row.source.slug}: people are counted anew, each once."
        elif row.source_id in counted_here:
            yield f"Source {row.source.slug}: one number for both, beside the two before, tells of few: none is told."
        elif known and row.participants and known.participants:
            both = f"{row.participants} and {known.participants}"
            yield f"Source {row.source.slug} counted {both} people, not how many are the same: none is told any more."


def what_stays(issue: Issue, other: Issue | None, content: dict[str, Any]) -> Lines:
    yield "Releases made before stay as they are."


def deprecation(issue: Issue, other: Issue | None, content: dict[str, Any]) -> Lines:
    yield f"{issue.get_absolute_url()} keeps answering, says that it is deprecated, and why."
    if other:
        yield f"It leads its readers to {other.code}."
    quotes = Evidence.objects.published().filter(issue=issue).count()
    yield f"Lists, the matrix and the search leave it out, with {counted(quotes, 'quote')}, whose addresses stay."


def withdrawal(issue: Issue, other: Issue | None, content: dict[str, Any]) -> Lines:
    yield f"{issue.get_absolute_url()} and its history answer that it is gone (410), and why. This cannot be undone."
    quotes = Evidence.objects.filter(issue=issue).exclude(status=Evidence.Status.WITHDRAWN).count()
    yield f"{counted(quotes, 'quote')} will be withdrawn for good, in releases too, which get a revision."
    yield "Its statements, mitigations, relations and versions are deleted; releases keep the issue's own words."
    if before := [each.code for each in issue.merged_from.all()]:
        yield f"{', '.join(before)}, merged into it before, answer the same."
    if leading := [each.code for each in issue.replaces.all()]:
        yield f"{', '.join(leading)}, deprecated, will name no issue to read instead."


def reinstatement(issue: Issue, other: Issue | None, content: dict[str, Any]) -> Lines:
    quotes = Evidence.objects.published().filter(issue=issue).count()
    yield f"{issue.code} is in lists, matrix and search again, with {counted(quotes, 'quote')}."


PARTS: dict[str, list[tuple[str, Any]]] = {
    Status.MERGED: [
        ("Addresses", addresses_of_merge),
        ("Quotes", quotes_of_merge),
        ("Statements", statements_of_merge),
        ("What helps", help_of_merge),
        ("Relations", links_of_merge),
        ("Phases and qualities", axes_of_merge),
        ("Codes", codes_of),
        ("People counted", counts_of_merge),
        ("Releases", what_stays),
    ],
    Status.DEPRECATED: [("Readers", deprecation), ("Releases", what_stays)],
    Status.WITHDRAWN: [("Readers", withdrawal), ("Codes", codes_of)],
    Status.PUBLISHED: [("Readers", reinstatement)],
}
