"""Releases: hashed snapshots of the catalog, and what happens to them when a quote is withdrawn.

Every file of a release is derived from one list of fixture rows, so a release can be made again without a quote's
words: that is a new revision (2026.1 r2) with hashes of its own; of the revision before only the root hash stays.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, JSONField, TextField

from catalog.exports.fixture import Row, fixture_rows, write_rows
from catalog.models import Evidence, Release, ReleaseFile
from catalog.models.base import natural_key_width
from catalog.spreadsheets import defuse

EVIDENCE = "catalog.evidence"
# The file of a release that holds its rows.
CATALOG = "catalog.json"
# What becomes of a text: from its model ("catalog.issuetext"), its field and its value to the value from now on.
Rewrite = Callable[[str, str, Any], Any]
TEXTUAL = (CharField, TextField, JSONField)
# Whether a quote of this public id may keep standing in a release with these words.
Keep = Callable[[str, str], bool]
# Parts of natural keys that changed: from model, field and what it was to what it is.
Renamed = dict[tuple[str, str, Any], Any]
# From the labels of a release's quotes, by public id, to those that must change.
Relabel = Callable[[Mapping[str, str]], Mapping[str, str]]
# From the labels of a release's quotes, by public id, to the quotes that may not name their question any more.
Untold = Callable[[Mapping[str, str]], Collection[str]]


class ReleaseExists(Exception):
    """A release of this version is there already; versions are never given twice."""


@transaction.atomic
def make_release(version: str, *, on: date, notes: str = "") -> Release:
    """Store a snapshot of the catalog as it stands. Raises ReleaseExists."""
    if Release.objects.filter(version=version).exists():
        raise ReleaseExists(f"release {version} exists already; choose the next number")
    return store(version, 1, on, notes, list(fixture_rows()))


@transaction.atomic
def reissue_without(
    public_ids: Collection[str],
    *,
    status: str,
    on: date,
    labels: Relabel | None = None,
    untold: Untold | None = None,
    keep: Keep | None = None,
) -> list[Release]:
    """Take quotes out of every release that holds their words; returns the new revisions.

    `status` is what became of the quotes (hidden or withdrawn). `labels` is given the speaker label of each quote
    that stays in a release, by public id, and answers those that must change because a group became too small.
    `untold` is given the labels as they then stand, and answers the quotes that lose the question they name.
    `keep` excepts words that one of the quotes may still be shown with. Superseded revisions lose their files.
    """
    reissued = []
    for newest in newest_revisions():
        version, rows = newest.version, rows_of(newest)
        blanked, relabelled = blank(rows, public_ids, status, keep), relabel(rows, labels)
        if forget_questions(rows, untold) or blanked or relabelled:
            ReleaseFile.objects.filter(release__version=version).delete()
            reissued.append(store(version, newest.revision + 1, on, newest.notes, rows))
    return reissued


@transaction.atomic
def reissue_rewritten(rewrite: Rewrite, *, on: date) -> list[Release]:
    """Rewrite the texts of every release that `rewrite` changes, quotes apart; returns the new revisions."""
    reissued = []
    for newest in newest_revisions():
        version, rows = newest.version, rows_of(newest)
        if rewrite_words(rows, rewrite):
            ReleaseFile.objects.filter(release__version=version).delete()
            reissued.append(store(version, newest.revision + 1, on, newest.notes, rows))
    return reissued


def quotes_in_releases() -> Iterator[tuple[str, str, str]]:
    """Public id, words and speaker label of each quote that a release shows: they may be older than the catalog's."""
    for file in ReleaseFile.objects.filter(name=CATALOG):
        for row in json.loads(file.content):
            if row["model"] == EVIDENCE and (fields := row["fields"])["text"]:
                yield fields["public_id"], fields["text"], fields["speaker_label"]


def rewrite_words(rows: list[Row], rewrite: Rewrite) -> bool:
    """Rewrite texts in place; whether any changed. Rows that name another by a changed text name it anew."""
    changed = False
    slugs = {(row["model"], row["fields"].get("slug")) for row in rows}
    renamed: Renamed = {}
    for row in rows:
        model = apps.get_model(row["model"])
        for name, value in row["fields"].items():
            if (
                not isinstance(model._meta.get_field(name), TEXTUAL)
                or (new := rewrite(row["model"], name, value)) == value
            ):
                continue
            if name == "slug":
                new = next(each for each in numbered(new) if (row["model"], each) not in slugs)
                slugs.add((row["model"], new))
            if name in model.natural_fields:
                renamed[row["model"], name, value] = new
            row["fields"][name] = new
            changed = True
    rename(rows, renamed)
    return changed


def numbered(slug: str) -> Iterator[str]:
    """The slug, and then with a number: company, company-2, company-3."""
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


def rename(rows: list[Row], renamed: Renamed) -> None:
    """Let rows that point at a renamed one by its natural key point at it again."""
    for row in rows if renamed else []:
        for field in apps.get_model(row["model"])._meta.get_fields():
            if field.name in row["fields"] and field.is_relation and isinstance(row["fields"][field.name], list):
                row["fields"][field.name] = renamed_key(field.related_model, row["fields"][field.name], renamed)


def renamed_key(model: Any, key: Sequence[Any], renamed: Renamed) -> list[Any]:
    """A natural key of `model` with every part that was renamed, its own or that of a row it is known by."""
    remaining, found = list(key), list[Any]()
    for name in model.natural_fields:
        related = model._meta.get_field(name).related_model
        if related is None:
            value = remaining.pop(0)
            found.append(renamed.get((model._meta.label_lower, name, value), value))
        else:
            width = natural_key_width(related)
            found += renamed_key(related, remaining[:width], renamed)
            del remaining[:width]
    return found


def rewritten(value: Any, rewrite: Callable[[str], str]) -> Any:
    """A value of a row with every text inside it rewritten; keys of JSON objects stay."""
    if isinstance(value, str):
        return rewrite(value)
    if isinstance(value, dict):
        return {key: rewritten(inner, rewrite) for key, inner in value.items()}
    return [rewritten(inner, rewrite) for inner in value] if isinstance(value, list) else value


def newest_revisions() -> list[Release]:
    """The revision of each version that readers get, by version."""
    newest = {release.version: release for release in Release.objects.order_by("revision")}
    return [newest[version] for version in sorted(newest)]


def rows_of(release: Release) -> list[Row]:
    """The fixture rows that a release was made from."""
    return list(json.loads(release.files.get(name=CATALOG).content))


def quotes_of(release: Release) -> list[dict[str, Any]]:
    """The fields of a release's quotes, taken down or not."""
    return [row["fields"] for row in rows_of(release) if row["model"] == EVIDENCE]


def blank(rows: list[Row], public_ids: Collection[str], status: str, keep: Keep | None = None) -> bool:
    """Make tombstones of these quotes in place; whether any was not one, or not one of this status, before."""
    found = False
    for row in rows:
        fields = row["fields"]
        if row["model"] != EVIDENCE or fields["public_id"] not in public_ids:
            continue
        if keep is not None and keep(fields["public_id"], fields["text"]):
            continue
        if fields["text"] or Evidence.Status(fields["status"]).depth < Evidence.Status(status).depth:
            fields.update(Evidence.tombstone(status))
            found = True
    return found


def relabel(rows: list[Row], labels: Relabel | None) -> bool:
    """Give quotes their new speaker labels in place; whether any changed."""
    quotes = [row["fields"] for row in rows if row["model"] == EVIDENCE and row["fields"]["text"]]
    changed = labels({quote["public_id"]: quote["speaker_label"] for quote in quotes}) if labels else {}
    for quote in quotes:
        quote["speaker_label"] = changed.get(quote["public_id"], quote["speaker_label"])
    return bool(changed)


def forget_questions(rows: list[Row], untold: Untold | None) -> bool:
    """Take the question out of quotes that may not name it, in place; whether any did."""
    quotes = [row["fields"] for row in rows if row["model"] == EVIDENCE and row["fields"]["text"]]
    if untold is None or not any(quote.get("question") for quote in quotes):
        return False
    lost = set(untold({quote["public_id"]: quote["speaker_label"] for quote in quotes}))
    losing = [quote for quote in quotes if quote.get("question") and quote["public_id"] in lost]
    for quote in losing:
        quote["question"] = None
    return bool(losing)


def store(version: str, revision: int, on: date, notes: str, rows: list[Row]) -> Release:
    files = files_from(rows)
    hashes = {name: hashlib.sha256(content.encode()).hexdigest() for name, content in files.items()}
    release: Release = Release.objects.create(
        version=version, revision=revision, released_on=on, notes=notes, root_hash=root_hash(hashes)
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=name, content=content, sha256=hashes[name])
        for name, content in sorted(files.items())
    )
    return release


def root_hash(hashes: dict[str, str]) -> str:
    """SHA-256 over the manifest: a line `sha256  name` for each file, sorted by name, as `sha256sum` prints it."""
    manifest = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256(manifest.encode()).hexdigest()


def files_from(rows: list[Row]) -> dict[str, str]:
    """The files of a release by name."""
    fixture = io.StringIO()
    write_rows(rows, fixture)
    return {CATALOG: fixture.getvalue(), "evidence.csv": evidence_csv(rows)}


def evidence_csv(rows: list[Row]) -> str:
    """Published quotes as a table, for people who open a spreadsheet before a program."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = ["public_id", "issue", "phase", "stance", "language", "speaker_label", "source", "text"]
    writer.writerow(columns)
    for row in rows:
        fields = row["fields"]
        if row["model"] == EVIDENCE and fields["status"] == Evidence.Status.PUBLISHED:
            values = {**fields, "issue": f"MLQ-{fields['issue'][0]:03d}"}
            values.update(phase=fields["phase"][0], source=fields["source"][0])
            writer.writerow([defuse(str(values[name])) for name in columns])
    return out.getvalue()
