"""The API for people: a page of the catalog, and a page of the project's own documentation, from one document."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.api.describing import Address, Description, Named, described
from catalog.views.pages import public_page


@public_page
def api(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/api.html", {"told": described()})


def markdown_page() -> str:
    """docs/reference/api.md, without the note at its head."""
    told = described()
    return "\n".join(
        [
            "# The JSON API\n",
            told.text,
            f"## Every address takes\n\n{table(told.everywhere)}",
            f"## Every list takes\n\n{table(told.lists)}",
            *groups(told),
            f"## Problems\n\n{problems(told)}",
            "## Shapes\n",
            *(f"### {one.name}\n\n{one.text}\n\n{table(one.fields)}" for one in told.shapes),
        ]
    )


def groups(told: Description) -> Iterable[str]:
    for group in told.groups:
        yield f"## {group.name}\n\n{group.text}\n"
        yield from (address(one) for one in group.addresses)


def address(one: Address) -> str:
    refusals = ", ".join(f"{kind.status.value} {kind.name}" for kind in one.problems)
    parameters = f"\n\n{table(one.parameters)}" if one.parameters else "\n"
    return f"### GET {one.path}\n\n{one.text}{parameters}\nAnswers `{one.shape}`; or {refusals}.\n"


def table(named: Iterable[Named]) -> str:
    rows = "".join(f"| `{one.name}` | {kind_words(one)} | {cell(one.text)} |\n" for one in named)
    return f"| name | kind | what it is |\n|---|---|---|\n{rows}"


def kind_words(one: Named) -> str:
    said = cell(one.kind)
    if one.needed:
        said += ", needed"
    return f"{said}, else {one.otherwise}" if one.otherwise else said


def problems(told: Description) -> str:
    rows = "".join(
        f"| {one.status.value} | `{one.name}` | {one.title} | {cell(one.meaning)} |\n" for one in told.problems
    )
    return f"| status | type | title | what it means |\n|---|---|---|---|\n{rows}"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
