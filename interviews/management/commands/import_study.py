"""`manage.py import_study DIR --study SLUG`: a replication package, transcripts and coded prints."""

import json
import re
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from interviews.actions.ingest_codes import codes_that_look_alike, link_parents
from interviews.actions.ingest_package import FAILED, FileReport, Job, import_file, jobs_of
from interviews.management.base import ImportCommand, progress, table
from interviews.models import Code, Study
from interviews.prints.package import Package, PackageFile, find_package_files

HEADINGS = ["file", "interview", "kind", "turns", "coded turns", "codes", "segments", "coded segments", "warnings"]

PAGE = re.compile(r"^page \d+: ")


class Command(ImportCommand):
    help = (
        "Import a replication package: transcripts, coders' prints, moderated prints. Makes the study when it is "
        "missing, inactive accounts for the coders, passes and the codebook. Each file is stored whole or not at "
        "all; the others go on, and what is stored already is left as it is. Ends with a report per file: 'turns' "
        "are the file's own, 'segments' the same talk in the transcript's cuts. --json prints one object: study, "
        "files (one object per file: file, kind, interview, coder, turns, coded_turns, codes, segments, "
        "coded_segments, status, warnings, error), near_duplicate_codes, notes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("directory", metavar="DIR", type=Path, help="the package's folder")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            package = find_package_files(options["directory"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        jobs, misplaced = jobs_of(package), unplaced_inputs(package)
        if not jobs and not misplaced:
            raise CommandError(f"{package.root}: no transcript and no print lies in it; name the package's folder")
        known_before = set(Code.objects.filter(study__slug=options["study"]).values_list("pk", flat=True))
        reports = [self.imported(job, options) for job in progress(jobs, total=len(jobs), unit="file")]
        study = Study.objects.filter(slug=options["study"]).first()
        if study is not None:
            link_parents(study, known_before=known_before)
        self.print_report(study, reports, notes_on(package), options)
        failed = sum(report.status == FAILED for report in reports) + len(misplaced)
        if failed:
            raise CommandError(f"{failed} of {len(reports) + len(misplaced)} files not imported")

    def imported(self, job: Job, options: dict[str, Any]) -> FileReport:
        """What came of one file; of one that failed nothing stays, and no study that was made for it alone."""
        with self.at_work(options["study"], options["by"]) as (study, actor):
            report = import_file(by=actor, study=study, job=job)
            if report.status == FAILED:
                transaction.set_rollback(True)
        return report

    def print_report(
        self, study: Study | None, reports: list[FileReport], notes: list[str], options: dict[str, Any]
    ) -> None:
        """The report as a table with a line for each warning and error, or as one JSON object."""
        alike = codes_that_look_alike(study) if study is not None else []
        if options["json"]:
            files = [asdict(report) for report in reports]
            whole = {"study": options["study"], "files": files, "near_duplicate_codes": alike, "notes": notes}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2))
            return
        self.stdout.write(table([*HEADINGS, "result"], [row_of(report) for report in reports]))
        remarks = [f"{report.file}: {remark}" for report in reports for remark in gathered(report.warnings)]
        remarks += [f"codes that look alike: {first}, {second}" for first, second in alike]
        self.stdout.write("\n".join(["", *remarks, *notes]))
        for report in reports:
            if report.error:
                self.stderr.write(self.style.ERROR(f"{report.file}: {report.error}"))


def row_of(report: FileReport) -> list[object]:
    """One file's line of the table."""
    return [
        report.file,
        report.interview if report.interview is not None else "",
        report.kind,
        report.turns,
        report.coded_turns,
        report.codes,
        report.segments,
        report.coded_segments,
        len(report.warnings),
        report.status,
    ]


def gathered(warnings: list[str]) -> list[str]:
    """The warnings, those that differ in the page alone told once, with how many there are.

    >>> gathered(["page 7: a turn has no words", "page 9: a turn has no words"])
    ['page 7: a turn has no words (2 times)']
    """
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for warning in warnings:
        what = PAGE.sub("", warning)
        first.setdefault(what, warning)
        counts[what] += 1
    return [warning if counts[what] == 1 else f"{warning} ({counts[what]} times)" for what, warning in first.items()]


def placed_files(package: Package) -> set[Path]:
    """The files that are imported as what they are."""
    transcripts = {file.path for file in package.transcripts}
    return transcripts | {file.path for file in [*package.codings, *package.moderated]}


def unplaced_inputs(package: Package) -> list[Path]:
    """Files among the transcripts and prints that could not be taken for either."""
    inputs = (package.root / folder for folder in ("transcripts", "coded_transcripts"))
    folders = [folder for folder in inputs if folder.is_dir()]
    problems = {problem.path for problem in package.problems}
    return sorted(
        path for path in problems - placed_files(package) if any(folder in path.parents for folder in folders)
    )


def notes_on(package: Package) -> list[str]:
    """What lies in the package and is not imported."""
    placed = placed_files(package)
    notes = [str(problem) for problem in package.problems if problem.path not in placed]
    beside: list[PackageFile] = [*package.guides, *package.questionnaires]
    return [*notes, *(f"{file.path.name}: a {file.kind}, not imported" for file in beside)]
