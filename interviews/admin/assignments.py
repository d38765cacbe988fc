"""What somebody can go on with at once, as links of the first page: differences to decide, interviews to give to
coders, passes, interviews to code.

Of each study the first few by the interviews' numbers; the lists have the rest. One query for each of the four,
whatever the number of studies and of interviews.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.models import Coding, Interview, Segment, SegmentReview

SHOWN = 5


@dataclass(frozen=True)
class Link:
    """Where one thing is gone on with, in words that say what."""

    text: str
    address: str


# Rows of a kind of work in these studies -> links, each with its study's id.
Direct = Callable[[QuerySet[Any]], list[tuple[int, Link]]]


def first_of_each_study(rows: QuerySet[Any], interview: str = "") -> QuerySet[Any]:
    """The first few rows of every study; `interview` leads from a row to its interview, as "interview__"."""
    place = Window(RowNumber(), partition_by=F(f"{interview}study"), order_by=[F(f"{interview}number"), F("pk")])
    first = rows.order_by().annotate(place=place).filter(place__lte=SHOWN)
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=first.values("pk"))
    return found.order_by(f"{interview}number", "pk")


def to_go_on_with(rows: QuerySet[Any]) -> list[tuple[int, Link]]:
    """Open passes, each with how far its coder came: a turn is read that has a code of theirs, or is marked so."""
    passes = first_of_each_study(rows, "interview__").select_related("interview")
    turns = Segment.objects.filter(interview=OuterRef("interview")).order_by()
    coded = Coding.objects.filter(segment=OuterRef("pk"), coding_pass=OuterRef(OuterRef("pk")))
    marked = SegmentReview.objects.filter(
        segment=OuterRef("pk"), coding_pass=OuterRef(OuterRef("pk")), kind=SegmentReview.Kind.NOTHING_APPLIES
    )
    passes = passes.annotate(turns=number_of(turns), read=number_of(turns.filter(Q(Exists(coded)) | Q(Exists(marked)))))
    return [(each.interview.study_id, Link(how_far(each), bench(each.interview_id))) for each in passes]


def number_of(turns: QuerySet[Segment]) -> Coalesce:
    counted = turns.values("interview").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def how_far(coding_pass: Any) -> str:
    words = ngettext(
        "Interview %(interview)s: %(read)s of %(count)s turn read, go on",
        "Interview %(interview)s: %(read)s of %(count)s turns read, go on",
        coding_pass.turns,
    )
    return words % {"interview": coding_pass.interview.number, "read": coding_pass.read, "count": coding_pass.turns}


def bench(interview: int) -> str:
    return reverse("admin:interviews_interview_workbench", args=[interview])


def page_of(interview: int) -> str:
    """Where passes are begun and moderation is started, with the buttons for it."""
    return f"{reverse('admin:interviews_interview_transcript', args=[interview])}?mode=code"


def to_begin(rows: QuerySet[Any]) -> list[tuple[int, Link]]:
    """Interviews without a pass of one's own."""
    return [
        (each.study_id, Link(_("Interview %(interview)s: start coding") % {"interview": each.number}, page_of(each.pk)))
        for each in first_of_each_study(rows)
    ]


def to_assign(rows: QuerySet[Any]) -> list[tuple[int, Link]]:
    """Interviews without a coder, each at the list of those who can be asked."""
    return [
        (
            each.study_id,
            Link(_("Interview %(interview)s: ask a coder") % {"interview": each.number}, asking_on(each.pk)),
        )
        for each in first_of_each_study(rows)
    ]


def asking_on(interview: int) -> str:
    """The part of an interview's page where coders are asked (templates/interviews/snippets/passes.html)."""
    return f"{page_of(interview)}#coder"


def to_moderate(rows: QuerySet[Any]) -> list[tuple[int, Link]]:
    """Interviews whose differences are to be decided, and those whose moderation is to be started."""
    return [(each.study_id, moderation_of(each)) for each in first_of_each_study(rows)]


def moderation_of(interview: Interview) -> Link:
    if interview.coding_state == Interview.CodingState.MODERATING:
        decide = _("Interview %(interview)s: decide the differences") % {"interview": interview.number}
        return Link(decide, reverse("admin:interviews_interview_differences", args=[interview.pk]))
    start = _("Interview %(interview)s: start the moderation") % {"interview": interview.number}
    return Link(start, page_of(interview.pk))


def by_study(links: Iterable[tuple[int, Link]]) -> dict[int, list[Link]]:
    found: dict[int, list[Link]] = {}
    for study, link in links:
        found.setdefault(study, []).append(link)
    return found
