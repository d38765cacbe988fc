"""The OpenAPI document as people read it: what every address takes said once, then each address, shape and problem."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.api.document import written
from catalog.api.problems import TYPES, ProblemType

KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
}
FORMATS = {"date": "date", "uri": "address", "uri-reference": "path"}


@dataclass(frozen=True)
class Named:
    """A parameter or a field: its kind in words, the shape that the kind leads to, and what it is."""

    name: str
    kind: str
    shape: str
    text: str
    needed: bool = False
    otherwise: str = ""


@dataclass(frozen=True)
class Address:
    """Something that can be asked."""

    id: str
    path: str
    text: str
    parameters: list[Named]
    shape: str
    problems: list[ProblemType]
    example: str


@dataclass(frozen=True)
class Group:
    name: str
    text: str
    addresses: list[Address]


@dataclass(frozen=True)
class Shape:
    """What an answer, or a part of one, looks like."""

    name: str
    text: str
    fields: list[Named]


@dataclass
class Description:
    """The whole API in words. `everywhere` and `lists`: parameters of every address, and of every list."""

    text: str
    everywhere: list[Named]
    lists: list[Named]
    groups: list[Group] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    problems: list[ProblemType] = field(default_factory=lambda: list(TYPES))


def described() -> Description:
    made = written()
    operations = [(path, of["get"]) for path, of in made["paths"].items()]
    listed = next(operation for _, operation in operations if operation["operationId"] == "listReleases")
    common = [named_parameter(one, made) for one in listed["parameters"]]
    lists = [one for one in common if one.name in {"page", "per_page"}]
    told = Description(made["info"]["description"], [one for one in common if one not in lists], lists)
    known = {one.name for one in common}
    for tag in made["tags"]:
        addresses = [address(path, one, made, known) for path, one in operations if tag["name"] in one["tags"]]
        told.groups.append(Group(tag["name"], tag["description"], sorted(addresses, key=lambda one: one.path)))
    told.shapes = [shape(name, of) for name, of in sorted(made["components"]["schemas"].items()) if name != "Problem"]
    told.shapes.append(shape("Problem", made["components"]["schemas"]["Problem"]))
    return told


def address(path: str, operation: Mapping[str, Any], made: Mapping[str, Any], known: set[str]) -> Address:
    """An address with the parameters that are its own."""
    parameters = [named_parameter(one, made) for one in operation["parameters"]]
    answers = list(operation["responses"].values())
    content = operation["responses"]["200"]["content"]["application/json"]
    return Address(
        id=operation["operationId"],
        path=path,
        text=operation["description"],
        parameters=[one for one in parameters if one.name not in known],
        shape=content["schema"]["$ref"].rpartition("/")[2],
        problems=[one for one in TYPES if {"$ref": f"#/components/responses/{one.name}"} in answers],
        example=json.dumps(content["example"], indent=2, ensure_ascii=False),
    )


def named_parameter(parameter: Mapping[str, Any], made: Mapping[str, Any]) -> Named:
    if "$ref" in parameter:
        parameter = made["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
    schema = parameter["schema"]
    kind, _ = kind_of(schema)
    default = schema.get("default")
    otherwise = "" if default in (None, "", []) else json.dumps(default[0] if isinstance(default, list) else default)
    return Named(parameter["name"], kind, "", parameter["description"], parameter["required"], otherwise.strip('"'))


def shape(name: str, schema: Mapping[str, Any]) -> Shape:
    fields = []
    for field_name, of in schema["properties"].items():
        kind, leads_to = kind_of(of)
        fields.append(Named(field_name, kind, leads_to, of["description"]))
    return Shape(name, " ".join(schema["description"].split()), fields)


def kind_of(schema: Mapping[str, Any]) -> tuple[str, str]:
    """What a value is, in words, and the name of the shape that it has, if one.

    >>> kind_of({"type": "array", "items": {"$ref": "#/components/schemas/IssueRow"}})
    ('list of IssueRow', 'IssueRow')
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        kinds = [kind_of(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return f"{kinds[0][0]}, or null", kinds[0][1]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"])), ""
    if schema["type"] == "array":
        kind, name = kind_of(schema["items"])
        return (f"any of {kind}" if "enum" in schema["items"] else f"list of {kind}"), name
    if isinstance(schema.get("additionalProperties"), dict):
        kind, name = kind_of(schema["additionalProperties"])
        return f"object of {kind}", name
    return FORMATS.get(schema.get("format", "")) or limits(schema), ""


def limits(schema: Mapping[str, Any]) -> str:
    """A plain kind with its smallest and largest value."""
    kind = KINDS[schema["type"]]
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f"{kind} from {low} to {high}"
    return f"{kind} from {low}" if low else kind
