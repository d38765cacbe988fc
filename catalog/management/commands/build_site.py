"""`manage.py build_site DIR`: the public site as files, for a server that runs no program."""

from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import Client
from django.urls import reverse
from django.utils import translation

from catalog import copies, guard
from catalog.crawling import STARTS, Page, crawl
from catalog.ledger import LedgerError
from catalog.models import Issue, Strategy
from catalog.models.taxonomy import FormerAttributeSlug, FormerPhaseSlug

REDIRECTS = {301, 302}
WITHDRAWN = Issue.Status.WITHDRAWN
SEARCH = "Search, triage and the filters of lists need the running program; links to them are left out."
API = "Of the API the files hold each thing by itself; its lists and its search need the running program."
# What a plain server has instead of a redirect.
ONWARD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{address}</title>
<link rel="canonical" href="{address}">
<meta http-equiv="refresh" content="0; url={address}">
<p><a href="{address}">{address}</a></p>
</html>
"""
COPIES = (
    "These files are a copy. When a quote is withdrawn, build the site again in a new directory and serve that; "
    "copies that were downloaded before cannot be recalled."
)


class Command(BaseCommand):
    help = "Write every public page and the files it needs below DIR, as index.html (or index.json) of its path."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["dir"]
        if root.exists() and any(root.iterdir()):
            raise CommandError(f"{root} is not empty; give a new directory, so that no page of an older site stays")
        try:
            guard.check()
        except LedgerError as error:
            raise CommandError(str(error)) from error
        pages = list(crawl(Client(), (*STARTS, *lasting_addresses()), copy=True))
        failed = [f"{page.address} answered {page.status}" for page in pages if page.status not in {200, *REDIRECTS}]
        if failed:
            raise CommandError("nothing was written: " + "; ".join(failed))
        # A file that sends readers on can only be a page.
        written = [write(root, page) for page in pages if page.status == 200 or page.path.endswith("/")]
        self.stdout.write(f"{len(written)} files written below {root}")
        self.stdout.write(SEARCH)
        self.stdout.write(API)
        self.stdout.write(COPIES)


def lasting_addresses() -> Iterator[str]:
    """Addresses that are cited and that no page needs to lead to, in every language.

    Short ones, which linked data uses as names; those of merged issues; former names of phases and qualities.
    """
    issues = [one for one in Issue.objects.select_related("merged_into") if one.successor.status != WITHDRAWN]
    strategies = list(Strategy.objects.all())
    former = (("phase", FormerPhaseSlug), ("attribute", FormerAttributeSlug))
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            for kind, rows in (("issue", issues), ("strategy", strategies)):
                for row in rows:
                    yield reverse(f"catalog:{kind}-by-code", args=[row.code])
                    yield row.get_absolute_url()
            for kind, model in former:
                yield from (reverse(f"catalog:{kind}", args=[row.slug]) for row in model.objects.all())


def write(root: Path, page: Page) -> Path:
    """Write one page; an address that ends with a slash becomes its index.html, or its index.json.

    What was asked with a query lies where a plain server finds it, and every link to it leads there.
    """
    path = copies.resting_place(page.path, page.query)
    relative = PurePosixPath(path.lstrip("/"))
    if ".." in relative.parts:
        raise CommandError(f"{page.path} leads out of the site; mend the link to it")
    index = "index.json" if page.content_type.startswith("application/json") else "index.html"
    target = root / relative / index if path.endswith("/") else root / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(body_of(page))
    return target


def body_of(page: Page) -> bytes:
    """What a copy holds of the page: its own bytes, but for addresses that lie elsewhere in a copy."""
    if page.location:
        target = urljoin(settings.SITE_URL, page.location)
        return ONWARD.format(address=escape(copies.in_copy(target, settings.SITE_URL))).encode()
    if page.is_html:
        return copies.page_in_copy(page.text, f"{settings.SITE_URL}{page.path}").encode()
    return copies.data_in_copy(page.text).encode() if page.is_data else page.body
