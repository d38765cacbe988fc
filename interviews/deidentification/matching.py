"""Finding identifiers in a text by windows of words, without knowing a single name.

A pattern carries only a digest of its folded letters run together; each window of a text's words is run together
and digested the same way. So one search serves names that are known, names whose key was destroyed, and names of
other studies. Letters run together also find "Zephyrine-Labs", "ZephyrineLabs" and "zephyrine labs" alike.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from interviews.deidentification.folding import Word, readings, words_of

# A window with more white space in it than the name has must be this long, or "a l" would be found to be "Al".
LONG_ENOUGH = 6
# A name may be cut into so many more pieces (hyphens, tags, initials) than it has words.
EXTRA_PIECES = 8


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
        self.digest = digest
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
        letters, spaces = "", 0
        for last in range(first, min(len(words), first + self.most_words + EXTRA_PIECES)):
            spaces += last > first and not words[last].glued
            if spaces > self.most_words:
                break
            letters += words[last].folded
            for pattern in self.by_digest.get(self.digest(letters), []):
                fits = spaces < pattern.words or len(letters) >= LONG_ENOUGH
                if fits and stands_in_context(words, first, pattern):
                    matches.append(Match(words[first].start, words[last].end, pattern.key))
        return matches


def stands_in_context(words: list[Word], first: int, pattern: Pattern) -> bool:
    """Whether the words before number `first` are those that the pattern asks for."""
    if not pattern.context:
        return True
    before = [word.folded for word in words[max(0, first - 12) : first]]
    return any(tuple(before[-len(wanted) :]) == wanted for wanted in pattern.context)


def without_overlaps(found: Iterable[Match]) -> list[Match]:
    """Of overlapping matches the longest, of equally long ones the first."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.start - m.end, m)):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept)
