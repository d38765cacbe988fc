"""Asking the index of each database. Both are asked the same and answer the same: which entries hold an expression.

Order is by level (number and title, then summary and claims, then the rest), then by place; ranking is done above.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from catalog.models import SearchKind, SearchPending
from catalog.models.entries import ENTRY, phase_term
from catalog.search.prepared import fetch, of_each_kind
from catalog.search.query import AnyOf, Both, Either, Expression, InOrder

LEVELS: dict[str, int] = {SearchKind.ISSUE: 3, SearchKind.STRATEGY: 3, SearchKind.QUOTE: 1}
Query = tuple[str, list[Any]]
"""SQL and its parameters."""
ROWS = of_each_kind("row")


@dataclass(frozen=True)
class Scope:
    """Where to look: a kind, perhaps one phase of it, and levels up to `deepest` (all without)."""

    kind: str
    phase: int | None = None
    deepest: int = 3
    # Whether rows changed that are not indexed yet. They are left out, for what the index says of them is past.
    stale: bool = False

    @property
    def table(self) -> str:
        return ENTRY[self.kind]._meta.db_table

    @property
    def levels(self) -> range:
        return range(1, min(LEVELS[self.kind], self.deepest) + 1)

    @property
    def fresh(self) -> str:
        """An SQL condition on `entry` that leaves pending rows out."""
        return f" AND entry.row NOT IN (SELECT row FROM catalog_searchpending WHERE kind = '{SearchKind(self.kind)}')"  # nosec B608


@dataclass(frozen=True)
class Asked:
    """An expression, and the levels where so many entries hold it that its first are soonest found by reading them all
    in order.
    """

    expression: Expression
    walked: tuple[int, ...] = ()


def is_stale() -> bool:
    """Whether something changed in this transaction that was not indexed yet. One query."""
    return SearchPending.objects.exists()


def places(asked: Asked, scope: Scope, *, most: int) -> list[int]:
    """Places of the first entries that hold what is asked, the best level first, then by place. One query."""
    sql, parameters = first_of_each_level(asked, scope, most)
    sql = f"SELECT place, MIN(level) FROM ({sql}) AS found GROUP BY place ORDER BY 2, 1 LIMIT %s"  # nosec B608
    return [place for place, _ in fetch(sql, *parameters, most)]


def places_and_count(expression: Expression, scope: Scope, *, most: int) -> tuple[list[int], int]:
    """As `places`, and how many entries hold `expression`. Both come of one look at the index. One query."""
    deepest = scope.levels[-1]
    every, parameters = DATABASES[connection.vendor].matching(Asked(expression), scope, deepest)
    levels, values = levels_of(Asked(expression), scope, scope.levels[:-1], most)
    last = first("SELECT place FROM every_place", deepest)
    rows = fetch(
        f"WITH every_place AS MATERIALIZED ({every}) "  # nosec B608
        f"SELECT place, MIN(level), (SELECT COUNT(*) FROM every_place) FROM ({' UNION ALL '.join([*levels, last])})"
        " AS f GROUP BY place ORDER BY 2, 1 LIMIT %s",
        *parameters,
        *values,
        most,
        most,
    )
    return [place for place, _, _ in rows], rows[0][-1] if rows else 0


def places_of_any(asked: Sequence[Asked], scope: Scope, *, most: int) -> list[int]:
    """Places of the first entries that hold each of what is asked, `most` at each level of each. One query."""
    queries = [first_of_each_level(each, scope, most) for each in asked]
    sql = " UNION ALL ".join(sql for sql, _ in queries)
    rows = fetch(f"SELECT DISTINCT place FROM ({sql}) AS found", *(p for _, each in queries for p in each))  # nosec B608
    return sorted(place for (place,) in rows)


def count(expression: Expression, scope: Scope) -> int:
    """How many entries hold `expression`. One query."""
    sql, parameters = DATABASES[connection.vendor].matching(Asked(expression), scope, scope.levels[-1])
    return int(fetch(f"SELECT COUNT(*) FROM ({sql}) AS m", *parameters)[0][0])  # nosec B608


def rows_at(wanted: Sequence[int], scope: Scope) -> list[int]:
    """The rows that entries at these places stand for, in this order. One query, none for no places."""
    if not wanted:
        return []
    rows: dict[int, int] = dict(ROWS[scope.kind].rows(wanted))
    return [rows[place] for place in wanted if place in rows]


def issues_of_quotes(expression: Expression, scope: Scope) -> list[int]:
    """Primary keys of the issues that have a quote which holds `expression`. One query."""
    sql, parameters = DATABASES[connection.vendor].matching(Asked(expression), scope, 1)
    rows = fetch(
        f"SELECT DISTINCT issue FROM {scope.table} WHERE place IN (SELECT place FROM ({sql}) AS m)",  # nosec B608
        *parameters,
    )
    return [issue for (issue,) in rows]


def first_of_each_level(asked: Asked, scope: Scope, most: int) -> Query:
    """A query for (place, level) of the first entries at each level."""
    levels, parameters = levels_of(asked, scope, scope.levels, most)
    return " UNION ALL ".join(levels), parameters


def levels_of(asked: Asked, scope: Scope, levels: Iterable[int], most: int) -> tuple[list[str], list[Any]]:
    """Queries for (place, level) of the first entries at each of these levels, and the parameters of all."""
    queries: list[str] = []
    parameters: list[Any] = []
    for level in levels:
        sql, values = DATABASES[connection.vendor].matching(asked, scope, level)
        queries.append(first(sql, level))
        parameters += [*values, most]
    return queries, parameters


def first(sql: str, level: int) -> str:
    """The first places of a query, so many as its last parameter says."""
    return f"SELECT * FROM (SELECT place, {level} AS level FROM ({sql}) AS m ORDER BY place LIMIT %s) AS l"  # nosec B608


@contextmanager
def by_index() -> Iterator[None]:
    """Ask PostgreSQL to use its indexes: it thinks little of reading every row of a few thousand, for it does not
    reckon that each brings a long vector along, stored elsewhere and packed. Two queries, and a transaction for them.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        fetch("SELECT set_config('enable_seqscan', 'off', true)")
        yield
        fetch("SELECT set_config('enable_seqscan', 'on', true)")


class SQLite:
    """FTS5: `{first phases} : ("emiss" AND ("evalu" OR "fvaleur"))`."""

    def matching(self, asked: Asked, scope: Scope, level: int) -> Query:
        """A query for the places of entries that hold what is asked at this level or a better one."""
        columns = " ".join(["first", "second", "third"][:level])
        match = f"{{{columns} phases}} : ({self.written(narrowed(asked.expression, scope))})"
        table = f"{scope.table}_text"
        if not scope.stale:
            return f"SELECT rowid AS place FROM {table} WHERE {table} MATCH %s", [match]  # nosec B608
        joined = f"{table} JOIN {scope.table} entry ON entry.place = {table}.rowid"
        return f"SELECT entry.place FROM {joined} WHERE {table} MATCH %s{scope.fresh}", [match]  # nosec B608

    def written(self, expression: Expression) -> str:
        if isinstance(expression, AnyOf):
            return f"({' OR '.join(expression.terms)})"
        if isinstance(expression, InOrder):
            return f'"{" ".join(expression.terms)}"'
        return joined(expression, self.written, " OR ", " AND ")


class PostgreSQL:
    """Full text: `emiss & (evalu | fvaleur)`, against the tsvector of a level."""

    def matching(self, asked: Asked, scope: Scope, level: int) -> Query:
        """As for SQLite. All places are found first unless they are very many: guessing that they are, PostgreSQL
        would else walk through the entries in the order of places and look at each.
        """
        match = self.written(narrowed(asked.expression, scope))
        condition = f"entry.level_{level} @@ %s::tsquery{scope.fresh if scope.stale else ''}"
        sql = f"SELECT entry.place FROM {scope.table} entry WHERE {condition}"  # nosec B608
        if level not in asked.walked:
            sql = f"WITH every AS MATERIALIZED ({sql}) SELECT place FROM every"  # nosec B608
        return sql, [match]

    def written(self, expression: Expression) -> str:
        if isinstance(expression, AnyOf):
            return f"({' | '.join(expression.terms)})"
        if isinstance(expression, InOrder):
            return f"({' <-> '.join(expression.terms)})"
        return joined(expression, self.written, " | ", " & ")


DATABASES: dict[str, SQLite | PostgreSQL] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def narrowed(expression: Expression, scope: Scope) -> Expression:
    """`expression`, and the phase where one is asked for: entries hold a term for each phase."""
    return expression if scope.phase is None else Both((expression, AnyOf((phase_term(scope.phase),))))


def joined(expression: Either | Both, written: Callable[[Any], str], either: str, both: str) -> str:
    options: Sequence[str] = [written(option) for option in expression.options]
    return f"({(either if isinstance(expression, Either) else both).join(options)})"
