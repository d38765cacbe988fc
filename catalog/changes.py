"""What changed in the catalog, newest first: what the feeds tell, each change under an id that stays.

A change says that something is there to read; what was taken back is never told, for a reader who kept an older copy
could then see which quote it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Evidence, Issue, IssueVersion, Release

SHOWN = 60


@dataclass(frozen=True)
class Change:
    """`identifier` is unique and never changes; `url` is the page, in the language of the request."""

    identifier: str
    on: date
    title: str
    summary: str
    url: str


def newest(count: int = SHOWN) -> list[Change]:
    """The last changes of issues, quotes and releases. Seven queries."""
    told = [*versions(count), *quotes(count), *releases(count)]
    return sorted(told, key=lambda change: (change.on, change.identifier), reverse=True)[:count]


def versions(count: int) -> Iterator[Change]:
    """Issues published or rewritten."""
    rows = IssueVersion.objects.filter(issue__status__in=[Issue.Status.PUBLISHED, Issue.Status.DEPRECATED])
    rows = rows.order_by("-changed_on", "-pk").defer("snapshot").select_related("issue")
    for row in rows.prefetch_related("issue__texts")[:count]:
        title = title_of(row.issue)
        yield Change(
            f"issue/{row.issue.code}/version/{row.version}",
            row.changed_on,
            f"{row.issue.code}: {title}",
            gettext("Version %(version)s. %(note)s") % {"version": row.version, "note": row.note},
            row.issue.get_absolute_url(),
        )


def quotes(count: int) -> Iterator[Change]:
    """Quotes that were added to an issue on one day, as one change."""
    groups = list(
        Evidence.objects.published()
        .filter(issue__status=Issue.Status.PUBLISHED)
        .order_by("-published_on", "issue")
        .values("published_on", "issue")
        .annotate(count=Count("pk"))[:count]
    )
    issues = Issue.objects.prefetch_related("texts").in_bulk({group["issue"] for group in groups})
    for group in groups:
        issue = issues[group["issue"]]
        added = ngettext("%(n)s new quote", "%(n)s new quotes", group["count"]) % {"n": group["count"]}
        yield Change(
            f"issue/{issue.code}/quotes/{group['published_on']}",
            group["published_on"],
            gettext("%(added)s: %(title)s") % {"added": added, "title": title_of(issue)},
            gettext("Evidence for %(code)s was published.") % {"code": issue.code},
            issue.get_absolute_url(),
        )


def releases(count: int) -> Iterator[Change]:
    for row in Release.objects.all()[:count]:
        yield Change(
            f"release/{row.version}/{row.revision}",
            row.released_on,
            gettext("Release %(release)s") % {"release": row},
            gettext("The whole catalog as it stood on this day, with the hashes of its files."),
            row.get_absolute_url(),
        )


def title_of(issue: Issue) -> str:
    text = issue.text
    return text.title if text else issue.code


def tag(identifier: str) -> str:
    """The id as a tag URI (RFC 4151), which stays the same when the site moves within its own name."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    return f"tag:{host},2026:{identifier}"


TITLE = _("Changes of the ML Quality Catalog")
