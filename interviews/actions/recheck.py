"""A published quote is what its segment's safe text says now, spoken by whom it says now, or it is public no more."""

from typing import Any

from catalog.models import Evidence
from interviews.actions.hide import take_down
from interviews.gate_rules.base import EvidenceCandidate
from interviews.models import EvidenceDraft, Interview, Speaker
from interviews.models.publication import DraftStatus
from interviews.registry import Registry


def recheck(*, by: Any, interview: Interview) -> list[str]:
    """Hide the interview's public quotes that replacements or a corrected speaker overtook; returns their public ids.

    For whoever changed either, inside the same transaction. Their drafts are proposed again, under the same ids.
    """
    drafts = EvidenceDraft.objects.filter(segment__interview=interview, status=DraftStatus.PUBLISHED)
    public = Evidence.objects.published().filter(public_id__in=drafts.values("public_id"))
    texts = dict(public.values_list("public_id", "text"))
    overtaken = [d.public_id for d in drafts if d.public_id in texts and is_overtaken(d, texts[d.public_id])]
    take_down(by=by, public_ids=overtaken, status=Evidence.Status.HIDDEN, why="its words or speaker changed")
    return overtaken


def is_overtaken(draft: EvidenceDraft, published: str) -> bool:
    """Whether the draft's safe words are others than those published, or its speaker another than who was quoted."""
    candidate = EvidenceCandidate(draft, Registry([]))
    speaker = candidate.segment.speaker
    quoted = draft.publications.values_list("participant_code", flat=True).first()
    same = speaker.participant is not None and speaker.participant.code == quoted
    return not same or speaker.role != Speaker.Role.INTERVIEWEE or candidate.quote != published
