"""The walls of the building, checked without running it."""

import ast
import inspect
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PURE = ["transcripts", "prints", "deidentification", "agreement", "refi"]


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", python_files("catalog"), ids=lambda path: str(path.relative_to(ROOT)))
def test_catalog_neither_imports_nor_names_the_private_app(path: Path):
    assert not {name for name in imports_of(path) if name.split(".")[0] == "interviews"}
    assert not re.search(r"[\"']interviews\.", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", [path for folder in PURE for path in python_files(f"interviews/{folder}")], ids=lambda path: path.name
)
def test_calculation_does_not_import_django(path: Path):
    assert not {name for name in imports_of(path) if name.split(".")[0] in {"django", "catalog"}}


def test_no_public_row_points_at_a_private_one():
    private = {"interviews", "auth", "admin", "sessions", "contenttypes"}
    relations = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("catalog").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model and field.related_model._meta.app_label in private
    ]
    assert relations == []


def test_only_the_publish_action_makes_evidence_out_of_private_words():
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in python_files("interviews")
        if re.search(r"\bEvidence(\.objects\.(create|bulk_create|update_or_create|get_or_create))?\(", path.read_text())
    ]
    assert makers == ["interviews/actions/publish.py"]


def test_a_private_model_never_prints_its_words():
    private_words = re.compile(r"self\.(text|name_encrypted|label|content|reason|definition)")
    for model in apps.get_app_config("interviews").get_models():
        assert model.__str__ is not models.Model.__str__, f"{model.__name__} says nothing of itself"
        assert not private_words.search(inspect.getsource(model.__str__)), f"{model.__name__} prints its words"


def test_no_file_names_a_package_registry_or_a_machine():
    # Spelled in two halves, so that this file does not name them itself.
    halves = [("py", r"pi\.org"), ("python", "hosted"), ("registry", r"\.npm"), ("/wor", "k/(main|shared)")]
    bad = re.compile("|".join(first + second for first, second in halves))
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in tracked.split("\0") if name]
    named = [path.name for path in files if path.is_file() and bad.search(path.read_text("utf-8", errors="ignore"))]
    assert named == []
