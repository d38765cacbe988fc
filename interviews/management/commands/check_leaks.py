"""`manage.py check_leaks [--against FILE]`: whether anything private stands in a public table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from interviews.leaks import find_leaks


class Command(BaseCommand):
    help = (
        "Search every public text for raw words, identifiers, users' names and e-mail addresses, and the lines of "
        "a file. Lists where something was found (table, row, field), never the words; exit code 1 if anything was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", metavar="FILE", type=Path, help="strings to look for too, one a line")

    def handle(self, *args: Any, **options: Any) -> None:
        leaks = find_leaks(lines_of(options["against"]) if options["against"] else ())
        for leak in leaks:
            self.stdout.write(str(leak))
        if leaks:
            raise CommandError(f"{len(leaks)} leaks: hide the quotes or mend the texts listed", returncode=1)
        self.stdout.write("no leak found")


def lines_of(path: Path) -> list[str]:
    """The file's lines; CommandError where it can't be read."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{path}: can't be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
