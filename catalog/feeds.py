"""The changes as feeds: Atom (RFC 4287, written by Django) and JSON Feed 1.1."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from catalog.changes import TITLE, Entry, tag
from catalog.citations import CATALOG


def atom(entries: list[Entry], *, home: str, own: str, updated: datetime) -> str:
    """The feed as XML. `home` and `own` are absolute addresses; `updated` is when the catalog last changed."""
    feed = Catalog1Feed(
        title=str(TITLE),
        link=home,
        description=description(),
        language=get_language(),
        author_name=CATALOG,
        feed_url=own,
        feed_copyright=f"{settings.LICENCE.name}, {settings.LICENCE.url}" if settings.LICENCE else None,
        feed_guid=tag(f"changes/{get_language()}"),
        updated=updated,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=f"{settings.SITE_URL}{entry.url}",
            description=entry.summary,
            unique_id=tag(entry.identifier),
            pubdate=moment(entry.on),
            updateddate=moment(entry.on),
        )
    return feed.writeString("utf-8")


class Catalog1Feed(Atom1Feed):
    """Says when the catalog changed, also where there is no entry to take that from."""

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]  # type: ignore[no-any-return]


def json_feed(entries: list[Entry], *, home: str, own: str) -> dict[str, Any]:
    """The feed as JSON Feed 1.1 names its members."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": str(TITLE),
        "description": description(),
        "home_page_url": home,
        "feed_url": own,
        "language": get_language(),
        "authors": [{"name": CATALOG}],
        # An extension, as its name says: the format has no member for it.
        **({"_license": settings.LICENCE._asdict()} if settings.LICENCE else {}),
        "items": [
            {
                "id": tag(entry.identifier),
                "url": f"{settings.SITE_URL}{entry.url}",
                "title": entry.title,
                "content_text": entry.summary,
                "date_published": moment(entry.on).isoformat(),
            }
            for entry in entries
        ],
    }


def description() -> str:
    return gettext("Issues, quotes and releases as they are published.")


def moment(day: date) -> datetime:
    """The catalog keeps days; feeds ask for a time."""
    return datetime.combine(day, time(), UTC)
