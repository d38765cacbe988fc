"""What the search box offers while somebody types: issues and strategies by their titles, then words that go on so."""

from dataclasses import dataclass
from typing import Any

from catalog.analysis import Word, terms_asked, words
from catalog.models import Issue, SearchKind, Strategy
from catalog.search import backends
from catalog.search.backends import Asked, Scope
from catalog.search.meaning import group_of
from catalog.search.query import AnyOf, Both, Expression
from catalog.search.vocabulary import Frequencies, completions

MOST = {SearchKind.ISSUE: 5, SearchKind.STRATEGY: 3, "term": 3}
READ: dict[str, Any] = {SearchKind.ISSUE: Issue, SearchKind.STRATEGY: Strategy}


@dataclass(frozen=True)
class Suggestion:
    """Something to go to: a row of the catalog, or a query to ask."""

    kind: str
    text: str
    item: Any = None


def suggest(typed: str) -> list[Suggestion]:
    """Issues and strategies whose titles hold the words typed, the last of them perhaps unfinished; then queries."""
    asked = list(words(typed))[-6:]
    if not asked:
        return []
    ended = not typed[-1:].isalnum()
    completed = [] if ended else completions(asked[-1].folded)
    known = Frequencies(term for word in asked for term in terms_asked(word.folded))
    last = {*group_of(asked[-1].folded, known).terms, *(term for _, term in completed)}
    groups = [group_of(word.folded, known) for word in asked[:-1]] + [AnyOf(tuple(sorted(last)))]
    titles = rows(Both(tuple(groups))) if all(group.terms for group in groups) else []
    return [*titles, *queries(typed, asked[-1], completed)]


def rows(expression: Expression) -> list[Suggestion]:
    """Two queries for each of the two kinds, and one for their texts."""
    found = []
    with backends.by_index():
        stale = backends.is_stale()
        for kind, model in READ.items():
            places = backends.places(Asked(expression), Scope(kind, deepest=1, stale=stale), most=MOST[kind])
            items = model.objects.published().filter(number__in=places).order_by("number").prefetch_related("texts")
            found += [Suggestion(kind, item.text.title, item) for item in items if item.text]
    return found


def queries(typed: str, last: Word, completed: list[tuple[str, str]]) -> list[Suggestion]:
    """What was typed, its last word finished."""
    longer = [written for written, _ in completed if written != last.written]
    return [Suggestion("term", typed[: last.start] + written) for written in dict.fromkeys(longer)][: MOST["term"]]
