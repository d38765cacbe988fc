"""The catalog to take away: every public export format, and the files of releases."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from catalog.exports import public_formats
from catalog.linked_data import schema_org
from catalog.models import Release, ReleaseFile
from catalog.views.pages import public_page

KINDS = {
    "json": "application/json",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
}


@public_page
def downloads(request: HttpRequest) -> HttpResponse:
    """What can be taken away, each with a line on what it holds."""
    formats = list(public_formats().values())
    newest = Release.objects.first()
    addresses = [reverse("catalog:export-file", args=[format_.name, format_.filename]) for format_ in formats]
    context = {
        "formats": formats,
        "release": newest,
        # Their names and hashes only: a file can be many megabytes.
        "files": list(newest.files.defer("content")) if newest else [],
        "data": schema_org.dataset([schema_org.download(address) for address in addresses]),
    }
    return render(request, "catalog/downloads.html", context)


@public_page
def export_file(request: HttpRequest, name: str, filename: str) -> HttpResponse:
    """The whole of one public format, as `manage.py export` writes it."""
    format_ = public_formats().get(name)
    if format_ is None or format_.filename != filename:
        raise Http404
    out = io.StringIO()
    format_.write(out)
    return attachment(out.getvalue(), filename)


@public_page
def release_file(request: HttpRequest, version: str, revision: int, filename: str) -> HttpResponse:
    """A file of a release, byte for byte as it was hashed."""
    release = get_object_or_404(Release, version=version, revision=revision)
    file = get_object_or_404(ReleaseFile, release=release, name=filename)
    return attachment(file.content, filename)


def attachment(content: str, filename: str) -> HttpResponse:
    kind = KINDS.get(filename.rsplit(".", 1)[-1], "text/plain; charset=utf-8")
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )
