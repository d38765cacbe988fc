"""What a query means to the index: for each of its parts, everything that may stand for it, and how well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log

from catalog.search.highlight import Marks
from catalog.search.query import AnyOf, Both, Either, Expression, InOrder, Part, in_each_language
from catalog.search.synonyms import synonyms
from catalog.search.vocabulary import Frequencies, completions

# What a word counts that only begins with what was asked, or only means the same.
BEGINNING, SYNONYM = 0.8, 0.6


@dataclass(frozen=True)
class Alternative:
    """Something that may stand for a part: it holds where every group does, and counts `worth` of the part itself."""

    groups: tuple[AnyOf | InOrder, ...]
    worth: float = 1.0

    @property
    def words(self) -> tuple[frozenset[str], ...]:
        """The terms of each of its words."""
        each = (g.terms if isinstance(g, InOrder) else [g.terms] for g in self.groups)
        return tuple(frozenset([terms] if isinstance(terms, str) else terms) for words in each for terms in words)

    @property
    def expression(self) -> Expression:
        return self.groups[0] if len(self.groups) == 1 else Both(self.groups)


@dataclass(frozen=True)
class Meaning:
    """The parts of a query, each with its alternatives, over what the index holds now."""

    parts: tuple[tuple[Alternative, ...], ...]
    frequencies: Frequencies
    # Folded words that stand nowhere, begin nothing, and mean nothing else that does.
    unknown: tuple[str, ...] = ()

    @cached_property
    def expression(self) -> Expression | None:
        """Holds where every part does; None where a part can hold nowhere."""
        return Both(tuple(map(whole, self.parts))) if self.parts and not self.unknown else None

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term that may stand for a part."""
        return frozenset(term for part in self.parts for a in part for group in a.groups for term in group.terms)

    @cached_property
    def marks(self) -> Marks:
        """What to mark in a hit: of a phrase each word."""
        return Marks(tuple(tuple(a.words for a in part) for part in self.parts))

    def rarity(self, group: AnyOf | InOrder, kind: str) -> float:
        """How much a word says among the entries of a kind: the logarithm of how few hold it (Robertson's IDF)."""
        held = [self.frequencies.of(kind, term) for term in group.terms]
        total = self.frequencies.total(kind)
        entries = min(held) if isinstance(group, InOrder) else max(held)
        return log(1 + (total - min(entries, total) + 0.5) / (entries + 0.5))


def whole(part: tuple[Alternative, ...]) -> Expression:
    """Holds where the part does, in whatever way."""
    return Either(tuple(a.expression for a in part)) if len(part) > 1 else part[0].expression


def understand(parts: tuple[Part, ...]) -> Meaning:
    """Look every word up, with what means the same; a word that stands nowhere is taken for the beginning of one.

    One query, and one more for each word that stands nowhere.
    """
    single = [part for part in parts if not part.is_phrase]
    same = synonyms(tuple(part.words[0] for part in single))
    phrases = {part: same.get(place, []) for place, part in enumerate(single)}
    asked = [term for terms in in_each_language([word for part in parts for word in part.words]) for term in terms]
    known = Frequencies([*asked, *(term for others in phrases.values() for phrase in others for term in phrase)])
    found = {part: tuple(alternatives(part, phrases.get(part, []), known)) for part in parts}
    begun = {part: beginning(part.words[0]) for part in single if not found[part]}
    if begun := {part: terms for part, terms in begun.items() if terms}:
        known.look_up(term for terms in begun.values() for term in terms)
        found |= {part: (Alternative((AnyOf(terms),), BEGINNING),) for part, terms in begun.items()}
    unknown = tuple(word for part in parts if not found[part] for word in part.words if not stands(word, known))
    unheld = tuple(part.words[0] for part in parts if not found[part])
    return Meaning(tuple(filter(None, found.values())), known, unknown or unheld)


def alternatives(part: Part, others: Iterable[tuple[str, ...]], known: Frequencies) -> Iterator[Alternative]:
    """The part itself, then what means the same, as far as it stands anywhere."""
    if part.is_phrase:
        options = [terms for terms in in_each_language(part.words) if all(term in known for term in terms)]
        for terms in options:
            yield Alternative((InOrder(terms),))
        return
    if (itself := group_of(part.words[0], known)).terms:
        yield Alternative((itself,))
    for phrase in others:
        if all(term in known for term in phrase):
            yield Alternative(tuple(AnyOf((term,)) for term in phrase), SYNONYM)


def group_of(word: str, known: Frequencies) -> AnyOf:
    return AnyOf(tuple(dict.fromkeys(t for (t,) in in_each_language([word]) if t in known)))


def stands(word: str, known: Frequencies) -> bool:
    return bool(group_of(word, known).terms)


def beginning(word: str) -> tuple[str, ...]:
    """Terms of the words that begin with `word`."""
    return tuple(dict.fromkeys(term for _, term in completions(word)))
