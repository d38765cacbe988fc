"""Codes out of the names in prints: their kinds, their parents, and names that look like one code spelled twice."""

from collections.abc import Iterable

from django.db import transaction

from interviews.errors import WorkshopError
from interviews.models import Code, Study
from interviews.prints.codebook import near_duplicates, parents, parse_code

LONGEST_NAME = Code._meta.get_field("name").max_length or 120


def codes_named(study: Study, names: Iterable[str]) -> dict[str, Code]:
    """The study's codes of these names, made where they are missing, with the kind that the name tells."""
    wanted = sorted(set(names))
    known = {code.name: code for code in study.codes.filter(name__in=wanted)}
    missing = [parse_code(name) for name in wanted if name not in known]
    if any(len(parsed.name) > LONGEST_NAME for parsed in missing):
        raise WorkshopError(f"a code's name has more than {LONGEST_NAME} characters: shorten it in the print's tool")
    made = Code.objects.bulk_create(Code(study=study, name=parsed.name, kind=parsed.kind) for parsed in missing)
    return known | {code.name: code for code in made}


@transaction.atomic
def link_parents(study: Study, *, known_before: set[int]) -> int:
    """Put the codes that came since under their parents ("ME-..." under "... [ME]"). Returns how many.

    `known_before` holds the ids of the codes that were there before: where a person may have decided already, an
    old code is put only under a parent that is new.
    """
    codes = {code.name: code for code in study.codes.all()}
    changed = []
    for name, parent_name in parents(codes).items():
        code, parent = codes[name], codes[parent_name]
        if code.parent_id is None and not {code.pk, parent.pk} <= known_before:
            code.parent = parent
            changed.append(code)
    Code.objects.bulk_update(changed, ["parent"])
    return len(changed)


def codes_that_look_alike(study: Study) -> list[tuple[str, str]]:
    """Pairs of names in use that a person should look at; nothing merges them but a person."""
    return near_duplicates(study.codes.current().values_list("name", flat=True))
