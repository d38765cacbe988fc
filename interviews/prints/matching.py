"""Which words of two nearly equal texts are the same ones: blocks of equal words, in order.

A patience diff: what is equal at both ends is taken off, then words in runs that occur once in each text are
anchors, and the gaps between them are treated the same way. Linear in memory, and in time as long as the
texts are nearly equal; `difflib` decides only inside small gaps.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Block = tuple[int, int, int]
Region = tuple[int, int, int, int]

# Lengths of runs that are tried as anchors, the surest first.
_RUNS = (6, 3, 1)
# A gap of at most this many word pairs is given to difflib.
_SMALL = 20_000


def matching_blocks(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    """Blocks (i, j, n) with left[i:i+n] == right[j:j+n], rising in i and j and never overlapping.

    >>> matching_blocks("so we baked the bread".split(), "so we had baked bread".split())
    [(0, 0, 2), (2, 3, 1), (4, 4, 1)]
    """
    blocks: list[Block] = []
    todo: list[Region] = [(0, len(left), 0, len(right))]
    while todo:
        region = _trim_ends(left, right, todo.pop(), blocks)
        i, i_end, j, j_end = region
        if i == i_end or j == j_end:
            continue
        if (i_end - i) * (j_end - j) <= _SMALL:
            matcher = SequenceMatcher(None, left[i:i_end], right[j:j_end], autojunk=False)
            blocks.extend((i + a, j + b, size) for a, b, size in matcher.get_matching_blocks() if size)
        else:
            todo.extend(_gaps(left, right, region, blocks))
    return _joined(blocks)


def _trim_ends(left: Sequence[str], right: Sequence[str], region: Region, blocks: list[Block]) -> Region:
    """Put the equal words at a region's two ends into `blocks`; what is between them remains."""
    i, i_end, j, j_end = region
    size = 0
    limit = min(i_end - i, j_end - j)
    while size < limit and left[i + size] == right[j + size]:
        size += 1
    if size:
        blocks.append((i, j, size))
    i, j = i + size, j + size
    size = 0
    limit = min(i_end - i, j_end - j)
    while size < limit and left[i_end - 1 - size] == right[j_end - 1 - size]:
        size += 1
    if size:
        blocks.append((i_end - size, j_end - size, size))
    return i, i_end - size, j, j_end - size


def _gaps(left: Sequence[str], right: Sequence[str], region: Region, blocks: list[Block]) -> Iterator[Region]:
    """Put a region's anchors into `blocks`; yield the gaps between them (none where nothing is alike)."""
    i, i_end, j, j_end = region
    for run in _RUNS:
        anchors = _rising(_unique_pairs(left, right, region, run))
        if not anchors:
            continue
        for anchor_i, anchor_j in anchors:
            if anchor_i < i or anchor_j < j:
                continue
            size = run
            while anchor_i + size < i_end and anchor_j + size < j_end:
                if left[anchor_i + size] != right[anchor_j + size]:
                    break
                size += 1
            yield i, anchor_i, j, anchor_j
            blocks.append((anchor_i, anchor_j, size))
            i, j = anchor_i + size, anchor_j + size
        yield i, i_end, j, j_end
        return


def _unique_pairs(left: Sequence[str], right: Sequence[str], region: Region, run: int) -> list[tuple[int, int]]:
    """Where runs of words begin that occur exactly once on each side, by their place on the left."""
    i, i_end, j, j_end = region
    on_left, on_right = _once(left, i, i_end, run), _once(right, j, j_end, run)
    return sorted((place, on_right[words]) for words, place in on_left.items() if words in on_right)


def _once(words: Sequence[str], start: int, end: int, run: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    repeated = set()
    shifted = (words[start + offset : end] for offset in range(run))
    for place, key in enumerate(zip(*shifted, strict=False), start):
        if key in places:
            repeated.add(key)
        places[key] = place
    for key in repeated:
        del places[key]
    return places


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs that rises on both sides (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            piles.append(index)
        else:
            tops[pile] = place
            piles[pile] = index
    chosen = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for i, j, size in sorted(blocks):
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
        else:
            joined.append((i, j, size))
    return joined
