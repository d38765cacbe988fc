"""Notes of coders. Undoing takes one back (interviews/actions/undo_coding.py): its words stay sealed in its row."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.actions.code import check_may_change
from interviews.actions.log import is_heard, record
from interviews.errors import WrongState
from interviews.models import CodingPass, Memo, Segment

WRITTEN = "memo written"


@transaction.atomic
def write_memo(*, by: Any, coding_pass: CodingPass, segment: Segment, text: str, client: str = "") -> Memo | None:
    """Write a note on a turn while coding in `coding_pass`.

    `client` is a name that the sender gave this request: heard a second time, no second note is written, and None is
    returned. Raises WrongState for a note without words and for a submitted pass, NotPermitted as coding does.
    """
    check_may_change(by, coding_pass)
    if not text.strip():
        raise WrongState(_("the memo has no words: write some"))
    if is_heard(by=by, coding_pass=coding_pass, client=client):
        return None
    interview = segment.interview
    memo = Memo.written(study=interview.study, text=text.strip(), author=by, interview=interview, segment=segment)
    memo.save()
    act = client or str(uuid.uuid4())
    record(
        by=by,
        action=WRITTEN,
        interview=interview,
        coding_pass=coding_pass,
        memo=memo.pk,
        segment=segment.pk,
        act=act,
    )
    return memo


def take_back_memo(memo: int) -> None:
    """Let nobody read the memo any more. One that was deleted since is gone already."""
    Memo.objects.filter(pk=memo).update(taken_back_at=timezone.now())


def bring_back_memo(memo: int) -> None:
    """Let a memo that was taken back be read again. Raises WrongState where it was deleted since."""
    if not Memo.objects.filter(pk=memo).update(taken_back_at=None):
        raise WrongState(_("the memo was deleted since, and its words with it: write it anew"))
