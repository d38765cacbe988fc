"""Import of a whole replication package, file by file: each is stored whole or not at all, and the others go on."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviews.actions.ingest import import_interview
from interviews.actions.ingest_codings import import_codings
from interviews.errors import DuplicateInterview, SameSource, WorkshopError
from interviews.models import CodingPass, Study
from interviews.prints.document import CodedPrint
from interviews.prints.errors import PrintError
from interviews.prints.package import TRANSCRIPT, Package
from interviews.prints.reader import read_print
from interviews.transcripts.errors import TranscriptError

Kind = CodingPass.Kind
IMPORTED = "imported"
KNOWN = "already imported"
NO_CODES = "no codes in the print"
FAILED = "failed"


@dataclass
class FileReport:
    """What came of one file.

    `kind` is the job's. `turns`, `coded_turns` and `codes` are what the file shows: a transcript's turns, or a
    print's own, with those that have a code and the distinct codes. `segments` and `coded_segments` are the same
    talk in the transcript's cuts. `error` says why a file failed; None where it did not.
    """

    file: str
    kind: str
    interview: int | None = None
    coder: str = ""
    turns: int = 0
    coded_turns: int = 0
    codes: int = 0
    segments: int = 0
    coded_segments: int = 0
    status: str = FAILED
    warnings: list[str] = field(default_factory=list)
    error: str | None = None


@dataclass(frozen=True)
class Job:
    """A file to import. `kind` is "transcript", or the kind of pass that a print is: "independent", "moderated"."""

    path: Path
    kind: str
    number: int | None
    coder: str = ""


def jobs_of(package: Package) -> list[Job]:
    """The files in the order they go in: transcripts first, since prints lie on their segments, moderators last."""
    transcripts = [Job(file.path, TRANSCRIPT, file.number) for file in package.transcripts]
    prints = [Job(file.path, Kind.INDEPENDENT, file.number, file.coder) for file in package.codings]
    moderated = [Job(file.path, Kind.MODERATED, file.number, file.coder) for file in package.moderated]
    return [*transcripts, *prints, *moderated]


def import_file(*, by: Any, study: Study, job: Job) -> FileReport:
    """Import one file. Never raises for a file that can't be imported: its report says why."""
    report = FileReport(job.path.name, job.kind, job.number, job.coder)
    try:
        if job.kind == TRANSCRIPT:
            _import_transcript(report, job, study, by)
        else:
            _import_print(report, job, study, by)
    except (TranscriptError, PrintError) as error:
        # These name the file themselves.
        report.error = str(error).removeprefix(f"{report.file}:").strip()
    except WorkshopError as error:
        asked = job.kind == TRANSCRIPT and isinstance(error, DuplicateInterview)
        report.error = f"{error} (import_transcript --accept-duplicate --number N)" if asked else str(error)
    except OSError as error:
        report.error = f"{error.strerror or 'it cannot be read'}; check the right to read it"
    return report


def _import_transcript(report: FileReport, job: Job, study: Study, by: Any) -> None:
    data = job.path.read_bytes()
    try:
        interview = import_interview(by=by, study=study, data=data, name=job.path.name, number=job.number)
        report.status = IMPORTED
    except SameSource:
        interview = study.interviews.get(source_sha256=hashlib.sha256(data).hexdigest())
        report.status = KNOWN
    report.interview = interview.number
    report.turns = report.segments = interview.segments.count()
    report.warnings = [f"line {warning['line']}: {warning['message']}" for warning in interview.warnings]


def _import_print(report: FileReport, job: Job, study: Study, by: Any) -> None:
    reading = read_print(job.path.read_bytes(), name=job.path.name)
    _count_print(report, reading, job)
    interview = study.interviews.filter(number__in=[report.interview]).select_related("study").first()
    if interview is None:
        raise WorkshopError(
            f"there is no transcript of interview {report.interview}: its words are what a print lies on"
        )
    report.segments = interview.segments.count()
    try:
        done = import_codings(by=by, interview=interview, reading=reading, coder=report.coder, kind=job.kind)
        coding_pass = done.coding_pass
        report.warnings += [warning.message for warning in done.alignment.warnings]
        report.status = IMPORTED if coding_pass else NO_CODES
    except SameSource:
        coding_pass = interview.passes.get(source_sha256=reading.source_sha256, kind=job.kind)
        report.status = KNOWN
    report.coded_segments = coding_pass.codings.values("segment").distinct().count() if coding_pass else 0


def _count_print(report: FileReport, reading: CodedPrint, job: Job) -> None:
    """What the print itself shows, whatever becomes of it."""
    report.interview = reading.interview_number if reading.interview_number is not None else job.number
    report.coder = reading.coder or job.coder
    report.turns, report.coded_turns, report.codes = len(reading.turns), reading.coded_turns, len(reading.codes)
    report.warnings = [f"page {warning.page}: {warning.message}" for warning in reading.warnings]
