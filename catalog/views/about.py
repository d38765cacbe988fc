"""How the catalog was made, how to cite it, which releases there are."""

from typing import Any

from django.conf import settings
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from catalog import statistics
from catalog.citations.bibtex import bibtex
from catalog.glossary import AXES, CHAPTERS
from catalog.linked_data import schema_org
from catalog.models import Evidence, Issue, QualityAttribute, Release, Source, WorkflowPhase
from catalog.views.citing import cite_issue, cite_quote, cite_release
from catalog.views.pages import public_page


@public_page
def method(request: HttpRequest) -> HttpResponse:
    quotes = statistics.quotes_by_source()
    sources = [(source, quotes.get(source.pk, 0)) for source in Source.objects.prefetch_related("texts")]
    return render(request, "catalog/method.html", {"sources": sources, "totals": statistics.totals()})


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """The words that pages use; phases and qualities as the catalog has them."""
    context = {
        "chapters": CHAPTERS,
        "axes": dict(zip(("phase", "attribute"), AXES, strict=True)),
        "phases": list(WorkflowPhase.objects.with_texts()),
        "attributes": list(QualityAttribute.objects.with_texts()),
    }
    return render(request, "catalog/glossary.html", context)


@public_page
def release(request: HttpRequest, version: str) -> HttpResponse:
    """A release: its newest revision with files and hashes, and of the earlier ones what stays."""
    revisions = list(Release.objects.filter(version=version).order_by("-revision"))
    if not revisions:
        raise Http404(f"there is no release {version}")
    newest = revisions[0]
    # Only their names and sizes: a file can be many megabytes.
    files = list(newest.files.defer("content").annotate(size=Length("content")))
    context = {
        "release": newest,
        "files": files,
        "earlier": revisions[1:],
        "citation": cite_release(newest),
        "data": schema_org.release(newest, files),
    }
    return render(request, "catalog/release.html", context)


@public_page
def cite(request: HttpRequest) -> HttpResponse:
    """The forms of a citation, each shown with something that is in the catalog."""
    release = Release.objects.first()
    issue = Issue.objects.published().prefetch_related("texts").first()
    quote = Evidence.objects.published().filter(issue__status=Issue.Status.PUBLISHED).select_related("issue").first()
    context: dict[str, Any] = {
        "release": release and cite_release(release),
        "issue": issue and cite_issue(issue),
        "bibtex": issue and bibtex(cite_issue(issue)),
        "quote": quote and cite_quote(quote),
        "sources": list(Source.objects.prefetch_related("texts")),
        "contact": settings.LICENCE_CONTACT,
    }
    return render(request, "catalog/cite.html", context)


@public_page
def releases(request: HttpRequest) -> HttpResponse:
    """Every release with the hashes of its files; superseded revisions keep their root hash only."""
    listed = list(Release.objects.all())
    return render(request, "catalog/releases.html", {"releases": listed})
