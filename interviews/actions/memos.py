"""Notes of coders."""

from typing import Any

from django.db import transaction
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
    record(
        by=by,
        action=WRITTEN,
        interview=interview,
        coding_pass=coding_pass,
        memo=memo.pk,
        segment=segment.pk,
        client=client,
    )
    return memo
