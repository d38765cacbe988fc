"""Finding identifiers in a text by windows of words, without knowing a single name.

A pattern carries only a digest of its folded letters run together; each window of a text's words is run together
and digested the same way. So one search serves names that are known, names whose key was destroyed, and names of
other studies. Letters run together also find "Zephyrine-Labs", "ZephyrineLabs" and "zephyrine labs" alike, and letters
that stand alone are put together: "Z E P H Y R". What often hangs on a name without a break is taken off: "Acmes".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from interviews.deidentification.folding import Word, readings, words_of

# A window with more white space in it than the name has must be this long, or "a l" would be found to be "Al".
LONG_ENOUGH = 6
# A name may be cut into so many more pieces (hyphens, tags, initials) than it has words.
EXTRA_PIECES = 8
# A name that is spelled out has so many letters at least, and a window so many words at most.
SPELLED, LONGEST = 3, 64
# What is run together with a name of at least so many letters: plurals, and what firms put behind their names. Without
# a capital the name has one letter more: "moves" is seldom the plural of a firm.
TAILS = ("s", "ai", "io", "app", "hq", "tech", "lab", "labs", "corp", "inc", "group")
BEFORE_TAIL = 4


@dataclass(frozen=True)
class Pattern:
    """A way a name is said: `digest` of its letters, its number of words, and words that must stand before it.

    `context` holds alternatives, each a tuple of folded words; empty means wherever it stands. `key` is the
    caller's: what a match is reported as.
    """

    key: int
    digest: str
    words: int
    context: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, order=True)
class Match:
    """A pattern found at a span of the text, in code points."""

    start: int
    end: int
    key: int


def contexts(spelled: str) -> tuple[tuple[str, ...], ...]:
    """Alternatives of words before a name, as `IdentifierVariant.context_before` spells them: "at|works for"."""
    alternatives = (tuple(word.folded for word in words_of(part)) for part in spelled.split("|"))
    return tuple(words for words in alternatives if words)


class Finder:
    """Looks for many patterns at once; `digest` makes a window's digest as it made the patterns'."""

    def __init__(self, patterns: Iterable[Pattern], *, digest: Callable[[str], str]) -> None:
        self.by_digest: dict[str, list[Pattern]] = {}
        self.most_words = 0
        # Texts say the same words again and again.
        self.digest = lru_cache(maxsize=65536)(digest)
        for pattern in patterns:
            self.by_digest.setdefault(pattern.digest, []).append(pattern)
            self.most_words = max(self.most_words, pattern.words)

    def find(self, text: str) -> list[Match]:
        """Every match in `text`, longest first where they overlap, then in order of position."""
        return without_overlaps(self.everything(text))

    def find_each(self, text: str) -> list[Match]:
        """The matches of each key for itself: a name is found inside a longer one of another key, too."""
        by_key: dict[int, list[Match]] = {}
        for match in self.everything(text):
            by_key.setdefault(match.key, []).append(match)
        return sorted(match for found in by_key.values() for match in without_overlaps(found))

    def everything(self, text: str) -> set[Match]:
        """Every match, whatever it overlaps."""
        if not self.by_digest:
            return set()
        return {match for words in readings(text) for at in range(len(words)) for match in self.at(words, at)}

    def at(self, words: list[Word], first: int) -> list[Match]:
        """Matches of windows that start at word number `first`."""
        matches: list[Match] = []
        letters, spaces, gaps, pieces, spelled = "", 0, 0, 0, True
        for last in range(first, min(len(words), first + LONGEST)):
            word, apart = words[last], last > first and not words[last].glued
            spelled = spelled and len(word.folded) == 1
            if last > first and len(word.folded) == len(words[last - 1].folded) == 1:
                gaps += apart
            else:
                pieces, spaces = pieces + 1, spaces + apart
            if spaces > self.most_words or pieces > self.most_words + EXTRA_PIECES:
                break
            letters += word.folded
            long_enough = len(letters) >= LONG_ENOUGH or (spelled and last - first + 1 >= SPELLED)
            for pattern in self.patterns(letters, word):
                if (spaces + gaps < pattern.words or long_enough) and stands_in_context(words, first, pattern):
                    matches.append(Match(words[first].start, word.end, pattern.key))
        return matches

    def patterns(self, letters: str, last: Word) -> list[Pattern]:
        """The patterns of these letters, and of those before a tail that is run together with the last word."""
        stems = (letters.removesuffix(tail) for tail in TAILS if last.folded.endswith(tail) and last.folded != tail)
        names = {letters, *(stem for stem in stems if len(stem) >= BEFORE_TAIL + (not last.capital))}
        return [pattern for name in names for pattern in self.by_digest.get(self.digest(name), [])]


def stands_in_context(words: list[Word], first: int, pattern: Pattern) -> bool:
    """Whether the words before number `first` are those that the pattern asks for, however finely they are cut."""
    return not pattern.context or any(
        ends_with(words[max(0, first - 12) : first], wanted) for wanted in pattern.context
    )


def ends_with(words: list[Word], wanted: tuple[str, ...]) -> bool:
    letters, before = "".join(wanted), ""
    for word in reversed(words):
        before = word.folded + before
        if len(before) >= len(letters):
            break
    return before == letters


def without_overlaps(found: Iterable[Match]) -> list[Match]:
    """Of overlapping matches the longest, of equally long ones the first."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.start - m.end, m)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept)
