"""Releases: citable states of the catalog, with the hashes of their files."""

from datetime import date

from pydantic import BaseModel, Field

from catalog.api.links import api_url, named_page_url
from catalog.api.paging import Page
from catalog.api.shapes.common import ApiUrl, PageUrl, Url
from catalog.models import Release


class ReleaseFileShape(BaseModel):
    """A file of a release."""

    name: str = Field(description="Its name.", examples=["catalog.json"])
    sha256: str = Field(description="The SHA-256 of its bytes.", examples=["0" * 64])
    url: Url = Field(
        description="Where to get it.", examples=["https://catalog.example/releases/2026.1/r1/catalog.json"]
    )


class ReleaseShape(BaseModel):
    """A release. One that a later revision superseded has lost its files; its root hash stays."""

    id: str = Field(description="Version and revision as they are cited.", examples=["2026.1"])
    version: str = Field(description="Year and number.", examples=["2026.1"])
    revision: int = Field(description="Counts how often words had to be taken out of it, from 1.", examples=[1])
    released_on: date = Field(description="Its day.", examples=["2026-01-05"])
    notes: str | None = Field(
        description="About it, in Markdown and English, where there is something.", examples=[None]
    )
    root_hash: str = Field(
        description="The SHA-256 over the sorted lines `sha256  name` of its files.", examples=["0" * 64]
    )
    superseded: bool = Field(description="Whether a later revision took its place.", examples=[False])
    files: list[ReleaseFileShape] = Field(description="Its files.")
    url: PageUrl
    api_url: ApiUrl


class ReleasePage(Page[ReleaseShape]):
    """A page of releases, newest first."""


def release_shape(release: Release) -> ReleaseShape:
    """A release. Needs `files` and the annotation `superseded`."""
    place = (release.version, release.revision)
    return ReleaseShape(
        id=str(release),
        version=release.version,
        revision=release.revision,
        released_on=release.released_on,
        notes=release.notes or None,
        root_hash=release.root_hash,
        superseded=release.superseded,  # type: ignore[attr-defined]
        files=[
            ReleaseFileShape(name=file.name, sha256=file.sha256, url=named_page_url("release-file", *place, file.name))
            for file in release.files.all()
        ],
        url=named_page_url("releases"),
        api_url=api_url("releases", release.version, f"r{release.revision}"),
    )
