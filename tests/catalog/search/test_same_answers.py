"""Each database answers as reading every entry would: so both answer alike.

The oracle here reads the stored terms and looks for each by itself; it knows no index.
"""

import random
from functools import cache

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog import search
from catalog.models import SearchKind
from catalog.models.entries import ENTRY, LEVELS
from catalog.search import backends
from catalog.search.backends import Asked, Scope
from catalog.search.meaning import understand
from catalog.search.query import AnyOf, Both, Either, Expression, InOrder, parse
from tests.catalog.search.graded import GRADED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
Texts = list[list[str]]
"""The terms of an entry, level by level."""


@pytest.fixture(autouse=True, scope="module")
def _read_anew() -> None:
    read.cache_clear()
    vocabulary.cache_clear()


@cache
def read(kind: str) -> list[tuple[int, Texts, list[str]]]:
    """Every entry of a kind: its place, its terms by level, its phases. Read once, for nothing changes here."""
    rows = ENTRY[kind]._default_manager.order_by("place").values_list("place", *LEVELS, "phases")
    return [(place, [text.split() for text in texts], phases.split()) for place, *texts, phases in rows]


def holds(expression: Expression, texts: Texts) -> bool:
    if isinstance(expression, AnyOf):
        return any(term in text for text in texts for term in expression.terms)
    if isinstance(expression, InOrder):
        wanted = list(expression.terms)
        return any(text[at : at + len(wanted)] == wanted for text in texts for at in range(len(text)))
    held = (holds(option, texts) for option in expression.options)
    return any(held) if isinstance(expression, Either) else all(held)


def read_places(expression: Expression, scope: Scope, entries: list[tuple[int, Texts, list[str]]]) -> list[int]:
    """What `backends.places` should say, by reading: best level first, then place."""
    found = []
    for place, texts, phases in entries:
        levels = [level for level in scope.levels if holds(expression, texts[:level])]
        if levels and (scope.phase is None or f"p{scope.phase}" in phases):
            found.append((levels[0], place))
    return [place for _, place in sorted(found)]


@cache
def vocabulary() -> tuple[str, ...]:
    rows = [row for kind in SearchKind.values for row in read(kind)]
    return tuple(sorted({term for _, texts, _ in rows for text in texts for term in text} | {"enowhere"}))


@st.composite
def expressions(draw: st.DrawFn) -> Expression:
    """Words, phrases as they stand somewhere, and what can be made of these."""
    chance = random.Random(draw(st.integers(0, 10_000)))
    texts = [text for kind in ENTRY for _, texts, _ in chance.sample(read(kind), 3) for text in texts if len(text) > 3]

    def leaf() -> Expression:
        text = chance.choice(texts)
        at = chance.randrange(len(text) - 1)
        if chance.random() < 0.3:
            return InOrder(tuple(text[at : at + chance.choice([2, 3])]))
        return AnyOf(tuple({text[at], *chance.sample(vocabulary(), chance.choice([0, 0, 2]))}))

    def tree(depth: int) -> Expression:
        if depth == 0 or chance.random() < 0.3:
            return leaf()
        options = tuple(tree(depth - 1) for _ in range(chance.choice([1, 2, 3])))
        return Both(options) if chance.random() < 0.5 else Either(options)

    return tree(2)


@given(expressions(), st.sampled_from(SearchKind.values), st.sampled_from([1, 3]))
def test_the_index_says_what_reading_every_entry_says(expression: Expression, kind: str, deepest: int):
    scope, entries = Scope(kind, deepest=deepest), read(kind)
    right = read_places(expression, scope, entries)
    assert backends.places(Asked(expression), scope, most=1000) == right
    assert backends.places(Asked(expression), scope, most=3) == right[:3]
    assert backends.places_and_count(expression, scope, most=3) == (right[:3], len(right))
    assert backends.count(expression, scope) == len(right)


@given(expressions(), st.sampled_from([SearchKind.ISSUE, SearchKind.QUOTE]))
def test_so_it_does_of_one_phase(expression: Expression, kind: str):
    entries = read(kind)
    phase = int(entries[0][2][0][1:])
    scope = Scope(kind, phase=phase)
    assert backends.places(Asked(expression), scope, most=1000) == read_places(expression, scope, entries)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_counts_of_every_graded_query_are_those_that_reading_gives(language: str):
    wrong = []
    with translation.override(language):
        for query, _ in GRADED:
            results = search.search(query)
            meaning = understand(parse(results.corrected or query))
            for kind in SearchKind.values:
                scope = Scope(kind)
                right = read_places(meaning.expression, scope, read(kind)) if meaning.expression else []
                if results.of(kind).total != len(right):
                    wrong.append((query, kind, results.of(kind).total, len(right)))
    assert wrong == []
