"""`pk__among=[...]`: as `pk__in`, but however long the list is, it is one parameter of the query."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import BigAutoField, BigIntegerField, CharField, Lookup

if TYPE_CHECKING:
    ListLookup = Lookup[Any]
else:
    # Django's class takes no type argument when the program runs.
    ListLookup = Lookup


@BigAutoField.register_lookup
@BigIntegerField.register_lookup
@CharField.register_lookup
class Among(ListLookup):
    """Thousands of parameters take longer to pass, a hundred times over, than the rows take to find."""

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        return [self.lhs.output_field.get_prep_value(value) for value in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [as_parameter(value, connection.vendor)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, left_parameters = self.process_lhs(compiler, connection)
        right, right_parameters = self.process_rhs(compiler, connection)
        condition = f"IN (SELECT value FROM json_each({right}))" if connection.vendor == "sqlite" else f"= ANY({right})"  # nosec B608
        return f"{left} {condition}", [*left_parameters, *right_parameters]


def as_parameter(values: Collection[Any], vendor: str) -> Any:
    """A list as one parameter of a query to a database of this vendor."""
    return json.dumps(list(values)) if vendor == "sqlite" else list(values)
