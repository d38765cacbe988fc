"""How an issue came to say what it says: its versions, what each changed, and each as it stood."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from catalog.models import Issue
from catalog.models.base import DEFAULT_LANGUAGE
from catalog.views import history_page
from catalog.views.addresses import detour, number_in
from catalog.views.pages import page_of, public_page

ISSUES = Issue.objects.select_related("primary_phase", "merged_into").prefetch_related("texts")


@public_page
def history(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Every version, newest first, with its date, its note and the words it changed."""
    here = get_object_or_404(ISSUES, number=number_in(code, "MLQ"))
    if way := detour(request, here, "issue-history", code=code, slug=slug):
        return way
    address = reverse("catalog:issue-history", args=[here.code, here.slug])
    listed = page_of(here.versions.all(), request, per_page=history_page.VERSIONS_PER_PAGE, address=address)
    steps = history_page.steps_of(here, listed.rows, language=get_language() or DEFAULT_LANGUAGE)
    return render(request, "catalog/history.html", {"issue": here, "listed": listed, "steps": steps})


@public_page
def version(request: HttpRequest, code: str, slug: str, version: int) -> HttpResponse:
    """An issue as it stood in one version. Names that were covered since are covered there too."""
    here = get_object_or_404(ISSUES, number=number_in(code, "MLQ"))
    if way := detour(request, here, "issue-version", code=code, slug=slug, version=version):
        return way
    row = get_object_or_404(here.versions, version=version)
    words = history_page.words_of(row.snapshot, language=get_language() or DEFAULT_LANGUAGE)
    return render(request, "catalog/version.html", {"issue": here, "version": row, "words": words})
