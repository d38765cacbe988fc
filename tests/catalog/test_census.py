"""The census counts what the database holds, however the catalog looks."""

from datetime import date
from typing import Any

import hypothesis.strategies as st
import pytest
from django.db.models import Count, Q
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from catalog import statistics
from catalog.census import census, union
from catalog.filters import IssueFilter
from catalog.models import Evidence, Issue, IssueStatistics
from tests.catalog.factories import Shelf, make_attribute, make_catalog, make_quote
from tests.factories import make_issue, make_mitigation, make_phase, make_source, make_strategy

PHASES = ["data-preparation", "deployment"]
ATTRIBUTES = ["reliability", "efficiency"]

# An issue: its status, phases, attributes, quotes (status, stance, language), and whether a strategy helps it.
QUOTE = st.tuples(
    st.sampled_from(Evidence.Status.values), st.sampled_from(Evidence.Stance.values), st.sampled_from(["en", "fr"])
)
ISSUES = st.lists(
    st.tuples(
        st.sampled_from(["published", "published", "deprecated", "withdrawn"]),
        st.sets(st.sampled_from(PHASES), min_size=1),
        st.sets(st.sampled_from(ATTRIBUTES)),
        st.lists(QUOTE, max_size=4),
        st.booleans(),
    ),
    max_size=5,
)


def build(issues: list[Any]) -> None:
    make_source()
    phases = {slug: make_phase(slug, slug) for slug in PHASES}
    attributes = {slug: make_attribute(slug, slug) for slug in ATTRIBUTES}
    strategy = make_strategy()
    quotes = 0
    for number, (status, bites, hurts, said, helped) in enumerate(issues, 1):
        issue = make_issue(number, f"Issue {number}", phases[min(bites)])
        issue.phases.set([phases[slug] for slug in bites])
        issue.attributes.set([attributes[slug] for slug in hurts])
        Issue.objects.filter(pk=issue.pk).update(status=status)
        if helped:
            make_mitigation(issue, strategy)
        for quote_status, stance, language in said:
            quotes += 1
            make_quote(issue, "Said.", f"{quotes:012d}", status=quote_status, stance=stance, language=language)


class TheSameAsTheDatabase(TestCase):
    """What the census says and what queries say, on catalogs made at random."""

    @settings(max_examples=25)
    @given(ISSUES)
    def test_facets_and_matrix_count_what_queries_count(self, issues: list[Any]) -> None:
        build(issues)
        published = Issue.objects.published()
        quoted = published.annotate(said=Count("evidence", filter=Q(evidence__status="published"), distinct=True))
        expected = {
            "phase": {slug: published.filter(phases__slug=slug).count() for slug in PHASES},
            "attribute": {slug: published.filter(attributes__slug=slug).count() for slug in ATTRIBUTES},
            "evidence": {
                "several": quoted.filter(said__gte=3).count(),
                "few": quoted.filter(said__in=[1, 2]).count(),
                "none": quoted.filter(said=0).count(),
            },
            "counter": {
                "yes": published.filter(
                    evidence__in=Evidence.objects.published().filter(stance__in=["limits", "contradicts"])
                )
                .distinct()
                .count()
            },
            "strategy": {
                "before": published.filter(mitigations__isnull=False).count(),
                "after": 0,
                "no": published.filter(mitigations__isnull=True).count(),
            },
            "language": {
                code: published.filter(evidence__in=Evidence.objects.published().filter(language=code))
                .distinct()
                .count()
                for code in ("en", "fr")
            },
        }
        facets = IssueFilter(QueryDict(""), matched=None, path="/").facets()
        assert {facet.name: {o.value: o.count for o in facet.options} for facet in facets} == expected
        for row in statistics.matrix().rows:
            for cell in row.cells:
                here = published.filter(phases=row.phase).filter(attributes=cell.attribute)
                assert cell.issues == here.count()
                assert cell.quotes == Evidence.objects.published().filter(issue__in=here).count()

    @settings(max_examples=25)
    @given(ISSUES, st.sampled_from(["phase", "evidence", "strategy"]))
    def test_every_issue_has_a_value_of_these_facets(self, issues: list[Any], name: str) -> None:
        build(issues)
        counted = census()
        held = union(counted.sets[name].values(), len(counted.keys))
        assert not (counted.published & ~held).any()


pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> Shelf:
    return make_catalog()


def test_an_issues_participants_are_the_most_that_one_study_counted(shelf: Shelf):
    """Two studies may have asked the same people: adding them up would count these twice."""
    other = make_source("second-study")
    IssueStatistics.objects.create(issue=shelf.empty_fields, source=other, participants=4)
    counted = census()
    place = counted.places[shelf.empty_fields.pk]
    assert counted.participants[place] == 9
    assert not counted.counted_once[place]
    assert counted.counted_once[counted.places[shelf.old_models.pk]]


def test_issues_of_the_same_measure_stand_by_number(shelf: Shelf):
    Issue.objects.update(last_changed=date(2026, 3, 3))
    counted = census()
    numbers = dict(Issue.objects.values_list("pk", "number"))
    assert [numbers[key] for key in counted.ordered(counted.published, "changed")] == [1, 2, 3, 4]


def test_the_census_holds_not_one_word_of_a_quote(shelf: Shelf):
    assert "nothing in them" not in repr(census())


def test_nobody_can_change_what_threads_share(shelf: Shelf):
    with pytest.raises(ValueError, match="read-only"):
        census().published[0] = False
