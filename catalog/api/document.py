"""The OpenAPI 3.1 document: what django-ninja reads off the code, completed with every header, problem and example."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.conf import settings

# Importing these modules adds their addresses to the service.
from catalog.api import evidence, index, issues, problems, releases, searching, strategies, taxonomy
from catalog.api.links import ROOT, named_page_url
from catalog.api.service import service
from catalog.models import QualityAttribute, Source, WorkflowPhase

ANSWERING = (index, issues, strategies, taxonomy, evidence, releases, searching)
TAGS = {
    "Start": "The way in.",
    "Issues": "Quality issues of machine-learning systems: how to recognise each, why it happens, what it costs.",
    "Strategies": "What practitioners do, before and after.",
    "Axes": "Workflow phases, quality attributes, and the matrix of both.",
    "Evidence": "What practitioners said, made anonymous, and the studies in which they said it.",
    "Search": "Everything published, by words.",
    "Releases": "Citable states of the catalog.",
}
# What an operation may answer besides 200, 304, 400 and 500.
MAY_ANSWER = {
    "getIssue": [problems.NOT_FOUND, problems.MOVED, problems.WITHDRAWN],
    "getEvidence": [problems.NOT_FOUND, problems.WITHDRAWN],
    "getStrategy": [problems.NOT_FOUND, problems.MOVED],
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The kind of problem, explained at this address."},
        "title": {"type": "string", "description": "The kind of problem in words, always the same."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What went wrong this time."},
        "instance": {"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
        "parameters": {
            "type": "array",
            "description": "Where parameters are to blame: which, and why.",
            "items": {
                "type": "object",
                "required": ["name", "reason"],
                "properties": {
                    "name": {"type": "string", "description": "The parameter."},
                    "reason": {"type": "string", "description": "What it must be."},
                },
            },
        },
    },
}
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "Send it back as `If-None-Match`. Each language, address and state of the catalog has its own.",
        "required": True,
        "schema": {"type": "string", "pattern": '^(W/)?"[0-9a-f]{24}"$'},
    },
    "Cache-Control": {
        "description": "Caches may keep the answer but must ask before each use.",
        "required": True,
        "schema": {"type": "string", "const": "public, no-cache"},
    },
    "Content-Language": {
        "description": "The language that was asked for.",
        "required": True,
        "schema": {"type": "string", "enum": [code for code, _ in settings.LANGUAGES]},
    },
    "Vary": {
        "description": "The answer depends on `Accept-Language` and, compressed, on `Accept-Encoding`.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Access-Control-Allow-Origin": {
        "description": "Scripts of every site may read the answer.",
        "required": True,
        "schema": {"type": "string", "const": "*"},
    },
    "Link": {
        "description": "The first, previous, next and last page of the list (RFC 8288).",
        "required": True,
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "The address to ask instead.",
        "required": True,
        "schema": {"type": "string", "format": "uri"},
    },
}
# On every answer that a view makes.
ALWAYS = ["ETag", "Cache-Control", "Content-Language", "Vary", "Access-Control-Allow-Origin"]
ASKED = [
    {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of the answer you have; if it still holds, the answer is 304 and empty.",
        "required": False,
        "schema": {"type": "string"},
    },
    {
        "name": "Accept-Language",
        "in": "header",
        "description": "The languages you read, where `lang` is not given.",
        "required": False,
        "schema": {"type": "string"},
    },
]


def document() -> dict[str, Any]:
    """The document as it stands now: filters whose values are rows of the catalog name them. Three queries."""
    return naming(
        {
            "phase": list(WorkflowPhase.objects.values_list("slug", flat=True)),
            "attribute": list(QualityAttribute.objects.values_list("slug", flat=True)),
            "source": list(Source.objects.values_list("slug", flat=True)),
        }
    )


def naming(values: Mapping[str, list[str]]) -> dict[str, Any]:
    """The document with the values that these filters may have."""
    made = written()
    for operation in operations_of(made):
        name_values(operation["parameters"], values)
    return made


def written() -> dict[str, Any]:
    """The document as the code alone gives it; every call gives a copy of its own."""
    return deepcopy(_written(settings.SITE_URL, settings.LICENCE))


@lru_cache(maxsize=1)
def _written(site: str, licence: tuple[str, str] | None) -> dict[str, Any]:
    """`site` is the address that every link in it begins with, `licence` that of the catalog: its name and address."""
    made = renamed(service.get_openapi_schema(path_prefix=ROOT.strip("/") + "/"))
    made["info"]["summary"] = "Quality issues in machine-learning systems, with the words of the people who met them."
    if licence:
        made["info"]["license"] = dict(zip(("name", "url"), licence, strict=True))
    made["servers"] = [{"url": site}]
    made["externalDocs"] = {"url": named_page_url("api"), "description": "The same for people."}
    made["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    # Parameters stand beside their operations; their models are nobody's shape.
    shapes = {name: of for name, of in made["components"]["schemas"].items() if not name.endswith("Parameters")}
    made["components"]["schemas"] = shapes
    shapes["Problem"] = PROBLEM
    made["components"]["headers"] = HEADERS
    made["components"]["responses"] = {kind.name: problem_answer(kind) for kind in problems.TYPES}
    made["components"]["parameters"] = {parameter["name"]: parameter for parameter in ASKED}
    for operation in operations_of(made):
        complete(operation, shapes)
    without_titles(made["components"])
    without_titles(made["paths"])
    return made


def renamed(made: Mapping[str, Any]) -> dict[str, Any]:
    """A copy in which `IssueShape` is called `Issue`: our classes are named beside models, the document is not."""
    text = json.dumps(made)
    names = [name for name in made["components"]["schemas"] if name.endswith("Shape")]
    for name in names:
        for written_as in (f'"{name}"', f'/{name}"'):
            text = text.replace(written_as, written_as.replace(name, name.removesuffix("Shape")))
    copy: dict[str, Any] = json.loads(text)
    return copy


def operations_of(made: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (operation for path in made["paths"].values() for operation in path.values())


def complete(operation: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Give an operation all of its answers, their headers and an example, and parameters as OpenAPI writes them."""
    for parameter in operation["parameters"]:
        tidy(parameter)
    names = {parameter["name"] for parameter in operation["parameters"]}
    answers = operation["responses"]
    answer = answers["200"]
    answer["headers"] = references("headers", [*ALWAYS, "Link"] if "page" in names else ALWAYS)
    content = answer["content"]["application/json"]
    content["example"] = example_of(content["schema"], shapes)
    answer["description"] = shapes[content["schema"]["$ref"].rpartition("/")[2]]["description"].split("\n")[0]
    answers["304"] = {"description": "What you have still holds.", "headers": references("headers", ALWAYS)}
    kinds = MAY_ANSWER.get(operation["operationId"], [problems.NOT_FOUND] if has_place(operation) else [])
    for kind in (*kinds, problems.BAD_PARAMETER, problems.FAULT):
        answers[str(kind.status.value)] = {"$ref": f"#/components/responses/{kind.name}"}
    operation["responses"] = dict(sorted(answers.items()))
    operation["parameters"] += [{"$ref": f"#/components/parameters/{parameter['name']}"} for parameter in ASKED]


def has_place(operation: dict[str, Any]) -> bool:
    """Whether it may be asked for something that is not there: a thing by its id, or a page of a list."""
    return any(one["in"] == "path" or one["name"] == "page" for one in operation["parameters"])


def references(kind: str, names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/{kind}/{name}"} for name in names}


def problem_answer(kind: problems.ProblemType) -> dict[str, Any]:
    """The answer for a kind of problem, with an example."""
    headers = ["Access-Control-Allow-Origin"]
    example: dict[str, Any] = {
        "type": kind.url,
        "title": kind.title,
        "status": kind.status.value,
        "detail": kind.meaning,
        "instance": f"{ROOT}issues/",
    }
    if kind is problems.BAD_PARAMETER:
        example["parameters"] = [{"name": "per_page", "reason": "Input should be less than or equal to 100"}]
    return {
        "description": f"{kind.title}. {kind.meaning}",
        "headers": references("headers", [*headers, "Location"] if kind is problems.MOVED else headers),
        "content": {
            problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example},
        },
    }


def tidy(parameter: dict[str, Any]) -> None:
    """A query has no null, and OpenAPI's `examples` are not JSON Schema's."""
    schema = parameter["schema"]
    if "anyOf" in schema:
        given = next(one for one in schema.pop("anyOf") if one.get("type") != "null")
        schema.update(given)
    if schema.get("default", ...) is None:
        del schema["default"]
    schema.pop("description", None)
    parameter.pop("examples", None)
    if examples := schema.pop("examples", None):
        parameter["example"] = examples[0]


def name_values(parameters: list[dict[str, Any]], values: Mapping[str, list[str]]) -> None:
    for parameter in parameters:
        if values.get(parameter.get("name", "")):
            parameter["schema"]["items"] = {"type": "string", "enum": values[parameter["name"]]}


def example_of(schema: dict[str, Any], shapes: Mapping[str, Any]) -> Any:
    """An example of a shape, put together from those of its fields."""
    if "$ref" in schema:
        return example_of(shapes[schema["$ref"].rpartition("/")[2]], shapes)
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], shapes)
    if schema.get("type") == "array":
        return [example_of(schema["items"], shapes)]
    return {name: example_of(field, shapes) for name, field in schema["properties"].items()}


def without_titles(part: Any) -> None:
    """Drop the titles that are only the names of fields again."""
    if isinstance(part, list):
        for one in part:
            without_titles(one)
    elif isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for name, one in part.items():
            if name not in {"example", "examples"}:
                without_titles(one)
