"""Addresses that stay: whatever spelling or former name comes in, one address answers."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from catalog.models import Issue, IssueVersion
from catalog.models.history import Said
from catalog.views.pages import gone


def number_in(code: str, prefix: str) -> int:
    """The number of a code such as MLQ-001 (case and leading zeros do not matter). Raises Http404."""
    match = re.fullmatch(rf"{prefix}-?0*([1-9]\d{{0,8}})", code, re.IGNORECASE)
    if match is None:
        raise Http404(f"{code} is no number of the form {prefix}-001")
    return int(match[1])


def detour(request: HttpRequest, issue: Issue, view: str, *, code: str, slug: str, **more: Any) -> HttpResponse | None:
    """What answers instead of an issue's page: the issue it was merged into, that it is gone, or its proper address.

    None where the page itself answers.
    """
    if issue.status == Issue.Status.MERGED:
        return redirect(issue.successor, permanent=True)
    if issue.status == Issue.Status.WITHDRAWN:
        return gone(request, code=issue.code, reason=reason_of(issue))
    if (code, slug) != (issue.code, issue.slug):
        address = reverse(f"catalog:{view}", kwargs={"code": issue.code, "slug": issue.slug, **more})
        return redirect(address, permanent=True)
    return None


def reason_of(issue: Issue) -> Said | None:
    """Why the issue is deprecated or withdrawn, as whoever made it so tells readers. One query."""
    acts = IssueVersion.objects.filter(issue=issue, snapshot__change__act=str(issue.status))
    newest = acts.order_by("-version").first()
    return newest.reason if newest else None


def moved(model: Any, slug: str) -> HttpResponse:
    """To the phase or quality that had this slug before. Raises Http404 where none had."""
    present = model.objects.now_called([slug]).get(slug)
    if present is None:
        raise Http404(f"no {model._meta.verbose_name_raw} was ever called {slug}")
    return redirect(model(slug=present), permanent=True)
