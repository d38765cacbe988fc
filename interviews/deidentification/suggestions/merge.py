"""From what all sources propose to a list without overlaps, most certain and most harmful first."""

from collections.abc import Iterable, Mapping

from interviews.deidentification.suggestions.base import Span, Suggestion

SEVERAL = 0.15
"""So much more certain is what another source proposes too."""


def merged(proposed: Iterable[Suggestion], covered: Mapping[int, tuple[Span, ...]]) -> list[Suggestion]:
    """Of overlapping suggestions the most certain, of equally certain ones the longer; nothing that is covered.

    A name that several sources propose is more certain than one of them says.
    """
    kept: list[Suggestion] = []
    by_turn: dict[int, list[Suggestion]] = {}
    for one in sorted(set(proposed), key=lambda s: (-s.confidence, -s.direct, s.start - s.end, s)):
        if any(start < one.end and one.start < end for start, end in covered.get(one.position, ())):
            continue
        beside = by_turn.setdefault(one.position, [])
        overlapping = [other for other in beside if other.start < one.end and one.start < other.end]
        if not overlapping:
            beside.append(one)
        elif all(other.source != one.source for other in overlapping):
            for other in overlapping:
                beside[beside.index(other)] = surer(other)
    for suggestions in by_turn.values():
        kept += suggestions
    return sorted(kept, key=lambda s: (not s.direct, -s.confidence, s.position, s.start))


def surer(one: Suggestion) -> Suggestion:
    confidence = min(0.95, round(one.confidence + SEVERAL, 2))
    return Suggestion(
        one.position, one.start, one.end, one.type, one.source, max(one.confidence, confidence), one.direct
    )
