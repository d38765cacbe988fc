"""What pages cite: the catalog, an issue, a strategy, a quote, a narrowed list; with absolute addresses."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from catalog.citations import CATALOG, FORMATS, Citation, Kind
from catalog.models import Evidence, Issue, Release, Revision, Strategy
from catalog.models.base import DEFAULT_LANGUAGE

# Conditions of the issue list as a reference says them: in English, like the rest of it.
CONDITIONS = {"q": "words"}


def permanent_address(row: Any) -> str:
    """The absolute address of a row's page in English: one thing has one address in reference lists."""
    with translation.override(DEFAULT_LANGUAGE):
        return f"{settings.SITE_URL}{row.get_absolute_url()}"


def licence() -> str:
    """The licence of the catalog's words, empty where none was granted."""
    return ", ".join(settings.LICENCE or ())


def files_of(view: str, *arguments: Any, query: str = "") -> tuple[tuple[str, str], ...]:
    """Where each form of a citation can be got; the line itself stands on the page already."""
    forms = [(form.label, form.extension) for form in FORMATS.values() if form.label != "APA"]
    tail = f"?{query}" if query else ""
    return tuple((label, reverse(f"catalog:{view}", args=[*arguments, ending]) + tail) for label, ending in forms)


def cite_issue(issue: Issue) -> Citation:
    """In English, whatever the page's language, so that one issue has one title in reference lists."""
    text = issue.text_in(DEFAULT_LANGUAGE)
    return Citation(
        key=f"mlq{issue.number:03d}v{issue.version}",
        title=text.title if text else issue.code,
        part=f"{issue.code}, version {issue.version}",
        on=issue.last_changed,
        url=permanent_address(issue),
        version=str(issue.version),
        licence=licence(),
        files=files_of("issue-citation", issue.code),
    )


def cite_strategy(strategy: Strategy, *, revision: Revision) -> Citation:
    """A strategy has no version of its own: the catalog's revision says which of its words were read."""
    text = strategy.text_in(DEFAULT_LANGUAGE)
    return Citation(
        key=f"mls{strategy.number:03d}r{revision.counter}",
        title=text.title if text else strategy.code,
        part=f"{strategy.code}, catalog revision {revision.counter}",
        on=timezone.localdate(revision.changed_at),
        url=permanent_address(strategy),
        version=str(revision.counter),
        licence=licence(),
        files=files_of("strategy-citation", strategy.code),
    )


def cite_quote(quote: Evidence) -> Citation:
    return Citation(
        key=f"mlq{quote.public_id}",
        title=f"Quote {quote.public_id}",
        part=f"evidence for {quote.issue.code}, version {quote.issue.version}",
        on=quote.published_on,
        url=permanent_address(quote),
        kind=Kind.QUOTE,
        licence=licence(),
        files=files_of("quote-citation", quote.public_id),
    )


def cite_release(release: Release) -> Citation:
    """A release's address names its version; the revision stands in the citation, and on the page with its hash."""
    return Citation(
        key=f"mlqc{str(release).replace(' ', '')}",
        title=CATALOG,
        part=f"release {release}",
        on=release.released_on,
        url=permanent_address(release),
        kind=Kind.DATASET,
        version=str(release),
        licence=licence(),
        files=files_of("release-citation", release.version, release.revision),
    )


def cite_list(state: Mapping[str, Sequence[str]], query: str, *, found: int, revision: Revision) -> Citation:
    """The issue list as its conditions narrow it. `query` is the address's own, and says the same as `state`."""
    path = permanent_path("catalog:issues", query)
    said = [
        f"{CONDITIONS.get(name, name)}: {' or '.join(value.replace('-', ' ') for value in values)}"
        for name, values in state.items()
        if values
    ]
    return Citation(
        key=f"mlqclist{hashlib.sha256(path.encode()).hexdigest()[:8]}r{revision.counter}",
        title=f"Issues ({'; '.join(said)})" if said else "Issues",
        part=f"list of {found} issue{'' if found == 1 else 's'}, catalog revision {revision.counter}",
        on=timezone.localdate(revision.changed_at),
        url=f"{settings.SITE_URL}{path}",
        kind=Kind.PAGE,
        version=str(revision.counter),
        licence=licence(),
        files=files_of("list-citation", query=query),
    )


def permanent_path(view: str, query: str) -> str:
    with translation.override(DEFAULT_LANGUAGE):
        return reverse(view) + (f"?{query}" if query else "")
