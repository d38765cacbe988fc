"""Published words in which an identifier was found: covered at once, then looked at.

An issue can't simply vanish because its description holds a name. The identifier's placeholder takes the name's place
in rows, in the history and in releases in the same transaction, and the words as they stood wait, sealed, for somebody
to settle: harmless after all, rewritten, or left as they are. `interviews/public_words.py` says what is done to which
field; addresses are renamed, so that no page answers under a name.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from catalog import takedown
from catalog.models import Revision
from catalog.releases import reissue_rewritten
from interviews.actions.cover import Cover, row_of, show
from interviews.actions.log import record
from interviews.crypto import encrypt
from interviews.errors import NotPermitted, WrongState
from interviews.models import HeldText, Identifier, IdentifierClearance
from interviews.payload import payload_hash
from interviews.permissions import Act, check
from interviews.public_words import SETTLED, Guard, fields_with, guard_of
from interviews.registry import Registry, hold_registry

Settlement = HeldText.Settlement


def hold_matching(*, by: Any, identifier: Identifier) -> list[HeldText]:
    """Put the identifier's placeholder wherever it stands uncleared in published words; returns what is held.

    Inside the transaction that added the identifier; whoever may add one may stop a leak.
    """
    cover = Cover(identifier)
    held = [keep(by, identifier, row, field, before) for row, field, before in covered(cover, *SETTLED)]
    history = cover_history(cover)
    reissued = reissue_rewritten(cover, on=timezone.localdate())
    if held or history or reissued:
        Revision.objects.bump()
        takedown.note_covered()
        ids = [each.pk for each in held]
        record(by=by, action="texts held", study=identifier.study, identifier=identifier.pk, held=ids)
    return held


def covered(cover: Cover, *guards: Guard) -> Iterator[tuple[Any, str, Any]]:
    """Cover the fields of these guards; each row that said something else before, its field, and what it said."""
    for model, field, _ in fields_with(*guards):
        for row in model.objects.all():
            before = getattr(row, field)
            after = cover(model._meta.label_lower, field, before)
            if after != before:
                show(row, field, after)
                yield row, field, before


def cover_history(cover: Cover) -> int:
    """Cover what older versions and releases said, for good; returns in how many fields the name stood."""
    return sum(1 for _ in covered(cover, Guard.HISTORY))


def keep(by: Any, identifier: Identifier, row: Any, field: str, before: str) -> HeldText:
    """Keep what stood in the row for whoever settles it, while the study has a key to seal it."""
    key = identifier.study.data_key
    held: HeldText = HeldText.objects.create(
        study=identifier.study,
        identifier=identifier,
        model=row._meta.label_lower,
        row=list(row.natural_key()),
        field=field,
        text_encrypted=encrypt(key, before, context="held-text") if key else None,
        held_by=by if getattr(by, "pk", None) else None,
    )
    return held


@transaction.atomic
def settle(*, by: Any, held: HeldText, settlement: str, reason: str = "", text: str = "") -> HeldText:
    """Say what becomes of a held text: `cleared` (put back), `rewritten` (as `text`) or `left` with the placeholder.

    Clearing takes a reason and a second person, who de-identifies; the clearance holds for exactly these words.
    Raises NotPermitted, and WrongState when it is settled, changed since, or the new words hold an identifier.
    """
    check(by, Act.CLEAR if settlement == Settlement.CLEARED else Act.APPROVE, held.study)
    hold_registry()
    held.refresh_from_db()
    if held.settlement:
        raise WrongState(f"held text {held.pk} is settled already: {held.get_settlement_display()}")
    if settlement == Settlement.CLEARED:
        put_back(by, held, reason)
    elif settlement == Settlement.REWRITTEN:
        publish_words(held, text)
    held.settlement, held.settled_by, held.settled_at, held.reason = settlement, by, timezone.now(), reason
    held.text_encrypted = None
    held.save()
    record(by=by, action=f"held text {settlement}", study=held.study, identifier=held.identifier_id, held=held.pk)
    return held


def put_back(by: Any, held: HeldText, reason: str) -> None:
    """Clear the occurrences in the words as they stood, and show these again."""
    if held.held_by_id is None or held.held_by_id == by.pk:
        raise NotPermitted("a second person clears it: you added the identifier")
    if not reason.strip():
        raise WrongState("say why the words are harmless there, without quoting them")
    if held.text_encrypted is None:
        raise WrongState("the words were destroyed: rewrite the text")
    words = held.text
    refuse_if_overtaken(held, words)
    for match in Registry(held.identifier.variants.all()).find(words):
        IdentifierClearance.objects.create(
            identifier=held.identifier,
            held_text=held,
            start=match.start,
            end=match.end,
            payload_sha256=payload_hash(words),
            cleared_by=by,
            reason=reason,
        )
    publish_words(held, words)


def refuse_if_overtaken(held: HeldText, words: str) -> None:
    """Raise WrongState where readers see something else by now than the covered words. An address may have a number."""
    row = row_of(held)
    expected = Cover(held.identifier)(held.model, held.field, words)
    renamed = guard_of(held.model, held.field) is Guard.RENAMED
    if row is None or (getattr(row, held.field) != expected and not renamed):
        raise WrongState("the text was changed since: rewrite it, or leave it as it is")


def publish_words(held: HeldText, words: str) -> None:
    """Show `words` in the row, if they fit there and no identifier of any study stands uncleared in them."""
    if not words.strip():
        raise WrongState("write the words that are to stand there")
    cleared = set(IdentifierClearance.objects.values_list("identifier", "payload_sha256", "start", "end"))
    digest = payload_hash(words)
    for match in Registry().find_each(words):
        if (match.key, digest, match.start, match.end) not in cleared:
            raise WrongState(f"identifier {match.key} stands at {match.start}-{match.end}: write it otherwise")
    row = row_of(held)
    if row is None:
        raise WrongState("the text is gone from the catalog: leave it as it is")
    try:
        apps.get_model(held.model)._meta.get_field(held.field).clean(words, row)
    except ValidationError as error:
        raise WrongState(f"the words don't fit there: {' '.join(error.messages)}") from error
    show(row, held.field, words)
    Revision.objects.bump()
