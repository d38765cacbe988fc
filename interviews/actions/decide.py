"""Deciding on suggested replacements, one by one or the same words everywhere, and taking the last decision back.

Whoever decides sees raw words; the log keeps ids and offsets of what was done, from which `undo_last` goes back, act by
act, as far as somebody's own acts reach. An act that somebody else has decided over since is not undone.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from interviews.actions.deidentification_states import changed
from interviews.actions.log import record
from interviews.actions.scan import remember
from interviews.crypto import encrypt
from interviews.deidentification.folding import joined
from interviews.deidentification.safe_text import check_span
from interviews.errors import BadSpan, NotPermitted, WrongState
from interviews.fingerprints import fingerprint
from interviews.models import Event, Identifier, Replacement, StandingDecision, Study
from interviews.models.identifiers import IdentifierType
from interviews.permissions import Act, check

Status, Kind, Verdict = Replacement.Status, Replacement.Kind, StandingDecision.Verdict
LEVELS = {
    IdentifierType.PERSON: ["[person]", "[colleague]", "[manager]"],
    IdentifierType.COMPANY: ["[company]", "[large company]", "[small company]"],
    IdentifierType.CLIENT: ["[client]", "[company]"],
    IdentifierType.PROVIDER: ["[data provider]", "[company]"],
    IdentifierType.PRODUCT: ["[product]", "[tool]", "[system]"],
    IdentifierType.UNIVERSITY: ["[university]", "[school]"],
    IdentifierType.PLACE: ["[city]", "[region]", "[country]", "[place]"],
    IdentifierType.COUNTRY: ["[country]", "[continent]", "[language]"],
    IdentifierType.DATE: ["[year]", "[month]", "[date]", "[some years ago]"],
    IdentifierType.OTHER: ["[number]", "[detail]"],
}
# What each act leaves behind, by the name under which the log keeps it.
ACCEPTED, REJECTED, ASKED = "suggestion accepted", "suggestion rejected", "keep asked for"
CONFIRMED, REFUSED, MOVED, UNDONE = "keep confirmed", "keep refused", "suggestion moved", "decision undone"
LEAVES = {
    ACCEPTED: Status.ACCEPTED,
    REJECTED: Status.REJECTED,
    ASKED: Status.SUGGESTED,
    CONFIRMED: Status.KEPT,
    REFUSED: Status.SUGGESTED,
    MOVED: Status.SUGGESTED,
}
FAR_BACK = 2000
"""So many of a person's latest acts are looked through for one to undo."""


def levels_of(type: str) -> list[str]:
    """What a name of this type may be generalized to, most usual first."""
    return list(LEVELS.get(IdentifierType(type), ["[detail]"])) if type in IdentifierType.values else ["[detail]"]


def same_words(replacement: Replacement) -> QuerySet[Replacement]:
    """Undecided replacements of the study that stand for the same words, `replacement` among them."""
    rows = Replacement.objects.filter(
        segment__interview__study=replacement.segment.interview.study_id, status=Status.SUGGESTED
    ).select_related("segment__interview__study")
    if not replacement.words_fingerprint:
        return rows.filter(pk=replacement.pk)
    return rows.filter(words_fingerprint=replacement.words_fingerprint)


@transaction.atomic
def accept(
    *,
    by: Any,
    replacement: Replacement,
    kind: str | None = None,
    text: str | None = None,
    type: str | None = None,
    identifier: Identifier | None = None,
    as_identifier: bool = False,
    everywhere: bool = False,
) -> list[Replacement]:
    """Replace the words, here or everywhere in the study; returns what was replaced.

    Without `kind` and `text` as it was proposed. `as_identifier` makes the words an identifier of the registry (or
    finds it there), which hides published quotes that hold them.
    Raises WrongState when it is decided, BadSpan when an accepted replacement overlaps it.
    """
    rows = held(by, replacement, everywhere)
    type = type or replacement.type
    if as_identifier:
        segment = replacement.segment
        name = segment.text[replacement.start : replacement.end]
        identifier = remember(by=by, study=segment.interview.study, type=type or IdentifierType.OTHER, name=name)
    identifier = identifier or replacement.identifier
    kind = kind or replacement.kind
    if text is None:
        text = identifier.placeholder if identifier and kind == Kind.PSEUDONYM else replacement.text
    before = [[r.kind, r.type, r.identifier_id] for r in rows]
    free = [row for row in rows if not overlapped(row)]
    if replacement not in free:
        raise BadSpan("an accepted replacement overlaps these words: undo that one first")
    rows, before = free, [was for row, was in zip(rows, before, strict=True) if row in free]
    for row in rows:
        row.kind, row.type, row.identifier = kind, type, identifier
        row.text_encrypted = Replacement.written(segment=row.segment, text=text).text_encrypted
        row.__dict__.pop("text", None)
    standing = None
    if everywhere:
        choice: dict[str, Any] = {"type": type, "kind": kind, "text": text, "identifier": identifier}
        standing = stand(by, replacement, Verdict.REPLACE, **choice)
    return settle(by, ACCEPTED, rows, Status.ACCEPTED, standing=standing, before=before)


@transaction.atomic
def reject(*, by: Any, replacement: Replacement, reason: str = "", everywhere: bool = False) -> list[Replacement]:
    """The words identify nobody, here or everywhere in the study: they stay. `reason` must not quote them."""
    rows = held(by, replacement, everywhere)
    standing = stand(by, replacement, Verdict.NO_IDENTIFIER, reason=reason) if everywhere else None
    return settle(by, REJECTED, rows, Status.REJECTED, standing=standing, reason=reason)


@transaction.atomic
def change_span(*, by: Any, replacement: Replacement, start: int, end: int) -> Replacement:
    """It is about other words of the turn; still to be decided. Raises BadSpan for a span outside the turn."""
    [row] = held(by, replacement, everywhere=False)
    try:
        check_span(start, end, row.segment.length)
    except ValueError as error:
        raise BadSpan(f"segment {row.segment.position}: {error}") from error
    before = [row.start, row.end]
    row.start, row.end = start, end
    row.words_fingerprint = fingerprint_of(row)
    row.save(update_fields=["start", "end", "words_fingerprint"])
    log(by, MOVED, [row], before=before)
    return row


@transaction.atomic
def ask_to_keep(*, by: Any, replacement: Replacement, reason: str, everywhere: bool = False) -> list[Replacement]:
    """Ask that words which may identify somebody stay all the same; a second person decides. Needs a reason."""
    if not reason.strip():
        raise WrongState("say why these words may stay, without quoting them")
    rows = held(by, replacement, everywhere)
    for row in rows:
        row.keep_asked_by, row.keep_asked_at, row.reason = by, timezone.now(), reason
        row.save(update_fields=["keep_asked_by", "keep_asked_at", "reason"])
    log(by, ASKED, rows, everywhere=everywhere)
    return rows


@transaction.atomic
def confirm_keep(*, by: Any, replacement: Replacement) -> list[Replacement]:
    """Agree that the words stay, wherever the same person asked for it. Raises NotPermitted for that person."""
    rows = asked_rows(by, replacement)
    if replacement.keep_asked_by_id == by.pk:
        raise NotPermitted("a second person decides what you asked to keep")
    alone = len(rows) == 1
    asked_by = rows[0].keep_asked_by
    standing = None if alone else stand(by, replacement, Verdict.KEEP, reason=rows[0].reason, asked_by=asked_by)
    return settle(by, CONFIRMED, rows, Status.KEPT, standing=standing, reason=rows[0].reason)


@transaction.atomic
def refuse_keep(*, by: Any, replacement: Replacement, reason: str = "") -> list[Replacement]:
    """The words may not simply stay: they are to be decided again. Whoever asked may take the wish back so."""
    rows = asked_rows(by, replacement)
    asked = rows[0].keep_asked_by_id
    for row in rows:
        row.keep_asked_by = row.keep_asked_at = None
        row.reason = reason
        row.save(update_fields=["keep_asked_by", "keep_asked_at", "reason"])
    log(by, REFUSED, rows, asked_by=asked)
    return rows


@transaction.atomic
def undo_last(*, by: Any, study: Study) -> str | None:
    """Undo this person's latest act of de-identification in the study, and say which; None where there is none.

    In order, and also tomorrow: each undo is an act of its own in the log. Raises WrongState where somebody decided
    on the same words since.
    """
    check(by, Act.DEIDENTIFY, study)
    acts = Event.objects.filter(study=study, actor=by, action__in=[*LEAVES, UNDONE]).order_by("-id")[:FAR_BACK]
    undone = {event.data.get("undoes") for event in acts if event.action == UNDONE}
    last = next((event for event in acts if event.action != UNDONE and event.pk not in undone), None)
    if last is None:
        return None
    ids = last.data["replacements"]
    rows = list(
        Replacement.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .select_related("segment__interview__study", "identifier")
    )
    if any(not as_left(row, last, by) for row in rows):
        raise WrongState("somebody decided on these words since: your act there can't be undone any more")
    for row in rows:
        take_back(row, last, ids.index(row.pk))
    StandingDecision.objects.filter(pk=last.data.get("standing"), undone_at=None).update(undone_at=timezone.now())
    log(by, UNDONE, rows, undoes=last.pk)
    move_on(rows)
    return f"Undone: {last.action}, in {len(rows)} place{'s' if len(rows) != 1 else ''}."


# --- what the acts share


def held(by: Any, replacement: Replacement, everywhere: bool) -> list[Replacement]:
    """What an act is about, held for this transaction. Raises unless `by` may decide and nobody has."""
    check(by, Act.DEIDENTIFY, replacement.segment.interview.study)
    replacement.refresh_from_db(fields=["words_fingerprint"])
    rows = same_words(replacement) if everywhere else same_words(replacement).filter(pk=replacement.pk)
    in_order = rows.order_by("segment__interview__number", "segment__position", "start")
    found = list(in_order.select_for_update(of=("self",)))
    if replacement not in found:
        raise WrongState(f"replacement {replacement.pk} is decided already: undo that first")
    return found


def asked_rows(by: Any, replacement: Replacement) -> list[Replacement]:
    """The places that the same person asked to keep with the same words."""
    rows = held(by, replacement, everywhere=True)
    asked = next(row.keep_asked_by_id for row in rows if row == replacement)
    if asked is None:
        raise WrongState(f"nobody asks to keep replacement {replacement.pk}")
    replacement.keep_asked_by_id = asked
    return [row for row in rows if row.keep_asked_by_id == asked]


def settle(
    by: Any,
    action: str,
    rows: list[Replacement],
    status: Replacement.Status,
    *,
    standing: StandingDecision | None,
    reason: str | None = None,
    before: list[Any] | None = None,
) -> list[Replacement]:
    """Store one decision for all rows, log it as one act, and move their interviews along."""
    now = timezone.now()
    for row in rows:
        row.status, row.decided_by, row.decided_at, row.everywhere = status, by, now, standing
        row.reason = row.reason if reason is None else reason
        if status != Status.KEPT:
            row.keep_asked_by = row.keep_asked_at = None
        row.save()
    log(by, action, rows, standing=standing.pk if standing else None, before=before)
    move_on(rows)
    return rows


def stand(
    by: Any, replacement: Replacement, verdict: str, *, text: str | None = None, **fields: Any
) -> StandingDecision | None:
    """The decision that the same words get from now on, in place of one that stood before; None without words."""
    study = replacement.segment.interview.study
    words = replacement.words_fingerprint
    if not words:
        return None
    before = StandingDecision.objects.filter(study=study, words_fingerprint=words, undone_at=None)
    before.update(undone_at=timezone.now())
    sealed = encrypt(study.data_key, text, context="standing") if text is not None else None
    return StandingDecision.objects.create(
        study=study, verdict=verdict, words_fingerprint=words, text_encrypted=sealed, decided_by=by, **fields
    )


def overlapped(row: Replacement) -> bool:
    """Whether an accepted replacement overlaps the row."""
    accepted = Replacement.objects.filter(segment=row.segment_id, status=Status.ACCEPTED)
    return accepted.filter(start__lt=row.end, end__gt=row.start).exclude(pk=row.pk).exists()


def fingerprint_of(row: Replacement) -> str:
    words = row.segment.text[row.start : row.end]
    return fingerprint(words) if joined(words) else ""


def move_on(rows: Iterable[Replacement]) -> None:
    for interview in {row.segment.interview for row in rows}:
        changed(interview)


def log(by: Any, action: str, rows: list[Replacement], **data: Any) -> None:
    """One act, with the ids of all it was about."""
    interviews = {row.segment.interview for row in rows}
    interview = interviews.pop() if len(interviews) == 1 else None
    study = rows[0].segment.interview.study if rows else None
    record(by=by, action=action, study=study, interview=interview, replacements=[row.pk for row in rows], **data)


# --- going back


def as_left(row: Replacement, event: Event, by: Any) -> bool:
    """Whether the row still is as the act left it."""
    if row.status != LEAVES[event.action]:
        return False
    if event.action == ASKED:
        return bool(row.keep_asked_by_id == by.pk)
    return row.decided_by_id == by.pk if row.status != Status.SUGGESTED else True


def take_back(row: Replacement, event: Event, place: int) -> None:
    """Make the row what it was before the act; a text that was typed gives way to its type's placeholder."""
    row.status, row.decided_by, row.decided_at, row.everywhere = Status.SUGGESTED, None, None, None
    if event.action == ACCEPTED:
        row.kind, row.type, identifier = event.data["before"][place]
        row.identifier = Identifier.objects.filter(pk=identifier).first() if identifier else None
        placeholder = row.identifier.placeholder if row.identifier else f"[{row.type}]" if row.type else ""
        row.text_encrypted = Replacement.written(segment=row.segment, text=placeholder).text_encrypted
    elif event.action == ASKED:
        row.keep_asked_by = row.keep_asked_at = None
    elif event.action == REFUSED:
        row.keep_asked_by_id, row.keep_asked_at = event.data["asked_by"], event.at
    elif event.action == MOVED:
        row.start, row.end = event.data["before"]
        row.words_fingerprint = fingerprint_of(row)
    row.save()
