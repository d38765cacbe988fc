"""What tests of the API stand on: the invented catalog with a release, and addresses of everything in it."""

from datetime import date
from typing import Any

from django.test import Client

from catalog.models import ExternalMapping
from catalog.releases import make_release
from tests.catalog.factories import Shelf, make_catalog

ROOT = "/api/v1/"
SITE = "http://127.0.0.1:8000"
# Something of every kind of address, by the operation that answers it.
ADDRESSES = {
    "getIndex": "",
    "listIssues": "issues/",
    "getIssue": "issues/MLQ-001/",
    "listStrategies": "strategies/",
    "getStrategy": "strategies/MLS-001/",
    "listPhases": "phases/",
    "getPhase": "phases/deployment/",
    "listAttributes": "attributes/",
    "getAttribute": "attributes/reliability/",
    "getMatrix": "matrix/",
    "listEvidence": "evidence/",
    "getEvidence": "evidence/a0000000000a/",
    "listSources": "sources/",
    "getSource": "sources/invented-study/",
    "listReleases": "releases/",
    "getRelease": "releases/2026.1/r1/",
    "search": "search/?q=empty",
}
# What the filters by rows may be asked for there.
VALUES = {
    "phase": ["data-preparation", "deployment", "maintenance"],
    "attribute": ["reliability", "efficiency", "explainability"],
    "source": ["invented-study"],
}


def released_catalog() -> Shelf:
    shelf = make_catalog()
    ExternalMapping.objects.create(
        issue=shelf.empty_fields,
        scheme="Another catalog",
        identifier="X-1",
        title="Gaps",
        url="https://other.example/x-1",
        match="close",
    )
    make_release("2026.1", on=date(2026, 2, 1), notes="The *first*.")
    return shelf


def ask(client: Client, address: str, status: int = 200, **headers: str) -> Any:
    """The JSON at an address below /api/v1/."""
    response = client.get(f"{ROOT}{address}", headers=headers)
    assert response.status_code == status, response.content
    return response.json()


def ids(listed: Any) -> list[str]:
    return [item["id"] for item in listed["items"]]


def blamed(client: Client, address: str) -> dict[str, str]:
    """The parameters that a refusal names, with the reasons."""
    problem = ask(client, address, 400)
    assert problem["type"].endswith("/api/#bad-parameter")
    return {one["name"]: one["reason"] for one in problem["parameters"]}
