"""What the workshop's commands share: the study, who acts, one-line errors, tables and a progress bar."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify
from tqdm import tqdm

from catalog import guard
from catalog.ledger import LedgerError
from interviews.accounts import COMMAND_LINE, command_line_account
from interviews.actions.log import record
from interviews.models import Study, StudyMembership
from interviews.permissions import ROLES_FOR, Act

Item = TypeVar("Item")
Role = StudyMembership.Role


class StudyCommand(BaseCommand):
    """A command about one study."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--study", required=True, metavar="SLUG", help="the study, by its slug")

    def study(self, slug: str) -> Study:
        """The study called `slug`; CommandError, with the slugs that exist, when there is none.

        CommandError, too, where the database is an older backup that does not know who withdrew since.
        """
        check_ledgers()
        study = Study.objects.filter(slug=slug).first()
        if study is None:
            known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"--study {slug}: there is no such study (there is: {known})")
        return study

    def actor(self, study: Study, username: str | None, act: Act) -> Any:
        """The account called `username`; without a name, the one member of the study who may `act`.

        CommandError where nobody may or several may: who did it must not be a guess.
        """
        if username:
            return named_user(username)
        members = get_user_model().objects.filter(
            is_active=True, study_memberships__study=study, study_memberships__role__in=ROLES_FOR[act]
        )
        able = list(members.distinct().order_by("username"))
        if len(able) == 1:
            return able[0]
        if not able:
            roles = " or ".join(sorted(ROLES_FOR[act]))
            raise CommandError(f"nobody in study {study.slug} may {act}: give somebody the role {roles} in the admin")
        names = ", ".join(user.get_username() for user in able)
        raise CommandError(f"several people may {act} in study {study.slug}: say who does, with --by ({names})")


class ImportCommand(StudyCommand):
    """A command that brings files into a study, which it makes when it is not there yet."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--by", metavar="USER", help=f"who imports, by user name (default: the account {COMMAND_LINE})"
        )

    @contextmanager
    def at_work(self, slug: str, username: str | None) -> Iterator[tuple[Study, Any]]:
        """The study and who acts in it, in one transaction with what is imported.

        A study that is missing is made, with the actor as its importer and custodian: whoever can run commands
        here can write the database. Without `--by` the log names the account "command-line", and nobody else. A file
        that fails, and a try that is taken back, leave neither study, role nor account behind.
        """
        check_ledgers()
        with transaction.atomic():
            actor = named_user(username) if username else command_line_account()
            study = Study.objects.filter(slug=slug).first()
            is_new = study is None
            if study is None:
                study = self._made(slug, actor)
            elif not username:
                _, joined = StudyMembership.objects.get_or_create(study=study, user=actor, role=Role.IMPORTER)
                if joined:
                    record(by=actor, action="role given", study=study, user=actor.pk, role=Role.IMPORTER.value)
            yield study, actor
            taken_back = transaction.get_rollback()
        if is_new and not taken_back:
            self.stderr.write(f"study {slug} made: give it its title and its people in the admin", style_func=str)

    def _made(self, slug: str, actor: Any) -> Study:
        if slugify(slug) != slug:
            raise CommandError(f"--study {slug}: a slug has small letters, digits and hyphens: {slugify(slug)}")
        study = Study.objects.create(slug=slug, title=slug)
        for role in (Role.IMPORTER, Role.CUSTODIAN):
            StudyMembership.objects.create(study=study, user=actor, role=role)
        record(by=actor, action="study created", study=study)
        return study


def check_ledgers() -> None:
    """CommandError where the database is older than what was taken down since, or nobody can tell."""
    try:
        guard.check()
    except LedgerError as error:
        raise CommandError(str(error)) from error


def named_user(username: str) -> Any:
    """The account called `username`; CommandError when there is none."""
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"--by {username}: there is no such user: add one in the admin or leave --by out")
    return user


def progress(items: Iterable[Item], *, total: int, unit: str) -> Iterator[Item]:
    """The items, with a bar on a terminal once they take over a second; piped, there is none."""
    yield from tqdm(items, total=total, unit=unit, delay=1, disable=None, leave=False)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows under headings in aligned columns: numbers to the right, words to the left."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in [list(headings), *cells]) for column in range(len(headings))]
    numeric = [all(isinstance(row[column], int | float) for row in rows) for column in range(len(headings))]

    def line(row: Sequence[str]) -> str:
        parts = (
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(row, widths, numeric, strict=True)
        )
        return "  ".join(parts).rstrip()

    return "\n".join([line(list(headings)), *map(line, cells)])
