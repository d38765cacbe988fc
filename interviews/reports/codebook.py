"""The history of a codebook: who changed which code and when, with what it said before and afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from catalog.diffs import Piece, compare
from catalog.models import Issue, Strategy
from interviews.models import Code, CodeVersion, Event, Study
from interviews.reports.sentences import CODEBOOK, FIELDS, Told, numbers, tell, told_from

PROSE = ("definition", "include", "exclude")
# How a field of a code is called in a version of it.
STORED = {"parent": "parent_id", "issue": "issue_id", "strategy": "strategy_id"}


@dataclass(frozen=True)
class Change:
    """A field that says something else: word by word where it is prose, else what it was and what it became."""

    label: str
    pieces: list[Piece] = field(default_factory=list)
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Chapter:
    """An act on the codebook: its sentence, the codes that it was about, what changed, and the version it left."""

    told: Told
    codes: list[Code]
    changes: list[Change]
    version: CodeVersion | None
    # Whether there was a wording whose words nobody can read any more.
    forgotten: bool = False


def history(study: Study, code: Code | None = None) -> list[Event]:
    """The acts on the codebook, or on one code of it, the latest first. One query."""
    events = told_from(Event.objects.filter(study=study, action__in=[*CODEBOOK, "code added", "code changed"]))
    if code is None:
        return list(events)
    about = Q(data__code=code.pk) | Q(data__row=code.pk, action__in=["code added", "code changed"])
    into = [event.pk for event in events if code.pk in numbers(event.data, "into")]
    return list(events.filter(about | Q(pk__in=into)))


def chapters(study: Study, events: Iterable[Event]) -> list[Chapter]:
    """The acts with what they changed. A fixed number of queries."""
    events = list(events)
    codes = {code.pk: code for code in study.codes.all()}
    pointed = Pointed(codes)
    versions: dict[int, list[CodeVersion]] = {}
    for version in CodeVersion.objects.filter(code__study=study).select_related("code__study", "by").order_by("pk"):
        versions.setdefault(version.code_id, []).append(version)
    before_and_after = {
        after.event_id: (before, after)
        for row in versions.values()
        for before, after in zip([None, *row], row, strict=False)
        if after.event_id
    }
    found = []
    for told in tell(events):
        before, after = before_and_after.get(told.event.pk, (None, None))
        about = [codes[pk] for pk in dict.fromkeys(numbers(told.event.data, "code", "row", "into")) if pk in codes]
        lost = any(one is not None and not one.entry for one in (before, after))
        changes = differences(before.entry if before else {}, after.entry, pointed) if after and not lost else []
        found.append(Chapter(told, about, changes, after, lost))
    return found


def differences(before: dict[str, Any], after: dict[str, Any], pointed: "Pointed") -> list[Change]:
    """What one version says otherwise than the other; of a first version all that it says."""
    changes = []
    for name, label in FIELDS.items():
        stored = STORED.get(name, name)
        old, new = before.get(stored) or "", after.get(stored) or ""
        if old == new or (not before and name in {"name", "kind"}):
            continue
        if name in PROSE:
            # Of a first version nothing is new: it is all that there is.
            changes.append(Change(str(label), pieces=compare(old if before else new, new)))
        else:
            changes.append(Change(str(label), before=pointed.name(name, old), after=pointed.name(name, new)))
    return changes


class Pointed:
    """What the ids in versions are called today. Two queries."""

    def __init__(self, codes: dict[int, Code]) -> None:
        issues, strategies = Issue.objects.only("number"), Strategy.objects.only("number")
        self.names: dict[str, dict[int, str]] = {
            "parent": {pk: code.name for pk, code in codes.items()},
            "issue": {issue.pk: issue.code for issue in issues},
            "strategy": {strategy.pk: strategy.code for strategy in strategies},
        }

    def name(self, field: str, value: Any) -> str:
        if not value:
            return ""
        return self.names[field].get(value, "?") if field in self.names else str(value)
