"""The catalog as a Django fixture: natural keys, stable order, the same bytes from run to run.

It holds every row of the public catalog but releases (a release holds a fixture) and the revision counter, which
counts the changes of one database. Hidden and withdrawn quotes are in it without their words, so that their
addresses keep answering 404 and 410 wherever the fixture is loaded.
"""

import json
from collections.abc import Iterator
from typing import Any, TextIO

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_noop

from catalog import models

# Parents before children, so that a loader can go from the first row to the last.
FIXTURE_MODELS: tuple[Any, ...] = (
    models.WorkflowPhase,
    models.WorkflowPhaseText,
    models.FormerPhaseSlug,
    models.QualityAttribute,
    models.QualityAttributeText,
    models.FormerAttributeSlug,
    models.Source,
    models.SourceText,
    models.Question,
    models.QuestionText,
    models.Issue,
    models.IssueText,
    models.IssuePhase,
    models.IssueAttribute,
    models.Claim,
    models.ClaimText,
    models.IssueRelation,
    models.ExternalMapping,
    models.Strategy,
    models.StrategyText,
    models.Mitigation,
    models.MitigationText,
    models.IssueStatistics,
    models.IssueCooccurrence,
    models.IssueVersion,
    models.Evidence,
)

Row = dict[str, Any]


def fixture_rows() -> Iterator[Row]:
    """Every row as `{"model": ..., "fields": {...}}`, in the order of FIXTURE_MODELS and of natural keys."""
    for model in FIXTURE_MODELS:
        rows = model._default_manager.select_related(*foreign_keys(model)).all()
        ordered = sorted(rows, key=lambda row: row.natural_key())
        yield from serializers.serialize(
            "python", ordered, use_natural_foreign_keys=True, use_natural_primary_keys=True
        )


def foreign_keys(model: Any) -> list[str]:
    """The relations that a row's natural key goes through, two deep: enough for a claim's text."""
    names: list[str] = []
    for field in model._meta.fields:
        if field.is_relation:
            names.append(field.name)
            names.extend(
                f"{field.name}__{inner.name}" for inner in field.related_model._meta.fields if inner.is_relation
            )
    return names


def write_rows(rows: list[Row], out: TextIO) -> int:
    """Write rows as JSON, one row a line, so that a change of one row is a change of one line."""
    lines = [json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True) for row in rows]
    out.write("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")
    return len(lines)


class FixtureFormat:
    """`export fixture`: see the module."""

    name = "fixture"
    description = gettext_noop("The whole public catalog as a Django fixture (JSON), for load_catalog")
    filename = "catalog.json"
    private = False

    def write(self, out: TextIO, *, study: str | None = None) -> int:
        return write_rows(list(fixture_rows()), out)
