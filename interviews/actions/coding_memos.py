"""Memos on codings that are taken away: they stay on the turn, and are on the coding again when it is put back."""

from typing import Any

from interviews.models import Memo

# Of one import there may be thousands.
BATCH = 500


def leave_on_turns(codings: Any) -> dict[int, list[int]]:
    """Move the memos on these codings, a queryset, to the turns, and return their ids by the coding's.

    Who reads them stays the same: they belong to the coding's pass.
    """
    left: dict[int, list[int]] = {}
    memos = list(Memo.objects.filter(coding__in=codings).select_related("coding__coding_pass"))
    for memo in memos:
        coding = memo.coding
        if coding is not None:
            left.setdefault(coding.pk, []).append(memo.pk)
            memo.coding_pass_id = memo.coding_pass_id or coding.coding_pass_id
            memo.segment_id, memo.interview_id = coding.segment_id, coding.coding_pass.interview_id
            memo.coding = None
    Memo.objects.bulk_update(memos, ["coding", "coding_pass", "segment", "interview"], batch_size=BATCH)
    return left


def put_back(places: dict[int, tuple[int, int]]) -> None:
    """Put memos on codings again: by a memo's id, the ids of its turn and coding. Only those that lie there still."""
    memos = [memo for memo in Memo.objects.filter(pk__in=places, coding=None) if memo.segment_id == places[memo.pk][0]]
    for memo in memos:
        memo.coding_id = places[memo.pk][1]
    Memo.objects.bulk_update(memos, ["coding"], batch_size=BATCH)
