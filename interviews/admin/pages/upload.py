"""Import of an interview by upload."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from interviews.actions.ingest import import_interview
from interviews.admin.pages.form_page import allow, form_page
from interviews.admin.rights import rights_of
from interviews.errors import WorkshopError
from interviews.forms.imports import UploadForm
from interviews.models import Interview, Study
from interviews.permissions import Act
from interviews.transcripts.errors import TranscriptError
from interviews.transcripts.reader import FORMATS


def upload(request: HttpRequest) -> HttpResponse:
    """Ask for a transcript; import it; go to the interview, where the warnings are listed with their lines."""
    allow(request, Act.IMPORT)
    studies = Study.objects.filter(pk__in=rights_of(request).studies([Act.IMPORT]))
    given: Any = (request.POST, request.FILES) if request.method == "POST" else ()
    initial, dropped = {"study": request.GET.get("study")}, sent_bytes(request) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    form = UploadForm(*given, studies=studies, formats=list(FORMATS), dropped=dropped, initial=initial)
    if form.is_bound and form.is_valid():
        interview = imported(request, form)
        if interview is not None:
            count = len(interview.warnings)
            warned = f"{count} warning{'' if count == 1 else 's'}"
            messages.success(request, f"{interview} is imported: {interview.segments.count()} turns, {warned}.")
            return redirect("admin:interviews_interview_transcript", interview.pk)
    return form_page(request, model=Interview, title="Import an interview", button="Import", form=form)


def sent_bytes(request: HttpRequest) -> int:
    """How long the request says that it is."""
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else 0


def imported(request: HttpRequest, form: UploadForm) -> Interview | None:
    """The stored interview, or None with what was wrong, file, line and remedy, as an error of the form."""
    given = form.cleaned_data
    try:
        return import_interview(
            by=request.user,
            study=given["study"],
            data=given["file"].read(),
            name=given["file"].name,
            number=given["number"],
            format=given["format"] or None,
            confirm_duplicate=given["confirm_duplicate"],
        )
    except (TranscriptError, WorkshopError) as error:
        form.add_error("file" if isinstance(error, TranscriptError) else None, str(error))
    return None
