"""Phases by quality attributes: where an issue bites, what it hurts."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog import statistics
from catalog.filters import IssueFilter
from catalog.views.pages import public_page

# Which issues the table counts, by the conditions of the issue list; they stand in its address as they do there.
VIEWS: list[tuple[Any, dict[str, list[str]]]] = [
    (_("all issues"), {}),
    (_("with quotes"), {"evidence": ["several", "few"]}),
    (_("with counter-evidence"), {"counter": ["yes"]}),
    (_("without a strategy"), {"strategy": ["no"]}),
]
AXES = ("phase", "attribute")


@dataclass(frozen=True)
class View:
    label: Any
    url: str
    chosen: bool


@public_page
def matrix(request: HttpRequest) -> HttpResponse:
    """The table of the issues that the conditions of the issue list leave; the axes are the table's own."""
    filtered = IssueFilter(request.GET, matched=None, path=reverse("catalog:matrix"))
    conditions = {name: values for name, values in filtered.state.items() if values and name not in AXES}
    here = table_address(conditions)
    return render(
        request,
        "catalog/matrix.html",
        {
            "matrix": statistics.matrix(filtered.census, within=filtered.left(conditions)),
            "total": int(filtered.left(conditions).sum()),
            "conditions": urlencode(conditions, doseq=True),
            "told": [filtered.told(name) for name in conditions],
            "views": [View(label, table_address(asked), table_address(asked) == here) for label, asked in VIEWS],
            "address": here,
            "unknown": filtered.unknown,
        },
    )


def table_address(conditions: dict[str, list[str]]) -> str:
    query = urlencode(conditions, doseq=True)
    return f"{reverse('catalog:matrix')}?{query}" if query else reverse("catalog:matrix")
