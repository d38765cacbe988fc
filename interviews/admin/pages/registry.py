"""A study's registry: identifiers by type, placeholders of its authors, and questions about both.

Names stay shut until somebody who may see identities opens them, which is logged.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from interviews.actions.collisions import reopen_question, settle_question
from interviews.actions.log import record
from interviews.actions.placeholders import collect_study, link_placeholder, unlink_placeholder
from interviews.actions.rescan import rescan_study
from interviews.admin.pages.form_page import allow, form_page
from interviews.errors import WorkshopError
from interviews.forms.registry import LinkForm, SettleForm
from interviews.models import AuthorPlaceholder, Interview, Study
from interviews.permissions import Act
from interviews.reports.registry import RegistryOverview, registry_of

LINK_INTRO = (
    "Its replacements become the identifier's and stand by its placeholder, in this interview alone: another "
    "interview's placeholder of the same key may be somebody else's."
)


def study_for(request: HttpRequest, pk: int) -> Study:
    """The study, for somebody who may see its identities."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.SEE_IDENTITIES, study.pk)
    return study


def registry_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the registry, with names where `?names=1` asks for them; on POST do what a button says."""
    study = study_for(request, pk)
    if request.method == "POST":
        return acted(request, study)
    overview, opened = registry_of(study), request.GET.get("names") == "1"
    if opened:
        ids = [row.identifier.pk for rows in overview.identifiers.values() for row in rows]
        record(by=request.user, action="identity seen", study=study, identifiers=ids)
    context = {
        **admin.site.each_context(request),
        "title": f"Registry of {study.slug}",
        "opts": Study._meta,
        "study": study,
        "overview": overview,
        "names": opened,
        "waiting": waiting(overview),
    }
    return TemplateResponse(request, "interviews/registry.html", context)


def waiting(overview: RegistryOverview) -> int:
    """Places of known names that nobody decided on yet."""
    return sum(row.undecided for rows in overview.identifiers.values() for row in rows)


def acted(request: HttpRequest, study: Study) -> HttpResponse:
    """Do one act and return to the page, where it says what was done or why not."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    allow(request, Act.DEIDENTIFY, study.pk)
    try:
        messages.success(request, act(request, study))
    except WorkshopError as error:
        messages.error(request, str(error))
    return redirect("admin:interviews_study_registry", study.pk)


def collect(request: HttpRequest, study: Study) -> str:
    count = collect_study(by=request.user, study=study)
    return f"{count} placeholder{'s' if count != 1 else ''} joined the registry."


def rescan(request: HttpRequest, study: Study) -> str:
    count = rescan_study(by=request.user, study=study)
    return f"All turns were looked through: {count} more place{'s' if count != 1 else ''} to decide."


def settle(request: HttpRequest, study: Study) -> str:
    interview, given = posted_question(request, study)
    settle_question(by=request.user, interview=interview, digests=given["digests"], reason=given["reason"])
    return f"Interview {interview.number}: the question is settled."


def reopen(request: HttpRequest, study: Study) -> str:
    interview, given = posted_question(request, study)
    reopen_question(by=request.user, interview=interview, digests=given["digests"])
    return f"Interview {interview.number}: the question is open again."


def posted_question(request: HttpRequest, study: Study) -> tuple[Interview, dict[str, Any]]:
    """The interview and digests that a question's form carries."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        raise Http404
    return get_object_or_404(study.interviews, pk=form.cleaned_data["interview"]), form.cleaned_data


ACTS: dict[str, Callable[[HttpRequest, Study], str]] = {
    "collect": collect,
    "rescan": rescan,
    "settle": settle,
    "reopen": reopen,
}


def placeholder_page(request: HttpRequest, pk: int, placeholder: int) -> HttpResponse:
    """Say which identifier a placeholder of the authors stands for. Choices are names, so that opening it is logged."""
    study = study_for(request, pk)
    rows = AuthorPlaceholder.objects.filter(interview__study=study).select_related("interview__study")
    found = get_object_or_404(rows, pk=placeholder)
    form = LinkForm(request.POST or None, placeholder=found)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, linked(request, found, form.cleaned_data["identifier"]))
            return redirect(f"{reverse('admin:interviews_study_registry', args=[study.pk])}#i{found.interview_id}")
        except WorkshopError as error:
            form.add_error(None, str(error))
    ids = list(study.identifiers.values_list("pk", flat=True))
    record(by=request.user, action="identity seen", study=study, identifiers=ids)
    facts = [f"Written as: {', '.join(found.spellings)}", f"Places in the interview: {found.occurrences}"]
    title = f"{str(found).capitalize()} in interview {found.interview.number}"
    context = {"form": form, "intro": LINK_INTRO, "facts": facts}
    return form_page(request, model=AuthorPlaceholder, title=title, button="Save", **context)


def linked(request: HttpRequest, placeholder: AuthorPlaceholder, identifier: Any) -> str:
    """Link or unlink, whichever was chosen, and say so."""
    if identifier is None:
        if placeholder.identifier_id is None:
            return f"{placeholder} stands for nobody known, as before."
        unlink_placeholder(by=request.user, placeholder=placeholder)
        return f"{placeholder} stands by its type alone again."
    link_placeholder(by=request.user, placeholder=placeholder, identifier=identifier)
    return f"{placeholder} stands for identifier {identifier.pk}."
