"""Issues that went further here than a fixture knows: what it still says of them is not loaded.

An older file would bring back a merged or withdrawn issue, its words, and quotes beside statements that moved on.
"""

from typing import Any

from catalog import takedown
from catalog.exports.fixture import FIXTURE_MODELS, Row
from catalog.models import Claim, Issue, Mitigation

MODELS = {model._meta.label_lower: model for model in FIXTURE_MODELS}
# What a key that begins with an issue's number names.
NAMED_BY_ISSUE = (Issue, Claim, Mitigation)
LEFT = {Issue.Status.MERGED, Issue.Status.WITHDRAWN}


def further_here(rows: list[tuple[int, Row]]) -> set[int]:
    """Numbers of the file's issues that are of a higher version here, or merged or withdrawn here only."""
    here = {issue.number: issue for issue in Issue.objects.select_related("merged_into")}
    told = issues_told(rows)
    kept = {number for number in here.keys() & told.keys() if is_further(here[number], told[number])}
    # Merged here as in the file, but sent on since: its pointer was turned round without a version of its own.
    return kept | {
        number
        for number in here.keys() & told.keys()
        if here[number].merged_into and (told[number].get("merged_into") or [None])[0] in kept
    }


def brought_back(rows: list[tuple[int, Row]]) -> set[int]:
    """Numbers of the file's issues that the ledger says were withdrawn, and the file does not."""
    gone = takedown.withdrawn_issues()
    return {n for n, told in issues_told(rows).items() if n in gone and told.get("status") != Issue.Status.WITHDRAWN}


def issues_told(rows: list[tuple[int, Row]]) -> dict[Any, dict[str, Any]]:
    """What the file says of each issue itself, by number."""
    return {row["fields"].get("number"): row["fields"] for _, row in rows if MODELS[row["model"]] is Issue}


def is_further(here: Issue, told: dict[str, Any]) -> bool:
    """Whether the issue here is what it became after the state that the file tells of.

    >>> is_further(Issue(status="withdrawn", version=2), {"status": "published", "version": 2})
    True
    >>> is_further(Issue(status="deprecated", version=2), {"status": "withdrawn", "version": 3})
    False
    """
    status, version = told.get("status", Issue.Status.PUBLISHED), told.get("version", 1)
    if isinstance(version, int) and here.version > version:
        return True
    if here.status == Issue.Status.WITHDRAWN:
        return bool(status != Issue.Status.WITHDRAWN)
    return here.status in LEFT and status not in LEFT


def hangs_on(row: Row, numbers: set[int]) -> bool:
    """Whether a row is one of these issues, or belongs to one or bears on one."""
    model, fields = MODELS[row["model"]], row["fields"]
    if model is Issue:
        return fields.get("number") in numbers
    keys = [fields.get(each.name) for each in model._meta.fields if each.related_model in NAMED_BY_ISSUE]
    return any(isinstance(key, list) and key and key[0] in numbers for key in keys)
