"""What pages cite: the catalog, an issue, a quote, with absolute addresses."""

from typing import Any

from django.conf import settings
from django.utils import translation

from catalog.citations import CATALOG, Citation
from catalog.models import Evidence, Issue, Release
from catalog.models.base import DEFAULT_LANGUAGE


def permanent_address(row: Any) -> str:
    """The absolute address of an issue or a quote in English: one thing has one address in reference lists."""
    with translation.override(DEFAULT_LANGUAGE):
        return f"{settings.SITE_URL}{row.get_absolute_url()}"


def cite_issue(issue: Issue) -> Citation:
    """In English, whatever the page's language, so that one issue has one title in reference lists."""
    text = issue.text_in(DEFAULT_LANGUAGE)
    return Citation(
        key=f"mlq{issue.number:03d}v{issue.version}",
        title=text.title if text else issue.code,
        part=f"{issue.code}, version {issue.version}",
        on=issue.last_changed,
        url=permanent_address(issue),
    )


def cite_quote(quote: Evidence) -> Citation:
    return Citation(
        key=f"mlq{quote.public_id}",
        title=f"Quote {quote.public_id}",
        part=f"evidence for {quote.issue.code}",
        on=quote.published_on,
        url=permanent_address(quote),
    )


def cite_release(release: Release) -> Citation:
    return Citation(
        key=f"mlqc{str(release).replace(' ', '')}",
        title=CATALOG,
        part=f"release {release}",
        on=release.released_on,
        url=f"{settings.SITE_URL}/releases/",
    )
