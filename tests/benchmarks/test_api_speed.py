"""How fast an issue's page and its answer in the API are, beside a view that says "ok", in the same process.

`pytest tests/benchmarks/test_api_speed.py --benchmark-only -s` prints the ratios, on the shipped catalog, through all
middleware and without a network: first in full, then as a conditional request. Nothing is asserted on time.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from catalog.loading import load_catalog
from catalog.models import Issue
from config.urls import urlpatterns as site_patterns
from tests.wsgi import connection_kept, get

pytestmark = pytest.mark.django_db
ROUNDS = 60


def trivial(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


class Addresses:
    urlpatterns = [path("trivial/", trivial), *site_patterns]


def median(act: Callable[[], object]) -> float:
    """The median processor time of one act, in seconds: other programs, a database's server too, do not count."""
    act()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return sorted(times)[ROUNDS // 2]


def test_an_issue_over_the_api_beside_a_trivial_view(benchmark: Any, capsys: pytest.CaptureFixture[str]):
    load_catalog(Path(__file__).resolve().parents[2] / "fixtures" / "catalog.json")
    issue = Issue.objects.published().with_evidence_counts().order_by("-evidence_count").first()
    addresses = {
        "issue page": issue.get_absolute_url(),
        "issue": f"/api/v1/issues/{issue.code}/",
        "list of 20": "/api/v1/issues/",
        "list of 100 quotes": "/api/v1/evidence/?per_page=100",
    }
    with override_settings(ROOT_URLCONF=Addresses), connection_kept():
        handler = WSGIHandler()
        base = median(lambda: get(handler, "/trivial/"))
        lines = [f"trivial view {base * 1000:.2f} ms"]
        for name, address in addresses.items():
            status, headers = get(handler, address)
            assert status == "200 OK", address
            etag = headers["ETag"]
            assert get(handler, address, etag)[0] == "304 Not Modified"
            full, again = median(partial(get, handler, address)), median(partial(get, handler, address, etag))
            lines.append(f"{name}: {full / base:.1f} times the trivial view, unchanged {again / base:.1f} times")
        benchmark.pedantic(lambda: get(handler, addresses["issue"]), rounds=20, warmup_rounds=1)
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201 -- the ratios are what this benchmark is for
