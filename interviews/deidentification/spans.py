"""Arithmetic of spans: pairs of code points, end exclusive."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]


def uncovered(start: int, end: int, covered: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span without the covered ones, which are in order and may reach over its ends.

    >>> list(uncovered(0, 10, [(2, 4), (8, 12)]))
    [(0, 2), (4, 8)]
    """
    for from_, to in covered:
        if start < from_:
            yield start, min(from_, end)
        start = max(start, to)
    if start < end:
        yield start, end
