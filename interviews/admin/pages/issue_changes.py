"""Proposing what becomes of an issue: first what will follow is told, then somebody says why and proposes it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from catalog.models import Issue
from interviews.actions import publish as publication
from interviews.admin.pages.form_page import allow, form_page
from interviews.admin.rights import rights_of
from interviews.errors import WorkshopError
from interviews.forms.issue_changes import ChangeForm, OtherForm
from interviews.forms.publication import titled
from interviews.issue_changes import FROM
from interviews.issue_preview import follows_of
from interviews.models import IssueDraft, Study
from interviews.permissions import Act

Status = Issue.Status
# By the last part of the address: what the issue becomes, and what the button says.
ACTS = {
    "merge": (Status.MERGED, "Merge"),
    "deprecate": (Status.DEPRECATED, "Deprecate"),
    "withdraw": (Status.WITHDRAWN, "Withdraw"),
    "reinstate": (Status.PUBLISHED, "Reinstate"),
}
NEXT = "A publisher approves what is proposed here, and it is done when the study is published. Until then all stays."

FINAL = "What is withdrawn does not come back: to send readers elsewhere, merge or deprecate it. " + NEXT


def acts_on(issue: Issue) -> list[tuple[str, str]]:
    """The acts that an issue allows as it is, each with its name in the address and its words."""
    return [(name, words) for name, (becomes, words) in ACTS.items() if issue.status in FROM[becomes]]


def change_page(request: HttpRequest, issue: int, act: str) -> HttpResponse:
    """Tell what will follow, ask why, and propose it."""
    allow(request, Act.DRAFT)
    here = get_object_or_404(Issue.objects.prefetch_related("texts"), pk=issue)
    if act not in dict(acts_on(here)):
        raise Http404
    becomes, words = ACTS[act]
    other = other_of(request, here) if act == "merge" else None
    if act == "merge" and other is None:
        return choose_page(request, here)
    studies = Study.objects.filter(pk__in=rights_of(request).studies([Act.DRAFT]))
    form = ChangeForm(request.POST or None, issue=here, becomes=becomes, other=other, studies=studies)
    if form.is_valid() and (draft := proposed(request, here, form)):
        return redirect("admin:interviews_issuedraft_change", draft.pk)
    content = {"becomes": becomes, "other": other.number if other else None}
    danger = act == "withdraw"
    context: dict[str, Any] = {
        "follows": follows_of(here, content),
        "danger": danger,
        "intro": FINAL if danger else NEXT,
    }
    title = f"{words} {titled(here)}" + (f" into {titled(other)}" if other else "")
    return form_page(
        request, model=IssueDraft, title=title, button=f"Propose to {words.lower()} it", form=form, **context
    )


def proposed(request: HttpRequest, issue: Issue, form: ChangeForm) -> IssueDraft | None:
    """The draft; None where it was refused, and the form says why."""
    try:
        draft = publication.propose_issue(
            by=request.user, study=form.cleaned_data["study"], content=form.content(), issue=issue
        )
    except WorkshopError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, f"It is proposed as {draft}.")
    return draft


def choose_page(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Ask which issue it is merged into, and go on there: what follows depends on it."""
    form = OtherForm(request.POST or None, issue=issue)
    if form.is_valid():
        return redirect(f"{request.path}?other={form.cleaned_data['other'].number}")
    title = f"Merge {titled(issue)}"
    return form_page(request, model=IssueDraft, title=title, button="Go on", form=form, intro=CHOOSE)


CHOOSE = "Its quotes, codes and readers will go to the issue that you choose. Next you see what that means."


def other_of(request: HttpRequest, issue: Issue) -> Issue | None:
    """The issue that the address names by its number."""
    number = request.GET.get("other", "")
    if not number.isdecimal() or len(number) > 9:
        return None
    others = Issue.objects.published().exclude(pk=issue.pk).prefetch_related("texts")
    found: Issue = get_object_or_404(others, number=int(number))
    return found
