"""The OpenAPI document: valid by somebody else's judgement, whole, and kept to by every answer."""

import json
from typing import Any, get_args

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from catalog.api import evidence, issues, links, parameters, strategies
from catalog.api.document import operations_of, written
from catalog.api.problems import TYPES
from catalog.api.reference import markdown_page
from catalog.api.shapes.issues import RELATIONS
from catalog.filters import STRATEGIES, STRENGTHS, IssueFilter
from catalog.models import Evidence, Issue, IssueRelation, Strategy
from tests.catalog.api.world import ADDRESSES, ROOT, VALUES, ask, released_catalog

pytestmark = pytest.mark.django_db
DOCUMENT = written()
OPERATIONS = {operation["operationId"]: operation for operation in operations_of(DOCUMENT)}
every_operation = pytest.mark.parametrize("operation", OPERATIONS)


def shape_of(operation: str, status: str = "200", media: str = "application/json") -> Draft202012Validator:
    """Validates an answer, formats included, with the shapes that the document names."""
    schema = OPERATIONS[operation]["responses"][status]["content"][media]["schema"]
    whole = {"$ref": schema["$ref"], "components": DOCUMENT["components"]}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def errors(validator: Draft202012Validator, instance: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]


# --- valid and whole


def test_the_document_is_valid_openapi_as_written_and_as_served(client: Client):
    released_catalog()
    for document in (DOCUMENT, ask(client, "openapi.json")):
        assert document["openapi"] == "3.1.0"
        assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_the_validator_would_find_what_is_wrong():
    broken = written()
    del broken["paths"]["/api/v1/issues/"]["get"]["responses"]
    broken["components"]["schemas"]["Problem"]["type"] = "thing"
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_shapes_are_named_as_the_field_speaks():
    assert {"Issue", "Evidence", "Strategy", "Phase", "Matrix", "Problem"} <= set(DOCUMENT["components"]["schemas"])
    assert not [name for name in DOCUMENT["components"]["schemas"] if "Shape" in name or "_" in name]


def test_every_operation_is_in_the_tests_and_every_address_below_the_root():
    assert set(OPERATIONS) == set(ADDRESSES)
    assert all(path.startswith(links.ROOT) for path in DOCUMENT["paths"])


def test_the_served_document_names_the_values_that_rows_give(client: Client):
    released_catalog()
    listed = ask(client, "openapi.json")["paths"]["/api/v1/issues/"]["get"]["parameters"]
    named = {one["name"]: one["schema"]["items"].get("enum") for one in listed if "items" in one.get("schema", {})}
    assert named["phase"] == VALUES["phase"]
    assert named["attribute"] == VALUES["attribute"]


def test_the_document_begins_its_addresses_with_the_sites_own(settings: Any):
    assert written()["servers"] == [{"url": "http://127.0.0.1:8000"}]
    settings.SITE_URL = "https://catalog.example"
    moved = written()
    assert moved["servers"] == [{"url": "https://catalog.example"}]
    assert "127.0.0.1" not in json.dumps(moved)


def test_an_empty_catalog_has_a_document_too(client: Client):
    assert not list(OpenAPIV31SpecValidator(ask(client, "openapi.json")).iter_errors())


@every_operation
def test_every_operation_tells_all_that_it_may_answer(operation: str):
    answers = set(OPERATIONS[operation]["responses"])
    assert {"200", "304", "400", "500"} <= answers
    assert ("404" in answers) == ("{" in path_of(operation) or has_parameter(operation, "page"))


def path_of(operation: str) -> str:
    return next(path for path, of in DOCUMENT["paths"].items() if of["get"]["operationId"] == operation)


def has_parameter(operation: str, name: str) -> bool:
    return any(one.get("name") == name for one in OPERATIONS[operation]["parameters"])


@every_operation
def test_every_answer_of_an_operation_documents_its_headers(operation: str):
    headers = set(OPERATIONS[operation]["responses"]["200"]["headers"])
    assert {"ETag", "Cache-Control", "Content-Language", "Vary", "Access-Control-Allow-Origin"} <= headers
    assert ("Link" in headers) == has_parameter(operation, "page")


def test_everything_is_described():
    nameless = [
        f"{name}.{field}"
        for name, shape in DOCUMENT["components"]["schemas"].items()
        for field, of in shape["properties"].items()
        if not of.get("description")
    ]
    nameless += [name for name, shape in DOCUMENT["components"]["schemas"].items() if not shape.get("description")]
    nameless += [
        f"{name}?{one['name']}"
        for name, operation in OPERATIONS.items()
        for one in operation["parameters"]
        if "$ref" not in one and not (one.get("description") and "example" in one)
    ]
    assert nameless == []


@every_operation
def test_the_example_of_an_answer_has_its_shape(operation: str):
    example = OPERATIONS[operation]["responses"]["200"]["content"]["application/json"]["example"]
    assert errors(shape_of(operation), example) == []


@every_operation
def test_the_example_of_a_parameter_is_one_that_it_may_have(operation: str):
    for parameter in OPERATIONS[operation]["parameters"]:
        if "$ref" not in parameter:
            assert errors(Draft202012Validator(parameter["schema"]), parameter["example"]) == [], parameter["name"]


def test_the_example_of_a_problem_has_its_shape():
    problem = Draft202012Validator(DOCUMENT["components"]["schemas"]["Problem"])
    for kind in TYPES:
        content = DOCUMENT["components"]["responses"][kind.name]["content"]["application/problem+json"]
        assert errors(problem, content["example"]) == []


# --- kept to


@pytest.mark.parametrize("lang", ["en", "fr"])
@every_operation
def test_an_answer_has_the_documented_shape_and_not_a_field_more(client: Client, operation: str, lang: str):
    released_catalog()
    joint = "&" if "?" in ADDRESSES[operation] else "?"
    answer = ask(client, f"{ADDRESSES[operation]}{joint}lang={lang}")
    assert errors(shape_of(operation), answer) == []
    schema = OPERATIONS[operation]["responses"]["200"]["content"]["application/json"]["schema"]
    assert undocumented(answer, schema, "") == []


def undocumented(value: Any, schema: dict[str, Any], place: str) -> list[str]:
    """Places of fields that the shape does not name."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [found for one in value for found in undocumented(one, schema["items"], f"{place}[]")]
    if not isinstance(value, dict):
        return []
    if "anyOf" in schema:
        return undocumented(value, schema["anyOf"][0], place)
    if "properties" not in schema:
        inner = schema["additionalProperties"]
        return [found for name, one in value.items() for found in undocumented(one, inner, f"{place}.{name}")]
    fields = schema["properties"]
    return [f"{place}.{name}" for name in value if name not in fields] + [
        found
        for name, one in value.items()
        if name in fields
        for found in undocumented(one, fields[name], f"{place}.{name}")
    ]


def test_the_check_would_find_a_field_too_many():
    assert undocumented({"items": [{"id": "x", "secret": 1}]}, {"$ref": "#/components/schemas/IssuePage"}, "") == [
        ".items[].secret"
    ]


@pytest.mark.parametrize(
    ("operation", "address", "status"),
    [
        ("listIssues", "issues/?page=0&sort=x", 400),
        ("listIssues", "issues/?page=9", 404),
        ("getIssue", "issues/mlq1/", 301),
        ("getEvidence", "evidence/f0000000000f/", 410),
    ],
)
def test_a_problem_has_the_documented_shape(client: Client, operation: str, address: str, status: int):
    released_catalog()
    reference = OPERATIONS[operation]["responses"][str(status)]["$ref"].rpartition("/")[2]
    answer = ask(client, address, status)
    assert answer["type"].endswith(f"#{reference}")
    assert errors(Draft202012Validator(DOCUMENT["components"]["schemas"]["Problem"]), answer) == []


# --- in step with the rest of the program


def test_the_list_of_issues_takes_every_filter_of_its_page():
    fields = issues.IssueParameters.model_fields
    assert set(IssueFilter.base_filters) | {"q"} <= set(fields)


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (issues.IssueParameters, "evidence", [value for value, _ in STRENGTHS]),
        (issues.IssueParameters, "strategy", [value for value, _ in STRATEGIES]),
        (issues.IssueParameters, "status", ["published", "deprecated"]),
        (strategies.StrategyParameters, "kind", Strategy.Kind.values),
        (evidence.EvidenceParameters, "stance", Evidence.Stance.values),
    ],
)
def test_values_of_a_filter_are_those_of_the_catalog(model: Any, field: str, values: list[str]):
    (kind,) = [one for one in get_args(model.model_fields[field].annotation) if one is not type(None)]
    assert list(get_args(kind)) == values
    assert set(issues.EVERY_STATUS) < set(Issue.Status.values)


def test_languages_are_those_of_the_site():
    assert list(get_args(parameters.Language)) == [code for code, _ in site_settings.LANGUAGES]


def test_every_kind_of_relation_has_a_name_on_both_sides():
    said = {kind for one in IssueRelation.Kind.values for kind in (one, f"{one}-by")} - {"seen_with-by"}
    assert set(RELATIONS) == said


def test_the_root_is_where_the_addresses_are():
    assert reverse("api:index") == links.ROOT == ROOT


def test_the_reference_names_every_address_shape_and_problem():
    page = markdown_page()
    for path in DOCUMENT["paths"]:
        assert f"### GET {path}\n" in page
    for name in DOCUMENT["components"]["schemas"]:
        assert f"### {name}\n" in page
    for kind in TYPES:
        assert f"`{kind.name}`" in page
