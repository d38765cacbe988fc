"""Two moderators at once on one code, on a database where they are two: the second waits and sees what was done."""

from threading import Thread

import pytest
from django.db import connection, connections, transaction

from interviews.actions.codebook import merge_codes
from interviews.actions.split import split_code
from interviews.errors import WrongState
from interviews.models import Code
from tests import factories as make
from tests.people import team

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one person write at a time"),
]


@pytest.mark.parametrize("second", ["split", "merge"])
def test_a_code_that_is_being_split_is_neither_split_again_nor_merged(second):
    study = make.make_study()
    mona = team(study).mona
    code, other = make.make_code(study, "Gaps"), make.make_code(study, "Other")
    failed: list[Exception] = []

    def act() -> None:
        try:
            stale = Code.objects.get(pk=code.pk)
            if second == "split":
                split_code(by=mona, code=stale, into=["Three", "Four"])
            else:
                merge_codes(by=mona, code=stale, into=Code.objects.get(pk=other.pk))
        except WrongState as error:
            failed.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=act)
    with transaction.atomic():
        split_code(by=mona, code=code, into=["One", "Two"])
        thread.start()
        thread.join(1.0)
        assert thread.is_alive(), "it did not queue"
    thread.join()
    assert len(failed) == 1
    assert "split" in str(failed[0])
    assert set(code.split_into.values_list("name", flat=True)) == {"One", "Two"}
