"""Splitting a code into two or more: each coding of the moderated passes is given a part by somebody who reads it.

What becomes of the codings of a split code depends on whose they are:

- **moderated passes**, open or submitted: a moderator gives each passage one of the parts (`reassign`). The coding
  keeps its span and the evidence drafts that quote it, and remembers the code that it had (`Coding.split_from`). A
  submitted pass stays submitted: what was found is settled, only what it is called changes.
- **submitted independent passes** are never rewritten. Their codings are read as the split code itself, which stays
  in the codebook, out of use: that is what their coders said. Where passes are compared, a part counts as the split
  code that it came from (reports/agreement.py, reports/differences.py), so a split makes nobody disagree.
- **open independent passes** are their coders' own, and the blind rule hides them from everybody else. So their
  coders give their own passages a part, in the same way; what they leave is read as above once they submit.

Passages that have no part yet are a list, not a lock: coding goes on meanwhile. What a coder said with a split code
can still be kept in a moderated pass (`moderate.keep_coding`); it then waits with the others.
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.actions.code import (
    REDONE,
    UNDONE,
    check_code_in_use,
    check_may_change,
    hold_codes,
    locked,
    record_coding,
)
from interviews.actions.codebook import create_code, leads_to
from interviews.actions.log import record
from interviews.actions.undo_coding import (
    AGAIN,
    REASSIGNED,
    Outcome,
    Standing,
    carry_out,
    outcome_of,
    redo_step,
    standing,
    undo_step,
)
from interviews.errors import NotPermitted, WrongState
from interviews.models import Code, Coding, CodingPass, Event
from interviews.permissions import Act, can, check
from interviews.visibility import blind_interviews, can_see_pass, visible_passes

Kind, Status = CodingPass.Kind, CodingPass.Status
SPLIT, JOINED = "code split", "code split taken back"


@transaction.atomic
def split_code(*, by: Any, code: Code, into: Collection[str]) -> Code:
    """Take `code` out of use for the parts of these names; a name that no code has becomes a new one beside it.

    Raises WrongState for fewer than two parts, for one that is out of use, for a code that is merged or split, for a
    part that passages were given, and for any part while `by` must not know whether they were.
    """
    check(by, Act.MODERATE, code.study)
    hold_codes(code)
    if code.merged_into is not None:
        raise WrongState(f"code {code.name} is merged into {code.merged_into.name}: split that one")
    if code.split_into.exists():
        raise WrongState(f"code {code.name} is split already")
    if Code.objects.filter(study=code.study_id, split_into__in=read_so(code)).exists():
        check_not_blind(by, code)
    given = Coding.objects.filter(code__in=read_so(code), split_from__isnull=False).select_related("split_from").first()
    if given is not None and given.split_from is not None:
        # A coding remembers one code that it had: with a second one, what its coder said would be forgotten.
        raise WrongState(
            f"code {code.name} is a part of {given.split_from.name} and was given to passages: it stays whole"
        )
    names = dict.fromkeys(" ".join(name.split()) for name in into)
    names.pop("", None)
    parts = [part_named(by, code, name) for name in names]
    if len(parts) < 2:
        raise WrongState("name at least two parts: to read a code as one other, merge it")
    code.split_into.set(parts)
    was_retired = code.retired_at is not None
    code.retired_at = code.retired_at or timezone.now()
    code.save(update_fields=["retired_at"])
    into_ids = [part.pk for part in parts]
    record(by=by, action=SPLIT, study=code.study, code=code.pk, into=into_ids, was_retired=was_retired)
    return code


def part_named(by: Any, code: Code, name: str) -> Code:
    """The code of that name, in use, or a new one of the same kind, place and issue as `code`."""
    found = Code.objects.filter(study=code.study_id, name=name).select_related("merged_into").first()
    if found is None:
        # What the split code bore witness to in the catalog, its parts do until somebody says otherwise.
        same = {field: getattr(code, field) for field in ("kind", "parent", "strategy")}
        return create_code(by=by, study=code.study, name=name, issue=leads_to(code.issue), **same)
    if found == code:
        raise WrongState(f"a code can't be a part of itself: find another name for what stays of {name}")
    if found.merged_into is not None or found.retired_at is not None:
        raise WrongState(f"code {name} is out of use: take another")
    return found


@transaction.atomic
def join_code(*, by: Any, code: Code) -> Code:
    """Take a split back: the code is whole and in use again, unless it was retired before it was split. Its parts stay
    codes of their own.

    Raises WrongState while passages have a part: they are given back first (`undo_reassigning`), each as it was given;
    and while `by` must not know whether they have.
    """
    check(by, Act.MODERATE, code.study)
    hold_codes(code)
    parts = list(code.split_into.values_list("pk", flat=True))
    if not parts:
        raise WrongState(f"code {code.name} is not split")
    check_not_blind(by, code)
    if Coding.objects.filter(split_from=code).exists():
        raise WrongState(f"passages of {code.name} have one of its parts already: undo those first")
    code.split_into.clear()
    split = Event.objects.filter(study=code.study_id, action=SPLIT, data__code=code.pk).order_by("pk").last()
    if split is None or not split.data.get("was_retired"):
        code.retired_at = None
    code.save(update_fields=["retired_at"])
    record(by=by, action=JOINED, study=code.study, code=code.pk, into=parts)
    return code


def check_not_blind(by: Any, code: Code) -> None:
    """Raise WrongState while somebody codes blindly in the study: that it can't be done would tell what others gave."""
    if blind := blind_interviews(by).filter(study=code.study_id).order_by("number").first():
        raise WrongState(
            f"whether passages have a part of a split code is told to you once your pass on interview {blind.number} "
            "is submitted: submit it first, or ask another moderator"
        )


def passages_to_settle(user: Any, code: Code) -> QuerySet[Coding]:
    """The codings of a split code that `user` may give a part: those that have none and those that have one.

    A moderator's are those of every moderated pass that the blind rule lets them see; a coder's own those of their open
    passes.
    """
    passes = visible_passes(user).filter(interview__study=code.study_id, interview__data_key__isnull=False)
    mine = Q(coder=user, kind=Kind.INDEPENDENT, status=Status.OPEN)
    if can(user, Act.MODERATE, code.study):
        mine |= Q(kind=Kind.MODERATED)
    codings = Coding.objects.filter(coding_pass__in=passes.filter(mine).values("pk"))
    return codings.filter(Q(code__in=read_so(code)) | Q(split_from=code))


def read_so(code: Code) -> list[int]:
    """The ids of the codes that are read as `code` today: itself, and those that were merged into it."""
    codes = Code.objects.filter(study=code.study_id).select_related("merged_into")
    return [each.pk for each in codes if each.effective() == code]


@transaction.atomic
def reassign(*, by: Any, code: Code, coding: Coding, into: Code, seen: int | None = None) -> bool:
    """Give a passage of the split `code` the part `into`; of a selection across turns all of it.

    Returns whether it was another before. Where the part stands on the same words already, only the split code goes.
    Raises WrongState for what is no part, for a coding that was never read as `code`, for a submitted independent pass,
    and where the coding's code is another than `seen`, the one that the person saw: two people don't overwrite each
    other.
    """
    coding_pass = check_may_reassign(by, coding.coding_pass)
    hold_codes(code, into)
    if not code.split_into.filter(pk=into.pk).exists():
        raise WrongState(f"{into.name} is no part of {code.name}")
    check_code_in_use(into, coding_pass)
    selection = {"group": coding.group} if coding.group else {"pk": coding.pk}
    rows = list(coding_pass.codings.filter(**selection).select_related("code__merged_into").order_by("pk"))
    rows = [row for row in rows if row.code.effective() == code or row.split_from_id == code.pk]
    if not rows:
        raise WrongState("that passage is no longer coded so: somebody changed it")
    if seen is not None and not any(row.pk == coding.pk and row.code_id == seen for row in rows):
        raise WrongState("somebody gave that passage a part meanwhile: look at what is shown now")
    act = str(uuid.uuid4())
    with opened(coding_pass):
        for row in rows:
            if row.code_id != into.pk:
                give(by, row, code, into, act)
    return any(row.code_id != into.pk for row in rows)


def give(by: Any, coding: Coding, code: Code, into: Code, act: str) -> None:
    """Write down that one coding gets the part, and do it."""
    same = {name: getattr(coding, name) for name in ("coding_pass_id", "segment_id", "start", "end")}
    there = Coding.objects.filter(**same, code=into).first()
    if there and coding.drafts.exists():
        raise WrongState(f"{into.name} stands on these words already, and a draft quotes them: delete the draft first")
    more = {"there": there is not None, "there_split_from": there.split_from_id if there else None}
    more |= {"into": into.pk, "split": code.pk, "was_split_from": coding.split_from_id}
    carry_out(by, coding.coding_pass, record_coding(by, REASSIGNED, coding, act, **more))


def check_may_reassign(by: Any, coding_pass: CodingPass) -> CodingPass:
    """The pass, locked: a moderated one for a moderator who may see it, or an open one of one's own."""
    coding_pass = locked(coding_pass)
    if coding_pass.interview.data_key is None:
        raise WrongState(f"the words of interview {coding_pass.interview.number} are gone: nobody can read the passage")
    if coding_pass.kind == Kind.INDEPENDENT:
        return check_may_change(by, coding_pass)
    check(by, Act.MODERATE, coding_pass.interview.study)
    if not can_see_pass(by, coding_pass):
        raise NotPermitted("submit your own pass on this interview before you look at others'")
    return coding_pass


@contextmanager
def opened(coding_pass: CodingPass) -> Iterator[None]:
    """The pass open for one act, inside its transaction: the database lets codings of a submitted one stay as they are.

    It is submitted again with the time that it had.
    """
    row = CodingPass.objects.filter(pk=coding_pass.pk)
    if coding_pass.status == Status.OPEN:
        yield
        return
    row.update(status=Status.OPEN, submitted_at=None)
    yield
    row.update(status=Status.SUBMITTED, submitted_at=coding_pass.submitted_at)


# --- undoing


def reassigned(by: Any, code: Code) -> Standing:
    """What `by` gave to passages of the split code, in order, and what of it was undone. One query for the log."""
    passes = passages_to_settle(by, code).values("coding_pass")
    events = Event.objects.filter(
        Q(action=REASSIGNED, data__split=code.pk) | Q(action__in=AGAIN), actor=by, study=code.study_id
    )
    return standing(events.filter(coding_pass__in=passes).order_by("id"))


@transaction.atomic
def undo_reassigning(*, by: Any, code: Code) -> Outcome | None:
    """Undo the latest passage that `by` gave a part of `code`, in whichever interview; None where there is none."""
    return again(by, UNDONE, _("Undone: %(act)s."), reassigned(by, code).done)


@transaction.atomic
def redo_reassigning(*, by: Any, code: Code) -> Outcome | None:
    """Give the passage again that `by` undid last; None where nothing was undone since."""
    return again(by, REDONE, _("Done again: %(act)s."), reassigned(by, code).undone)


def again(by: Any, action: str, said: str, steps: list[Any]) -> Outcome | None:
    if not steps:
        return None
    step = steps[-1]
    coding_pass = check_may_reassign(by, CodingPass.objects.get(pk=step.events[0].coding_pass_id))
    with opened(coding_pass):
        (undo_step if action == UNDONE else redo_step)(by, coding_pass, step)
    return outcome_of(step, said)
