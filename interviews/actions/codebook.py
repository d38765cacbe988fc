"""The codebook: making codes, renaming, redefining, merging and retiring them.

Merging rewrites nothing: the merged code points onward, and its codings are read through it (`Code.effective`).

The log says what was done to a code and never in which words; what a code said is kept beside it, one version for
each act that changed it (`CodeVersion`).
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalog.models import Issue, Strategy
from interviews.actions.code import Selection, apply_to_selections, check_may_change, hold_codes
from interviews.actions.log import record
from interviews.errors import WrongState
from interviews.models import Code, CodeVersion, CodingPass, Study
from interviews.permissions import Act, can, check

# What acts are called in the log.
CREATED, RENAMED, REDEFINED, FORGOTTEN = "code created", "code renamed", "code redefined", "old wording forgotten"
# The fields that people set by hand; merging, retiring and splitting are acts of their own.
CHANGEABLE = (
    "name", "kind", "parent", "definition", "include", "exclude", "shortcut", "colour", "issue", "strategy",
)  # fmt: skip


@transaction.atomic
def create_code(*, by: Any, study: Study, name: str, kind: str = Code.Kind.OTHER, **entry: Any) -> Code:
    """Add a code; `entry` holds other fields of it (`parent`, `definition`, `include`, `shortcut`, `issue`, ...).

    Coders may: a codebook grows while people read. Raises WrongState for a name that is taken.
    """
    check(by, Act.CODE, study)
    name = _free_name(study, name)
    _check_entry(study, entry)
    code = Code.objects.create(study=study, name=name, kind=kind, **entry)
    event = record(by=by, action=CREATED, study=study, code=code.pk)
    CodeVersion.written(code, event=event, by=by).save()
    return code


@transaction.atomic
def apply_by_name(
    *, by: Any, coding_pass: CodingPass, name: str, selections: Iterable[Selection], client: str = ""
) -> Code:
    """Apply the code of that name, made on the way where there is none, as one act or not at all."""
    coding_pass = check_may_change(by, coding_pass, client)
    study, name = coding_pass.interview.study, " ".join(name.split())
    code = Code.objects.filter(study=study, name=name).first() or create_code(by=by, study=study, name=name)
    apply_to_selections(by=by, coding_pass=coding_pass, selections=selections, code=code, client=client)
    return code


@transaction.atomic
def rename_code(*, by: Any, code: Code, name: str) -> Code:
    """Give a code another name; its codings keep it."""
    return change_code(by=by, code=code, name=name)


@transaction.atomic
def change_code(*, by: Any, code: Code, **entry: Any) -> Code:
    """Change what a code says: any of `CHANGEABLE`. What stays the same is no act, and is not logged.

    A coder may redefine a code; renaming is a moderator's, for others code under that name. Raises NotPermitted, and
    WrongState for a name that is taken and for a parent of another study or below the code itself.
    """
    check(by, Act.CODE, code.study)
    changed = {field: value for field, value in entry.items() if getattr(code, field) != value}
    _check_entry(code.study, changed, code)
    if "name" in changed:
        check(by, Act.MODERATE, code.study)
        changed["name"] = _free_name(code.study, changed["name"], but=code)
    if not changed:
        return code
    if not CodeVersion.objects.filter(code=code).exists():
        CodeVersion.written(code).save()
    for field, value in changed.items():
        setattr(code, field, value)
    code.save(update_fields=list(changed))
    only_name = list(changed) == ["name"]
    facts: dict[str, Any] = {} if only_name else {"fields": [field for field in CHANGEABLE if field in changed]}
    event = record(by=by, action=RENAMED if only_name else REDEFINED, study=code.study, code=code.pk, **facts)
    CodeVersion.written(code, event=event, by=by).save()
    return code


@transaction.atomic
def restore_version(*, by: Any, version: CodeVersion) -> Code:
    """Let a code say again what it said in `version`: an act like any other change, and undone in the same way.

    Its name comes back only by a moderator, as with any renaming.
    """
    if not version.entry:
        raise WrongState("the words of this version are gone")
    fields = as_fields(version.code, version.entry)
    if not can(by, Act.MODERATE, version.code.study):
        del fields["name"]
    return change_code(by=by, code=version.code, **fields)


def as_fields(code: Code, entry: dict[str, Any]) -> dict[str, Any]:
    """An old entry as fields of the code; what it pointed to and is no longer there stays as it is."""
    fields = {name: value for name, value in entry.items() if not name.endswith("_id")}
    sources: dict[str, Any] = {"parent": code.study.codes, "issue": Issue.objects, "strategy": Strategy.objects}
    for name, rows in sources.items():
        pk = entry[f"{name}_id"]
        found = rows.filter(pk=pk).first() if pk else None
        if found is not None or pk is None:
            fields[name] = leads_to(found) if name == "issue" else found
    return fields


def leads_to(issue: Issue | None) -> Issue | None:
    """Where a code that led to `issue` leads today: a merged one's successor, nowhere once that is withdrawn."""
    if issue is None or issue.successor.status == Issue.Status.WITHDRAWN:
        return None
    return issue.successor


@transaction.atomic
def forget_version(*, by: Any, version: CodeVersion) -> CodeVersion:
    """Destroy the words of an older version, for they said what a codebook must not. That there was one stays.

    Raises WrongState for what the code says today: change that first.
    """
    check(by, Act.MODERATE, version.code.study)
    if not CodeVersion.objects.filter(code=version.code_id, pk__gt=version.pk).exists():
        raise WrongState("this is what the code says today: change it first")
    version.entry_encrypted = None
    version.save(update_fields=["entry_encrypted"])
    record(by=by, action=FORGOTTEN, study=version.code.study, code=version.code_id, version=version.pk)
    return version


@transaction.atomic
def merge_codes(*, by: Any, code: Code, into: Code) -> Code:
    """Read `code` as `into` from now on. Returns `code`. Raises WrongState where that makes no sense."""
    check(by, Act.MODERATE, code.study)
    if into.study_id != code.study_id:
        raise WrongState("codes of two studies can't be merged: map both to one issue instead")
    hold_codes(code, into)
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
    hold_codes(code)
    if not retired and code.split_into.exists():
        raise WrongState(f"code {code.name} was split: take the split back to use it again")
    code.retired_at = timezone.now() if retired else None
    code.save(update_fields=["retired_at"])
    record(by=by, action="code retired" if retired else "code revived", study=code.study, code=code.pk)
    return code


def _check_entry(study: Study, entry: dict[str, Any], code: Code | None = None) -> None:
    """Raise WrongState for a field that is none, another code's shortcut, and a parent or issue that can't be one."""
    if unknown := set(entry) - set(CHANGEABLE):
        raise WrongState(f"a code has no {min(unknown)}")
    if shortcut := entry.get("shortcut"):
        for other in study.codes.filter(shortcut=shortcut):
            if other != code:
                raise WrongState(f"the shortcut {shortcut} is that of code {other.name}: take another")
    issue = entry.get("issue")
    if issue is not None and leads_to(issue) != issue:
        raise WrongState(f"issue {issue.code} is {issue.get_status_display()}: take another")
    parent = entry.get("parent")
    if parent is not None and parent.study_id != study.pk:
        raise WrongState("the parent is a code of another study")
    while parent is not None:
        if parent == code:
            raise WrongState("a code can't stand above itself")
        parent = parent.parent


def _free_name(study: Study, name: str, *, but: Code | None = None) -> str:
    """The name in one line, once no other code of the study has it."""
    name = " ".join(name.split())
    if not name:
        raise WrongState("a code needs a name")
    if any(code != but for code in study.codes.filter(name=name)):
        raise WrongState(f"the study has a code {name} already")
    return name
