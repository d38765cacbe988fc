"""A study's way to other tools and back: its project and codebook to download, theirs to upload."""

import io
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from interviews.actions.ingest_refi import ImportedProject, import_project
from interviews.actions.log import record
from interviews.admin.pages.form_page import allow
from interviews.admin.pages.upload import sent_bytes
from interviews.admin.rights import rights_of
from interviews.errors import WorkshopError
from interviews.exports.refi_codebook import RefiCodebook
from interviews.exports.refi_project import RefiProject
from interviews.forms.imports import CodingsForm
from interviews.models import Study
from interviews.permissions import Act
from interviews.refi.errors import RefiError
from interviews.refi.reader import read_file

MAY_BRING = (Act.CODE, Act.IMPORT)
WRITTEN = ("project", "codebook")


def other_tools_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what can go out and come in; import what was uploaded, and say what came of it."""
    study = get_object_or_404(Study, pk=pk)
    rights = rights_of(request)
    if not rights.allow([*MAY_BRING, Act.EXPORT_CODINGS], study.pk):
        raise PermissionDenied
    form, done = None, None
    if rights.allow(MAY_BRING, study.pk):
        given: Any = (request.POST, request.FILES) if request.method == "POST" else ()
        dropped = sent_bytes(request) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        form = CodingsForm(*given, imports=rights.allow([Act.IMPORT], study.pk), dropped=dropped)
        done = imported(request, study, form) if form.is_bound and form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": gettext("Codings of other tools: %(study)s") % {"study": study.slug},
        "opts": Study._meta,
        "study": study,
        "may_export": rights.allow([Act.EXPORT_CODINGS], study.pk),
        "form": form,
        "button": gettext("Import"),
        "multipart": True,
        "done": done,
        "tried": bool(done and form and form.cleaned_data["dry_run"]),
    }
    return TemplateResponse(request, "interviews/other_tools.html", context)


def imported(request: HttpRequest, study: Study, form: CodingsForm) -> ImportedProject | None:
    """What came of the file, or None with what was wrong as an error of the form."""
    given = form.cleaned_data
    try:
        return import_project(
            by=request.user,
            study=study,
            project=read_file(given["file"], name=given["file"].name),
            each_coder=given.get("each_coder", False),
            new_interviews=given.get("new_interviews", False),
            dry_run=given["dry_run"],
        )
    except RefiError as error:
        form.add_error("file", error.in_language(gettext))
    except WorkshopError as error:
        form.add_error(None, str(error))
    return None


@require_POST
def download(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The project or the codebook as a file, for whoever may export codings; the log says that it went out."""
    study = get_object_or_404(Study, pk=pk)
    allow(request, Act.EXPORT_CODINGS, study.pk)
    try:
        data, name = written(study, request.user, what)
    except ObjectDoesNotExist as error:
        raise Http404(str(error)) from error
    # Without its size: everybody in the study reads the log, also who must not know yet how much others coded.
    record(by=request.user, action=f"{what} exported", study=study)
    return HttpResponse(
        data,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{study.slug}-{name}"'},
    )


def written(study: Study, user: Any, what: str) -> tuple[bytes, str]:
    """The bytes of the file, and how it ends to be called."""
    if what not in WRITTEN:
        raise Http404
    if what == "codebook":
        text = io.StringIO()
        RefiCodebook().write(text, study=study.slug, user=user)
        return text.getvalue().encode("utf-8"), RefiCodebook.filename
    out = io.BytesIO()
    RefiProject().write(out, study=study.slug, user=user)
    return out.getvalue(), RefiProject.filename
