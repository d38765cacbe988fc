"""Deciding on suggested replacements: accept, reject, move, keep; here, or the same words everywhere in the study.

Keeping words that may identify somebody takes two people. Every act can be taken back (`undo_last`), by whoever did
it, in order, also tomorrow.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from interviews.actions import decisions
from interviews.actions.decisions import ACCEPTED, Change, hold_undecided, same_words, settle, words_print
from interviews.actions.identify import add_identifier, add_variant
from interviews.actions.undo import undo_last
from interviews.crypto import encrypt
from interviews.deidentification.generalization import levels_of
from interviews.deidentification.safe_text import check_span
from interviews.errors import BadSpan, NotPermitted, WrongState
from interviews.models import Event, Identifier, IdentifierVariant, Replacement, StandingDecision
from interviews.models.identifiers import IdentifierType

Status, Kind, Verdict = Replacement.Status, Replacement.Kind, StandingDecision.Verdict
LONGEST_REASON = Replacement._meta.get_field("reason").max_length or 0

__all__ = [
    "ACCEPTED",
    "accept",
    "ask_to_keep",
    "change_span",
    "confirm_keep",
    "levels_of",
    "refuse_keep",
    "reject",
    "same_words",
    "undo_last",
]


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

    Without more, as it was proposed; see `wording` for what stands there where `text` is not given. `as_identifier`
    makes the words an identifier of the registry (a variant of `identifier`, if one is given), which hides published
    quotes that hold them. Elsewhere, what overlaps an accepted replacement is passed over.
    Raises WrongState when it is decided, BadSpan when an accepted replacement overlaps it.
    """
    rows = hold_undecided(by, replacement, everywhere=everywhere)
    first = rows[0]
    kind, type = checked_kind(kind or first.kind), checked_type(type or first.type)
    if identifier is not None and identifier.study_id != first.segment.interview.study_id:
        raise NotPermitted(f"identifier {identifier.pk} is of another study")
    rows = decisions.without_overlaps(rows)
    if as_identifier:
        identifier = registered(by, first, type or IdentifierType.OTHER, identifier)
    elif identifier is None and kind != Kind.CORRECTION and type == first.type:
        identifier = first.identifier
    given = wording(first, kind, text, type, identifier)
    change = Change(rows)
    standing, replaced = None, None
    if everywhere:
        choice = {"kind": kind, "type": type, "identifier": identifier}
        standing, replaced = stand(by, first, Verdict.REPLACE, text=given, **choice)
    for row in rows:
        row.kind, row.type, row.identifier, row.everywhere = kind, type, identifier, standing
        decisions.rewrite(row, given)
        settle(row, Status.ACCEPTED, by)
    change.store(by=by, action=ACCEPTED, standing=pk_of(standing), replaced=replaced)
    return rows


@transaction.atomic
def reject(*, by: Any, replacement: Replacement, reason: str = "", everywhere: bool = False) -> list[Replacement]:
    """The words identify nobody, here or everywhere in the study: they stay. `reason` must not quote them."""
    rows = hold_undecided(by, replacement, everywhere=everywhere)
    change = Change(rows)
    standing, replaced = stand(by, rows[0], Verdict.NO_IDENTIFIER, reason=reason) if everywhere else (None, None)
    for row in rows:
        row.everywhere, row.reason = standing, reason or row.reason
        settle(row, Status.REJECTED, by)
    change.store(by=by, action=decisions.REJECTED, standing=pk_of(standing), replaced=replaced)
    return rows


@transaction.atomic
def change_span(*, by: Any, replacement: Replacement, start: int, end: int) -> Replacement:
    """It is about other words of the turn; still to be decided. Raises BadSpan for a span outside the turn."""
    [row] = hold_undecided(by, replacement)
    if row.keep_asked_by_id is not None:
        raise WrongState(f"somebody asks to keep the words of replacement {row.pk}: answer that first")
    try:
        check_span(start, end, row.segment.length)
    except ValueError as error:
        where = f"turn {row.segment.position} of interview {row.segment.interview.number}"
        raise BadSpan(f"{where}: {error}") from error
    change = Change([row])
    row.start, row.end = start, end
    row.words_fingerprint = words_print(row.segment, start, end)
    change.store(by=by, action=decisions.MOVED)
    return row


# --- keeping words that may identify somebody


@transaction.atomic
def ask_to_keep(*, by: Any, replacement: Replacement, reason: str, everywhere: bool = False) -> list[Replacement]:
    """Ask that words which may identify somebody stay all the same; a second person decides. Needs a reason."""
    if not reason.strip():
        raise WrongState("say why these words may stay, without quoting them")
    rows = hold_undecided(by, replacement, everywhere=everywhere)
    if rows[0].keep_asked_by_id is not None:
        raise WrongState(f"somebody asks to keep the words of replacement {rows[0].pk} already: answer that")
    rows = [row for row in rows if row.keep_asked_by_id is None]
    change, now = Change(rows), timezone.now()
    for row in rows:
        row.keep_asked_by, row.keep_asked_at, row.reason = by, now, reason
    change.store(by=by, action=decisions.ASKED, everywhere=everywhere)
    return rows


@transaction.atomic
def confirm_keep(*, by: Any, replacement: Replacement) -> list[Replacement]:
    """Agree that the words stay wherever that was asked; asked for everywhere, they also stay in later interviews.

    Raises NotPermitted for whoever asked, WrongState where nobody does.
    """
    rows = hold_question(by, replacement)
    first = rows[0]
    asker, asked_at = first.keep_asked_by, first.keep_asked_at
    if asker == by:
        raise NotPermitted("a second person decides on what you asked to keep")
    standing, replaced = None, None
    if asked_everywhere(first):
        # The same words that were suggested since are part of the question.
        others = {row.pk for row in rows}
        rows += decisions.hold(same_words(first).filter(keep_asked_by=None).exclude(pk__in=others))
        standing, replaced = stand(by, first, Verdict.KEEP, reason=first.reason, asked_by=asker)
    change = Change(rows)
    for row in rows:
        row.keep_asked_by, row.keep_asked_at, row.everywhere, row.reason = asker, asked_at, standing, first.reason
        settle(row, Status.KEPT, by)
    change.store(by=by, action=decisions.CONFIRMED, standing=pk_of(standing), replaced=replaced)
    return rows


@transaction.atomic
def refuse_keep(*, by: Any, replacement: Replacement, reason: str = "") -> list[Replacement]:
    """The words may not simply stay: they are to be decided again. Whoever asked may take the wish back so."""
    rows = hold_question(by, replacement)
    change = Change(rows)
    for row in rows:
        row.keep_asked_by, row.keep_asked_at = None, None
        row.reason = f"{row.reason}{decisions.REFUSED_BECAUSE}{reason}"[:LONGEST_REASON]
    change.store(by=by, action=decisions.REFUSED)
    return rows


def hold_question(by: Any, replacement: Replacement) -> list[Replacement]:
    """The places of one wish to keep words, the given one first."""
    [first] = hold_undecided(by, replacement)
    if first.keep_asked_by_id is None:
        raise WrongState(f"nobody asks to keep the words of replacement {first.pk}")
    asked = same_words(first).filter(keep_asked_by=first.keep_asked_by_id, keep_asked_at=first.keep_asked_at)
    return [first, *decisions.hold(asked.exclude(pk=first.pk))]


def asked_everywhere(row: Replacement) -> bool:
    """Whether it was asked to keep the words everywhere, or in this place alone; the log knows."""
    asked = Event.objects.filter(
        study=row.segment.interview.study_id, actor=row.keep_asked_by_id, action=decisions.ASKED
    ).order_by("-id")
    questions = (event for event in asked.iterator(chunk_size=50) if row.pk in dict(event.data["changes"]))
    return any(event.data["everywhere"] for event in [next(questions, None)] if event)


# --- what stands there, and what stands from now on


def wording(row: Replacement, kind: str, text: str | None, type: str, identifier: Identifier | None) -> str:
    """What stands in place of the words: the text that was given, else what the kind asks for.

    Nothing for a deletion, the first of `levels_of` for a generalization, the identifier's or the type's placeholder
    for a pseudonym, or what was proposed if nothing of it is changed.
    """
    if kind == Kind.DELETION:
        return ""
    if text:
        return text
    if kind == Kind.CORRECTION:
        raise WrongState("a correction needs the word that was meant")
    if kind == row.kind and type == row.type and identifier == row.identifier:
        return row.text
    if kind == Kind.GENERALIZATION:
        return levels_of(type)[0]
    return identifier.placeholder if identifier else f"[{type or IdentifierType.OTHER}]"


def checked_kind(kind: str) -> str:
    if kind not in Kind.values:
        raise WrongState(f"there is no kind {kind!r}: it is one of {', '.join(Kind.values)}")
    return kind


def checked_type(type: str) -> str:
    if type and type not in IdentifierType.values:
        raise WrongState(f"there is no type {type!r}: it is one of {', '.join(IdentifierType.values)}")
    return type


def registered(by: Any, row: Replacement, type: str, identifier: Identifier | None) -> Identifier:
    """The identifier that the row's words are from now on: known already, a variant of the given one, or new."""
    study, words = row.segment.interview.study, row.segment.text[row.start : row.end]
    variants = IdentifierVariant.objects.filter(identifier__study=study, fingerprint=row.words_fingerprint)
    known = (variants.filter(identifier=identifier) if identifier else variants).select_related("identifier").first()
    if known is not None:
        return known.identifier
    if identifier is None:
        return add_identifier(by=by, study=study, type=type, name=words)
    add_variant(by=by, identifier=identifier, text=words)
    return identifier


def stand(
    by: Any, row: Replacement, verdict: str, *, text: str | None = None, **fields: Any
) -> tuple[StandingDecision | None, int | None]:
    """What is decided for the row's words from now on, and the id of what stood before; nothing without words."""
    study = row.segment.interview.study
    if not row.words_fingerprint:
        return None, None
    before = study.standing_decisions.filter(words_fingerprint=row.words_fingerprint, undone_at=None).first()
    if before is not None:
        before.undone_at = timezone.now()
        before.save(update_fields=["undone_at"])
    sealed = None if text is None else encrypt(study.data_key, text, context="standing")
    standing = StandingDecision.objects.create(
        study=study,
        verdict=verdict,
        words_fingerprint=row.words_fingerprint,
        text_encrypted=sealed,
        decided_by=by,
        **fields,
    )
    return standing, pk_of(before)


def pk_of(row: StandingDecision | None) -> int | None:
    return row.pk if row else None
