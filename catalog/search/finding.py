"""From a query to hits: what it means, which entries hold it, in which order, and the published rows they stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from catalog.analysis import words
from catalog.models import Issue, SearchKind
from catalog.search import backends
from catalog.search.backends import Asked, Scope
from catalog.search.excerpts import excerpts
from catalog.search.highlight import Marks
from catalog.search.meaning import Meaning, understand, whole
from catalog.search.query import AnyOf, Both, Either, Expression, parse
from catalog.search.ranking import Scored, rank, unranked, weighed
from catalog.search.reading import read
from catalog.search.vocabulary import corrections, unwritten

PER_PAGE = 10
SIZES = dict.fromkeys(SearchKind.values, PER_PAGE)
# So many entries are put in order by how well they answer; those after them are those that the index gave next, by
# level and place. A query with more hits than that says too little for an order to mean anything.
RANKED = 60
# Kinds whose entries are of a phase.
PHASED = {SearchKind.ISSUE, SearchKind.QUOTE}
# Where fewer entries hold all of a query, those that come nearest, with at least this share of it, fill the page.
FEW, LEAST_SHARE = 5, 0.1
# Candidates for these: so many at each level, of each of so many parts, the rarest first.
NEAR_CANDIDATES, NEAR_PARTS = 20, 4
# To find the first entries that hold a word, a database either finds all that do, or reads the entries in order until
# it has enough. The first takes as long as there are, the second as long as they are rare; reading an entry takes about
# so many times as long as finding one.
WALK = 2
# Of the entries that hold a word, the share that do in summary or claims, or title; and in the title.
SHARE = (0.02, 0.5, 1.0)


@dataclass(frozen=True)
class Hit:
    """Something found: the row, the text that matched with its language, and which text of the row that is."""

    item: Any
    text: str = ""
    language: str = ""
    where: str = ""


@dataclass(frozen=True)
class Found:
    """Hits of one kind: a page of those that hold all of the query, how many there are, and near misses."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    near: list[Hit] = field(default_factory=list)

    @property
    def shown(self) -> list[Hit]:
        return [*self.hits, *self.near]


@dataclass(frozen=True)
class Results:
    """What a query found, by kind. `corrected` is the query as it was probably meant, where that is what was found."""

    query: str
    marks: Marks = field(default_factory=Marks)
    issues: Found = Found()
    strategies: Found = Found()
    quotes: Found = Found()
    corrected: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many hold all of the query."""
        return self.issues.total + self.strategies.total + self.quotes.total

    def of(self, kind: str) -> Found:
        return {SearchKind.ISSUE: self.issues, SearchKind.STRATEGY: self.strategies, SearchKind.QUOTE: self.quotes}[
            SearchKind(kind)
        ]

    @property
    def near(self) -> int:
        return len(self.issues.near) + len(self.strategies.near) + len(self.quotes.near)


def search(query: str, *, sizes: Mapping[str, int] = SIZES, phase: int | None = None, page: int = 1) -> Results:
    """Issues, strategies and quotes that hold `query`; of each kind as many as `sizes` says, of the page `page` from 1.

    A kind without a size is only counted. Where a word stands nowhere, the query is taken as it was probably meant.
    `phase` is a primary key; strategies are of no phase and are found in each.
    """
    if not parse(query):
        return Results(query)
    meaning, corrected, unknown = meant(query)
    if not meaning.parts:
        return Results(query, unknown=unknown)
    results = results_of(query, meaning, corrected, unknown, sizes, phase, page)
    if len(meaning.parts) < 2 or results.issues.total or corrected or not (meant_instead := never_written(query)):
        return results
    instead = results_of(query, understand(parse(meant_instead)), meant_instead, unknown, sizes, phase, page)
    return instead if instead.count > results.count else results


def results_of(
    query: str,
    meaning: Meaning,
    corrected: str,
    unknown: tuple[str, ...],
    sizes: Mapping[str, int],
    phase: int | None,
    page: int,
) -> Results:
    """What holds a meaning, by kind."""
    with backends.by_index():
        stale = backends.is_stale()
        found = {
            kind: find(meaning, Scope(kind, phase if kind in PHASED else None, stale=stale), page, sizes.get(kind, 0))
            for kind in SearchKind.values
        }
    issues, strategies, quotes = (found[kind] for kind in (SearchKind.ISSUE, SearchKind.STRATEGY, SearchKind.QUOTE))
    return Results(query, meaning.marks, issues, strategies, quotes, corrected, unknown)


def meant(query: str) -> tuple[Meaning, str, tuple[str, ...]]:
    """What a query means, how it was spelt to mean that if not so, and its words that stand nowhere."""
    meaning = understand(parse(query))
    fixes = corrections(meaning.unknown, language=get_language() or "en")
    unknown = as_typed(query, meaning.unknown)
    if not fixes:
        return meaning, "", unknown
    corrected = respelt(query, fixes)
    return understand(parse(corrected)), corrected, unknown


def as_typed(query: str, folded: Iterable[str]) -> tuple[str, ...]:
    """Words of the query as they stand in it, with their accents and capitals."""
    typed = {word.folded: query[word.start : word.end] for word in words(query)}
    return tuple(typed.get(one, one) for one in folded)


def never_written(query: str) -> str:
    """The query without slips that stemming hid: its words that nobody wrote so, though other forms of them stand.

    "manquente" has the stem of "manquent" and so stands somewhere, but what was meant is "manquante". Empty where each
    word is written, or none has a correction. One query, two where a word is not.
    """
    asked = {word.folded for word in words(query) if not word.is_code}
    return respelt(query, fixes) if (fixes := corrections(unwritten(asked), language=get_language() or "en")) else ""


def respelt(query: str, fixes: dict[str, str]) -> str:
    """The query with these folded words replaced, everything else as it was typed."""
    pieces, place = [], 0
    for word in words(query):
        if word.folded in fixes:
            pieces += [query[place : word.start], fixes[word.folded]]
            place = word.end
    return "".join([*pieces, query[place:]])


def find(meaning: Meaning, scope: Scope, page: int, size: int) -> Found:
    """The page's hits of one kind. Near misses stand on the first page only."""
    first, until = (page - 1) * size, page * size
    ranked, others, total = in_order(meaning, scope, until)
    rest = others[max(0, first - RANKED) : max(0, until - RANKED)]
    here = [*ranked[first:until], *unranked(meaning, scope.kind, rest)]
    room = size - len(here) if total < FEW and page == 1 else 0
    near = near_misses(meaning, scope, {hit.row for hit in ranked})[:room] if room > 0 else []
    hits = hits_of([*here, *near], scope.kind, meaning)
    return Found(hits[: len(here)], total, hits[len(here) :])


def in_order(meaning: Meaning, scope: Scope, until: int) -> tuple[list[Scored], list[int], int]:
    """The first hits, ranked; the places of those after them, up to `until` at least, in the order of the index; and
    how many there are, for no `until` only that.
    """
    if (expression := meaning.expression) is None:
        return [], [], 0
    most, known = max(RANKED, until), known_total(meaning, expression, scope)
    if not until:
        return [], [], backends.count(expression, scope) if known is None else known
    if known is None:
        places, total = backends.places_and_count(expression, scope, most=most)
    else:
        places, total = backends.places(asked(meaning, expression, scope, most), scope, most=most), known
    return rank(meaning, scope.kind, places[:RANKED]) if places else [], places[RANKED:], total


def known_total(meaning: Meaning, expression: Expression, scope: Scope) -> int | None:
    """How many entries hold `expression`, known where it is one term; or one word, of quotes: each is in one language,
    so none is counted under two terms of it.
    """
    if scope.phase is not None or scope.stale:
        return None
    held = {term: count for term in only_word(expression) if (count := meaning.frequencies.of(scope.kind, term))}
    apart = scope.kind == SearchKind.QUOTE and len({term[0] for term in held}) == len(held) > 0
    return sum(held.values()) if len(held) == 1 or apart else None


def only_word(expression: Expression) -> tuple[str, ...]:
    """The terms of an expression that is one word; none of any other."""
    while isinstance(expression, Both | Either) and len(expression.options) == 1:
        expression = expression.options[0]
    return expression.terms if isinstance(expression, AnyOf) else ()


def asked(meaning: Meaning, expression: Expression, scope: Scope, most: int) -> Asked:
    """`expression`, with what is known of how many entries hold it."""
    walk = 0 if scope.phase is not None else WALK * most * meaning.frequencies.total(scope.kind)
    held = at_least(meaning, expression, scope.kind)
    return Asked(expression, tuple(level for level in scope.levels if (held * share_at(level, scope)) ** 2 > walk > 0))


def share_at(level: int, scope: Scope) -> float:
    """Of the entries that hold a word those, about, that do at this level or a better one."""
    return SHARE[level - scope.levels[-1] - 1]


def at_least(meaning: Meaning, expression: Expression, kind: str) -> int:
    """So many entries of a kind hold `expression`, or more."""
    if isinstance(expression, AnyOf):
        return max((meaning.frequencies.of(kind, term) for term in expression.terms), default=0)
    if isinstance(expression, Either) or (isinstance(expression, Both) and len(expression.options) == 1):
        return max(at_least(meaning, option, kind) for option in expression.options)
    return 0


def near_misses(meaning: Meaning, scope: Scope, besides: set[int]) -> list[Scored]:
    """Entries that hold most of the query and stand for none of the rows `besides`, best first."""
    if len(meaning.parts) < 2 and not meaning.unknown:
        return []
    parts = sorted(meaning.parts, key=lambda part: -max(weighed(meaning, scope.kind, each).heft for each in part))
    each = [asked(meaning, whole(part), scope, NEAR_CANDIDATES) for part in parts[:NEAR_PARTS]]
    places = backends.places_of_any(each, scope, most=NEAR_CANDIDATES)
    return [hit for hit in rank(meaning, scope.kind, places) if hit.share >= LEAST_SHARE and hit.row not in besides]


def hits_of(found: list[Scored], kind: str, meaning: Meaning) -> list[Hit]:
    """The published ones of what was found, in that order."""
    if not found:
        return []
    items = read(kind, [hit.row for hit in found])
    shown = excerpts(kind, items, {hit.row: hit.standing for hit in found}, meaning.marks)
    return [Hit(items[hit.row], *shown[hit.row]) for hit in found if hit.row in items]


def matching_issues(query: str) -> list[int]:
    """Primary keys of the published issues whose own words or quotes hold all of `query`, best first.

    Those found by their own words come first, in order; then those found by a quote, by number. An empty query, or one
    of common words only, has no opinion: it raises nothing and matches nothing.
    """
    meaning = understand(parse(query))
    if meaning.expression is None:
        return []
    with backends.by_index():
        stale = backends.is_stale()
        scope = Scope(SearchKind.ISSUE, stale=stale)
        ranked, others, _ = in_order(meaning, scope, until=2**31)
        own = [*(hit.row for hit in ranked), *backends.rows_at(others, scope)]
        quoted = set(backends.issues_of_quotes(meaning.expression, Scope(SearchKind.QUOTE, stale=stale))) - set(own)
    by_number = Issue.objects.published().filter(pk__among=quoted).order_by("number").values_list("pk", flat=True)
    return [*own, *by_number] if quoted else own


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query that mean something, each once. No query."""
    return tuple(word for part in parse(query) for word in part.words)


def marks_of(query: str) -> Marks:
    """What to mark in texts found for `query`. As many queries as `understand`."""
    return understand(parse(query)).marks
