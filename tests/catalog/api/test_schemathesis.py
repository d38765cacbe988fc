"""Somebody else's fuzzer asks every address what the document allows and forbids, in this process, over WSGI.

All of its checks hold: no fault of ours, only documented statuses, types, headers and shapes, what is valid is
accepted and what is not refused, unknown methods answer 405 with `Allow`. Examples are bounded and the same on every
machine; `make fuzz` looks for new ones.
"""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import settings

from catalog.api.document import document, naming
from catalog.models import Issue
from tests.catalog.api.world import VALUES, released_catalog
from tests.wsgi import connection_kept

pytestmark = pytest.mark.django_db
# Beside the several hundred cases that it makes of the document itself.
EXAMPLES = 1000 if os.environ.get("HYPOTHESIS_PROFILE") == "fuzz" else 10
schema = schemathesis.openapi.from_dict(naming(VALUES))
schema.app = get_wsgi_application()


@pytest.fixture
def _catalog() -> Iterator[None]:
    """Something of everything, also what was merged, hidden and withdrawn."""
    shelf = released_catalog()
    Issue.objects.filter(pk=shelf.moved_world.pk).update(status="merged", merged_into=shelf.old_models)
    with connection_kept():
        yield


@schema.parametrize()
@settings(max_examples=EXAMPLES)
@pytest.mark.usefixtures("_catalog")
def test_every_address_keeps_to_the_document(case: schemathesis.Case):
    # WSGI alone unpacks nothing.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})


@pytest.mark.usefixtures("_catalog")
def test_the_document_asked_is_the_one_that_is_served():
    assert document() == schema.raw_schema
