"""What machines ask for first: robots.txt, sitemap.xml, favicon.ico; and addresses of a copy of the site."""

from collections.abc import Collection, Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.http import escape_leading_slashes

from catalog import copies
from catalog.models import Issue, QualityAttribute, Strategy, WorkflowPhase
from catalog.views.pages import public_page

PAGES = [
    "home",
    "triage",
    "phases",
    "attributes",
    "issues",
    "strategies",
    "matrix",
    "glossary",
    "method",
    "cite",
    "releases",
    "downloads",
]
# Pages that are nothing without the program.
PROGRAM_ONLY = {"triage"}


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /fr/search/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page in every language, each naming its translations."""
    entries = [
        {
            "changed": changed,
            "languages": [(code, settings.SITE_URL + translate_url(path, code)) for code, _ in settings.LANGUAGES],
        }
        for path, changed in paths(PROGRAM_ONLY if copies.is_copy(request) else set())
    ]
    return render(request, "catalog/sitemap.xml", {"entries": entries}, content_type="application/xml")


def paths(without: Collection[str]) -> Iterator[tuple[str, date | None]]:
    """Paths of pages with the day of their last change, where that is known. Four queries."""
    for name in PAGES:
        if name not in without:
            yield reverse(f"catalog:{name}"), None
    for taxon in (*WorkflowPhase.objects.only("slug"), *QualityAttribute.objects.only("slug")):
        kind = "phase" if isinstance(taxon, WorkflowPhase) else "attribute"
        yield reverse(f"catalog:{kind}", args=[taxon.slug]), None
    for issue in Issue.objects.published().only("number", "slug", "last_changed"):
        yield issue.get_absolute_url(), issue.last_changed
    for strategy in Strategy.objects.published().only("number", "slug"):
        yield strategy.get_absolute_url(), None


@public_page
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this path whatever the page says."""
    return redirect(static("img/favicon.svg"), permanent=True)


@public_page
def from_copy(request: HttpRequest, pairs: str, name: str | None = None) -> HttpResponse:
    """/issues/page/2/ is where a copy of the site has the second page of issues; the program has it at its own."""
    # What begins with two slashes would lead to another site.
    path = escape_leading_slashes(request.path.removesuffix(f"{pairs}{name or ''}"))
    return redirect(f"{path}{name or ''}?{copies.query_of(pairs)}", permanent=True)
