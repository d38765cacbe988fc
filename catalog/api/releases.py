"""/releases/: citable states of the catalog."""

from typing import Annotated, Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query

from catalog.api.paging import page_of
from catalog.api.parameters import ListParameters, Parameters
from catalog.api.service import service
from catalog.api.shapes import releases as shapes
from catalog.models import Release, ReleaseFile

Version = Annotated[str, Path(pattern="^[^/\\u0000]{1,20}$", description="Year and number.", examples=["2026.1"])]
Number = Annotated[int, Path(ge=1, le=32767, description="The revision, from 1.", examples=[1])]


def releases() -> QuerySet[Any]:
    """With files, but not what is in them, and `superseded`. Two queries."""
    later = Release.objects.filter(version=OuterRef("version"), revision__gt=OuterRef("revision"))
    files = Prefetch("files", ReleaseFile.objects.defer("content"))
    return Release.objects.annotate(superseded=Exists(later)).prefetch_related(files)


@service.get(
    "/releases/", response=shapes.ReleasePage, operation_id="listReleases", url_name="releases", tags=["Releases"]
)
def list_releases(request: HttpRequest, asked: Query[ListParameters], response: HttpResponse) -> shapes.ReleasePage:
    """Every release with the hashes of its files, newest first."""
    page = page_of(releases(), asked, request, response)
    return shapes.ReleasePage(**page.envelope, items=[shapes.release_shape(release) for release in page.rows])


@service.get(
    "/releases/{version}/r{int:revision}/",
    response=shapes.ReleaseShape,
    operation_id="getRelease",
    url_name="release",
    tags=["Releases"],
)
def get_release(
    request: HttpRequest, version: Version, revision: Number, asked: Query[Parameters]
) -> shapes.ReleaseShape:
    """One revision of a release."""
    return shapes.release_shape(get_object_or_404(releases(), version=version, revision=revision))
