"""Taking published quotes down: blank the words everywhere, releases included, and count the change once.

`hide_evidence` is for a quote that should not have been public; its draft goes back to be proposed again. Adding an
identifier hides by itself what holds it (`hide_matching`). Withdrawal uses the same `take_down`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from catalog import takedown
from catalog.models import Evidence, Source
from catalog.releases import quotes_in_releases
from interviews.actions.hold import hold_matching
from interviews.actions.log import record
from interviews.actions.recompute import labels_in_release, recompute
from interviews.deidentification.matching import Match
from interviews.errors import NotPermitted, WrongState
from interviews.ledger import told_in_one_line
from interviews.models import EvidenceDraft, Identifier, Publication, Study
from interviews.models.publication import DraftStatus
from interviews.payload import payload_hash
from interviews.permissions import Act, can, studies_allowing
from interviews.questions import untold_in_release
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


@told_in_one_line()
def take_down(*, by: Any, public_ids: Collection[str], status: str, why: str) -> None:
    """Blank these quotes in rows and releases, recompute what depended on them, bump the revision once.

    The ledger says so before the transaction ends. Raises NotRecorded where it can't, and then nothing may be changed.
    """
    if not public_ids:
        return
    hold_registry()
    takedown.take_down(public_ids, status, labels=Known(public_ids))
    send_back(public_ids)
    for public_id in sorted(public_ids):
        publication = Publication.objects.filter(evidence_id=public_id).first()
        study = publication.study if publication else None
        record(by=by, action=f"quote {status}", study=study, evidence=public_id, why=why)


def send_back(public_ids: "Collection[str] | QuerySet[Any, Any]") -> None:
    """Drafts of quotes that are not public any more wait to be looked at again."""
    EvidenceDraft.objects.filter(public_id__in=public_ids, status=DraftStatus.PUBLISHED).update(
        status=DraftStatus.PROPOSED, approved_by=None, approved_at=None
    )


class Known:
    """Labels by the people known here; where a quote of nobody known here leaves, also as a catalog alone labels."""

    def __init__(self, leaving: Collection[str]) -> None:
        known = Publication.objects.filter(evidence_id__in=leaving).exclude(participant_code="")
        strangers = set(leaving) - set(known.values_list("evidence_id", flat=True))
        self.unknown = takedown.Unknown(strangers) if strangers else None

    def relabel(self, source: Source) -> None:
        if self.unknown and source in self.unknown.sources:
            self.unknown.relabel(source)
        recompute(source)

    def in_release(self, shown: Mapping[str, str]) -> dict[str, str]:
        unknown = self.unknown.in_release(shown) if self.unknown else {}
        return unknown | labels_in_release({**shown, **unknown})

    def untold(self, shown: Mapping[str, str]) -> set[str]:
        unknown = self.unknown.untold(shown) if self.unknown else set()
        return unknown | untold_in_release(shown)
