"""The two axes: phases of the workflow, and quality attributes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import statistics
from catalog.census import census
from catalog.models import Issue, QualityAttribute, WorkflowPhase
from catalog.views import phase_page
from catalog.views.addresses import moved
from catalog.views.pages import public_page


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
    listed = list(QualityAttribute.objects.with_texts().with_issue_counts())
    return render(request, "catalog/attributes.html", {"attributes": listed})


@public_page
def attribute(request: HttpRequest, slug: str) -> HttpResponse:
    """What the quality means, and the issues that hurt it, by the phase in which each begins."""
    every = list(QualityAttribute.objects.with_texts().with_issue_counts())
    place = next((index for index, one in enumerate(every) if one.slug == slug), None)
    if place is None:
        return moved(QualityAttribute, slug)
    here = every[place]
    issues = list(
        Issue.objects.published().filter(attributes=here).for_list().order_by("primary_phase__position", "number")
    )
    return render(
        request,
        "catalog/attribute.html",
        {
            "attribute": here,
            "issues": issues,
            "quotes": sum(issue.evidence_count for issue in issues),
            "phase_line": statistics.phase_names(),
            "attributes": every,
            "previous": every[place - 1] if place else None,
            "next": every[place + 1] if place + 1 < len(every) else None,
        },
    )
