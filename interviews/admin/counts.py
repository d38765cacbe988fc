"""Counts for lists, as subqueries: one number per row, no matter how many other numbers stand beside it."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], owner: str, *, distinct: str = "pk") -> Coalesce:
    """How many of `rows` point at the outer row by the lookup `owner`.

    Two joins in one query would multiply each other's counts; a subquery each does not.
    """
    counted = (
        rows.order_by()
        .filter(**{owner: OuterRef("pk")})
        .values(owner)
        .annotate(number=Count(distinct, distinct=True))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
