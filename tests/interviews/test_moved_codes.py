"""A code that is led to another issue tells by no number how few people said both."""

from collections.abc import Iterable
from importlib import import_module

import pytest
from django.apps import apps

from catalog.models import IssueCooccurrence, IssueStatistics
from interviews.actions.codebook import change_code, merge_codes, separate_code
from interviews.actions.recompute import recompute
from interviews.models import Code, CountedCode, Interview, Study
from tests import factories as make
from tests.people import People, team

pytestmark = pytest.mark.django_db


class Told:
    """A study that tells of groups of three and links nobody's quotes, with a talk of each of its people."""

    def __init__(self, people: int = 12) -> None:
        self.source = make.make_source("s", k=3)
        self.study: Study = make.make_study("s", source=self.source, k=3)
        self.people: People = team(self.study)
        self.issues = [make.make_issue(number, f"Issue {number}") for number in (1, 2, 3)]
        turn = [("interviewee", "One two three four five six.")]
        self.talks: list[Interview] = [
            make.make_interview(self.study, turns=turn, participant=make.make_participant(self.study))
            for _ in range(people)
        ]

    def said(self, name: str, issue: int | None, by: Iterable[int]) -> Code:
        """A code that leads to the issue, if to any, and that these people's talks have."""
        leads = self.issues[issue - 1] if issue else None
        code = make.make_code(self.study, name, issue=leads)
        for number in by:
            make.moderated_coding(self.talks[number].segments.get(), "One two", by=self.people.mona, code=code)
        return code

    def lead(self, code: Code, issue: int | None) -> None:
        code = Code.objects.get(pk=code.pk)
        change_code(by=self.people.cora, code=code, issue=self.issues[issue - 1] if issue else None)

    def count(self) -> dict[int, int | None]:
        """The people that each issue tells, once numbers were copied."""
        recompute(self.source)
        return dict(IssueStatistics.objects.values_list("issue__number", "participants"))


@pytest.fixture
def told() -> Told:
    return Told()


def test_an_issue_that_a_code_of_one_of_its_people_comes_to_tells_no_people(told):
    """Else 4 and 5 that become 3 and 5 say that one person said both."""
    told.said("stays", 1, range(3))
    moving, _ = told.said("moving", 1, [3]), told.said("there", 2, range(3, 8))
    assert told.count() == {1: 4, 2: 5}
    told.lead(moving, 2)
    assert told.count() == {1: 3, 2: None}
    assert told.count() == {1: 3, 2: None}


def test_so_does_one_whose_code_another_code_is_merged_into(told):
    moving, there = told.said("moving", 1, [3]), told.said("there", 2, range(3, 8))
    told.count()
    merge_codes(by=told.people.mona, code=moving, into=there)
    assert told.count() == {2: None}
    separate_code(by=told.people.mona, code=Code.objects.get(pk=moving.pk))
    assert told.count() == {1: None, 2: None}


def test_so_does_one_that_codes_of_two_issues_come_to(told):
    """Else 4 and 5 that become 8 say that one person said both, though nobody was counted for the third before."""
    one, two = told.said("one", 1, range(4)), told.said("two", 2, range(3, 8))
    told.count()
    told.lead(one, 3)
    told.lead(two, 3)
    assert told.count() == {3: None}


def test_where_as_many_as_may_be_told_of_are_in_each_part_people_are_counted_exactly(told):
    """Three move who were there, three who were not, and three were there who did not move."""
    moving, _ = told.said("moving", 1, range(6)), told.said("there", 2, range(3, 9))
    told.count()
    told.lead(moving, 2)
    assert told.count() == {2: 9}


def test_the_few_that_an_issue_loses_by_it_are_looked_at_too(told):
    """Six move, of whom five are counted for the first issue still: the sixth was counted for the second already."""
    told.said("stays", 1, range(5))
    moving, _ = told.said("moving", 1, range(6)), told.said("there", 2, range(12))
    told.count()
    told.lead(moving, 2)
    assert told.count() == {1: 5, 2: None}


def test_a_code_that_was_led_nowhere_in_between_is_remembered(told):
    told.said("stays", 1, range(3))
    moving, _ = told.said("moving", 1, [3]), told.said("there", 2, range(3, 8))
    told.count()
    told.lead(moving, None)
    assert told.count() == {1: 3, 2: 5}
    told.lead(moving, 2)
    assert told.count() == {1: 3, 2: None}


def test_what_was_counted_for_no_issue_before_is_growth(told):
    told.said("there", 2, range(5))
    new = told.said("new", None, [4, 5])
    assert told.count() == {2: 5}
    told.lead(new, 2)
    assert told.count() == {2: 6}


def test_a_change_that_was_taken_back_before_anything_was_published_tells_nothing(told):
    moving, _ = told.said("moving", 1, [3]), told.said("there", 2, range(3, 8))
    told.count()
    told.lead(moving, 2)
    told.lead(moving, 1)
    assert told.count() == {1: 1, 2: 5}


def test_people_who_were_untold_make_those_untold_whom_they_join(told):
    moving = told.said("moving", 1, range(6))
    told.said("there", 2, range(3, 9))
    told.count()
    IssueStatistics.objects.filter(issue__number=1).update(participants=None, interviews=None)
    told.lead(moving, 2)
    assert told.count()[2] is None


def test_an_issue_that_codes_came_to_or_left_is_in_no_pair_any_more(told):
    told.said("one", 1, range(8))
    moving = told.said("moving", 2, range(3, 6))
    told.said("two", 2, range(3, 12))
    told.said("three", 3, [*range(2, 8), *range(9, 12)])
    told.count()
    assert IssueCooccurrence.objects.count() == 1
    told.lead(moving, 1)
    told.count()
    assert not IssueCooccurrence.objects.exists()


def test_a_study_that_tells_of_single_people_counts_exactly(told):
    Study.objects.update(k=1)
    told.source.k = 1
    told.source.save()
    moving, _ = told.said("moving", 1, [3]), told.said("there", 2, range(3, 8))
    told.count()
    told.lead(moving, 2)
    assert told.count() == {2: 5}


def test_in_an_older_database_codes_are_remembered_as_they_lead_when_it_is_migrated(told):
    moving, there = told.said("moving", 1, [3]), told.said("there", 2, range(3, 8))
    told.said("nowhere", None, [5])
    told.count()
    CountedCode.objects.all().delete()
    merge_codes(by=told.people.mona, code=moving, into=there)
    import_module("interviews.migrations.0009_counted_codes").remember_what_is_told(apps, None)
    assert set(CountedCode.objects.values_list("code__name", "issue__number")) == {("moving", 2), ("there", 2)}
