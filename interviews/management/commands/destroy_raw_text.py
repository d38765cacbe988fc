"""`manage.py destroy_raw_text --study SLUG --by USER`: carry out a study's destroy-by date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from interviews.actions.retention import destroy_raw_text, refuse_unless_due, what_would_go
from interviews.errors import WorkshopError
from interviews.management.base import StudyCommand
from interviews.permissions import Act


class Command(StudyCommand):
    help = (
        "Destroy the raw text of a study whose destroy-by date has come: turns, names, memos and drafts, with their "
        "keys. Codings, counts and published quotes stay. There is no way back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--by", metavar="USER", help="who destroys it (default: the only one who may)")
        parser.add_argument("--reason", default="", metavar="TEXT", help="why before the day, or without one")

    def handle(self, *args: Any, **options: Any) -> None:
        study = self.study(options["study"])
        actor = self.actor(study, options["by"], Act.WITHDRAW)
        try:
            refuse_unless_due(study, options["reason"])
            self.stdout.write(f"what goes: {what_would_go(study)}")
            gone = destroy_raw_text(by=actor, study=study, reason=options["reason"])
        except WorkshopError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"destroyed: {gone}")
        self.stdout.write(
            "Copies that were downloaded before cannot be recalled. Rotate IDENTITY_KEYS, so that older backups "
            "cannot be read either (docs/how-to/keys.md)."
        )
