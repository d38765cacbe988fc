"""Consent taken back: what somebody no longer agrees to have quoted leaves the public at once."""

from typing import Any

from django.db import transaction

from catalog.models import Evidence
from interviews.actions.hide import take_down
from interviews.labels import quoted
from interviews.models import Participant
from interviews.registry import hold_registry


@transaction.atomic
def hide_unconsented(*, by: Any, participant: Participant) -> list[str]:
    """Hide every public quote of a participant without a standing consent to be quoted; returns their public ids.

    Their drafts are proposed again, and the gate holds them back until consent stands anew. For whoever changed a
    consent, inside the same transaction: no right to publish is asked for, since a leak must be stopped by whoever
    learns of it.
    """
    hold_registry()
    if Participant.objects.get(pk=participant.pk).may_be_quoted():
        return []
    published = Evidence.objects.published().filter(public_id__in=quoted(participant))
    ids = sorted(published.values_list("public_id", flat=True))
    take_down(by=by, public_ids=ids, status=Evidence.Status.HIDDEN, why="no consent to be quoted")
    return ids
