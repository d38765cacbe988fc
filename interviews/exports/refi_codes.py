"""A study's codes as other tools take them."""

from collections.abc import Iterable

from interviews.models import Code, Study
from interviews.refi import document
from interviews.refi.criteria import description
from interviews.refi.remarks import counted

MERGED = "merged code: read as the one that it was merged into"
RETIRED = "retired code: the format only knows codes that can't be applied"
OURS_ALONE = "code has a kind, a shortcut or an entry of the catalog: not carried"


def codes_of(study: Study, used: Iterable[int] = ()) -> list[document.Code]:
    """The codes of the study by name, without merged ones; `used` ones can be applied even if they are retired."""
    codes = list(study.codes.select_related("parent").order_by("name", "pk"))
    by_id = {code.pk: code for code in codes}
    parents = parents_of(codes)
    in_use = set(used)
    return [
        document.Code(
            guid=str(code.guid),
            name=code.name,
            description=description(code.definition, code.include, code.exclude),
            colour=code.colour,
            parent=str(by_id[parents[code.pk]].guid) if code.pk in parents else "",
            codable=code.retired_at is None or code.pk in in_use,
        )
        for code in codes
        if code.merged_into_id is None
    ]


def parents_of(codes: list[Code]) -> dict[int, int]:
    """For each code that stands below another its parent, as merged codes are read: nothing stands below itself."""
    read_as = {code.pk: code.merged_into_id for code in codes}
    above: dict[int, int] = {}
    for code in codes:
        parent = code.parent_id
        while parent is not None and read_as[parent] is not None:
            parent = read_as[parent]
        if parent is None or code.merged_into_id is not None:
            continue
        at: int | None = parent
        while at is not None and at != code.pk:
            at = above.get(at)
        if at is None:
            above[code.pk] = parent
    return above


def remarks_on(study: Study) -> list[str]:
    """What of the codes the format can't say."""
    codes = list(study.codes.all())
    other = Code.Kind.OTHER
    told = [code for code in codes if code.kind != other or code.shortcut or code.issue_id or code.strategy_id]
    counts = (
        (sum(code.merged_into_id is not None for code in codes), MERGED),
        (sum(code.retired_at is not None for code in codes), RETIRED),
        (len(told), OURS_ALONE),
    )
    return [counted(number, words) for number, words in counts if number]
