"""Sealing words again under a new data key, so that what a backup holds of the old one can be made unreadable.

A withdrawal deletes some words of an owner (an interview of several participants, the study) and keeps others. The
words that are kept must be readable, and the ones that are gone must not be, in older backups either. One data key
can't do both: it is still in use, and it opens the backup too. So the kept words move to a new key and the old one
is destroyed; once the wrapping keys are rotated (docs/how-to/keys.md) no key opens what the backup holds.

The words themselves are the same to the letter: no offset, fingerprint or state hash changes.
"""

from collections.abc import Iterable
from typing import Any

from interviews.crypto import Stored, decrypt, encrypt, new_data_key
from interviews.models import (
    CodeVersion,
    HeldText,
    Interview,
    IssueDraft,
    Memo,
    Replacement,
    Segment,
    Speaker,
    StandingDecision,
    Study,
)


def reseal_interview(interview: Interview) -> None:
    """Give `interview` a new data key. Call it inside a transaction.

    The trigger that keeps the text of segments lets their ciphertext change only while the interview has no key:
    the old key is destroyed first, and an ordinary update of a segment stays impossible.
    """
    old, new = Interview.objects.values_list("data_key", flat=True).get(pk=interview.pk), new_data_key()
    if old is None:  # its words were destroyed: nothing is kept that needs a key
        return
    Interview.objects.filter(pk=interview.pk).update(data_key=None)
    for segment in Segment.objects.filter(interview=interview).only("pk", "position", "text_encrypted"):
        move(segment, "text_encrypted", old, new, f"segment:{segment.position}")
    move_all(Replacement.objects.filter(segment__interview=interview), "text_encrypted", old, new, "replacement")
    move_all(Speaker.objects.filter(interview=interview), "label_encrypted", old, new, "speaker-label")
    Interview.objects.filter(pk=interview.pk).update(data_key=new)


def reseal_study(study: Study) -> None:
    """Give `study` a new data key: for memos, versions of codes, drafted issues, held texts and standing decisions."""
    old, new = Study.objects.values_list("data_key", flat=True).get(pk=study.pk), new_data_key()
    if old is None:
        return
    move_all(Memo.objects.filter(study=study), "text_encrypted", old, new, "memo")
    move_all(CodeVersion.objects.filter(code__study=study), "entry_encrypted", old, new, "code-version")
    move_all(IssueDraft.objects.filter(study=study), "content_encrypted", old, new, "issue-draft")
    move_all(HeldText.objects.filter(study=study), "text_encrypted", old, new, "held-text")
    move_all(StandingDecision.objects.filter(study=study), "text_encrypted", old, new, "standing")
    Study.objects.filter(pk=study.pk).update(data_key=new)
    study.data_key = new


def move_all(rows: Iterable[Any], field: str, old: Stored | None, new: bytes, context: str) -> None:
    for row in rows:
        move(row, field, old, new, context)


def move(row: Any, field: str, old: Stored | None, new: bytes, context: str) -> None:
    """Open one value with the old key and seal it with the new one; a value that was destroyed stays so."""
    sealed = getattr(row, field)
    if sealed is not None:
        again = encrypt(new, decrypt(old, sealed, context=context), context=context)
        type(row)._default_manager.filter(pk=row.pk).update(**{field: again})
