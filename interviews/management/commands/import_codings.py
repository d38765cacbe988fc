"""`manage.py import_codings FILE --study SLUG --by USER`: what was coded with another tool."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from interviews.actions.ingest_refi import ImportedProject, import_project
from interviews.actions.log import record
from interviews.errors import WorkshopError
from interviews.management.base import ImportCommand
from interviews.models import Study, StudyMembership
from interviews.refi.document import Project
from interviews.refi.errors import RefiError
from interviews.refi.reader import read_file

Role = StudyMembership.Role


class Command(ImportCommand):
    help = (
        "Import a REFI-QDA project (.qdpx) or codebook (.qdc) of any tool into a study, which is made when it is "
        "missing. Codes are known by their GUID, else by their name; texts by their GUID or their words; codings go "
        "into the open independent pass of --by. All of the file is stored or nothing of it, and nothing twice. Ends "
        "with a report: what came of each text, and what could not be carried. --json prints it as one object."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--new-interviews", action="store_true", help="import a text that no interview has as a new interview"
        )
        parser.add_argument(
            "--each-coder",
            action="store_true",
            help="give everybody who coded in the file a submitted pass of their own, with an inactive account where "
            "there is none of that name",
        )
        parser.add_argument("--dry-run", action="store_true", help="change nothing, and report all the same")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        project = read(options["file"])
        if project.sources and not (options["by"] or options["each_coder"]):
            raise CommandError("say with --by USER whose pass the codings go into, or keep all apart with --each-coder")
        if options["dry_run"] and not Study.objects.filter(slug=options["study"]).exists():
            raise CommandError(f"--study {options['study']}: there is no such study to try it on")
        try:
            done = self.imported(project, options)
        except WorkshopError as error:
            raise CommandError(f"{options['file'].name}: {error}") from error
        self.stdout.write(
            json.dumps(asdict(done), ensure_ascii=False, indent=2) if options["json"] else told(done, options)
        )

    def imported(self, project: Project, options: dict[str, Any]) -> ImportedProject:
        """Import it with all that it takes; a try takes back the role that it took, too."""
        with self.at_work(options["study"], options["by"]) as (study, actor):
            done = import_project(
                by=actor,
                study=study,
                project=project,
                each_coder=options["each_coder"],
                new_interviews=options["new_interviews"],
                dry_run=options["dry_run"],
            )
            if options["dry_run"]:
                transaction.set_rollback(True)
        return done

    def _made(self, slug: str, actor: Any) -> Study:
        """A study that this command makes is for what it brings: its maker codes there, too."""
        study = super()._made(slug, actor)
        StudyMembership.objects.create(study=study, user=actor, role=Role.CODER)
        record(by=actor, action="role given", study=study, user=actor.pk, role=Role.CODER.value)
        return study


def told(done: ImportedProject, options: dict[str, Any]) -> str:
    """One line for the file, then the report's."""
    tried = " (tried only: nothing is stored)" if options["dry_run"] else ""
    return "\n  ".join([f"{options['file'].name}: {done.summary()}{tried}", *done.lines()])


def read(path: Path) -> Project:
    """The file's project or codebook; CommandError, in one line, for one that can't be read or means harm."""
    try:
        with path.open("rb") as file:
            return read_file(file, name=path.name)
    except RefiError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        why = error.strerror or "cannot be read"
        raise CommandError(f"{path}: {why}; check the name and the right to read it") from error
