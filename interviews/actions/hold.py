"""Published words of issues and strategies in which an identifier was found: covered at once, then looked at.

An issue can't simply vanish because its description holds a name. The identifier's placeholder takes the name's place
in rows, in the history and in releases in the same transaction, and the words as they stood wait, sealed, for somebody
to settle: harmless after all, rewritten, or left as they are.
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from catalog.models import ClaimText, IssueText, IssueVersion, MitigationText, Revision, StrategyText
from catalog.releases import reissue_rewritten, rewritten
from interviews.actions.log import record
from interviews.crypto import encrypt
from interviews.deidentification.safe_text import Substitution, apply
from interviews.errors import NotPermitted, WrongState
from interviews.models import HeldText, Identifier, IdentifierClearance
from interviews.payload import payload_hash
from interviews.permissions import Act, check
from interviews.registry import Registry, hold_registry

MODELS: tuple[Any, ...] = (IssueText, ClaimText, MitigationText, StrategyText)
Settlement = HeldText.Settlement
BY_LABEL = {model._meta.label_lower: model for model in MODELS}


def hold_matching(*, by: Any, identifier: Identifier) -> list[HeldText]:
    """Put the identifier's placeholder wherever it stands uncleared in published words; returns what is held.

    Inside the transaction that added the identifier; whoever may add one may stop a leak.
    """
    cover = covering(identifier)
    held = [
        hold(by, identifier, row, field, covered)
        for model in MODELS
        for row in model.objects.all()
        for field in words_of(model)
        if (covered := cover(getattr(row, field))) != getattr(row, field)
    ]
    versions = cover_history(cover)
    reissued = reissue_rewritten(cover, on=timezone.localdate())
    if held or versions or reissued:
        Revision.objects.bump()
        ids = [each.pk for each in held]
        record(by=by, action="texts held", study=identifier.study, identifier=identifier.pk, held=ids)
    return held


def cover_history(cover: Callable[[str], str]) -> int:
    """Cover the stored versions of issues; returns how many held the name."""
    changed = [(v.pk, new) for v in IssueVersion.objects.all() if (new := rewritten(v.snapshot, cover)) != v.snapshot]
    for pk, snapshot in changed:
        IssueVersion.objects.filter(pk=pk).update(snapshot=snapshot)
    return len(changed)


def covering(identifier: Identifier) -> Callable[[str], str]:
    """A function that puts the placeholder where the identifier stands in a text, save where it was cleared."""
    registry = Registry(identifier.variants.all())
    cleared = set(identifier.clearances.values_list("payload_sha256", "start", "end"))

    def cover(text: str) -> str:
        found = [m for m in registry.find(text) if (payload_hash(text), m.start, m.end) not in cleared]
        return (
            apply(text, [Substitution(m.start, m.end, identifier.placeholder) for m in found]).text if found else text
        )

    return cover


def words_of(model: Any) -> list[str]:
    """The fields of a catalog model that hold words: not its language, not what points elsewhere."""
    texts = (f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField))
    return [field.name for field in texts if field.name != "language"]


def hold(by: Any, identifier: Identifier, row: Any, field: str, covered: str) -> HeldText:
    """Show the covered text, and keep what stood there for whoever settles it, while the study has a key to seal it."""
    key = identifier.study.data_key
    held: HeldText = HeldText.objects.create(
        study=identifier.study,
        identifier=identifier,
        model=row._meta.label_lower,
        row=list(row.natural_key()),
        field=field,
        text_encrypted=encrypt(key, getattr(row, field), context="held-text") if key else None,
        held_by=by if getattr(by, "pk", None) else None,
    )
    type(row).objects.filter(pk=row.pk).update(**{field: covered})
    return held


@transaction.atomic
def settle(*, by: Any, held: HeldText, settlement: str, reason: str = "", text: str = "") -> HeldText:
    """Say what becomes of a held text: `cleared` (put back), `rewritten` (as `text`) or `left` with the placeholder.

    Clearing takes a reason and a second person, who de-identifies; the clearance holds for exactly these words.
    Raises NotPermitted, and WrongState when it is settled, changed since, or the new words hold an identifier.
    """
    check(by, Act.DEIDENTIFY if settlement == Settlement.CLEARED else Act.APPROVE, held.study)
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


def publish_words(held: HeldText, words: str) -> None:
    """Show `words` in the row, if no identifier of any study stands uncleared in them."""
    if not words.strip():
        raise WrongState("write the words that are to stand there")
    cleared = set(IdentifierClearance.objects.values_list("identifier", "payload_sha256", "start", "end"))
    digest = payload_hash(words)
    for match in Registry().find_each(words):
        if (match.key, digest, match.start, match.end) not in cleared:
            raise WrongState(f"identifier {match.key} stands at {match.start}-{match.end}: write it otherwise")
    model = BY_LABEL[held.model]
    row = model.objects.get_by_natural_key(*held.row)
    model.objects.filter(pk=row.pk).update(**{held.field: words})
    Revision.objects.bump()
