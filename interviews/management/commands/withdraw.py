"""`manage.py withdraw PARTICIPANT --study SLUG --by USER`: take back everything a participant said."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from interviews.actions.withdraw import withdraw
from interviews.errors import WorkshopError
from interviews.management.base import StudyCommand
from interviews.permissions import Act
from interviews.wording import COPIES


class Command(StudyCommand):
    help = (
        "Withdraw a participant: their turns, codings and drafts are deleted, their key is destroyed, their quotes "
        "become tombstones in pages and releases. There is no way back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("participant", metavar="PARTICIPANT", help="the participant's code, e.g. P05")
        parser.add_argument("--by", metavar="USER", help="who withdraws them (default: the only one who may)")

    def handle(self, *args: Any, **options: Any) -> None:
        study = self.study(options["study"])
        actor = self.actor(study, options["by"], Act.WITHDRAW)
        code = options["participant"]
        participant = study.participants.filter(code=code).first()
        if participant is None:
            raise CommandError(f"{code}: study {study.slug} has no such participant; give a code such as P05")
        try:
            done = withdraw(by=actor, participant=participant)
        except WorkshopError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{code} is withdrawn: {done.segments} turns of {done.interviews} interviews deleted, {done.quotes} quotes "
            f"taken down, {done.replacements_elsewhere} replacements made elsewhere, {done.names_destroyed} names "
            "destroyed"
        )
        self.stdout.write(COPIES)
