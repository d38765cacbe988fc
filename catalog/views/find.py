"""Search over everything published, and what the search box offers while somebody types."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog import search as catalog_search
from catalog import statistics
from catalog.models import SearchKind
from catalog.search import Found, Results, Suggestion
from catalog.views.pages import Listed, public_page

# Hits shown of each kind where all kinds are, and on a page of one kind.
SHOWN: dict[str, int] = {SearchKind.ISSUE: 10, SearchKind.STRATEGY: 4, SearchKind.QUOTE: 6}
PER_PAGE = 20
# The kinds as addresses name them.
KINDS = {"issues": SearchKind.ISSUE, "strategies": SearchKind.STRATEGY, "quotes": SearchKind.QUOTE}


@dataclass(frozen=True)
class Asked:
    """What an address of the search asks for: words, a kind or all, a phase or all, and which page of the kind."""

    query: str
    kind: str = ""
    phase: str = ""
    page: int = 1

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Whatever is no kind or page number is ignored."""
        page = request.GET.get("page", "")
        kind = request.GET.get("in", "")
        return cls(
            request.GET.get("q", "").strip(),
            kind if kind in KINDS else "",
            request.GET.get("phase", ""),
            int(page) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1,
        )

    def address(self, **changes: object) -> str:
        """The address of this search with something changed."""
        asked = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        pairs = {"q": asked.query, "in": asked.kind, "phase": asked.phase, "page": asked.page if asked.page > 1 else ""}
        return f"{reverse('catalog:search')}?{urlencode({name: value for name, value in pairs.items() if value})}"


@public_page
def search(request: HttpRequest) -> HttpResponse:
    asked, line = Asked.of(request), statistics.phase_counts()
    phase = next((stop.phase for stop in line if stop.phase.slug == asked.phase), None)
    asked = replace(asked, phase=phase.slug if phase else "")
    results = found(asked, phase.pk if phase else None)
    return render(
        request,
        "catalog/search.html",
        {
            "query": asked.query,
            "asked": asked,
            "results": results,
            "sections": sections(asked, results),
            "corrected_address": asked.address(query=results.corrected),
            "everywhere": asked.address(phase=""),
            "all_kinds": asked.address(kind=""),
            "phase": phase,
            "phases": [(stop.phase, asked.address(phase=stop.phase.slug)) for stop in line],
            "phase_line": line,
        },
    )


def found(asked: Asked, phase: int | None) -> Results:
    """What the query found: of one kind a page (the last where there is no such page), or the first of each kind."""
    if not asked.kind:
        return catalog_search.search(asked.query, phase=phase, sizes=SHOWN)
    kind = KINDS[asked.kind]
    results = catalog_search.search(asked.query, phase=phase, sizes={kind: PER_PAGE}, page=asked.page)
    here = results.of(kind)
    if here.total and not here.hits:
        last = -(-here.total // PER_PAGE)
        results = catalog_search.search(asked.query, phase=phase, sizes={kind: PER_PAGE}, page=last)
    return results


@dataclass(frozen=True)
class Section:
    """The hits of a kind as the page shows them, and the address of all of them."""

    name: str
    found: Found
    address: str
    listed: Listed | None = None
    chosen: bool = False

    @property
    def more(self) -> bool:
        return self.listed is None and self.found.total > len(self.found.hits)


def sections(asked: Asked, results: Results) -> list[Section]:
    """One for each kind; that of the kind asked for with its pages."""
    made = []
    for name, kind in KINDS.items():
        here, chosen = results.of(kind), name == asked.kind
        pages = listed(asked, here) if chosen else None
        made.append(Section(name, here, asked.address(kind=name), pages, chosen))
    return made


def listed(asked: Asked, here: Found) -> Listed:
    """The page of hits with its neighbours' addresses."""
    pages = max(1, -(-here.total // PER_PAGE))
    number = min(asked.page, pages)
    return Listed(
        rows=here.hits,
        total=here.total,
        first=(number - 1) * PER_PAGE + 1,
        last=(number - 1) * PER_PAGE + len(here.hits),
        number=number,
        pages=pages,
        address=asked.address(page=number),
        previous=asked.address(page=number - 1) if number > 1 else "",
        next=asked.address(page=number + 1) if number < pages else "",
    )


@public_page
def suggest(request: HttpRequest) -> HttpResponse:
    """What was typed so far, completions, what each is, and where it leads: OpenSearch's suggestions format."""
    typed = request.GET.get("q", "")
    offered = catalog_search.suggest(typed)
    answer = [typed, [s.text for s in offered], [told(s) for s in offered], [leads_to(s) for s in offered]]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")


def told(suggestion: Suggestion) -> str:
    """What a suggestion is, in the page's language; of a query nothing."""
    if suggestion.item is None:
        return ""
    return f"{_('Issue') if suggestion.kind == SearchKind.ISSUE else _('Strategy')} {suggestion.item}"


def leads_to(suggestion: Suggestion) -> str:
    path = suggestion.item.get_absolute_url() if suggestion.item else Asked(suggestion.text).address()
    return f"{settings.SITE_URL}{path}"
