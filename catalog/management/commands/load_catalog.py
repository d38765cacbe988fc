"""`manage.py load_catalog FILE`: bring a catalog fixture into this database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.loading import LoadError, load_catalog


class Command(BaseCommand):
    help = "Load a fixture made by `export fixture`: all of it or nothing. Withdrawn quotes stay withdrawn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_catalog(options["file"], dry_run=options["dry_run"])
        except LoadError as error:
            raise CommandError(str(error)) from error
        done = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{report.added.total()} rows {done} added, {report.changed.total()} changed; "
            f"{report.unchanged} are as they were"
        )
        for label, count in sorted((report.added + report.changed).items()):
            self.stdout.write(f"  {count:>6} {label}")
        if report.kept_down:
            self.stdout.write(f"{len(report.kept_down)} quotes were taken down here and stay so")
        if report.kept_issues:
            issues = ", ".join(report.kept_issues)
            self.stdout.write(f"{issues}: went further here than the file knows, and stay as they are")
