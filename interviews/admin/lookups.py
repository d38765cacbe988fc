"""What the address of a list may filter by: what the list itself offers, and nothing else.

Django lets an address filter by every field of a row and by what points at the row, shown or not. A list of turns
could so be asked which of them somebody's unseen codings lie on, although the codings themselves stay unseen.
"""

from typing import Any

from django.http import HttpRequest

# What the links of Django's own filters and its date hierarchy add to the name of their field.
ENDINGS = frozenset(
    {"id", "pk", "exact", "in", "isnull", "isempty", "gte", "gt", "lte", "lt", "year", "month", "day", "date"}
)


class OfferedLookups:
    """A mixin of a ModelAdmin whose `list_filter` and `date_hierarchy` are all that its list can be filtered by."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Whether `lookup`, as `study__id__exact`, is one of an offered filter."""
        allowed: bool = super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        return allowed and any(is_lookup_of(lookup, path) for path in offered_by(self))


def offered_by(admin: Any) -> list[str]:
    """The fields that a list has filters of, each a name or a name with its class, and that of its date hierarchy."""
    fields = [each if isinstance(each, str) else each[0] for each in admin.list_filter]
    return [*fields, admin.date_hierarchy] if admin.date_hierarchy else fields


def is_lookup_of(lookup: str, path: str) -> bool:
    """Whether `lookup` compares the field at `path` itself, and does not lead on from it.

    >>> is_lookup_of("coder__id__exact", "coder"), is_lookup_of("coder__password__gt", "coder")
    (True, False)
    """
    steps, own = lookup.split("__"), path.split("__")
    return steps[: len(own)] == own and ENDINGS.issuperset(steps[len(own) :])
