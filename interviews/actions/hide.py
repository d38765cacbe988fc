"""Taking published quotes down: blank the words everywhere, releases included, and count the change once.

`hide_evidence` is for a quote that should not have been public; its draft goes back to be proposed again. Adding an
identifier hides by itself what holds it (`hide_matching`). Withdrawal uses the same `take_down`.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.models import Evidence, Revision, Source
from catalog.releases import quotes_in_releases, reissue_without
from interviews.actions.hold import hold_matching
from interviews.actions.log import record
from interviews.actions.recompute import labels_in_release, recompute
from interviews.deidentification.matching import Match
from interviews.errors import NotPermitted, WrongState
from interviews.labels import ANYBODY
from interviews.models import EvidenceDraft, Identifier, Publication, Study
from interviews.models.publication import DraftStatus
from interviews.payload import payload_hash
from interviews.permissions import Act, can, studies_allowing
from interviews.registry import Registry, hold_registry


@transaction.atomic
def hide_evidence(*, by: Any, evidence: Evidence, reason: str = "") -> Evidence:
    """Hide one quote: its words are gone, its page answers 404, its draft waits to be looked at again.

    Raises NotPermitted unless `by` publishes for a study of the quote's source, WrongState when it is not public.
    """
    check_may_hide(by, evidence)
    hold_registry()
    evidence.refresh_from_db()
    if evidence.status != Evidence.Status.PUBLISHED:
        raise WrongState(f"quote {evidence.public_id} is {evidence.status} already")
    take_down(by=by, public_ids=[evidence.public_id], status=Evidence.Status.HIDDEN, why=reason or "by hand")
    evidence.refresh_from_db()
    return evidence


def check_may_hide(by: Any, evidence: Evidence) -> None:
    """Raise NotPermitted unless `by` may publish in the quote's study, or anywhere if no study here is its own."""
    own = Study.objects.filter(publications__evidence_id=evidence.public_id).distinct() or Study.objects.filter(
        source=evidence.source
    )
    allowed = any(can(by, Act.PUBLISH, study) for study in own) if own else studies_allowing(by, Act.PUBLISH).exists()
    if not allowed:
        raise NotPermitted("you may not hide this quote: ask a publisher of its study")


def hide_matching(*, by: Any, identifier: Identifier) -> list[str]:
    """Hide every published quote, of any study, in which `identifier` stands uncleared; returns their public ids.

    Releases are looked through as well, for they may show older words or labels. Where it stands in other published
    words, its placeholder takes its place (hold.py). No right to publish is asked for: whoever may add an identifier
    must be able to stop a leak.
    """
    registry = Registry(identifier.variants.all())
    public = Evidence.objects.published().values_list("public_id", "text", "speaker_label")
    matching = {
        public_id
        for public_id, text, label in (*public, *quotes_in_releases())
        if any(not cleared(public_id, said, identifier, m) for said in (text, label) for m in registry.find(said))
    }
    take_down(by=by, public_ids=matching, status=Evidence.Status.HIDDEN, why=f"identifier {identifier.pk}")
    hold_matching(by=by, identifier=identifier)
    return sorted(matching)


def cleared(public_id: str, text: str, identifier: Identifier, match: Match) -> bool:
    """Whether a second person found this occurrence harmless in exactly these words of the quote or its label."""
    return bool(
        identifier.clearances.filter(
            evidence_draft__publications__evidence_id=public_id,
            payload_sha256=payload_hash(text),
            start=match.start,
            end=match.end,
        ).exists()
    )


def take_down(*, by: Any, public_ids: Collection[str], status: str, why: str) -> None:
    """Blank these quotes in rows and releases, recompute what depended on them, bump the revision once."""
    if not public_ids:
        return
    hold_registry()
    quotes = Evidence.objects.filter(public_id__in=public_ids)
    sources = list(Source.objects.filter(evidence__in=quotes).distinct())
    # What was withdrawn stays withdrawn, though an older release that held its words is only found now.
    quotes.exclude(status=Evidence.Status.WITHDRAWN).update(text="", status=status, speaker_label=ANYBODY)
    EvidenceDraft.objects.filter(public_id__in=public_ids, status=DraftStatus.PUBLISHED).update(
        status=DraftStatus.PROPOSED, approved_by=None, approved_at=None
    )
    for source in sources:
        recompute(source)
    reissue_without(public_ids, status=status, on=timezone.localdate(), labels=labels_in_release)
    Revision.objects.bump()
    for public_id in sorted(public_ids):
        publication = Publication.objects.filter(evidence_id=public_id).first()
        study = publication.study if publication else None
        record(by=by, action=f"quote {status}", study=study, evidence=public_id, why=why)
