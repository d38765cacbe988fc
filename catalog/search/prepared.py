"""Queries of the ORM whose SQL is written once: writing it takes Django several times as long as having it answered."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from catalog.models.among import as_parameter
from catalog.models.entries import ENTRY
from catalog.models.search import SearchEntry

Row = tuple[Any, ...]


class Prepared:
    """A query for values of the rows that a list names, the same but for the list whenever it is asked.

        TITLES = Prepared([0], lambda keys: IssueText.objects.filter(issue__pk__among=keys).values_list("title"))
        TITLES.rows([1, 2])

    `stand_in` is a list that stands for any other in the SQL; `query` makes a query of `values_list()` that has it as
    one parameter, by `__among`. The values come as the database gives them, which for words and numbers is as the ORM
    does.
    """

    def __init__(self, stand_in: list[Any], query: Callable[[list[Any]], QuerySet[Any, Any]]) -> None:
        self.stand_in, self.query = stand_in, query
        self._written: dict[str, tuple[str, Row]] = {}

    def rows(self, keys: Collection[Any]) -> list[Row]:
        """One query; none for no keys."""
        if not keys:
            return []
        vendor = connection.vendor
        sql, parameters = self._written.get(vendor) or self._written.setdefault(vendor, self._write())
        stand_in, given = as_parameter(self.stand_in, vendor), as_parameter(keys, vendor)
        return fetch(sql, *(given if each == stand_in else each for each in parameters))

    def _write(self) -> tuple[str, Row]:
        compiler = self.query(self.stand_in).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if compiler.get_converters([column for column, _, _ in compiler.select or ()]):
            raise ValueError("a prepared query reads words and numbers only")
        return sql, tuple(parameters)


def of_each_kind(*names: str) -> dict[str, Prepared]:
    """For each kind the query for its entries at the places of a list: of each its place, then these fields."""

    def query(model: type[SearchEntry]) -> Prepared:
        return Prepared(
            [0], lambda places: model._default_manager.filter(pk__among=places).values_list("place", *names)
        )

    return {kind: query(model) for kind, model in ENTRY.items()}


def fetch(sql: str, *parameters: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
