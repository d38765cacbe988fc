"""`manage.py rebuild_search`: the search index again, from what is published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalog.models import IssueEntry, QuoteEntry, StrategyEntry
from catalog.models.indexing import differences, rebuild


class Command(BaseCommand):
    help = (
        "Make the search index again from what is published, in one transaction. Publishing, loading and migrating "
        "keep it in step by themselves: this is for after an upgrade of the stemmer, and, with --check, for the "
        "doubtful."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where the index is not in step")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            if found := differences():
                raise CommandError(f"not in step: {', '.join(found)}; run manage.py rebuild_search")
            self.stdout.write("the index is in step with what is published")
            return
        rebuild()
        counts = [model.objects.count() for model in (IssueEntry, StrategyEntry, QuoteEntry)]
        self.stdout.write("{} issues, {} strategies, {} quotes indexed".format(*counts))
