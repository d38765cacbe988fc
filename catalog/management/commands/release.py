"""`manage.py release VERSION`: a citable, hashed snapshot of the catalog."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from catalog import guard
from catalog.ledger import LedgerError
from catalog.models import Revision
from catalog.releases import ReleaseExists, make_release
from catalog.word_checks import refusals


class Command(BaseCommand):
    help = "Store a snapshot of the catalog under a version such as 2026.1, with the hash of each file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", help="Year and number: 2026.1")
        parser.add_argument("--notes", default="", help="Markdown: what is new")

    def handle(self, *args: Any, **options: Any) -> None:
        version = options["version"]
        if not re.fullmatch(r"\d{4}\.[1-9]\d*", version):
            raise CommandError(f"{version!r} is no version; give year and number, such as 2026.1")
        if findings := refusals(options["notes"]):
            raise CommandError(f"the notes may not be published: {' '.join(findings)}")
        try:
            guard.check()
            with transaction.atomic():
                release = make_release(version, on=timezone.localdate(), notes=options["notes"])
                Revision.objects.bump()
        except (ReleaseExists, LedgerError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{release} {release.root_hash}")
        for file in release.files.order_by("name"):
            self.stdout.write(f"{file.sha256}  {file.name}")
