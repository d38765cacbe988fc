"""Queries whose SQL is written once."""

from typing import Any

import pytest

from catalog.models import Issue, IssueText
from catalog.search.backends import Scope
from catalog.search.finding import asked
from catalog.search.meaning import Meaning
from catalog.search.prepared import Prepared
from catalog.search.query import AnyOf, Both, Either, Expression
from catalog.search.vocabulary import Frequencies
from tests.catalog.factories import Shelf


def titles() -> Prepared:
    return Prepared(
        [0],
        lambda keys: IssueText.objects.filter(issue__pk__among=keys, language="en").values_list("issue_id", "title"),
    )


def test_a_query_written_once_answers_for_any_list(shelf: Shelf, django_assert_num_queries: Any):
    query, known = titles(), [shelf.empty_fields, shelf.old_models]
    for issues in ([], known[:1], known, [*known, *known]):
        with django_assert_num_queries(min(len(issues), 1)):
            rows = query.rows([issue.pk for issue in issues])
        assert dict(rows) == {issue.pk: issue.text_in("en").title for issue in issues}


def test_a_list_of_words_is_one_parameter_too(shelf: Shelf):
    query = Prepared([""], lambda slugs: Issue.objects.filter(slug__among=slugs).values_list("slug"))
    assert query.rows([shelf.empty_fields.slug, "no, 'such', {slug}"]) == [(shelf.empty_fields.slug,)]


def test_a_query_for_what_the_orm_would_have_to_convert_is_refused(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    query = Prepared([0], lambda keys: Issue.objects.filter(pk__among=keys).values_list("first_published"))
    monkeypatch.setattr("django.db.models.DateField.from_db_value", lambda self, value, *_: value, raising=False)
    with pytest.raises(ValueError, match="words and numbers"):
        query.rows([1])


# --- which way to the first entries


def meaning(**held: int) -> Meaning:
    """A meaning over an index of 10,000 issues, of which so many hold each term."""
    known = Frequencies.__new__(Frequencies)
    known._entries = {("issue", term): entries for term, entries in held.items()} | {("issue", ""): 10_000}
    return Meaning((), known)


@pytest.mark.parametrize(
    ("expression", "levels"),
    [
        (AnyOf(("often", "seldom")), (2, 3)),
        (AnyOf(("now_and_then",)), (3,)),
        (AnyOf(("seldom",)), ()),
        (Both((Either((AnyOf(("seldom",)), AnyOf(("often",)))),)), (2, 3)),
        (Both((AnyOf(("often",)), AnyOf(("often",)))), ()),
    ],
)
def test_entries_are_read_in_order_only_where_so_many_hold_a_word_that_its_first_come_soon(
    expression: Expression, levels: tuple[int, ...]
):
    known = meaning(often=6000, now_and_then=1000, seldom=400)
    assert asked(known, expression, Scope("issue"), most=20).walked == levels
    assert asked(known, expression, Scope("issue", phase=1), most=20).walked == ()
