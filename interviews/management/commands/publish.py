"""`manage.py publish --study SLUG --by USER`: copy what passes the gate into the catalog."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from interviews.actions.publish import HeldDraft, PublicationReport, publish
from interviews.errors import WorkshopError
from interviews.management.base import StudyCommand
from interviews.permissions import Act

HELD_BACK = 3


class Command(StudyCommand):
    help = (
        "Publish the approved drafts of a study that pass the gate. Lists each draft that is held back with every "
        "reason and its remedy; the exit code is then 3."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", metavar="USER", help="who publishes, by user name (default: the only one who may)")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        study = self.study(options["study"])
        actor = self.actor(study, options["by"], Act.PUBLISH)
        try:
            report = publish(by=actor, study=study)
        except WorkshopError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(report)) if options["json"] else in_words(report))
        if report.held:
            sys.exit(HELD_BACK)


def in_words(report: PublicationReport) -> str:
    """The report a person reads: numbers first, then each draft held back with its reasons."""
    numbers = (
        f"published {len(report.evidence)} quotes and {len(report.issues)} issues, "
        f"{report.already_published} were published before, {len(report.held)} held back"
    )
    return "\n".join([numbers, *(line for held in report.held for line in lines_of(held))])


def lines_of(held: HeldDraft) -> list[str]:
    where = f" (interview {held.interview}, turn {held.segment}, {held.start}-{held.end})" if held.interview else ""
    return [f"{held.kind} draft {held.draft}{where}:", *(f"  {finding}" for finding in held.findings)]
