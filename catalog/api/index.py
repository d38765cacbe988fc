"""/api/v1/: where everything is."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Query
from pydantic import BaseModel, Field

from catalog.api.links import ROOT, api_url, named_page_url
from catalog.api.parameters import Parameters
from catalog.api.service import service
from catalog.api.shapes.common import Url
from catalog.citations import CATALOG

LISTS = ["issues", "strategies", "phases", "attributes", "matrix", "evidence", "sources", "releases", "search"]


class IndexShape(BaseModel):
    """Where everything is."""

    name: str = Field(description="What this is.", examples=[CATALOG])
    documentation: Url = Field(description="This API, for people.", examples=["https://catalog.example/api/"])
    openapi: Url = Field(
        description="This API, for programs.", examples=["https://catalog.example/api/v1/openapi.json"]
    )
    downloads: Url = Field(
        description="The whole catalog in one file, which is kinder than reading it page by page.",
        examples=["https://catalog.example/downloads/"],
    )
    resources: dict[str, Url] = Field(
        description="The address of each list by its name; `search` needs `q`.",
        examples=[{"issues": "https://catalog.example/api/v1/issues/"}],
    )


@service.get("/", response=IndexShape, operation_id="getIndex", url_name="index", tags=["Start"])
def get_index(request: HttpRequest, asked: Query[Parameters]) -> IndexShape:
    """The way in: the address of every list."""
    return IndexShape(
        name=CATALOG,
        documentation=named_page_url("api"),
        openapi=f"{settings.SITE_URL}{ROOT}openapi.json",
        downloads=named_page_url("downloads"),
        resources={name: api_url(name) for name in LISTS},
    )
