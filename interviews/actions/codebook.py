"""The codebook: making codes, renaming, merging and retiring them.

Merging rewrites nothing: the merged code points onward, and its codings are read through it (`Code.effective`).
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from interviews.actions.log import record
from interviews.errors import WrongState
from interviews.models import Code, Study
from interviews.permissions import Act, check


@transaction.atomic
def create_code(
    *,
    by: Any,
    study: Study,
    name: str,
    kind: str = Code.Kind.OTHER,
    parent: Code | None = None,
    definition: str = "",
    include: str = "",
    exclude: str = "",
) -> Code:
    """Add a code. Coders may: a codebook grows while people read. Raises WrongState for a name that is taken."""
    check(by, Act.CODE, study)
    name = _free_name(study, name)
    if parent is not None and parent.study_id != study.pk:
        raise WrongState("the parent is a code of another study")
    code = Code.objects.create(
        study=study, name=name, kind=kind, parent=parent, definition=definition, include=include, exclude=exclude
    )
    record(by=by, action="code created", study=study, code=code.pk)
    return code


@transaction.atomic
def rename_code(*, by: Any, code: Code, name: str) -> Code:
    """Give a code another name; its codings keep it."""
    check(by, Act.MODERATE, code.study)
    code.name = _free_name(code.study, name, but=code)
    code.save(update_fields=["name"])
    record(by=by, action="code renamed", study=code.study, code=code.pk)
    return code


@transaction.atomic
def merge_codes(*, by: Any, code: Code, into: Code) -> Code:
    """Read `code` as `into` from now on. Returns `code`. Raises WrongState where that makes no sense."""
    check(by, Act.MODERATE, code.study)
    if into.study_id != code.study_id:
        raise WrongState("codes of two studies can't be merged: map both to one issue instead")
    if code.merged_into is not None:
        raise WrongState(f"code {code.name} is merged into {code.merged_into.name} already: separate them first")
    if code.split_into.exists() or into.effective().split_into.exists():
        raise WrongState("a code that was split is neither merged nor merged into: take the split back first")
    if into.effective() == code:
        raise WrongState("codes can't be merged in a circle")
    code.merged_into = into
    code.save(update_fields=["merged_into"])
    record(by=by, action="code merged", study=code.study, code=code.pk, into=into.pk)
    return code


@transaction.atomic
def separate_code(*, by: Any, code: Code) -> Code:
    """Undo a merge: the code stands for itself again."""
    check(by, Act.MODERATE, code.study)
    if code.merged_into is None:
        raise WrongState(f"code {code.name} is not merged")
    into, code.merged_into = code.merged_into, None
    code.save(update_fields=["merged_into"])
    record(by=by, action="code separated", study=code.study, code=code.pk, into=into.pk)
    return code


@transaction.atomic
def retire_code(*, by: Any, code: Code, retired: bool = True) -> Code:
    """Take a code out of use, or (`retired=False`) into use again; its codings stay as they are."""
    check(by, Act.MODERATE, code.study)
    if not retired and code.split_into.exists():
        raise WrongState(f"code {code.name} was split: take the split back to use it again")
    code.retired_at = timezone.now() if retired else None
    code.save(update_fields=["retired_at"])
    record(by=by, action="code retired" if retired else "code revived", study=code.study, code=code.pk)
    return code


def _free_name(study: Study, name: str, *, but: Code | None = None) -> str:
    """The name in one line, once no other code of the study has it."""
    name = " ".join(name.split())
    if not name:
        raise WrongState("a code needs a name")
    if any(code != but for code in study.codes.filter(name=name)):
        raise WrongState(f"the study has a code {name} already")
    return name
