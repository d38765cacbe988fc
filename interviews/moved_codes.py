"""Codes whose people were counted for one issue in public, and are counted for another now.

A code is led to another issue, or merged into a code that leads elsewhere. The numbers of both issues before stand in
releases, and those after beside them tell by subtraction how many of the people who moved were counted for the other
issue already: 10 and 8 that become 9 and 8 are one person who said both. Where that is fewer than k, the issue that
they came to tells no people any more, as after a merge of issues (decision 27).

Growth is not asked after: one person more, of a new talk or of a code that was counted for no issue before, tells
nothing of what else that person said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from catalog.models import Source
from interviews.coded_issues import fewest_told, interviews_of, not_told, people_of, tell_of_few
from interviews.models import Coding, CountedCode

ByIssue = Mapping[int | None, list[Coding]]


@dataclass(frozen=True)
class Moves:
    """Codings by the issue they were counted for before, by the one they are counted for now, and by both.

    `touched`: issues that gained or lost a code since people were first counted by it.
    """

    before: ByIssue
    now: ByIssue
    moved: Mapping[tuple[int, int], list[Coding]]
    touched: frozenset[int]


def moves(codings: Iterable[Coding]) -> Moves:
    """What became of these codings since their codes were counted last; codes come with what they were merged into."""
    codings = list(codings)
    # A passage of a split code was counted for what that led to, until it is counted for its part.
    codes = {pk for coding in codings for pk in (coding.code_id, coding.split_from_id) if pk is not None}
    known = CountedCode.objects.by_code(codes)
    before: dict[int | None, list[Coding]] = defaultdict(list)
    now: dict[int | None, list[Coding]] = defaultdict(list)
    moved: dict[tuple[int, int], list[Coding]] = defaultdict(list)
    touched: set[int] = set()
    for coding in codings:
        issue = coding.code.effective().issue_id
        now[issue].append(coding)
        if not (counted := known.get(coding.code_id) or known.get(coding.split_from_id or 0)):
            continue
        before[counted[-1]].append(coding)
        if {*counted} != {issue}:
            touched |= {*counted, *([issue] if issue else [])}
        if issue is not None and issue != counted[-1]:
            moved[counted[-1], issue].append(coding)
    return Moves(before, now, moved, frozenset(touched))


def joined_by_few(source: Source, found: Moves) -> set[int]:
    """Issues whose people the source may not tell any more, for the codes that came to them."""
    k, untold = fewest_told(source), not_told(source)
    came: dict[int, list[int]] = defaultdict(list)
    for from_, to in found.moved:
        came[to].append(from_)
    return {to for to, froms in came.items() if untold & {*froms} or tells_of_few(found, to, froms, k=k)}


def tells_of_few(found: Moves, to: int, froms: Iterable[int], *, k: int) -> bool:
    """Whether the numbers of these issues before, and of `to` after, tell of fewer than k who are in two of them.

    Of an issue that lost a code, those who moved, and those of them who are counted there no more, are looked at.
    """
    for members in (people_of, interviews_of):
        groups = [[members(found.before.get(to, []))]]
        for from_ in froms:
            lost = members(found.before[from_]) - members(found.now.get(from_, []))
            groups.append([members(found.moved[from_, to]), lost])
        for these, those in combinations(groups, 2):
            if any(one and two and tell_of_few(one, two, k=k) for one, two in product(these, those)):
                return True
    return False


def remember(codings: Iterable[Coding]) -> None:
    """Note which issue each code is counted for from now on. Inside the transaction that copies the numbers."""
    leads = {coding.code_id: coding.code.effective().issue_id for coding in codings}
    known = CountedCode.objects.by_code(leads.keys())
    CountedCode.objects.bulk_create(
        CountedCode(code_id=code, issue_id=issue)
        for code, issue in sorted(leads.items(), key=lambda each: each[0])
        if issue is not None and (code not in known or known[code][-1] != issue)
    )
