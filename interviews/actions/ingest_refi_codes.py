"""Codes of another tool's project or codebook, as codes of a study.

A code is known by its GUID, else by its name. What a study says of a code stays; what it leaves empty is filled.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from interviews.actions.log import record
from interviews.models import Code, CodeVersion, Study
from interviews.prints.codebook import parse_code
from interviews.refi import document
from interviews.refi.criteria import parts_of
from interviews.refi.remarks import Counts
from interviews.refi.words import _

LONGEST = Code._meta.get_field("name").max_length or 120
UNNAMED = "Unnamed code"
CREATED = "code created"

SHORTENED = _("code has a longer name than a code may have here: shortened")
QUALIFIED = _("code has the name of another one: its parent's name, or a number, stands behind it")
RENAMED = _("code has another name here: the name here stays")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


@dataclass
class CodeImport:
    """Brings codes into a study; `found` has each by its GUID in the file, as it is read today."""

    by: Any
    study: Study
    counts: Counts
    made: int = 0
    found: dict[str, Code] = field(default_factory=dict)
    own: dict[str, Code] = field(default_factory=dict)

    def bring(self, codes: Sequence[document.Code]) -> None:
        """Find or make each code; parents come before their children, as files have them."""
        existing = list(self.study.codes.select_related("merged_into", "parent"))
        by_guid = {str(code.guid): code for code in existing}
        by_name = {code.name: code for code in existing}
        in_file = {code.guid for code in codes}
        for given in codes:
            if given.guid in self.own:
                continue
            name = self.name_of(given)
            code = by_guid.get(given.guid) or self.named(name, by_name, in_file)
            if code is None:
                code = self.create(given, self.free_name(name, given, by_name))
                by_name[code.name] = code
            else:
                self.counts.add(RENAMED, code.name != name and str(code.guid) == given.guid)
                self.fill(code, given)
            self.own[given.guid] = code
            self.found[given.guid] = code.effective()

    def name_of(self, given: document.Code) -> str:
        name = given.name or UNNAMED
        if len(name) <= LONGEST:
            return name
        self.counts.add(SHORTENED)
        return f"{name[: LONGEST - 1].rstrip()}…"

    def named(self, name: str, by_name: dict[str, Code], in_file: set[str]) -> Code | None:
        """The study's code of that name, unless another code of the file is it."""
        code = by_name.get(name)
        taken = code is not None and (str(code.guid) in in_file or code in self.own.values())
        return None if taken else code

    def free_name(self, name: str, given: document.Code, by_name: dict[str, Code]) -> str:
        """The name, or one like it that no code of the study has: tools allow one name under several parents."""
        if name not in by_name:
            return name
        self.counts.add(QUALIFIED)
        parent = self.own.get(given.parent)
        endings = [f" ({parent.name})"] if parent else []
        for ending in [*endings, *(f" ({number})" for number in range(2, len(by_name) + 3))]:
            likely = f"{name[: LONGEST - len(ending)].rstrip()}{ending}" if len(ending) < LONGEST else name
            if likely not in by_name:
                return likely
        raise AssertionError("there are more names than codes")

    def create(self, given: document.Code, name: str) -> Code:
        definition, include, exclude = parts_of(given.description)
        code: Code = Code.objects.create(
            study=self.study,
            name=name,
            kind=parse_code(name).kind,
            parent=self.own.get(given.parent),
            definition=definition,
            include=include,
            exclude=exclude,
            colour=full_colour(given.colour),
            guid=given.guid,
        )
        event = record(by=self.by, action=CREATED, study=self.study, code=code.pk)
        CodeVersion.written(code, event=event, by=self.by).save()
        self.made += 1
        return code

    def fill(self, code: Code, given: document.Code) -> None:
        """Say of the code what the study left empty."""
        definition, include, exclude = parts_of(given.description)
        parent = self.own.get(given.parent)
        wanted: dict[str, Any] = {
            "definition": definition,
            "include": include,
            "exclude": exclude,
            "colour": full_colour(given.colour),
            "parent": parent if parent is not None and may_stand_below(code, parent) else None,
        }
        changed = [name for name, value in wanted.items() if value and not getattr(code, name)]
        if changed:
            if not CodeVersion.objects.filter(code=code).exists():
                CodeVersion.written(code).save()
            for name in changed:
                setattr(code, name, wanted[name])
            code.save(update_fields=changed)
            event = record(by=self.by, action="code filled in", study=self.study, code=code.pk, fields=list(changed))
            CodeVersion.written(code, event=event, by=self.by).save()


def may_stand_below(code: Code, parent: Code) -> bool:
    """Whether the code would not come to stand above itself."""
    return code not in above(parent)


def above(code: Code | None) -> Iterable[Code]:
    """The code, and all that it stands below."""
    while code is not None:
        yield code
        code = code.parent


def full_colour(colour: str) -> str:
    """The colour as #rrggbb, "" for what is none.

    >>> full_colour("#0A0"), full_colour("red")
    ('#00aa00', '')
    """
    if not _COLOUR.fullmatch(colour):
        return ""
    digits = colour[1:].lower()
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"
