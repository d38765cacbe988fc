"""Reading a fixture back: all of a file or nothing of it, and nothing withdrawn comes back."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.core.serializers.python import Deserializer
from django.db import IntegrityError, transaction

from catalog import takedown
from catalog.exports.fixture import Row
from catalog.followers import quotes_follower
from catalog.ledger import LedgerError
from catalog.loading_issues import MODELS, brought_back, further_here, hangs_on
from catalog.models import Evidence, Issue, Revision
from catalog.models.base import remembered_natural_keys
from catalog.models.taxonomy import FormerSlug
from catalog.word_checks import refusals, texts_in


class LoadError(Exception):
    """A file that is no catalog fixture; `str()` names the file, the line and the remedy."""


@dataclass
class LoadReport:
    """What loading changed: rows by model; quotes that stay taken down, and issues as they are, whatever the file says.

    `taken_down` has, by status, quotes that stood here until this file; `verdicts` is what the ledger said before.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    kept_down: list[str] = field(default_factory=list)
    kept_issues: list[str] = field(default_factory=list)
    taken_down: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    verdicts: Mapping[str, takedown.Verdict] = field(default_factory=dict)
    # What the file says anew, each with its place.
    words: list[tuple[str, str]] = field(default_factory=list)


class _DryRun(Exception):
    """Raised to undo a rehearsal."""


def load_catalog(path: Path, *, dry_run: bool = False) -> LoadReport:
    """Add and update the catalog's rows from a fixture, in one transaction.

    Rows are found by natural key; rows that the file does not name stay as they are. A quote that was hidden or
    withdrawn here, or that the ledger says was, stays so: an older file can't bring it back. One that the file takes
    down leaves this catalog's releases, too, and joins its ledger, as an issue does that it withdraws. An issue that is
    merged or withdrawn here, or of a higher version, stays as it is, and all that hangs on it; one that the ledger says
    was withdrawn is. Raises LoadError.
    """
    rows = read_rows(path)
    report = LoadReport()
    try:
        with transaction.atomic(), remembered_natural_keys():
            report.verdicts = takedown.known()
            store(without_older_issues(rows, report), path, report)
            # An older file still sends readers of a deprecated issue there.
            Issue.objects.filter(replaced_by__status=Issue.Status.WITHDRAWN).update(replaced_by=None)
            check_words(report)
            if report.added or report.changed:
                Revision.objects.bump()
            if dry_run:
                raise _DryRun
            follow_ledger(report)
    except _DryRun:
        pass
    except LedgerError as error:
        raise LoadError(f"{path}: nothing was loaded, {error}") from error
    return report


def check_words(report: LoadReport) -> None:
    """Raise LoadError where a row that is new or changed says what may not be published."""
    # Asked once of all together; only where something stands against them it is asked of each, to say which.
    if not refusals("\n\n".join(text for _, text in report.words)):
        return
    for place, text in report.words:
        if findings := refusals(text):
            raise LoadError(f"{place} may not be published: {' '.join(findings)}")


def follow_ledger(report: LoadReport) -> None:
    """Take out of releases what the file took down, and bring this catalog to where its ledger is, or it to here."""
    quotes = quotes_follower()
    for status, ids in sorted(report.taken_down.items()):
        quotes.follow_package(ids, status)
    quotes.replay()


def read_rows(path: Path) -> list[tuple[int, Row]]:
    """The file's rows with the number of each in the file, from 1."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LoadError(f"{path}: can't be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise LoadError(f"{path}: is not UTF-8 text; export it again with `export fixture`") from error
    except json.JSONDecodeError as error:
        raise LoadError(f"{path}:{error.lineno}: is not JSON ({error.msg}); export it again") from error
    if not isinstance(rows, list):
        raise LoadError(f"{path}:1: a fixture is a list of rows; export it again with `export fixture`")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("fields"), dict) or row.get("model") not in MODELS:
            raise LoadError(f"{path}: row {number} is not a row of the public catalog; remove it")
    return list(enumerate(rows, 1))


def store(rows: list[tuple[int, Row]], path: Path, report: LoadReport) -> None:
    """Save the rows; one that points at a later row waits until that one is there."""
    rename_first(rows)
    waiting = rows
    while waiting:
        later: list[tuple[int, Row]] = []
        reason = ""
        for number, row in waiting:
            try:
                found = next(iter(Deserializer([row])))
            except DeserializationError as error:
                later.append((number, row))
                reason = reason or f"row {number} ({row['model']}) {explain(error)}"
                continue
            save(found, f"{path}: row {number} ({row['model']})", report)
        if len(later) == len(waiting):
            raise LoadError(f"{path}: {reason}; the file is not whole, export it again")
        waiting = later


def without_older_issues(rows: list[tuple[int, Row]], report: LoadReport) -> list[tuple[int, Row]]:
    """The rows but those of issues that went further here, or were withdrawn by the ledger.

    Of their quotes the file may say only that they go down. Where an issue is withdrawn by the ledger and not here, its
    bare row is loaded, since others may point at it: the ledger is followed in the same transaction.
    """
    further, gone = further_here(rows), brought_back(rows)
    if not (left := further | gone):
        return rows
    report.kept_issues = [Issue(number=number).code for number in sorted(left)]
    for _, row in rows:
        if MODELS[row["model"]] is Evidence and hangs_on(row, left):
            only_take_down(row["fields"], report)
    return [
        (number, row)
        for number, row in rows
        if not hangs_on(row, left) or (MODELS[row["model"]] is Issue and row["fields"]["number"] not in further)
    ]


def only_take_down(told: dict[str, Any], report: LoadReport) -> None:
    """Follow the file where it takes a quote down that stands here, and in nothing else."""
    before = Evidence.objects.filter(public_id=told.get("public_id")).first()
    if before is None or told.get("status") not in Evidence.Status.values:
        return
    quote = copy(before)
    quote.status = told["status"]
    keep_down(quote, before, report)
    if quote.status != before.status and quote.status != Evidence.Status.PUBLISHED:
        quote.save()
        report.changed[str(Evidence._meta.verbose_name_raw)] += 1


def rename_first(rows: list[tuple[int, Row]]) -> None:
    """Rename phases and qualities that the file knows by a new slug, so that their rows are found by it."""
    for _, row in rows:
        former = MODELS[row["model"]]
        if issubclass(former, FormerSlug):
            known = former._meta.get_field("taxon").related_model._default_manager
            old, [new] = row["fields"]["slug"], row["fields"]["taxon"]
            taxon = known.filter(slug=old).first()
            if taxon is not None and not known.filter(slug=new).exists():
                taxon.slug = new
                taxon.save()


def explain(error: DeserializationError) -> str:
    """Why a row can't be read yet: mostly a row it points at."""
    cause = error.__cause__ or error
    return f"can't be read: {type(cause).__name__}: {str(cause).splitlines()[0]}"


def save(found: DeserializedObject, place: str, report: LoadReport) -> None:
    """Add the row, or update the one with the same natural key, or leave it where nothing differs."""
    row: Any = found.object
    label = row._meta.verbose_name_raw
    known = type(row)._default_manager
    before = known.get_by_natural_key(*row.natural_key()) if row.pk else None
    # A status that there is not is for the validation below to refuse.
    if isinstance(row, Evidence) and row.status in Evidence.Status.values:
        keep_down(row, before, report)
    if before is not None and values(before) == values(row):
        report.unchanged += 1
        return
    relations = [field.name for field in row._meta.fields if field.is_relation]
    try:
        # Relations were just looked up, and the database holds what must be unique or checked across fields.
        row.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        fields = ", ".join(sorted(getattr(error, "error_dict", {"row": []})))
        raise LoadError(f"{place}: not valid in {fields}; mend it and load again") from error
    except IntegrityError as error:
        raise LoadError(f"{place}: breaks a rule of the catalog; mend it and load again") from error
    (report.added if before is None else report.changed)[str(label)] += 1
    # Each by itself: a finding may have been cleared in exactly this text.
    report.words += [(place, text) for text in texts_in(list(values(row).values()))]


def keep_down(row: Evidence, before: Evidence | None, report: LoadReport) -> None:
    """Let a quote go only further down: what is down here, or by the ledger, stays so whatever the file says."""
    of_file = Evidence.Status(row.status)
    here = Evidence.Status(before.status) if before else Evidence.Status.PUBLISHED
    verdict = report.verdicts.get(row.public_id)
    by_ledger = Evidence.Status(verdict.status_of(row.text)) if verdict else Evidence.Status.PUBLISHED
    down = max(of_file, here, by_ledger, key=lambda status: status.depth)
    if down == Evidence.Status.PUBLISHED:
        return
    if down != of_file:
        report.kept_down.append(row.public_id)
    if before is not None and down != here:
        report.taken_down[down.value].append(row.public_id)
    for name, value in Evidence.tombstone(down.value).items():
        setattr(row, name, value)


def values(row: Any) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
