"""What an issue's history shows: each version, and what it changed in the words of the one before."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from catalog import diffs
from catalog.models import Claim, Issue, IssueVersion, Strategy
from catalog.models.base import DEFAULT_LANGUAGE

VERSIONS_PER_PAGE = 10
TEXTS = ["title", "summary", "description"]
ASPECTS = [str(aspect) for aspect in Claim.Aspect]
Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One text that came, went or was reworded. `part` says which: title, symptom, strategy, ..."""

    part: str
    pieces: list[diffs.Piece]
    strategy: Strategy | int | None = None

    @property
    def whole(self) -> str:
        """`new` or `gone` where all of the text came or went, else empty."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else ""


@dataclass
class Step:
    """A version and, by language, what it changed. A first version has nothing before it."""

    version: IssueVersion
    is_first: bool
    changes: dict[str, list[Change]] = field(default_factory=dict)


def steps_of(issue: Issue, versions: list[IssueVersion], *, language: str) -> list[Step]:
    """The versions, newest first, each with what it changed; `language` is told first. Up to three queries."""
    if not versions:
        return []
    before = issue.versions.filter(version__lt=versions[-1].version).first()
    older: list[IssueVersion | None] = [*versions[1:], before]
    strategies = strategies_in([version.snapshot for version in (*versions, before) if version])
    return [
        Step(
            version,
            previous is None,
            {} if previous is None else changes_between(previous.snapshot, version.snapshot, strategies, language),
        )
        for version, previous in zip(versions, older, strict=True)
    ]


def strategies_in(snapshots: list[Snapshot]) -> dict[int, Strategy]:
    """The strategies that snapshots name, by number. Two queries."""
    numbers = {one["strategy"] for snapshot in snapshots for one in snapshot.get("mitigations", [])}
    found = Strategy.objects.filter(number__in=numbers).prefetch_related("texts")
    return {strategy.number: strategy for strategy in found}


def changes_between(
    old: Snapshot, new: Snapshot, strategies: dict[int, Strategy], language: str
) -> dict[str, list[Change]]:
    """What changed, by language: the given one first. Languages in which nothing changed are left out."""
    found = {code: list(changes_in(code, old, new, strategies)) for code in languages(old, new, first=language)}
    return {code: changes for code, changes in found.items() if changes}


def languages(*snapshots: Snapshot, first: str) -> list[str]:
    spoken = {code for snapshot in snapshots for code in snapshot.get("texts", {})}
    return sorted(spoken, key=lambda code: (code != first, code))


def changes_in(code: str, old: Snapshot, new: Snapshot, strategies: dict[int, Strategy]) -> list[Change]:
    """What changed in one language, in the order of an issue's page."""
    before, after = (snapshot.get("texts", {}).get(code, {}) for snapshot in (old, new))
    reworded = [(name, before.get(name, ""), after.get(name, "")) for name in TEXTS]
    was, now = claims_in(code, old), claims_in(code, new)
    reworded += [(aspect, a, b) for aspect in ASPECTS for a, b in diffs.pairs(was[aspect], now[aspect])]
    changes = [Change(part, diffs.compare(a, b)) for part, a, b in reworded if a != b]
    helped, helps = mitigations_in(code, old), mitigations_in(code, new)
    for number in dict.fromkeys([*helps, *helped]):
        a, b = helped.get(number, ""), helps.get(number, "")
        if a != b:
            changes.append(Change("strategy", diffs.compare(a, b), strategies.get(number, number)))
    return changes


def claims_in(code: str, snapshot: Snapshot) -> dict[str, list[str]]:
    """The claims of each aspect, in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(snapshot.get("claims", []), key=lambda one: one["position"]):
        if words := claim["texts"].get(code):
            found[claim["aspect"]].append(words)
    return found


def mitigations_in(code: str, snapshot: Snapshot) -> dict[int, str]:
    """How each strategy helps, by its number, in order."""
    ordered = sorted(snapshot.get("mitigations", []), key=lambda one: one["position"])
    return {one["strategy"]: words for one in ordered if (words := one["texts"].get(code))}


@dataclass(frozen=True)
class OldWords:
    """The whole of an issue as it stood in one version, in one language."""

    language: str
    texts: dict[str, str]
    claims: dict[str, list[str]]
    mitigations: list[tuple[Strategy | int, str]]


def words_of(snapshot: Snapshot, *, language: str) -> OldWords | None:
    """The words in `language`, else in English, else in any; None where a snapshot holds none. Two queries."""
    spoken = languages(snapshot, first=language)
    if not spoken:
        return None
    code = next((one for one in (language, DEFAULT_LANGUAGE) if one in spoken), spoken[0])
    strategies = strategies_in([snapshot])
    helps = [(strategies.get(number, number), how) for number, how in mitigations_in(code, snapshot).items()]
    return OldWords(code, snapshot["texts"][code], dict(claims_in(code, snapshot)), helps)
