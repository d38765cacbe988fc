"""Pages that tell what was done: the history of a code and of a codebook, and the log of a study as sentences."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from interviews.actions.codebook import forget_version, restore_version
from interviews.admin.pages.form_page import allow
from interviews.admin.rights import rights_of
from interviews.errors import NotPermitted, WorkshopError
from interviews.models import Code, CodeVersion, Study
from interviews.permissions import Act
from interviews.reports.codebook import chapters, history
from interviews.reports.sentences import KINDS, tell, told_from
from interviews.visibility import visible_events

PER_PAGE = 50
LINES = 100


@require_http_methods(["GET", "POST"])
def code_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one code; on POST let it say again what it said, or destroy an old wording."""
    code = get_object_or_404(Code.objects.select_related("study", "merged_into"), pk=pk)
    allow(request, Act.SEE_STUDY, code.study_id)
    if request.method == "POST":
        return acted(request, code)
    title = _("History of %(code)s") % {"code": code}
    return history_page(request, code.study, title=title, events=history(code.study, code), code=code)


@require_GET
def codebook_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of every code of a study."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.SEE_STUDY, study.pk)
    return history_page(request, study, title=_("History of the codebook"), events=history(study))


def history_page(request: HttpRequest, study: Study, *, events: list[Any], **context: Any) -> HttpResponse:
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    rights = rights_of(request)
    context |= {
        "opts": Code._meta,
        "study": study,
        "page": page,
        "chapters": chapters(study, page.object_list),
        "latest": current_versions(study),
        "may_change": rights.allow([Act.CODE], study.pk),
        "may_forget": rights.allow([Act.MODERATE], study.pk),
    }
    return TemplateResponse(request, "interviews/history.html", {**admin.site.each_context(request), **context})


def current_versions(study: Study) -> set[int]:
    """The versions that say what their codes say today."""
    rows = CodeVersion.objects.filter(code__study=study).order_by("pk").values_list("code", "pk")
    return set(dict(rows).values())


def acted(request: HttpRequest, code: Code) -> HttpResponse:
    """The button says "restore-7" or "forget-7", with a version's id."""
    act, _dash, number = request.POST.get("act", "").partition("-")
    version = CodeVersion.objects.filter(
        code=code, pk=int(number) if number.isdecimal() and len(number) < 15 else 0
    ).first()
    if act not in {"restore", "forget"} or version is None:
        raise Http404
    version.code = code
    try:
        if act == "restore":
            restore_version(by=request.user, version=version)
            messages.success(request, _("%(code)s says again what it said.") % {"code": code})
        else:
            forget_version(by=request.user, version=version)
            messages.success(request, _("The old wording is destroyed."))
    except NotPermitted as error:
        raise PermissionDenied(str(error)) from error
    except WorkshopError as error:
        messages.error(request, str(error))
    return redirect("admin:interviews_code_history", code.pk)


# --- the log


@require_GET
def log_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done in a study, as sentences, as far as the blind rule lets the person read."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.SEE_STUDY, study.pk)
    events = visible_events(request.user).filter(study=study)
    actors = get_user_model()._default_manager.filter(pk__in=events.order_by().values("actor")).order_by("username")
    chosen = {name: request.GET.get(name, "") for name in ("who", "what", "interview")}
    if chosen["who"]:
        events = events.filter(actor__username=chosen["who"])
    if chosen["what"] in KINDS:
        events = events.filter(action__in=KINDS[chosen["what"]][1])
    if chosen["interview"]:
        events = events.filter(interview__in=numbered(study, chosen["interview"]))
    page = Paginator(told_from(events.order_by("-pk")), LINES).get_page(request.GET.get("page"))
    context = {
        "title": _("Log of %(study)s") % {"study": study.slug},
        "opts": Study._meta,
        "study": study,
        "page": page,
        "lines": tell(page.object_list),
        "chosen": chosen,
        "actors": actors,
        "kinds": [(key, name) for key, (name, _acts) in KINDS.items()],
        "query": "".join(f"&{urlencode({name: value})}" for name, value in chosen.items() if value),
    }
    return TemplateResponse(request, "interviews/log.html", {**admin.site.each_context(request), **context})


def numbered(study: Study, number: str) -> Any:
    """The study's interview of that number, as a queryset of one or none."""
    return study.interviews.filter(number=number_in(number) or 0)


def number_in(typed: str) -> int | None:
    """The number that somebody typed; 0, which no interview has, for what is none, and None for nothing."""
    if not typed:
        return None
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0
