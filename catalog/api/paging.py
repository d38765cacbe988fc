"""Pages of lists: an envelope that counts, and a `Link` header that leads on (RFC 8288)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from pydantic import BaseModel, Field

from catalog.api.parameters import ListParameters

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    total: int = Field(description="Items of the whole list.", examples=[30])
    page: int = Field(description="This page, from 1.", examples=[1])
    pages: int = Field(description="How many pages there are; an empty list has one.", examples=[2])
    per_page: int = Field(description="How many items a full page holds.", examples=[20])
    next: str | None = Field(description="The address of the next page, if there is one.", examples=[None])
    previous: str | None = Field(description="The address of the page before, if there is one.", examples=[None])
    items: list[Item] = Field(description="The items of this page.")


@dataclass(frozen=True)
class Slice:
    """What a page holds before it is read: its rows or their keys, and the envelope around them."""

    rows: list[Any]
    envelope: dict[str, Any]


def page_of(
    rows: Sequence[Any] | QuerySet[Any], asked: ListParameters, request: HttpRequest, response: HttpResponse
) -> Slice:
    """The page of `rows` (a sequence, or a query set: one query to count, one to read) that is asked for.

    Sets `Link` on `response`. Raises Http404 where there is no such page.
    """
    paginator = Paginator(rows, asked.per_page)
    try:
        page = paginator.page(asked.page)
    except EmptyPage as empty:
        raise Http404("a page after the last") from empty
    last = paginator.num_pages
    after = address(request, asked.page + 1) if asked.page < last else None
    before = address(request, asked.page - 1) if asked.page > 1 else None
    ends = {"first": address(request, 1), "prev": before, "next": after, "last": address(request, last)}
    response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in ends.items() if url)
    envelope = {
        "total": paginator.count,
        "page": asked.page,
        "pages": last,
        "per_page": asked.per_page,
        "next": after,
        "previous": before,
    }
    return Slice(list(page.object_list), envelope)


def address(request: HttpRequest, page: int) -> str:
    """The absolute address of another page of the same list."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
