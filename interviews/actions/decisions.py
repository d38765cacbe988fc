"""What deciding on replacements has in common: holding rows, storing a decision, and one event for each act.

The event keeps, for each row, what the act changed, before and after: ids, offsets, states and times, never a word.
`undo.py` goes back from it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from interviews.actions.deidentification_states import changed
from interviews.actions.log import record
from interviews.actions.recheck import recheck
from interviews.deidentification.folding import joined
from interviews.errors import BadSpan, WrongState
from interviews.fingerprints import fingerprint
from interviews.models import Event, Replacement, Segment
from interviews.permissions import Act, check
from interviews.registry import hold_registry

Status = Replacement.Status

ACCEPTED, REJECTED, UNDECIDED = "replacement accepted", "replacement rejected", "replacement undecided"
ASKED, CONFIRMED, REFUSED = "keep asked for", "keep confirmed", "keep refused"
MOVED, UNDONE = "span changed", "decision undone"
# Parts, in a row's reason, why somebody wished to keep the words from why that was refused.
REFUSED_BECAUSE = " | refused: "

SPAN = ("start", "end", "kind", "type", "identifier_id")
FACTS = ("status", *SPAN, "everywhere_id", "keep_asked_by_id", "keep_asked_at", "decided_by_id", "decided_at")
# Stored with every act; the log never has them.
WORDED = ("text_encrypted", "reason", "words_fingerprint")


def facts_of(row: Replacement) -> dict[str, Any]:
    """The row without its words, as JSON takes it."""
    values = {name: getattr(row, name) for name in FACTS}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


class Change:
    """Rows that one act changes, the one it is about first: made before they are changed, stored after."""

    def __init__(self, rows: Iterable[Replacement]) -> None:
        self.rows = list(rows)
        self.before = [facts_of(row) for row in self.rows]

    def store(self, *, by: Any, action: str, **data: Any) -> Event:
        """Store all rows, log the act once, and move their interviews along where something was decided."""
        changes = [differences(was, facts_of(row)) for row, was in zip(self.rows, self.before, strict=True)]
        altered = {name.removesuffix("_id") for facts in changes for name in facts}
        Replacement.objects.bulk_update(self.rows, [*sorted(altered), *WORDED])
        interviews = {row.segment.interview for row in self.rows}
        event = record(
            by=by,
            action=action,
            study=self.rows[0].segment.interview.study,
            interview=interviews.pop() if len(interviews) == 1 else None,
            replacement=self.rows[0].pk,
            changes=[[row.pk, facts] for row, facts in zip(self.rows, changes, strict=True)],
            **data,
        )
        for interview in {row.segment.interview for row, facts in zip(self.rows, changes, strict=True) if moved(facts)}:
            changed(interview)
            recheck(by=by, interview=interview)
        return event


def moved(facts: dict[str, list[Any]]) -> bool:
    """Whether the status is another one now."""
    before, after = facts["status"]
    return bool(before != after)


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What differs, as [before, after]; the status always, for undoing asks whether it is still as it was left."""
    return {name: [before[name], after[name]] for name in FACTS if name == "status" or before[name] != after[name]}


def hold(rows: "QuerySet[Replacement]") -> list[Replacement]:
    """These rows as they are stored now, held until the transaction ends, in the order of the talks."""
    in_order = rows.order_by("segment__interview__number", "segment__position", "start", "pk")
    return list(in_order.select_related("segment__interview__study", "identifier").select_for_update(of=("self",)))


def hold_one(by: Any, replacement: Replacement) -> Replacement:
    """The row as it is stored now, held. Raises NotPermitted unless `by` may decide on it."""
    check(by, Act.DEIDENTIFY, replacement.segment.interview.study)
    # Nobody publishes the words meanwhile: what becomes public is looked at again after each decision (recheck.py).
    hold_registry()
    rows = hold(Replacement.objects.filter(pk=replacement.pk))
    if not rows:
        raise WrongState(f"replacement {replacement.pk} is gone: reload the page")
    return rows[0]


def hold_undecided(by: Any, replacement: Replacement, *, everywhere: bool = False) -> list[Replacement]:
    """The row, first, and with `everywhere` all undecided ones of the same words. Raises unless nobody decided."""
    row = hold_one(by, replacement)
    if row.status != Status.SUGGESTED:
        raise WrongState(f"replacement {row.pk} is decided already ({row.status}): undo that first")
    return [row, *hold(same_words(row).exclude(pk=row.pk))] if everywhere else [row]


def same_words(replacement: Replacement) -> "QuerySet[Replacement]":
    """Undecided replacements of the study that stand for the same words, `replacement` among them."""
    rows = Replacement.objects.filter(
        segment__interview__study=replacement.segment.interview.study_id, status=Status.SUGGESTED
    ).select_related("segment__interview__study")
    if not replacement.words_fingerprint:
        return rows.filter(pk=replacement.pk)
    return rows.filter(words_fingerprint=replacement.words_fingerprint)


def words_print(segment: Segment, start: int, end: int) -> str:
    """The fingerprint of a span's words; empty where it has neither letter nor digit."""
    words = segment.text[start:end]
    return fingerprint(words) if joined(words) else ""


def settle(row: Replacement, status: Replacement.Status, by: Any) -> None:
    """Set a decision, or with `SUGGESTED` none; storing it is the caller's."""
    undecided = status == Status.SUGGESTED
    row.status = status
    row.decided_by, row.decided_at = (None, None) if undecided else (by, timezone.now())
    if status != Status.KEPT:
        row.keep_asked_by, row.keep_asked_at = None, None


def rewrite(row: Replacement, text: str) -> None:
    """Set what stands there instead, sealed by the row's own interview."""
    row.text_encrypted = Replacement.written(segment=row.segment, text=text).text_encrypted
    row.__dict__.pop("text", None)


def without_overlaps(rows: list[Replacement]) -> list[Replacement]:
    """Those rows that can be accepted. Raises BadSpan when the first, which the act is about, can't."""
    taken: dict[int, list[tuple[int, int, int]]] = {}
    accepted = Replacement.objects.filter(segment__in={row.segment_id for row in rows}, status=Status.ACCEPTED)
    for segment, *span in accepted.values_list("segment_id", "start", "end", "pk"):
        taken.setdefault(segment, []).append((span[0], span[1], span[2]))
    free = []
    for row in rows:
        beside = taken.setdefault(row.segment_id, [])
        overlapping = next(
            (one for one in beside if one[0] < row.end and row.start < one[1] and one[2] != row.pk), None
        )
        if overlapping is None:
            free.append(row)
            beside.append((row.start, row.end, row.pk))
        elif row is rows[0]:
            start, end, pk = overlapping
            raise BadSpan(f"it overlaps the accepted replacement {pk} at {start}-{end}: undo that one first")
    return free
