"""Issues as lists show them. What the census holds of them is not read again; of the database only their words are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from catalog.census import Census
from catalog.models import Issue, IssueText


@dataclass(frozen=True)
class Named:
    """A phase or quality with its name in the page's language, found once for all rows; `language` is the name's."""

    pk: int
    slug: str
    name: str
    language: str


@dataclass(frozen=True)
class IssueRow:
    """An issue, its words in the page's language, where it bites, what it hurts, and how many quotes it has."""

    issue: Issue
    text: IssueText
    primary_phase: Named
    phases: list[Named]
    attributes: list[Named]
    quotes: int


def named(taxa: Iterable[Any]) -> list[Named]:
    """Those without words carry their slug."""
    texts = ((taxon, taxon.text) for taxon in taxa)
    return [
        Named(taxon.pk, taxon.slug, text.name if text else taxon.slug, getattr(text, "language", ""))
        for taxon, text in texts
    ]


def rows_of(counted: Census, keys: Sequence[int]) -> list[IssueRow]:
    """The issues of these keys, in their order; those that are gone since the census are left out.

    Two queries, whatever the length; none for none. Every cell of it takes the same time in a catalog of any size.
    """
    if not keys:
        return []
    words = Prefetch("texts", IssueText.objects.only("issue", "language", "title", "summary"))
    issues = {issue.pk: issue for issue in Issue.objects.filter(pk__in=keys).order_by().prefetch_related(words)}
    phases, attributes = named(counted.phases), named(counted.attributes)
    by_key = {phase.pk: phase for phase in phases}
    return [
        IssueRow(
            issue=issues[key],
            text=issues[key].text,
            primary_phase=by_key[issues[key].primary_phase_id],
            phases=those_of(counted, "phase", phases, key),
            attributes=those_of(counted, "attribute", attributes, key),
            quotes=int(counted.quotes[counted.places[key]]),
        )
        for key in keys
        if key in issues
    ]


def those_of(counted: Census, axis: str, taxa: Iterable[Named], key: int) -> list[Named]:
    """The phases or qualities that the issue of this key has, in the axis's own order."""
    place = counted.places[key]
    return [taxon for taxon in taxa if counted.sets[axis][taxon.slug][place]]
