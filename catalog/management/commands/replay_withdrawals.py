"""`manage.py replay_withdrawals`: bring a restored database to where its ledgers are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from catalog import guard
from catalog.followers import Follower, followers
from catalog.ledger import LedgerError

BEHIND = 3


class Command(BaseCommand):
    help = (
        "Take down again what was taken down since this database was saved, as its ledgers say. Every process that "
        "serves and may write does so when it starts; run it after a backup was restored to see what is done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Change nothing; say what is behind, and then exit with 3"
        )
        parser.add_argument(
            "--new-ledger",
            action="store_true",
            help="Where a ledger is lost or damaged and there is no copy: begin another with what the database knows",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in [self.rehearse()] if options["check"] else self.replay(options):
                self.stdout.write(line)
        except LedgerError as error:
            raise CommandError(str(error), returncode=BEHIND if isinstance(error, guard.Behind) else 1) from error

    def rehearse(self) -> str:
        guard.check()
        return "nothing is behind"

    def replay(self, options: dict[str, Any]) -> list[str]:
        if options["new_ledger"]:
            self.begin_anew()
        done = [line for follower in self.followers(options) for line in follower.replay()]
        guard.check()
        return done or ["nothing was behind: the database knows all that its ledgers say"]

    def followers(self, options: dict[str, Any]) -> list[Follower]:
        return followers()

    def begin_anew(self) -> None:
        """Set aside each ledger that this database can't trust. What only the lost one knew is not known any more."""
        for follower in followers():
            try:
                follower.ledger().read(follower.followed())
            except LedgerError as error:
                self.stdout.write(str(error).partition(":")[0])
                with transaction.atomic():
                    follower.forget()
                    if aside := follower.ledger().set_aside():
                        self.stdout.write(f"it lies at {aside} now")
