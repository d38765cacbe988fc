"""Citations as files that reference managers import: /cite/issue/MLQ-001.bib, .ris, .csl.json, .txt."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from catalog import search
from catalog.citations import FORMATS, Citation
from catalog.filters import IssueFilter
from catalog.models import Evidence, Issue, Release, Revision, Strategy
from catalog.views.addresses import number_in, reason_of
from catalog.views.citing import cite_issue, cite_list, cite_quote, cite_release, cite_strategy
from catalog.views.pages import gone, public_page


def citation_file(citation: Citation, extension: str) -> HttpResponse:
    """The citation in the form that `extension` names. Raises Http404 for a form that there is not."""
    form = FORMATS.get(extension)
    if form is None:
        raise Http404(f"no form of a citation ends in .{extension}; there are {', '.join(FORMATS)}")
    headers = {"Content-Disposition": f'attachment; filename="{citation.key}.{extension}"'}
    return HttpResponse(form.write(citation), content_type=form.media_type, headers=headers)


@public_page
def issue_citation(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.prefetch_related("texts"), number=number_in(code, "MLQ"))
    if issue.status == Issue.Status.MERGED:
        address = reverse("catalog:issue-citation", args=[issue.successor.code, extension])
        return redirect(address, permanent=True)
    if issue.status == Issue.Status.WITHDRAWN:
        return gone(request, code=issue.code, reason=reason_of(issue))
    return citation_file(cite_issue(issue), extension)


@public_page
def strategy_citation(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    strategy = get_object_or_404(Strategy.objects.prefetch_related("texts"), number=number_in(code, "MLS"))
    return citation_file(cite_strategy(strategy, revision=Revision.objects.newest()), extension)


@public_page
def quote_citation(request: HttpRequest, public_id: str, extension: str) -> HttpResponse:
    quote = get_object_or_404(Evidence.objects.select_related("issue"), public_id=public_id)
    if quote.status == Evidence.Status.HIDDEN:
        raise Http404("a hidden quote")
    if quote.status == Evidence.Status.WITHDRAWN or quote.issue.status == Issue.Status.WITHDRAWN:
        return gone(request, quote=True, with_issue=quote.issue.status == Issue.Status.WITHDRAWN)
    return citation_file(cite_quote(quote), extension)


@public_page
def release_citation(request: HttpRequest, version: str, revision: int, extension: str) -> HttpResponse:
    release = get_object_or_404(Release, version=version, revision=revision)
    return citation_file(cite_release(release), extension)


@public_page
def list_citation(request: HttpRequest, extension: str) -> HttpResponse:
    """The issue list with the conditions of this address's query."""
    query = request.GET.get("q", "").strip()
    matched = search.matching_issues(query) if search.words_of(query) else None
    filtered = IssueFilter(request.GET, matched=matched, path=reverse("catalog:issues"))
    found = filtered.total
    conditions = urlsplit(filtered.canonical).query
    citation = cite_list(filtered.state, conditions, found=found, revision=Revision.objects.newest())
    return citation_file(citation, extension)
