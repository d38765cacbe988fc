"""What changed in the catalog: read once for each of its states, told on the front page and in the feeds.

The front page has a line for each day and reason; the feeds have an entry for each version of an issue, for the quotes
that came to an issue on one day and for each release, under an id that stays.

A change says that something is there to read; what was taken back is never told, for a reader who kept an older copy
could then see which quote it was.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.kept import kept
from catalog.models import Evidence, Issue, IssueVersion, Release
from catalog.notes import in_own_words

LINES, ENTRIES = 5, 60
# More issues than this, changed on one day for one reason, are told as a number.
NAMED_ISSUES = 3
TITLE = _("Changes of the ML Quality Catalog")


class Kind(StrEnum):
    """What a change is of."""

    ISSUES = "issues"
    QUOTES = "quotes"
    RELEASE = "release"


@dataclass(frozen=True)
class Change:
    """One thing that changed on one day, under an `identifier` that is unique and never changes.

    `issue` is a key; `version` is the issue's or the release's; `note` is the reason, in English, or the release's
    name.
    """

    identifier: str
    on: date
    kind: Kind
    issue: int | None = None
    version: str = ""
    note: str = ""
    count: int = 1


@dataclass(frozen=True)
class Line:
    """What changed on one day for one reason: `count` issues, quotes or releases (`kind`), on `issues` issues.

    Few issues are named, many are a number.
    """

    on: date
    kind: Kind
    note: str
    count: int
    issues: int
    keys: tuple[int, ...] = ()
    named: list[Issue] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A change as a feed tells it, in the language of the request; `url` is the page."""

    identifier: str
    on: date
    title: str
    summary: str
    url: str


# --- reading


@kept
def newest() -> tuple[list[Line], list[Change]]:
    """The front page's lines and the feeds' entries, newest first, in no language yet.

    Four queries, or one where they were read before.
    """
    found = [*versions_and_quotes(), *releases()]
    told = sorted(found, key=lambda change: (change.on, change.identifier), reverse=True)[:ENTRIES]
    return list(lines_of(found)), told


def versions_and_quotes() -> Iterator[Change]:
    """All of the last days on which there were any: each of them is an entry at least, so that these are enough."""
    versions = IssueVersion.objects.filter(issue__status__in=[Issue.Status.PUBLISHED, Issue.Status.DEPRECATED])
    quotes = Evidence.objects.published().filter(issue__status=Issue.Status.PUBLISHED)
    days = versions.order_by().values_list("changed_on").union(quotes.order_by().values_list("published_on"))
    last = [day for (day,) in days.order_by("-changed_on")[:ENTRIES]]
    if last:
        yield from rewritten(versions.filter(changed_on__gte=last[-1]))
        yield from quoted(quotes.filter(published_on__gte=last[-1]))


def rewritten(versions: "QuerySet[IssueVersion]") -> Iterator[Change]:
    """Issues published or rewritten."""
    rows = versions.order_by("issue__number").values_list("issue", "issue__number", "version", "changed_on", "note")
    for key, number, version, on, note in rows:
        yield Change(f"issue/MLQ-{number:03d}/version/{version}", on, Kind.ISSUES, key, str(version), note)


def quoted(quotes: "QuerySet[Evidence]") -> Iterator[Change]:
    """Quotes that were added to an issue on one day, as one change."""
    # Counted here: SQLite reads the rows it is asked for in a tenth of the time that it groups them in.
    added = Counter(quotes.order_by().values_list("issue", "issue__number", "published_on").iterator())
    for (key, number, on), count in sorted(added.items(), key=lambda each: each[0][1:]):
        yield Change(f"issue/MLQ-{number:03d}/quotes/{on}", on, Kind.QUOTES, key, count=count)


def releases() -> Iterator[Change]:
    for row in Release.objects.all()[:ENTRIES]:
        name = f"release/{row.version}/{row.revision}"
        yield Change(name, row.released_on, Kind.RELEASE, version=row.version, note=str(row))


# --- on the front page


def lines() -> list[Line]:
    """The last changes by day and reason, with the issues of small ones read in two queries."""
    found, _ = newest()
    issues = issues_of(key for line in found for key in line.keys)
    return [Line(**{**vars(line), "named": [issues[key] for key in line.keys if key in issues]}) for line in found]


def lines_of(found: Iterable[Change]) -> Iterator[Line]:
    """The first lines, newest first."""

    def place(change: Change) -> tuple[int, str, str]:
        return -change.on.toordinal(), change.kind, change.note

    # Issues of a line stand in the order of their numbers, as they were read.
    groups = [list(group) for _, group in groupby(sorted(found, key=place), key=place)]
    for group in groups[:LINES]:
        first = group[0]
        keys = tuple(dict.fromkeys(change.issue for change in group if change.issue is not None))
        few = keys if len(keys) <= NAMED_ISSUES else ()
        yield Line(first.on, first.kind, first.note, sum(change.count for change in group), len(keys), few)


# --- in the feeds


def entries() -> list[Entry]:
    """The last changes one by one, with their issues read in two queries."""
    _, found = newest()
    issues = issues_of(change.issue for change in found if change.issue is not None)
    return list(entries_of(found, issues))


def entries_of(found: Iterable[Change], issues: Mapping[int, Issue]) -> Iterator[Entry]:
    for change in found:
        if change.issue is None:
            yield Entry(change.identifier, change.on, *words_of_release(change))
        # An issue may have been withdrawn since its change was read.
        elif (issue := issues.get(change.issue)) is not None:
            words = words_of_version if change.kind == Kind.ISSUES else words_of_quotes
            yield Entry(change.identifier, change.on, *words(change, issue), issue.get_absolute_url())


def words_of_version(change: Change, issue: Issue) -> tuple[str, str]:
    note = in_own_words(change.note) or change.note
    said = gettext("Version %(version)s. %(note)s") % {"version": change.version, "note": note}
    return f"{issue.code}: {title_of(issue)}", said


def words_of_quotes(change: Change, issue: Issue) -> tuple[str, str]:
    added = ngettext("%(n)s new quote", "%(n)s new quotes", change.count) % {"n": change.count}
    title = gettext("%(added)s: %(title)s") % {"added": added, "title": title_of(issue)}
    return title, gettext("Evidence for %(code)s was published.") % {"code": issue.code}


def words_of_release(change: Change) -> tuple[str, str, str]:
    title = gettext("Release %(release)s") % {"release": change.note}
    words = gettext("The whole catalog as it stood on this day, with the hashes of its files.")
    return title, words, reverse("catalog:release", args=[change.version])


def title_of(issue: Issue) -> str:
    text = issue.text
    return text.title if text else issue.code


def issues_of(keys: Iterable[int]) -> dict[int, Issue]:
    """Issues that can be read, with their texts, by key."""
    readable = Issue.objects.filter(status__in=[Issue.Status.PUBLISHED, Issue.Status.DEPRECATED])
    return {issue.pk: issue for issue in readable.filter(pk__in=set(keys)).prefetch_related("texts")}


def tag(identifier: str) -> str:
    """The id as a tag URI (RFC 4151), which stays the same when the site moves within its own name."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    return f"tag:{host},2026:{identifier}"
