"""The front page: ask, or follow the workflow."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import statistics
from catalog.linked_data import schema_org
from catalog.models import Evidence, Issue, IssueVersion, QualityAttribute, Release, Revision
from catalog.views.pages import public_page

CHANGES_SHOWN = 5
MOST_NAMED = 5
# More issues than this, changed on one day for one reason, are told as a number.
NAMED_ISSUES = 3


@dataclass
class Change:
    """Issues that changed on one day for one reason; few of them are named."""

    on: date
    note: str
    count: int
    issues: list[Issue] = field(default_factory=list)


@public_page
def home(request: HttpRequest) -> HttpResponse:
    totals = statistics.totals()
    return render(
        request,
        "catalog/home.html",
        {
            "totals": totals,
            "phase_line": statistics.phase_counts(),
            "attributes": list(QualityAttribute.objects.with_texts().with_issue_counts()),
            "grounds": statistics.grounds(),
            "most_named": statistics.most_named(MOST_NAMED),
            "voice": voice_of_the_catalog(totals.quotes),
            "changes": latest_changes(),
            "release": Release.objects.first(),
            "site_data": schema_org.website(),
            "set_data": schema_org.term_set(whole=True),
        },
    )


def voice_of_the_catalog(quotes: int) -> Evidence | None:
    """One quote, another after each change of the catalog; the same for everybody in between."""
    if not quotes:
        return None
    place = Revision.objects.current() % quotes
    shown = (
        Evidence.objects.published()
        .filter(issue__status=Issue.Status.PUBLISHED)
        .select_related("issue")
        .prefetch_related("issue__texts")
        .order_by("public_id")
    )
    voice: Evidence | None = shown[place : place + 1].first()
    return voice


def latest_changes() -> list[Change]:
    """What changed last, newest first."""
    groups = (
        IssueVersion.objects.filter(issue__status=Issue.Status.PUBLISHED)
        .order_by("-changed_on", "note")
        .values("changed_on", "note")
        .annotate(count=Count("issue"))[:CHANGES_SHOWN]
    )
    changes = {(row["changed_on"], row["note"]): Change(row["changed_on"], row["note"], row["count"]) for row in groups}
    few = [change for change in changes.values() if change.count <= NAMED_ISSUES]
    named = (
        IssueVersion.objects.filter(
            changed_on__in={change.on for change in few},
            note__in={change.note for change in few},
            issue__status=Issue.Status.PUBLISHED,
        )
        .select_related("issue")
        .prefetch_related("issue__texts")
    )
    for version in named:
        change = changes.get((version.changed_on, version.note))
        if change and change.count <= NAMED_ISSUES:
            change.issues.append(version.issue)
    return list(changes.values())
