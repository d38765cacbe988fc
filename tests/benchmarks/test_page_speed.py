"""How fast pages of a catalog of 10,000 issues and 300,000 quotes are, beside the same pages of a small one.

`pytest tests/benchmarks/test_page_speed.py --benchmark-only -s -p no:xdist`, with `-p tests.postgresql` on PostgreSQL,
asks both in turn, in the same process, and prints how many times as long the large one takes. The small one is made of
the same words, with as many quotes an issue, as many issues as the shipped catalog. Making the large one takes some
minutes; see conftest.py for smaller ones and for one that was made before. Nothing is asserted on time; the aim for an
issue page is at most 1.3 times.
"""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from catalog.models import Issue, Strategy
from tests.benchmarks.conftest import ISSUES, QUOTES, asking, new_database
from tests.benchmarks.large_catalog import make_large_catalog

SMALL = 30
# Both are asked in turn, so often and so many times each, that what else the machine does falls on both.
TURNS, EACH = 7, 3


@pytest.fixture
def small_database(large_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """As many issues as the shipped catalog has, each with as many quotes as in the large one."""
    with new_database("small", tmp_path_factory) as name:
        with asking(name):
            make_large_catalog(issues=SMALL, quotes=SMALL * QUOTES // ISSUES)
        yield name


def pages() -> dict[str, str]:
    """Addresses of the pages by name: of the issue, and of the strategy, with the most beside it among the first."""
    issue = Issue.objects.published().with_evidence_counts().filter(number__lte=SMALL).order_by("-evidence_count")[0]
    return {
        "issue": issue.get_absolute_url(),
        "issue, page 2 of its quotes": f"{issue.get_absolute_url()}?page=2",
        "issue in the API": f"/api/v1/issues/{issue.code}/",
        "quote": issue.evidence.order_by("public_id")[0].get_absolute_url(),
        "strategy": Strategy.objects.order_by("number")[0].get_absolute_url(),
        "phase": "/phases/maintenance/",
        "list of issues": "/issues/",
        "matrix": "/matrix/",
        "front page": "/",
    }


def seconds(client: Client, address: str) -> float:
    """The shortest of several answers, after one that fills what a server keeps.

    With SQLite, which works in this process, that of the processor: others may share it. PostgreSQL has its own.
    """
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    taken = []
    for _ in range(EACH):
        assert client.get(address).status_code == 200, address
        start = clock()
        client.get(address)
        taken.append(clock() - start)
    return min(taken)


def test_pages_of_a_large_catalog_beside_those_of_a_small_one(
    benchmark: Any, small_database: str, large_database: str, capsys: pytest.CaptureFixture[str]
):
    client, lines = Client(), []
    with asking(large_database):
        many = pages()
        benchmark.pedantic(client.get, args=(many["issue"],), rounds=5, warmup_rounds=1)
    with asking(small_database):
        few = pages()
    for name in few:
        taken, ratios = [], []
        for _ in range(TURNS):
            with asking(small_database):
                taken.append(seconds(client, few[name]))
            with asking(large_database):
                ratios.append(seconds(client, many[name]) / taken[-1])
        lines.append(f"{name:<28} {1000 * median(taken):7.1f} ms small, large {median(ratios):6.2f} times that")
    with capsys.disabled():
        print(f"\n{connection.vendor}: {ISSUES} issues, {QUOTES} quotes\n" + "\n".join(lines))  # noqa: T201
    assert len(lines) == len(few)
