"""How PostgreSQL keeps entries, so that counting a common word reads few pages."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps an index apart from its rows"),
]


def storage(entry: str) -> dict[str, str]:
    """How each level of an entry is kept: m beside the row's numbers, x elsewhere and packed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, attstorage::text FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attname LIKE 'level%%'",
            [f"catalog_{entry}"],
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("entry", ["issueentry", "strategyentry"])
def test_long_vectors_lie_elsewhere(entry: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [f"catalog_{entry}"])
        assert cursor.fetchone() == (["toast_tuple_target=128"],)
    assert storage(entry) == {"level_1": "x", "level_2": "x", "level_3": "x"}


def test_a_quote_has_its_vector_beside_it():
    assert storage("quoteentry") == {"level_1": "m"}
