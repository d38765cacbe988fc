"""What every public page shares: safe methods, a validator, and how it is refused."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from catalog import statistics
from catalog.models import Revision


@dataclass(frozen=True)
class Leaf:
    """A page of a list as its pager names it; without an address where pages are left out."""

    number: int
    url: str


@dataclass(frozen=True)
class Listed:
    """A page of a longer list: its rows, read; their places in the whole, from 1; its own address, its neighbours'.

    `leaves` are the pages that the pager names: the first, the last and those around this one.
    """

    rows: list[Any]
    total: int
    first: int
    last: int
    number: int
    pages: int
    address: str
    previous: str
    next: str
    leaves: list[Leaf] = field(default_factory=list)


View = Callable[..., HttpResponse]
# What a page is made of besides rows: a change of any of it must change the validators too.
BUILT_FROM = [
    "catalog/**/*.py",
    "catalog/**/*.toml",
    "templates/**/*.html",
    "locale/**/*.mo",
    "static/**/*.css",
    "static/**/*.js",
]


@lru_cache(maxsize=1)
def build() -> str:
    """A hash of the program's own templates, code and styles and of its licence, taken once in the process's life."""
    digest = hashlib.sha256(repr((settings.LICENCE, settings.LICENCE_CONTACT)).encode())
    for pattern in BUILT_FROM:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def etag_of(request: HttpRequest, *args: Any, **kwargs: Any) -> str:
    """The page's validator: catalog revision, build, language and address. One query, unless the revision was read."""
    revision = getattr(request, "catalog_revision", None)
    revision = Revision.objects.current() if revision is None else revision
    place = f"{revision} {build()} {get_language()} {request.get_full_path()}"
    return f'"{hashlib.sha256(place.encode()).hexdigest()[:24]}"'


def public_page(view: View) -> View:
    """Answers GET and HEAD only, and a conditional request from the catalog's revision alone.

    Caches may keep the page but must ask before each use, so that a withdrawn quote is never shown from one.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = validated(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    validated = require_safe(condition(etag_func=etag_of)(view))
    return answer


def gone(request: HttpRequest, **context: Any) -> HttpResponse:
    """410: it was here and was taken back, and no page may say more."""
    return render(request, "410.html", {"phase_line": statistics.phase_names(), **context}, status=410)


def page_of(rows: Any, request: HttpRequest, *, per_page: int, address: str) -> Listed:
    """The page of `rows` that `?page=` asks for, the nearest one where there is no such page. Two queries."""
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    number, pages = page.number, page.paginator.num_pages

    def address_of(leaf: int) -> str:
        return address if leaf == 1 else f"{address}{'&' if '?' in address else '?'}page={leaf}"

    named = page.paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return Listed(
        rows=list(page.object_list),
        total=page.paginator.count,
        first=page.start_index(),
        last=page.end_index(),
        number=number,
        pages=pages,
        address=address_of(number),
        previous=address_of(number - 1) if number > 1 else "",
        next=address_of(number + 1) if number < pages else "",
        leaves=[Leaf(leaf, address_of(leaf)) if isinstance(leaf, int) else Leaf(0, "") for leaf in named],
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: what may have been looked for, and where to look on. The reason stays in the program."""
    return render(request, "404.html", {"phase_line": statistics.phase_names()}, status=404)
