"""The published rows that hits stand for, with as much of each as a list of hits shows.

Whatever an index may say, only what is public is read. Other fields of a row are read where they are asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model

from catalog.models import Evidence, Issue, IssueText, SearchKind, Strategy, StrategyText
from catalog.models.base import hold_texts
from catalog.search.prepared import Prepared, Row


def fields(model: type[Model], names: str) -> tuple[str, ...]:
    """These fields of a model in its own order, in which it is made of their values."""
    wanted = {"id", *names.split()}
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in wanted)


ISSUE = fields(Issue, "number slug status primary_phase_id")
STRATEGY = fields(Strategy, "number slug kind status")
QUOTE = fields(Evidence, "public_id issue_id stance status text language speaker_label")
ISSUE_TEXT = fields(IssueText, "issue_id language title summary description")
ISSUE_TITLE = fields(IssueText, "issue_id language title")
STRATEGY_TEXT = fields(StrategyText, "strategy_id language title summary description")

ISSUES = Prepared([0], lambda keys: Issue.objects.published().filter(pk__among=keys).values_list(*ISSUE))
STRATEGIES = Prepared([0], lambda keys: Strategy.objects.published().filter(pk__among=keys).values_list(*STRATEGY))
QUOTES = Prepared(
    [0],
    lambda keys: (
        Evidence.objects.published()
        .filter(issue__status=Issue.Status.PUBLISHED, pk__among=keys)
        .values_list(*QUOTE, *(f"issue__{name}" for name in ISSUE))
    ),
)
ISSUE_TEXTS = Prepared([0], lambda keys: IssueText.objects.filter(issue__pk__among=keys).values_list(*ISSUE_TEXT))
ISSUE_TITLES = Prepared([0], lambda keys: IssueText.objects.filter(issue__pk__among=keys).values_list(*ISSUE_TITLE))
STRATEGY_TEXTS = Prepared(
    [0], lambda keys: StrategyText.objects.filter(strategy__pk__among=keys).values_list(*STRATEGY_TEXT)
)


def read(kind: str, rows: Sequence[int]) -> dict[int, Any]:
    """The published ones of `rows` by primary key, with their texts: of a quote those of its issue. Two queries."""
    return READ[SearchKind(kind)](rows)


def issues(rows: Sequence[int]) -> dict[int, Any]:
    found = {issue.pk: issue for issue in (Issue.from_db("default", ISSUE, row) for row in ISSUES.rows(rows))}
    give_texts(found, IssueText, ISSUE_TEXT, ISSUE_TEXTS)
    return found


def strategies(rows: Sequence[int]) -> dict[int, Any]:
    made = (Strategy.from_db("default", STRATEGY, row) for row in STRATEGIES.rows(rows))
    found = {strategy.pk: strategy for strategy in made}
    give_texts(found, StrategyText, STRATEGY_TEXT, STRATEGY_TEXTS)
    return found


def quotes(rows: Sequence[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    about: dict[int, Any] = {}
    for row in QUOTES.rows(rows):
        quote = Evidence.from_db("default", QUOTE, row[: len(QUOTE)])
        if quote.issue_id not in about:
            about[quote.issue_id] = Issue.from_db("default", ISSUE, row[len(QUOTE) :])
        quote.issue = about[quote.issue_id]
        found[quote.pk] = quote
    give_texts(about, IssueText, ISSUE_TITLE, ISSUE_TITLES)
    return found


READ: dict[SearchKind, Callable[[Sequence[int]], dict[int, Any]]] = {
    SearchKind.ISSUE: issues,
    SearchKind.STRATEGY: strategies,
    SearchKind.QUOTE: quotes,
}


def give_texts(owners: dict[int, Any], model: type[Model], names: Row, query: Prepared) -> None:
    """Have each row hold its texts; `names` are the fields read of them. One query."""
    texts = defaultdict(list)
    owner = next(at for at, name in enumerate(names) if name in ("issue_id", "strategy_id"))
    for row in query.rows(list(owners)):
        texts[row[owner]].append(model.from_db("default", names, row))
    for key, row in owners.items():
        hold_texts(row, model, texts[key])
