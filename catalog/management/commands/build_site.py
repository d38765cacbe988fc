"""`manage.py build_site DIR`: the public site as files, for a server that runs no program."""

from pathlib import Path, PurePosixPath
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import Client

from catalog import guard
from catalog.crawling import Page, crawl
from catalog.ledger import LedgerError

REDIRECTS = {301, 302}
API = "Of the API the files hold each thing by itself; its lists and its search need the running program."
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
        pages = list(crawl(Client()))
        failed = [f"{page.path} answered {page.status}" for page in pages if page.status not in {200, *REDIRECTS}]
        if failed:
            raise CommandError("nothing was written: " + "; ".join(failed))
        written = [write(root, page) for page in pages if page.status == 200]
        self.stdout.write(f"{len(written)} files written below {root}")
        self.stdout.write(API)
        self.stdout.write(COPIES)


def write(root: Path, page: Page) -> Path:
    """Write one page; an address that ends with a slash becomes its index.html, or its index.json."""
    relative = PurePosixPath(page.path.lstrip("/"))
    if ".." in relative.parts:
        raise CommandError(f"{page.path} leads out of the site; mend the link to it")
    index = "index.json" if page.content_type.startswith("application/json") else "index.html"
    target = root / relative / index if page.path.endswith("/") else root / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(page.body)
    return target
