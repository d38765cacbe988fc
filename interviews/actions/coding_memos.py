"""Memos on codings that are taken away: they stay on the turn, and are on the coding again when it is put back."""

from collections.abc import Iterable
from typing import Any

from interviews.models import Coding, Memo


def leave_on_turns(codings: Any) -> dict[int, list[int]]:
    """Move the memos on these codings, a queryset, to the turns, and return their ids by the coding's.

    Who reads them stays the same: they belong to the coding's pass.
    """
    left: dict[int, list[int]] = {}
    noted = Coding.objects.filter(pk__in=codings.values("pk"), memos__isnull=False).distinct()
    for coding in noted.select_related("coding_pass"):
        left[coding.pk] = list(coding.memos.values_list("pk", flat=True))
        memos, coding_pass = Memo.objects.filter(pk__in=left[coding.pk]), coding.coding_pass
        memos.filter(coding_pass=None).update(coding_pass=coding_pass)
        memos.update(coding=None, segment=coding.segment_id, interview=coding_pass.interview_id)
    return left


def put_back(memos: Iterable[int], coding: Coding) -> None:
    """Put those of these memos, given by their ids, on the coding again that still lie on its turn."""
    Memo.objects.filter(pk__in=memos, coding=None, segment=coding.segment_id).update(coding=coding)
