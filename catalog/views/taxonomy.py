"""The two axes: phases of the workflow, and quality attributes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import statistics
from catalog.models import Issue, QualityAttribute, WorkflowPhase
from catalog.views.addresses import moved
from catalog.views.pages import public_page


@public_page
def phases(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/phases.html", {"phase_line": statistics.phase_counts()})


@public_page
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    here = WorkflowPhase.objects.with_texts().filter(slug=slug).first()
    if here is None:
        return moved(WorkflowPhase, slug)
    line = statistics.phase_counts()
    place = next(index for index, stop in enumerate(line) if stop.phase == here)
    issues = list(Issue.objects.published().filter(phases=here).for_list())
    return render(
        request,
        "catalog/phase.html",
        {
            "phase": here,
            "phase_line": line,
            "previous": line[place - 1].phase if place else None,
            "next": line[place + 1].phase if place + 1 < len(line) else None,
            # Those that begin here first; then those that begin elsewhere and bite here too.
            "own_issues": [issue for issue in issues if issue.primary_phase_id == here.pk],
            "other_issues": [issue for issue in issues if issue.primary_phase_id != here.pk],
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


@public_page
def matrix(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/matrix.html", {"matrix": statistics.matrix()})
