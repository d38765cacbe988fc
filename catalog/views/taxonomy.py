"""The two axes: phases of the workflow, and quality attributes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import statistics
from catalog.census import census
from catalog.models import QualityAttribute, WorkflowPhase
from catalog.views import phase_page
from catalog.views.addresses import moved
from catalog.views.issue_rows import rows_of
from catalog.views.pages import page_of, public_page

# Issues on a page of a quality.
PER_PAGE = 40


@public_page
def phases(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/phases.html", {"phase_line": statistics.phase_counts()})


@public_page
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    counted = census()
    line = statistics.phase_counts(counted)
    place = next((index for index, stop in enumerate(line) if stop.phase.slug == slug), None)
    if place is None:
        return moved(WorkflowPhase, slug)
    return render(
        request,
        "catalog/phase.html",
        {
            "phase": line[place].phase,
            "phase_line": line,
            "previous": line[place - 1].phase if place else None,
            "next": line[place + 1].phase if place + 1 < len(line) else None,
            "hurt": statistics.hurt_in(counted, line[place].phase),
            **phase_page.lists_of(counted, line[place].phase),
        },
    )


@public_page
def attributes(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/attributes.html", {"attributes": statistics.attribute_counts(census())})


@public_page
def attribute(request: HttpRequest, slug: str) -> HttpResponse:
    """What the quality means, and the issues that hurt it, by the phase in which each begins; a long list in pages."""
    counted = census()
    every = counted.attributes
    place = next((index for index, one in enumerate(every) if one.slug == slug), None)
    if place is None:
        return moved(QualityAttribute, slug)
    here = every[place]
    hurting = counted.sets["attribute"][here.slug] & counted.published
    keys = [key for begun in counted.begins.values() for key in counted.ordered(hurting & begun)]
    listed = page_of(keys, request, per_page=PER_PAGE, address=here.get_absolute_url())
    return render(
        request,
        "catalog/attribute.html",
        {
            "attribute": here,
            "listed": listed,
            "rows": rows_of(counted, listed.rows),
            "quotes": int(counted.quotes[hurting].sum()),
            "phase_line": statistics.phase_counts(counted),
            "attributes": statistics.attribute_counts(counted),
            "previous": every[place - 1] if place else None,
            "next": every[place + 1] if place + 1 < len(every) else None,
        },
    )
