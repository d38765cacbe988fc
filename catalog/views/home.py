"""The front page: ask, tick, or follow the workflow."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import changes, statistics
from catalog.census import Census, census
from catalog.copies import is_copy
from catalog.linked_data import schema_org
from catalog.models import Evidence, Issue, Revision
from catalog.models.evidence import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH
from catalog.views.pages import public_page

MOST_NAMED = 5
GOLDEN_RATIO = (5**0.5 - 1) / 2


@public_page
def home(request: HttpRequest) -> HttpResponse:
    counted = census()
    return render(
        request,
        "catalog/home.html",
        {
            "totals": statistics.totals(counted),
            "phase_line": statistics.phase_counts(counted),
            "matrix": statistics.matrix(counted),
            "grounds": statistics.grounds(counted),
            "most_named": most_named(counted),
            "voice": voice_of_the_catalog(),
            "changes": changes.lines(),
            "site_data": schema_org.website(searchable=not is_copy(request)),
            "set_data": schema_org.term_set(whole=True),
        },
    )


def most_named(counted: Census) -> list[tuple[Issue, int]]:
    """The issues that most participants of one study named, and how many. Two queries."""
    keys = counted.ordered(counted.published, "participants")[:MOST_NAMED]
    named = {key: people for key in keys if (people := int(counted.participants[counted.places[key]]))}
    issues = {issue.pk: issue for issue in Issue.objects.filter(pk__in=named).prefetch_related("texts")}
    return [(issues[key], count) for key, count in named.items() if key in issues]


def voice_of_the_catalog() -> Evidence | None:
    """One quote, another after each change of the catalog; the same for everybody in between.

    It is the first one from a place among the random ids that the revision chooses, so that none is counted.
    """
    # Asked of each quote in turn: joined to its issues, SQLite would sort all quotes to find the first.
    listed = Issue.objects.published().filter(pk=OuterRef("issue"))
    quotes = (
        Evidence.objects.published()
        .filter(Exists(listed))
        .select_related("issue")
        .prefetch_related("issue__texts")
        .order_by("public_id")
    )
    here = place_among_ids(Revision.objects.current())
    voice: Evidence | None = quotes.filter(public_id__gte=here).first() or quotes.first()
    return voice


def place_among_ids(revision: int) -> str:
    """An id such as quotes have, far from those of the revisions just before (steps of the golden ratio)."""
    base = len(PUBLIC_ID_ALPHABET)
    number = int(revision * GOLDEN_RATIO % 1 * base**PUBLIC_ID_LENGTH)
    digits = []
    for _ in range(PUBLIC_ID_LENGTH):
        number, digit = divmod(number, base)
        digits.append(PUBLIC_ID_ALPHABET[digit])
    return "".join(reversed(digits))
