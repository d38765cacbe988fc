"""`manage.py import_transcript FILE... --study SLUG`: interviews from their transcripts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from interviews.actions.ingest import import_interview
from interviews.errors import DuplicateInterview, SameSource, WorkshopError
from interviews.management.base import ImportCommand, progress
from interviews.models import Interview, Study
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.reader import FORMATS


class Command(ImportCommand):
    help = (
        "Import transcripts as interviews of a study, which is made when it is missing. Each file is stored whole "
        "or not at all; the others go on. The same file again is recognised and stored once. The interview's "
        "number is --number, else the one in the file's name or title, else the next free one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--format", choices=sorted(FORMATS), help="the files' format, where it can't be told")
        parser.add_argument("--number", type=int, help="the interview's number (with one file)")
        parser.add_argument(
            "--accept-duplicate", action="store_true", help="store it although an interview has nearly the same words"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[str] = options["files"]
        if options["number"] is not None and len(files) > 1:
            raise CommandError("--number goes with one file: give each file its own command")
        if options["number"] is not None and options["number"] < 1:
            raise CommandError("--number counts from 1")
        failed = 0
        for file in progress(files, total=len(files), unit="file"):
            try:
                with self.at_work(options["study"], options["by"]) as (study, actor):
                    self.import_file(Path(file), study, actor, options)
            except (TranscriptError, WorkshopError, OSError) as error:
                failed += 1
                self.stderr.write(self.style.ERROR(in_one_line(file, error)))
        if failed:
            raise CommandError(f"{failed} of {len(files)} files not imported")

    def import_file(self, path: Path, study: Study, actor: Any, options: dict[str, Any]) -> None:
        """Store one file and say so; a file that is stored already is said to be, and is no failure."""
        try:
            interview = import_interview(
                by=actor,
                study=study,
                data=path.read_bytes(),
                name=path.name,
                number=options["number"],
                format=options["format"],
                confirm_duplicate=options["accept_duplicate"],
            )
        except SameSource as error:
            self.stdout.write(f"{path.name}: {error}")
            return
        self.report(path.name, interview)

    def report(self, name: str, interview: Interview) -> None:
        """One line for the file, one more for each thing its reader found odd."""
        turns, warnings = interview.segments.count(), interview.warnings
        self.stdout.write(f"{name}: interview {interview.number}, {turns} turns, {len(warnings)} warnings")
        for warning in warnings:
            self.stdout.write(f"  {name}:{warning['line']}: {warning['message']}")


def in_one_line(file: str, error: Exception) -> str:
    """What went wrong with a file, its name first."""
    if isinstance(error, TranscriptError):
        return str(error)
    if isinstance(error, OSError):
        return f"{file}: {error.strerror or 'cannot be read'}; check the name and the right to read it"
    flags = " (--accept-duplicate --number N)" if isinstance(error, DuplicateInterview) else ""
    return f"{Path(file).name}: {error}{flags}"
