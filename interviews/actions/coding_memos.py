"""Memos on codings that are taken away: they stay on the turn, and are on the coding again when it is put back."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from interviews.models import Coding, Memo


def leave_on_turns(codings: Any) -> dict[int, list[int]]:
    """Move the memos on these codings, a queryset, to the turns, and return their ids by the coding's.

    Who reads them stays the same: they belong to the coding's pass.
    """
    left: dict[int, list[int]] = defaultdict(list)
    for memo in Memo.objects.filter(coding__in=codings).select_related("coding__coding_pass"):
        left[memo.coding_id].append(memo.pk)
        memo.coding_pass_id = memo.coding_pass_id or memo.coding.coding_pass_id
        memo.segment_id, memo.interview_id = memo.coding.segment_id, memo.coding.coding_pass.interview_id
        memo.coding = None
        memo.save(update_fields=["coding", "coding_pass", "segment", "interview"])
    return dict(left)


def put_back(memos: Iterable[int], coding: Coding) -> None:
    """Put those of these memos, given by their ids, on the coding again that still lie on its turn."""
    Memo.objects.filter(pk__in=memos, coding=None, segment=coding.segment_id).update(coding=coding)
