"""`manage.py replay_withdrawals`, as a workshop does it: participants leave again, too."""

from typing import Any

from django.core.management.base import CommandParser

from catalog.followers import Follower
from catalog.management.commands.replay_withdrawals import Command as PublicCommand
from interviews.actions.follow import Participants, WorkshopQuotes


class Command(PublicCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--without-keys",
            action="store_true",
            help="The backup's keys were destroyed: withdraw without looking for names in what can't be read",
        )

    def followers(self, options: dict[str, Any]) -> list[Follower]:
        found = super().followers(options)
        for follower in found:
            if isinstance(follower, WorkshopQuotes | Participants):
                follower.unreadable = options["without_keys"]
        return found
