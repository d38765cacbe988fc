"""Lists that count something stand in their own order all the same: a database may give grouped rows in any."""

from typing import Any

import pytest

from catalog.models import Issue, QualityAttribute, WorkflowPhase
from tests.catalog.factories import make_catalog

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("axis", [WorkflowPhase, QualityAttribute])
def test_phases_and_qualities_with_counts_stand_in_the_catalogs_order(axis: Any):
    make_catalog()
    # Stored last, it stands first.
    axis.objects.create(slug="first", position=0)
    assert axis.objects.with_issue_counts().ordered
    assert [taxon.position for taxon in axis.objects.with_issue_counts()] == [0, 1, 2, 3]


def test_issues_with_counts_stand_by_number():
    make_catalog()
    Issue.objects.filter(number=1).update(number=9)
    assert Issue.objects.for_list().ordered
    assert [issue.number for issue in Issue.objects.for_list()] == [2, 3, 4, 9]
