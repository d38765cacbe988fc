"""Notes of coders on turns: written, changed, removed, and each of it taken back (interviews/actions/undo_coding.py).

Whatever words are not shown any more stay sealed in rows of memos (`Memo.taken_back_at`, `Memo.version_of`); the log
knows these rows by their ids.
"""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.actions.code import check_may_change
from interviews.actions.log import record
from interviews.errors import BadSpan, WrongState
from interviews.models import CodingPass, Memo, Segment

WRITTEN, REWRITTEN, REMOVED = "memo written", "memo rewritten", "memo removed"
# Where a memo is, and whose: the same for all that it ever said.
PLACE = ("study", "author", "interview", "segment", "code", "coding", "coding_pass")


@transaction.atomic
def write_memo(*, by: Any, coding_pass: CodingPass, segment: Segment, text: str, client: str = "") -> Memo:
    """Write a note on a turn while coding in `coding_pass`.

    `client`, here and below, is as in `apply_to_selections`. Raises WrongState for a note without words and for a
    submitted pass, NotPermitted as coding does.
    """
    coding_pass = check_may_change(by, coding_pass, client)
    interview = coding_pass.interview
    if segment.interview_id != interview.pk:
        raise BadSpan(_("turn %(turn)s is of another interview") % {"turn": segment.position})
    where = {"interview": interview, "segment": segment, "coding_pass": coding_pass}
    memo = Memo.written(study=interview.study, text=with_words(text), author=by, **where)
    memo.save()
    note(by, WRITTEN, coding_pass, memo, client)
    return memo


@transaction.atomic
def change_memo(*, by: Any, coding_pass: CodingPass, memo: int, version: str, text: str, client: str = "") -> Memo:
    """Let one's own memo, given by its id, say `text`; what it said is kept, sealed, for undoing.

    `version` is that of the text which was read before (`Memo.version`). Raises WrongState where the memo says
    something else by now, where it is gone, and for `text` without words; otherwise as `write_memo`.
    """
    coding_pass = check_may_change(by, coding_pass, client)
    found, text = own_memo(by, coding_pass, memo, version), with_words(text)
    if text == found.text:
        return found
    kept = Memo(**{name: getattr(found, name) for name in PLACE}, version_of=found, taken_back_at=timezone.now())
    kept.text_encrypted = Memo.written(study=found.study, text=text).text_encrypted
    kept.save()
    # From here on it is an act of this pass, and undone in its order alone.
    Memo.objects.filter(pk=found.pk).update(coding_pass=coding_pass)
    exchange_words(found.pk, kept.pk)
    note(by, REWRITTEN, coding_pass, found, client, kept=kept.pk)
    return Memo.objects.select_related("study").get(pk=found.pk)


@transaction.atomic
def remove_memo(*, by: Any, coding_pass: CodingPass, memo: int, version: str, client: str = "") -> Memo:
    """Take one's own memo away, so that nobody reads it; undoing brings it back. Raises as `change_memo`."""
    coding_pass = check_may_change(by, coding_pass, client)
    found = own_memo(by, coding_pass, memo, version)
    Memo.objects.filter(pk=found.pk).update(coding_pass=coding_pass)
    take_back_memo(found.pk)
    note(by, REMOVED, coding_pass, found, client)
    return found


def own_memo(by: Any, coding_pass: CodingPass, memo: int, version: str) -> Memo:
    """The memo of `by` on a turn of the pass's interview, as it was read. Raises WrongState."""
    rows = Memo.objects.on_turns(coding_pass.interview_id, by).select_for_update(of=("self",))
    found: Memo | None = rows.filter(pk=memo).first()
    if found is None:
        raise WrongState(_("that memo is gone: it was removed since"))
    if not found.may_change_in(coding_pass):
        raise WrongState(_("that memo belongs to another pass: it is changed there, while that is open"))
    if found.version != version:
        raise WrongState(_("that memo was changed since you opened it: look at what it says now"))
    return found


def with_words(text: str) -> str:
    if not text.strip():
        raise WrongState(_("the memo has no words: write some"))
    return text.strip()


def note(by: Any, action: str, coding_pass: CodingPass, memo: Memo, client: str, **more: Any) -> None:
    """Log an act on a memo: ids alone."""
    record(
        by=by,
        action=action,
        interview=coding_pass.interview,
        coding_pass=coding_pass,
        memo=memo.pk,
        segment=memo.segment_id,
        act=client or str(uuid.uuid4()),
        **more,
    )


def take_back_memo(memo: int) -> None:
    """Let nobody read the memo any more. One that was deleted since is gone already."""
    Memo.objects.filter(pk=memo).update(taken_back_at=timezone.now())


def bring_back_memo(memo: int) -> bool:
    """Let a memo that was taken back be read again, and say whether it is still there."""
    return bool(Memo.objects.filter(pk=memo).update(taken_back_at=None))


def exchange_words(memo: int, kept: int) -> bool:
    """Let the memo say what a row kept of it, and the row keep what it said; say whether both are still there."""
    rows = Memo.objects.in_bulk([memo, kept])
    if len(rows) < 2:
        return False
    Memo.objects.filter(pk=memo).update(text_encrypted=rows[kept].text_encrypted, changed_at=timezone.now())
    Memo.objects.filter(pk=kept).update(text_encrypted=rows[memo].text_encrypted)
    return True


def undo_memo(action: str, data: dict[str, Any]) -> None:
    """Make a memo what it was before the act of the log. One that was deleted since holds nothing up."""
    if action == WRITTEN:
        take_back_memo(data["memo"])
    elif action == REMOVED:
        bring_back_memo(data["memo"])
    else:
        exchange_words(data["memo"], data["kept"])


def redo_memo(action: str, data: dict[str, Any]) -> None:
    """Make a memo again what the act of the log made it. Raises WrongState where it was deleted since."""
    if action == WRITTEN:
        done = bring_back_memo(data["memo"])
    elif action == REMOVED:
        take_back_memo(data["memo"])
        done = True
    else:
        done = exchange_words(data["memo"], data["kept"])
    if not done:
        raise WrongState(_("the memo was deleted since, and its words with it: write it anew"))
