"""What changed lately: issues, quotes and releases, a line for each day and reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from catalog.kept import kept
from catalog.models import Evidence, Issue, IssueVersion, Release

SHOWN = 5
# More issues than this, changed on one day for one reason, are told as a number.
NAMED_ISSUES = 3


@dataclass(frozen=True)
class Change:
    """What changed on one day for one reason: `count` issues, quotes or releases (`kind`), on `issues` issues.

    `note` is the reason, in English, or the release's name. Few issues are named, many are a number.
    """

    on: date
    kind: str
    note: str
    count: int
    issues: int
    keys: tuple[int, ...] = ()
    named: list[Issue] = field(default_factory=list)


@kept
def changes() -> list[Change]:
    """The last changes, newest first, their issues as keys. Five queries, or one where they were read before."""
    found = [*changed_issues(), *added_quotes(), *releases()]
    return sorted(found, key=lambda change: (-change.on.toordinal(), change.kind, change.note))[:SHOWN]


def latest() -> list[Change]:
    """As `changes()`, with the issues of small ones read in two queries."""
    found = changes()
    keys = {key for change in found for key in change.keys}
    issues = {issue.pk: issue for issue in Issue.objects.published().filter(pk__in=keys).prefetch_related("texts")}
    return [
        Change(**{**vars(change), "named": [issues[key] for key in change.keys if key in issues]}) for change in found
    ]


def changed_issues() -> Iterator[Change]:
    """Versions by day and note. Two queries."""
    versions = IssueVersion.objects.filter(issue__status=Issue.Status.PUBLISHED)
    groups = versions.order_by("-changed_on", "note").values_list("changed_on", "note").annotate(Count("issue"))[:SHOWN]
    few = {(on, note) for on, note, count in groups if count <= NAMED_ISSUES}
    keys = keys_by(
        ((on, note), issue)
        for on, note, issue in versions.filter(changed_on__in={on for on, _ in few}, note__in={note for _, note in few})
        .order_by("issue__number")
        .values_list("changed_on", "note", "issue")
        if (on, note) in few
    )
    for on, note, count in groups:
        yield Change(on, "issues", note, count, count, keys.get((on, note), ()))


def added_quotes() -> Iterator[Change]:
    """Published quotes by the day they came. Two queries."""
    quotes = Evidence.objects.published().filter(issue__status=Issue.Status.PUBLISHED)
    groups = (
        quotes.order_by("-published_on")
        .values_list("published_on")
        .annotate(Count("pk"), Count("issue", distinct=True))[:SHOWN]
    )
    few = {on for on, _, issues in groups if issues <= NAMED_ISSUES}
    keys = keys_by(
        quotes.filter(published_on__in=few)
        .order_by("published_on", "issue__number")
        .values_list("published_on", "issue")
        .distinct()
    )
    for on, count, issues in groups:
        yield Change(on, "quotes", "", count, issues, keys.get(on, ()))


def releases() -> Iterator[Change]:
    """One query."""
    for release in Release.objects.all()[:SHOWN]:
        yield Change(release.released_on, "release", str(release), 1, 0)


def keys_by(pairs: Iterable[tuple[Any, int]]) -> dict[Any, tuple[int, ...]]:
    found: dict[Any, list[int]] = {}
    for group, key in pairs:
        found.setdefault(group, []).append(key)
    return {group: tuple(keys) for group, keys in found.items()}
